"""The words of the index: term dictionary, prefix index, completions, suggestions."""
