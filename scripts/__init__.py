"""What the Makefile runs, each by `python -m scripts.…` or by its name."""
