"""The catalogue: contracts, experiences, tools, and what they rest on."""
