"""The documents made of a dossier: the note de synthèse and the draft of a délibération."""
