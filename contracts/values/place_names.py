"""Names of places as readers type them: the key under which a name is kept and looked for.

« Brest Métropole », « métropole de Brest » and « Brest » share the key « brest »; whether one
stands for the other is judged afterwards, by what else each of them says (`Named.answers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.values.vocabulary import TerritoryLevel
from search.text.analysis import terms, word

COMMUNE = frozenset({TerritoryLevel.COMMUNE})
_EPCI = frozenset({TerritoryLevel.EPCI})
_COUNTRY = frozenset({TerritoryLevel.PETR, TerritoryLevel.PAYS})
# Nobody means « Pays de la Loire » by « Loire »: these are known by their whole name alone.
_BY_WHOLE_NAME = frozenset({TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION})

# Names are compared without these, which readers forget or change: « La Chapelle-sur-Erdre ».
# The stop words of the search are more: « Celle », « Son », « Y » and « Eu » are communes.
_PARTICLES_TEXT = "a au aux d de des du en et l la le les lez sous sur"
PARTICLES = frozenset(_PARTICLES_TEXT.split())

# What a place is, without particles, and the levels that it announces.
_NATURES: dict[tuple[str, ...], frozenset[TerritoryLevel]] = {
    ("commune",): COMMUNE,
    ("mairie",): COMMUNE,
    ("ville",): COMMUNE,
    ("conseil", "departemental"): frozenset({TerritoryLevel.DEPARTEMENT}),
    ("departement",): frozenset({TerritoryLevel.DEPARTEMENT}),
    ("conseil", "regional"): frozenset({TerritoryLevel.REGION}),
    ("region",): frozenset({TerritoryLevel.REGION}),
    ("agglo",): _EPCI,
    ("agglomeration",): _EPCI,
    ("communaute",): _EPCI,
    ("communaute", "agglomeration"): _EPCI,
    ("communaute", "communes"): _EPCI,
    ("communaute", "urbaine"): _EPCI,
    ("epci",): _EPCI,
    ("eurometropole",): _EPCI,
    ("intercommunalite",): _EPCI,
    ("metropole",): _EPCI,
    ("pays",): _COUNTRY,
    ("pole", "equilibre", "territorial", "rural"): _COUNTRY,
    ("parc", "naturel", "regional"): frozenset({TerritoryLevel.PNR}),
}
_LONGEST_NATURE = max(map(len, _NATURES))
_NATURES_AFTER = frozenset({"agglo", "agglomeration", "communaute", "metropole"})
_SPELLED_OUT = {
    "ca": ("communaute", "agglomeration"),
    "cc": ("communaute", "communes"),
    "cu": ("communaute", "urbaine"),
    "petr": ("pole", "equilibre", "territorial", "rural"),
    "pnr": ("parc", "naturel", "regional"),
    "st": ("saint",),
    "ste": ("sainte",),
}
_IN_BRACKETS = re.compile(r"\([^)]*\)")

# Places whose name is a word of every day: among other words, it is this word that is meant.
_ORDINARY_TEXT = """
    aigle aire aires allies angles appelle arc arcs aube avril bains baleine bar bars bas basse
    basses bassin bataille belle bio blanc bocage bois bonhomme bonne bonnes bords bourg branches
    buis buisson buissons bulle bulles bus cabane cabanes campagne casses cause celle celles cendre
    centre centres cercueil cesse chaise chambre champ champs change chapeau chapelle charge charme
    chaussee chemin chene cher choisies clefs colombe colonne combe compas confort contes contre
    coquille corps cote coteau coteaux courant couronne cours courtes couture creche creuse croix
    degre deserts deux devise diamant don donjon douze ecole ecorces echelle echelles epine erre
    espere est etang etangs etoile falaise faux ferme fermete fete feuillee fief fille fins fleche
    fleur flotte folie fontaine force foret forets forestiere forge forges forteresse fosses four
    frise garde gas grand grande grange granges gras grave gravelle haie haies halles hameau
    hermitage homme hommes hopital hotellerie iles job jonction juif lac lance landes lent
    lentilles lies ligne loge loges long lot loupe lune machine maire maison maisons manche manoir
    marais marche marches marges mars marine menus mer mere metro migre mines miroir mole monastere
    monnaie mont montagne montagnes monte monts morte mouche moule moulin moulins moyen mure nord
    oie omet orange ouest palais parc parce parent pas passage pays perche pierre pilles pin pins
    place places plage plaine plaines plan planche planches plans pont ponts port porte portes
    possession precieux pres publier pure quartier racine racines rang real region reposoir reunion
    rive rives riviere roc roche roches ronde rose rosier rouge roulier roux rue sages saint sainte sales salle
    salles sapin sapins saule saules sauvages sauve sel sens sentinelle serpent serre serres seuil
    sieges signes simple sol sols somme son souche source sources sud syndicat table tablier tache
    taille tampon temple termes terrasse terrasses terre terres tilleul titre tombe touche touches
    tour tourne trait transport tuiles union vacherie val vallee vallees vallon vallons vals vent
    ventes ver verger vergers vers vert vertu vertus veuve vie vieux vigne vignes village villages
    ville villes vivier voisines vue
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_SHORTEST_NAME = 3  # « us » and « by » are communes, and hardly ever meant


