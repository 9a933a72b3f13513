"""A light French stemmer.

After the light procedure that Jacques Savoy published (« A Stemming Procedure and Stopword List
for General French Corpora », 1999): plurals and feminines first, then a few families of
derivation, then the ending of what remains. It differs from it on purpose:

* it reads words whose accents are already folded, so that a reader who types without accents
  gets the very same term, always (the rules lose nothing, since no ending needs its accent);
* a family goes to one common form (« planification », « planificateur », « planifier »)
  instead of each member being cut at its own place;
* the endings « ition » and « esse » stay: they cut « transition » and « tradition » to nothing.
"""

from __future__ import annotations

import re

# Nouns whose final s is no plural and whose stem would be another word's, and plurals that no
# rule can guess.
_EXCEPTIONS = {
    "baux": "bail",
    "cours": "cours",
    "corps": "corps",
    "mars": "mars",
    "paris": "paris",
    "pays": "pays",
    "rennes": "rennes",
    "temps": "temps",
    "tours": "tours",
    "travaux": "travail",
}

# Families that no ending tells, or whose endings would tell another one: the nouns of the themes
# and of the field, the adjectives that say « of » them, and what one does with them.
_FAMILIES_TEXT = """
    agriculture agricole; alimentation alimentaire aliment; commune communal communale;
    culture culturel culturelle; departement departemental departementale;
    education educatif educative; elu elue;
    energie energetique; environnement environnemental environnementale;
    foret forestier forestiere; formation formateur formatrice former;
    frontiere frontalier frontaliere; hopital hospitalier hospitaliere;
    montagne montagnard montagnarde; patrimoine patrimonial patrimoniale;
    ouvrier ouvriere; paysage paysager paysagere; porte porter portee porteur porteuse;
    public publique; sante sanitaire; science scientifique;
    tourisme touristique touriste; tri trie trier triee; creation creer cree creee createur creatrice;
    bon bonne
"""
_FAMILIES = {
    member: family.split()[0] for family in _FAMILIES_TEXT.split(";") for member in family.split()
}

# Words that the rules would give to the family of another: « commun », « départ », « environ »,
# « forme », « faut », « port », « publier »… Read off all the families that the catalogue has.
_APART = frozenset(
    [
        "causse",
        "commune",
        "departement",
        "environnement",
        "faute",
        "formation",
        "metre",
        "ouvrier",
        "parce",
        "parlement",
        "porte",
        "public",
        "savoie",
        "savoir",
        "terre",
    ]
)

# What « they » do (« paient », « portaient », « fourniront »), as what « he » does; of the words that
# end so, these are no verbs, nor are those in « -ment » but a few.
_VERBS: tuple[tuple[str, int, str], ...] = (
    ("issent", 8, "ir"),
    ("eraient", 9, "e"),
    ("erait", 8, "e"),
    ("eront", 8, "e"),
    ("aient", 8, "e"),
    ("omment", 8, "omme"),
    ("orment", 7, "orme"),
    ("ment", 0, "ment"),
    ("ent", 6, "e"),
)
_NO_VERBS_TEXT = """
    absent accent accident adherent agent argent client coherent competent content continent
    dependent different efficient equivalent evident excellent frequent incident indifferent
    orient parent patient permanent pertinent precedent present president prudent recent referent
    resident talent torrent urgent violent
"""
_NO_VERBS = frozenset(_NO_VERBS_TEXT.split())

# (ending, length of the shortest word concerned, what replaces the ending); the first that fits
# is applied, alone. Longer endings come before those they contain.
_RULES: tuple[tuple[str, int, str], ...] = (
    ("issement", 10, "ir"),
    ("issant", 9, "ir"),
    ("ivement", 9, "iv"),
    ("ement", 8, "e"),
    ("icatrice", 10, "i"),
    ("icateur", 9, "i"),
    ("ication", 9, "i"),
    ("catrice", 10, "quer"),
    ("cateur", 9, "quer"),
    ("cation", 9, "quer"),
    ("isatrice", 10, "iser"),
    ("isateur", 9, "iser"),
    ("isation", 10, "iser"),
    ("atrice", 9, "er"),
    ("ateur", 8, "er"),
    ("ation", 9, "er"),
    ("trice", 7, "ter"),
    ("teuse", 8, "ter"),
    ("teur", 7, "ter"),
    ("ieme", 6, ""),
    ("euse", 6, "eu"),
    ("iere", 7, "ier"),
    ("onnelle", 9, "on"),
    ("onnel", 8, "on"),
    ("inage", 8, "in"),
    ("iquer", 8, "i"),
    ("ique", 7, "i"),
    ("endre", 6, "end"),
    ("ic", 6, "i"),
    ("if", 5, "iv"),
)

_DOUBLED = re.compile(r"([a-z])\1")


def stem(word: str) -> str:
    """The stem of a folded word (lower case, ASCII letters); any other word comes back whole."""
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    word = _singular(word)
    if word not in _NO_VERBS:
        word = _replaced(word, _VERBS)
    word = _FAMILIES.get(word, word)
    if word in _APART:
        return word
    return _trimmed(_replaced(word, _RULES))


def _replaced(word: str, rules: tuple[tuple[str, int, str], ...]) -> str:
    for ending, shortest, replacement in rules:
        if len(word) >= shortest and word.endswith(ending):
            return word[: -len(ending)] + replacement
    return word


def singular(word: str) -> str:
    """A folded word without the mark of its plural, for what must be this very word and not one of
    its family (« navettes » is « navette », and no « navet »)."""
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    return _EXCEPTIONS.get(word) or _singular(word)


def numbers(word: str) -> tuple[str, ...]:
    """A folded word in the singular and the plural, itself first (« local », « locaux »). Some are
    no word at all: nothing is found by them."""
    base = singular(word)
    plurals = [f"{base}s", f"{base}x", f"{base[:-1]}ux"]
    plurals += [plural for plural, one in _EXCEPTIONS.items() if one == base]
    likely = dict.fromkeys((word, base, *plurals))
    return tuple(form for form in likely if singular(form) == base)


def _singular(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 5:
        return word[:-2] + "l"
    if word.endswith(("s", "ux")):
        return word[:-1]
    return word


def _trimmed(word: str) -> str:
    """Drop what tells apart the forms of one word: doubled letters, final r, e, ee. Four letters
    are left: « payer » is « paye », « durée » is « dure », and no « dur »."""
    if len(word) <= 4:
        return word
    word = _DOUBLED.sub(r"\1", word)
    for ending in ("r", "e", "e"):
        if len(word) > 4:
            word = word.removesuffix(ending)
    return word
