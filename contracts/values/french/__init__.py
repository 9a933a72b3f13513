"""How French is written, whatever it is written on."""
