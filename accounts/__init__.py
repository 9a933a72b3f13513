"""Who comes into the admin: log-in, second factor, and the journal of both."""
