"""Fiches as Markdown, for those who work with assistants: what their pages show, and no other word."""
