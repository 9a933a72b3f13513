"""Signed addresses: what lets a person without an account see and change their registration."""
