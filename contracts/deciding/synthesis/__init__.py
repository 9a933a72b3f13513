"""The documents that are made of a dossier."""
