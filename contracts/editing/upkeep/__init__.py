"""What keeps the base healthy, in reports of the admin: links, what nothing uses, what waits for a look."""
