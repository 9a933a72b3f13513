"""The same documents searched the usual Wagtail way, for the bench alone."""
