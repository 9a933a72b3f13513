"""French full-text search with facets: documents, queries and engines, and no knowledge of any
page or model of the site. What the site offers to search is registered by its own apps."""
