"""The dossier of a council meeting: fiches that a reader chose, in an order, with notes."""
