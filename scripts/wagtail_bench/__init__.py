"""The same documents searched the usual Wagtail way, for scripts/bench.py alone."""
