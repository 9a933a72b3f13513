"""The map of all contracts, whole or of one region."""
