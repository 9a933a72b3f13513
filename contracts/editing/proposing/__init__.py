"""Experiences that anyone proposes: the form, the rows kept for the desk, what becomes of each."""
