"""Dates, hours, reminders and identities of a session, without a database row."""
