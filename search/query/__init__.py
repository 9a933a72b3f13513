"""What is asked: the form that reads an address, the parser, the request, facets, synonyms."""
