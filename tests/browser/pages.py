"""One address of each kind of page, with real content; those of a registration or of an alert, which
real content has not got, are made for the tests (tests.browser.sessions,
tests.browser.followed_lists)."""

from tests.browser import dossiers, followed_lists, sessions

HOME = "/"
CONTRACT = "/contrats/brest-metropole-centre-ouest-bretagne/"
GLOSSARY = "/glossaire/"
FOUR_CONTRACTS = (
    "/comparer/?fiche=brest-metropole-centre-ouest-bretagne&fiche=bordeaux-limoges"
    "&fiche=metz-nord-lorrain&fiche=lille-dunkerque"
)

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
    "comparison": FOUR_CONTRACTS,
    "comparison to choose": "/comparer/?fiche=lyon-thurins&fiche=inconnue&chercher=eau",
    "comparison of experiences": "/comparer/?fiche=rurbance&fiche=urma&differences=oui",
    "explanations": "/comprendre/",
    "national framework": "/comprendre/cadre-national/",
    "questions": "/comprendre/questions/",
    "answer to a question": "/comprendre/questions/par-ou-commencer/",
    "accessibility": "/accessibilite/",
    "legal notice": "/mentions-legales/",
    "help": "/aide/",
    "contact": f"/contact/?page={CONTRACT}",
    "proposal": "/proposer-une-experience/",
    "site map": "/plan-du-site/",
    "commune without contract": "/communes/97411-saint-denis/",
    "communes": "/communes/?nom=sainte+colombe",
    "paper of a dossier": dossiers.READY,
    "dossier to be erased": dossiers.ERASED,
    "dossier erased": "/dossier/efface/",
    "files of contracts": "/contrats/telecharger/?q=eau&region=occitanie",
    "news": "/nouveautes/",
    "news of a month": "/nouveautes/?mois=2026-11&seulement=corrections",
    "alert": "/contrats/me-prevenir/?q=eau&region=occitanie",
    "alert on an unknown filter": "/contrats/me-prevenir/?region=inconnue",
    "lost link of alerts": "/alertes/",
    "whole base": "/donnees/",
    "documentation of the API": "/donnees/api/",
    "dictionary of data": "/donnees/dictionnaire/",
    "columns of contracts": "/donnees/dictionnaire/contrats/",
}
# They copy their address and print themselves, as fiches do.
COMPARISONS = (READING["comparison"], READING["comparison of experiences"])
# Each is a page for one person: the own link, the offer, what comes after.
REGISTERING = {
    "session that takes registrations": "/sessions/demo-ouverte/",
    "cancelled session": "/sessions/demo-annulee/",
    "registration form": sessions.form("demo-ouverte"),
    "registration with a condition": sessions.form("demo-cotisation"),
    "registration to a full session": sessions.form("demo-complete"),
    "registration that is closed": sessions.form("demo-terminee"),
    "own page": sessions.own("demo-inscrite"),
    "own page, waiting": sessions.own("demo-complete-attend"),
    "own page, a seat offered": sessions.own("demo-place-attend"),
    "own page, session cancelled": sessions.own("demo-annulee"),
    "correction": f"{sessions.own('demo-inscrite')}corriger/",
    "cancellation": f"{sessions.own('demo-inscrite')}annuler/",
    "erasure": f"{sessions.own('demo-inscrite')}effacer/",
    "data erased": "/inscriptions/donnees-effacees/",
    "offer": sessions.offer("demo-place-attend"),
    "follow-up": sessions.follow_up("demo-terminee"),
}
# They copy their address, print themselves, and keep what is typed in it.
DOSSIERS = {
    "empty dossier": "/dossier/",
    "dossier": "/dossier/?fiche=brest-metropole-centre-ouest-bretagne&fiche=bordeaux-limoges"
    "&fiche=fresque-interterritorialite&fiche=inconnue&chercher=eau",
    "frozen dossier": dossiers.FROZEN,
    "addresses of a frozen dossier": dossiers.ADDRESSES,
    "paper that is being made": dossiers.PAPER,
}
# Each is a page for one person, or where their gesture leads.
FOLLOWING = {
    "alert asked": "/alertes/demandee/",
    "link of alerts sent": "/alertes/lien-envoye/",
    "alert to confirm": followed_lists.confirm(),
    "own alerts": followed_lists.own(),
    "alert to change": followed_lists.change(),
    "alerts to erase": f"{followed_lists.own()}effacer/",
    "alerts to stop": followed_lists.stop(),
    "alerts erased": "/alertes/effacees/",
}
# They say in their status that they open nothing, of which the browser complains.
REFUSED = {
    "not found": "/nulle-part/",
    "dossier that is over": f"/dossier/fige/{'x' * 32}/",
    "dossier that a reader does not erase": f"{dossiers.FROZEN}effacer/",
    "offer that is over": sessions.offer("demo-complete-attend"),
    "own link that is over": sessions.own("demo-terminee"),
    "link that opens nothing": "/inscriptions/rien/",
    "old link of alerts": followed_lists.own(followed_lists.VERY_OLD),
    "link of alerts that opens nothing": "/alertes/suivi/rien/",
    "demand that was erased": "/alertes/confirmer/rien/",
}
LISTINGS = {
    "search": "/recherche/",
    "words": "/recherche/?q=for%C3%AAt",
    "a place": "/recherche/?q=brest",
    "filters": "/recherche/?q=eau&type=contrat&theme=eau-et-milieux-aquatiques&region=inconnue",
    "ticked contracts": "/contrats/?fiche=lyon-thurins&fiche=ailleurs",
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
    "map": "/carte/",
    "map of a region": "/carte/occitanie/",
}
# Many cells to a row: they hold more elements than a list of cards does.
TABLES = {
    "commitments": "/engagements/",
    "commitments, narrowed": "/engagements/?q=forets&sens=ensemble&tri=-theme",
    "no commitment": "/engagements/?q=zzzzz&etat=inconnu",
    "indicators": "/indicateurs/",
    "indicators, narrowed": "/indicateurs/?q=eau&theme=eau-et-milieux-aquatiques&tri=-outil",
    "no indicator": "/indicateurs/?q=zzzzz&theme=inconnu",
    "tool with indicators": "/outils/migr/",
}
EVERY_FILTER = "/recherche/filtres/"
EVERYTHING = {
    **READING,
    **DOSSIERS,
    **REGISTERING,
    **FOLLOWING,
    **REFUSED,
    **LISTINGS,
    **TABLES,
    "every filter": EVERY_FILTER,
}
