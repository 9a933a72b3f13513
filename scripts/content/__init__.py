"""What the files of the catalogue hold: `make content`."""
