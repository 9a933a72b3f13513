"""The published tables for programs: lists, details, facets, changes; `kb.api` mounts them."""
