"""Dossiers that were frozen: what their fiches said on one day, at an address that nobody guesses."""
