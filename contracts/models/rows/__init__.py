"""Rows that hang on a page: facts, statements, milestones, links, commitments, indicators."""
