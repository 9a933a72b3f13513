"""Judged queries, how a reader sees their results, and the measures of a ranking."""
