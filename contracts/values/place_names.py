"""Names of places as readers type them: the key under which a name is kept and looked for.

« Brest Métropole », « métropole de Brest » and « Brest » share the key « brest »; whether one
stands for the other is judged afterwards, by what else each of them says (`Named.answers`). A key
is letters and digits without a space, so that « Roc’h », « Roc h » and « Roch » have the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from contracts.values.vocabulary import TerritoryLevel
from search.text.analysis import terms, word

COMMUNE = frozenset({TerritoryLevel.COMMUNE})
_EPCI = frozenset({TerritoryLevel.EPCI})
_COUNTRY = frozenset({TerritoryLevel.PETR, TerritoryLevel.PAYS})
# Nobody means « Pays de la Loire » by « Loire »: these are known by their whole name alone.
_BY_WHOLE_NAME = frozenset({TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION})

# Names are compared without these, which readers forget or change: « La Chapelle-sur-Erdre ».
# The stop words of the search are more: « Celle », « Son », « Y » and « Eu » are communes.
# « s/ » is « sur », « s/s » is « sous ».
_PARTICLES_TEXT = "a au aux d de des du en et l la le les lez s sous ss sur"
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
    ("dep",): frozenset({TerritoryLevel.DEPARTEMENT}),
    ("dept",): frozenset({TerritoryLevel.DEPARTEMENT}),
    ("dpt",): frozenset({TerritoryLevel.DEPARTEMENT}),
    ("agglo",): _EPCI,
    ("agglomeration",): _EPCI,
    ("communaute",): _EPCI,
    ("communaute", "agglomeration"): _EPCI,
    ("communaute", "communes"): _EPCI,
    ("communaute", "urbaine"): _EPCI,
    ("com", "com"): _EPCI,
    ("comcom",): _EPCI,
    ("epci",): _EPCI,
    ("eurometropole",): _EPCI,
    ("interco",): _EPCI,
    ("intercommunalite",): _EPCI,
    ("metro",): _EPCI,
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
    "gd": ("grand",),
    "gde": ("grande",),
    "mt": ("mont",),
    "nd": ("notre", "dame"),
    "petr": ("pole", "equilibre", "territorial", "rural"),
    "pnr": ("parc", "naturel", "regional"),
    "st": ("saint",),
    "ste": ("sainte",),
    "stes": ("saintes",),
    "sts": ("saints",),
}
_NOTRE_DAME = ("n", "d")  # « N.-D. »
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_MOST_APOSTROPHES = 3
_APOSTROPHES = re.compile("['’ʼ‘`´′＇]")
# « 3e », « 12ème », « 1er », « 01 ».
_ORDINAL = re.compile(r"0*([1-9]\d?)(?:e|er|eme|ieme|ere|nd|nde)?")
_ORDINAL_OF = frozenset({"arr", "ardt", "arrdt", "arrondissement"})
# « lhay les roses », « cotes darmor », « saint mherve »: an apostrophe may have stood after it.
_ELIDED = re.compile(r"[dl](?=[aeiouyh])|m(?=[ht]|$)")

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
    bourgogne carrieres cellule chambres chance digne gene lire mantes premieres romans salon sem valentin
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_SHORTEST_TOWN = 4
_BEFORE_A_NAME = frozenset({"Saint", "Sainte", "Le", "La", "Les"})
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
        return "".join(self.core)

    @property
    def whole_key(self) -> str:
        """With what may be the nature of the place: « ville neuve » is Villeneuve."""
        return "".join(self.words)

    @property
    def is_ordinary(self) -> bool:
        """« Sens », « la Manche », « entre deux »: hardly meant, unless it is all that is asked.
        « Ville campagne » is no commune, « département de la Manche » is clear."""
        if self.levels & _BY_WHOLE_NAME:
            return False
        small = [len(one) < _SHORTEST_NAME or not word(one).stem for one in self.core]
        if len(self.core) == 1:
            return small[0] or self.key in _ORDINARY
        return any(small) and all(
            is_small or one in _ORDINARY for one, is_small in zip(self.core, small, strict=True)
        )

    @property
    def keys(self) -> set[str]:
        """The keys under which a place that this means may be kept; they decide nothing."""
        keys = {self.key, self.whole_key}
        elided = [at for at, one in enumerate(self.core) if _ELIDED.match(one)]
        for changed in [{at} for at in elided] + [set(elided)]:
            keys.add("".join(one[1:] if at in changed else one for at, one in enumerate(self.core)))
        return keys - {""}

    def is_same(self, asked: Named) -> bool:
        """« métropole de Brest », « Brest Métropole », « mesnil roch »."""
        return self.whole_key == asked.whole_key or sorted(self.words) == sorted(asked.words)

    def answers(self, asked: Named, level: TerritoryLevel | str) -> bool:
        """Whether a place of this name and level is one that `asked` means."""
        if self.is_same(asked):
            return True
        if self.key == asked.whole_key:
            return level not in _BY_WHOLE_NAME
        if self.key != asked.key:
            return False
        if asked.levels:
            # « Pays basque » is the Communauté d’agglomération du Pays Basque too.
            return level in asked.levels or set(asked.words) <= set(self.words)
        return level not in _BY_WHOLE_NAME


def named(text: str) -> Named:
    """The name that a text holds: « (Ville) » and the like left out."""
    return named_words([term.exact for term in terms(_IN_BRACKETS.sub(" ", text))])


def spellings(name: str) -> tuple[Named, ...]:
    """A name as readers type it: as it is written, then without some of its apostrophes, or any:
    « L’Île-d’Yeu » is also « lile dyeu » and « ile dyeu »."""
    parts = _APOSTROPHES.split(name, _MOST_APOSTROPHES)
    glues = product(("’", ""), repeat=len(parts) - 1)
    texts = ("".join(map("".join, zip(parts, (*glue, ""), strict=True))) for glue in glues)
    return tuple(dict.fromkeys(map(named, texts)))


def short_name(name: str) -> str:
    """What a commune is called by, without what tells it from others: « Cherbourg » of
    « Cherbourg-en-Cotentin », « Saint-Dié » of « Saint-Dié-des-Vosges ». Nothing when it would be a
    word of every day, or is the name itself."""
    parts = re.split(r"([- ])", name)  # words, and what parts them, in turn
    size = 2 if parts[0] in _BEFORE_A_NAME else 1
    short = "".join(parts[: 2 * size - 1])
    is_shorter = len(parts) > 2 * size - 1
    is_telling = len(short) >= _SHORTEST_TOWN and not named(short).is_ordinary
    return short if is_shorter and is_telling else ""


def named_words(words: Sequence[str]) -> Named:
    """The same as `named`, from folded words, as search.text.analysis makes them."""
    spelled = list(words)
    for at in range(len(spelled) - 1, 0, -1):
        if (spelled[at - 1], spelled[at]) == _NOTRE_DAME:
            spelled[at - 1 : at + 1] = ["nd"]
    whole = tuple(
        one
        for short in spelled
        for one in _SPELLED_OUT.get(short, () if short in PARTICLES else (short,))
    ) or tuple(words)
    whole = _with_number_last(whole)
    core, levels = _without_natures(whole)
    return Named(whole, core, levels)


def place_key(name: str) -> str:
    """The key of a name: what is stored, and looked for."""
    return named(name).key


def _with_number_last(words: tuple[str, ...]) -> tuple[str, ...]:
    """« Lyon 3e arrondissement », « 3ème arrondissement de Lyon », « Lyon 03 »: « lyon 3 »."""
    numbers = [match[1] for one in words if (match := _ORDINAL.fullmatch(one))]
    if len(numbers) != 1:
        return words
    named_so = tuple(one for one in words if one not in _ORDINAL_OF and not _ORDINAL.fullmatch(one))
    return (*named_so, *numbers) if named_so else words


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
