"""What a reader takes to a council: the note of a fiche, and several fiches side by side."""
