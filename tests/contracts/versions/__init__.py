"""The citable versions of fiches."""
