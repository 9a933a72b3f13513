"""What the catalogue offers to the search, and what keeps the index equal to it."""
