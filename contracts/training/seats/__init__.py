"""Who has a seat, who waits, and what a visitor can do."""
