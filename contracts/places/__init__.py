"""Territories and communes: containment, populations, official files, comparable pairs."""
