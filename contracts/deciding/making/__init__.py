"""Making the papers of a dossier: the small ones at once, the others by a task that is taken up again."""