@dataclass(frozen=True)
class Named:
    """A name, or what may be one, without its particles. `core` is what is left without the
    nature of the place; `levels` are those that this nature announces, none when it is not said.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    levels: frozenset[TerritoryLevel] = frozenset()

    @property
    def key(self) -> str:
        return " ".join(self.core)

    @property
    def is_ordinary(self) -> bool:
        """« Sens », « la Manche »: hardly meant, unless it is all that is asked. « Ville
        campagne » is no commune, « département de la Manche » is clear."""
        if self.levels & _BY_WHOLE_NAME or len(self.core) > 1:
            return False
        return self.key in _ORDINARY or len(self.key) < _SHORTEST_NAME or not word(self.key).stem

    def answers(self, asked: Named, level: TerritoryLevel | str) -> bool:
        """Whether a place of this name and level is one that `asked` means; their keys agree."""
        if set(self.words) == set(asked.words):  # « métropole de Brest », « Brest Métropole »
            return True
        if asked.levels:
            return level in asked.levels
        return level not in _BY_WHOLE_NAME


def named(text: str) -> Named:
    """The name that a text holds: « (Ville) » and the like left out."""
    return named_words([term.exact for term in terms(_IN_BRACKETS.sub(" ", text))])


def named_words(words: Sequence[str]) -> Named:
    """The same from folded words, as search.text.analysis makes them."""
    whole = tuple(
        one
        for short in words
        for one in _SPELLED_OUT.get(short, () if short in PARTICLES else (short,))
    ) or tuple(words)
    core, levels = _without_natures(whole)
    return Named(whole, core, levels)


def place_key(name: str) -> str:
    """The key of a name: what is stored, and looked for."""
    return named(name).key


def _without_natures(
    words: tuple[str, ...],
) -> tuple[tuple[str, ...], frozenset[TerritoryLevel]]:
    """The own name, and the levels of the first nature that is said. Something always remains."""
    levels: frozenset[TerritoryLevel] = frozenset()
    rest = words
    while length := _nature_length(rest):
        levels = levels or _NATURES[rest[:length]]
        rest = rest[length:]
    if len(rest) > 1 and rest[-1] in _NATURES_AFTER:
        levels = levels or _NATURES[rest[-1:]]
        rest = rest[:-1]
    return rest, levels


def _nature_length(words: tuple[str, ...]) -> int:
    """How many of the first words say a nature, with a name after them."""
    longest = min(_LONGEST_NATURE, len(words) - 1)
    return next((size for size in range(longest, 0, -1) if words[:size] in _NATURES), 0)
