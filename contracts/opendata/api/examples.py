"""Ten requests to the API and what it answers on the real content; a test asks them all again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOST = "exemple.fr"  # as in the examples of the columns
_V1 = "/api/v1/"
_SITE = f"https://{HOST}"
_BREST = "brest-metropole-centre-ouest-bretagne"
_BREST_CONTRACT = {
    "adresse_api": f"{_SITE}{_V1}contrats/{_BREST}",
    "titre": "Brest Métropole et Pays Centre Ouest Bretagne",
}


@dataclass(frozen=True)
class Example:
    """`answer` is what is answered, without the members that it does not show. `language` is that of
    « Accept-Language »."""

    title: str
    address: str
    answer: Mapping[str, Any]
    status: int = 200
    language: str = ""

    @property
    def written(self) -> str:
        return json.dumps(self.answer, ensure_ascii=False, indent=2)


EXAMPLES = (
    Example(
        "Les contrats signés d’un territoire",
        f"{_V1}contrats?territoire=brest-metropole&statut=signe&fields=titre,date_de_signature",
        {
            "adresse": f"{_SITE}/contrats/?statut=signe&territoire=brest-metropole",
            "total": 1,
            "lignes": [{**_BREST_CONTRACT, "date_de_signature": "2016-11-04"}],
            "suivant": None,
        },
    ),
    Example(
        "Un contrat par son identifiant",
        f"{_V1}contrats/{_BREST}?fields=titre,statut,codes_des_parties",
        {**_BREST_CONTRACT, "statut": "Signé", "codes_des_parties": ["242900314"]},
    ),
    Example(
        "Un territoire par son code SIREN",
        f"{_V1}territoires/242900314?fields=nom,niveau,code",
        {
            "adresse_api": f"{_SITE}{_V1}territoires/brest-metropole",
            "nom": "Brest Métropole",
            "niveau": "Intercommunalité",
            "code": "242900314",
        },
    ),
    Example(
        "Combien par filtre",
        f"{_V1}facettes/contrats?territoire=brest-metropole&statut=signe",
        {
            "total": 1,
            "facettes": [
                {
                    "nom": "statut",
                    "libelle": "Statut du contrat",
                    "valeurs": [
                        {"code": "signe", "libelle": "Signé", "nombre": 1, "choisie": True}
                    ],
                }
            ],
        },
    ),
    Example(
        "Les parties d’un contrat",
        f"{_V1}parties?fiche={_BREST}&fields=cote,territoire",
        {
            "total": 2,
            "lignes": [
                {"cote": "Ville", "territoire": "Brest Métropole"},
                {"cote": "Campagne", "territoire": "Pays Centre Ouest Bretagne"},
            ],
        },
    ),
    Example(
        "Les engagements où un mot est dit",
        f"{_V1}engagements?q=chaufferies&fields=objet,qui_donne,qui_recoit",
        {
            "mots": "chaufferies",
            "lignes": [
                {
                    "objet": "Du bois local pour alimenter les chaufferies de la métropole",
                    "qui_donne": "Communauté de communes du Haut-Languedoc",
                    "qui_recoit": "Montpellier Méditerranée Métropole",
                }
            ],
        },
    ),
    Example(
        "Chercher une expression dans le glossaire",
        f"{_V1}recherche?q=%22contrat+de+r%C3%A9ciprocit%C3%A9%22&type=terme&fields=type,titre",
        {
            "total": 1,
            "lignes": [
                {
                    "adresse_api": f"{_SITE}{_V1}termes/contrat-de-reciprocite",
                    "type": "Terme du glossaire",
                    "titre": "Contrat de réciprocité",
                }
            ],
        },
    ),
    Example(
        "Ce que le champ de recherche propose",
        f"{_V1}suggestions?q=brest+metro",
        {
            "groupes": [
                {
                    "libelle": "Territoires",
                    "suggestions": [
                        {
                            "libelle": "Brest Métropole",
                            "adresse": f"{_SITE}/territoires/brest-metropole/",
                        }
                    ],
                }
            ]
        },
    ),
    Example(
        "Une commune par son code postal, et les contrats qui la concernent",
        f"{_V1}communes?q=29200&fields=code_insee,nom,contrats",
        {
            "total": 1,
            "lignes": [
                {
                    "adresse_api": f"{_SITE}{_V1}communes/29019",
                    "code_insee": "29019",
                    "nom": "Brest",
                    "contrats": [_BREST, "brest-metropole-pays-de-brest", "rennes-bassin-de-vie"],
                }
            ],
        },
    ),
    Example(
        "Un refus, en anglais",
        f"{_V1}suggestions?mot=bois",
        {
            "type": "/donnees/api/#parametre-inconnu",
            "title": "Unknown parameter",
            "status": 422,
            "detail": "“mot” is no parameter of this address, which knows: q.",
        },
        status=422,
        language="en",
    ),
)
