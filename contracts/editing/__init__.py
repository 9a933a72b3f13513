"""What editors do with many fiches at once, beside the form of each."""
