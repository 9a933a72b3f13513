"""How Django writes dates in each language of the site."""
