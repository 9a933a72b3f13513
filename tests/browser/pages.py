"""One address of each kind of page, with real content."""

HOME = "/"
CONTRACT = "/contrats/brest-metropole-centre-ouest-bretagne/"
GLOSSARY = "/glossaire/"

READING = {
    "home": HOME,
    "contract": CONTRACT,
    "short contract": "/contrats/clermont-saint-flour/",
    "experience": "/experiences/terres-de-sources-rennes/",
    "tool": "/outils/fresque-interterritorialite/",
    "session": "/sessions/2016-12-06-contrat-de-reciprocite/",
    "themes": "/themes/",
    "tags": "/etiquettes/",
    "glossary": GLOSSARY,
    "term": "/glossaire/anct/",
    "conditions": "/conditions/",
    "explanations": "/comprendre/",
    "national framework": "/comprendre/cadre-national/",
    "accessibility": "/accessibilite/",
    "legal notice": "/mentions-legales/",
    "help": "/aide/",
    "site map": "/plan-du-site/",
    "not found": "/nulle-part/",
}
LISTINGS = {
    "search": "/recherche/",
    "words": "/recherche/?q=for%C3%AAt",
    "filters": "/recherche/?q=eau&type=contrat&theme=eau-et-milieux-aquatiques&region=inconnue",
    "nothing": "/recherche/?q=zzzzz&type=contrat",
    "contracts": "/contrats/",
    "experiences": "/experiences/",
    "tools": "/outils/",
    "sessions": "/sessions/",
    "territory": "/territoires/brest-metropole/",
    "territories": "/territoires/",
    "theme": "/themes/eau-et-milieux-aquatiques/",
}
EVERY_FILTER = "/recherche/filtres/"
EVERYTHING = {**READING, **LISTINGS, "every filter": EVERY_FILTER}
