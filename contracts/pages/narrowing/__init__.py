"""What tables of rows share: their address, their filters with counts, their order."""
