"""Papers of a session as PDF, and their templates."""
