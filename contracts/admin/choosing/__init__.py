"""The windows in which an editor chooses what a fiche rests on and leads to."""
