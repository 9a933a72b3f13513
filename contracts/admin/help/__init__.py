"""The help of the admin: one page for each task."""
