"""Every commitment of the catalogue in one table, with what narrows and orders it."""
