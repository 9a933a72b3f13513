"""« Des contrats comme le mien »: its form, what its page shows, how a difference is told."""
