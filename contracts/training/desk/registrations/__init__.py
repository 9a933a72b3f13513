"""The registrations of a session at the desk: their list, one of them, and what is done there."""
