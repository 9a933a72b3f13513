"""Dates of partial precision, and dates as French people type them."""
