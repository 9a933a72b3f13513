"""The texts that readers of a fiche had, each at an address that can be cited."""
