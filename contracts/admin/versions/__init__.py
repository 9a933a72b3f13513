"""What changed from one version to the next, in words: compared on the screen, kept in the journal."""
