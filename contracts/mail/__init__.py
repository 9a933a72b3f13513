"""Mail of the whole site: an outbox, its sender, and a register of who writes which message."""
