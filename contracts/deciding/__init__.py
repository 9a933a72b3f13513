"""What a reader takes to a council: for now, the note of one fiche."""
