"""How a text becomes terms: analysis and stemming."""
