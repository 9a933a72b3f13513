"""How Django writes dates in French."""
