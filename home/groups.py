"""The names of the groups of people, as `create_site` makes them; what each may do is in site.py."""

CONTRIBUTORS, EDITORS, ADMINISTRATORS = "Contributeurs", "Éditeurs", "Administrateurs"
ORGANISERS = "Organisateurs"
