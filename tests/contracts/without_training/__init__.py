"""A site that has the catalogue and the search alone: neither sessions nor a home page."""
