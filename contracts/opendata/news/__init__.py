"""What was published or changed, day by day, and what changed in it."""
