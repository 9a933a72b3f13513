"""What pages show, prepared in reading order so that templates only show it."""
