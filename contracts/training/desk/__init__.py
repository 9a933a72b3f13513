"""The organiser's desk, in the admin: seats, registrations, presence, exports, statistics."""
