"""Mail about registrations: what is written, and how it leaves."""
