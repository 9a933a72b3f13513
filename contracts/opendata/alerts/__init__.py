"""Alerts by e-mail on the lists of the site, for readers who have no account."""
