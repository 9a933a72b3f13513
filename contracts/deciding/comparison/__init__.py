"""From two to four fiches of one kind, side by side."""
