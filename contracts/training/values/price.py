"""The price of a session as a number, when what was written leaves no doubt about it.

Machines show the number without its words. What is understood is listed; anything else (several
amounts, « à partir de », a condition) is left to the words.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_FREE = re.compile(
    r"(?:(?:entrée|accès|participation|inscription|session|formation) )?gratuite?|sans frais"
)
# A space groups before either decimal mark, a dot before a comma alone. A comma and three digits
# may be a thousand or a thousandth.
_NUMBER = (
    r"(?:(?P<spaced>[1-9]\d{0,2}(?: \d{3})+|0|[1-9]\d*)(?:[.,](?P<cents>\d{1,2}))?"
    r"|(?P<dotted>[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?P<dotted_cents>\d{1,2}))?)"
)
_PRICE = re.compile(
    rf"(?:(?:tarif|prix|coût|participation)(?: unique)? ?:? )?{_NUMBER} ?(?:€|euros?|eur)"
    r"(?: (?:ttc|nets?(?: de taxes?)?))?"
    r"(?: ?(?:la|par|/) ?(?:(?P<daily>journée|jour)|personne|participante?|session|formation))?"
    r"(?:,? \(?(?:repas|déjeuner) (?:compris|inclus)\)?)?",
    re.ASCII,
)


def price_in_euros(words: str, *, days: int) -> Decimal | None:
    """What one person pays for the whole session, which lasts so many days. Zero when it is free;
    None when the words tell no price, or leave a doubt."""
    told = unicodedata.normalize("NFC", words).casefold()
    told = " ".join(told.split()).rstrip(" .")
    if _FREE.fullmatch(told):
        return Decimal(0)
    read = _PRICE.fullmatch(told)
    if read is None or (read["daily"] and days > 1):
        return None
    whole = re.sub(r"[ .]", "", read["spaced"] or read["dotted"])
    return Decimal(f"{whole}.{read['cents'] or read['dotted_cents'] or 0}")
