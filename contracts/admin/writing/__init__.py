"""The forms in which pages are written: what forbids to publish, and what is still to be done."""
