"""What is found of each kind of page, of a territory and of a term: one module a kind."""
