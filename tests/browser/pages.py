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
    "like mine": "/contrats/comme-le-mien/",
    "pairs like mine": "/contrats/comme-le-mien/?cote=campagne&nature=pays&population=100000",
    "like mine, mistaken": "/contrats/comme-le-mien/?cote=campagne&population=beaucoup",
    "explanations": "/comprendre/",
    "national framework": "/comprendre/cadre-national/",
    "accessibility": "/accessibilite/",
    "legal notice": "/mentions-legales/",
    "help": "/aide/",
    "site map": "/plan-du-site/",
    "commune without contract": "/communes/72181-le-mans/",
    "communes": "/communes/?nom=sainte+colombe",
    "not found": "/nulle-part/",
}
LISTINGS = {
    "search": "/recherche/",
    "words": "/recherche/?q=for%C3%AAt",
    "a place": "/recherche/?q=brest",
    "filters": "/recherche/?q=eau&type=contrat&theme=eau-et-milieux-aquatiques&region=inconnue",
    "nothing": "/recherche/?q=zzzzz&type=contrat",
    "mistyped": "/recherche/?q=circuitcourt",
    "question": "/recherche/?q=comment+financer+une+cantine+bio+avec+des+producteurs+locaux",
    "contracts": "/contrats/",
    "experiences": "/experiences/",
    "tools": "/outils/",
    "sessions": "/sessions/",
    "territory": "/territoires/brest-metropole/",
    "territories": "/territoires/",
    "commune": "/communes/29019-brest/",
    "theme": "/themes/eau-et-milieux-aquatiques/",
}
EVERY_FILTER = "/recherche/filtres/"
EVERYTHING = {**READING, **LISTINGS, "every filter": EVERY_FILTER}
