"""The columns of the tables of fiches: what editors import and what open data publish."""
