"""What is asked of the words that the search follows: terms of the glossary, and everyday words."""
