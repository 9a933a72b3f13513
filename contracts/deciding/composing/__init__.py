"""The page where a reader composes a dossier: all of it stands in its address."""
