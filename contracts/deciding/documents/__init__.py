"""What papers are made of, block by block, and the formats in which they are written."""
