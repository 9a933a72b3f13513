"""What a search for a session is told: the next one and its date, or that none is announced."""

from __future__ import annotations

from contracts.training.values.timing import sessions_to_come
from search.answers.hints import Hint


def next_session(listing_url: str) -> Hint:
    """The next session; without one, the listing at this address, where one subscribes."""
    row = sessions_to_come().exclude(card__cancelled=True).first()
    if row is not None:
        date = row.card.get("date_label", "")
        return Hint(label=f"Prochaine session\u00a0: {row.title}", detail=date, url=row.url)
    return Hint(
        label="Sessions",
        detail="aucune session à venir n’est annoncée",
        url=listing_url,
        more="pour savoir quand il y en aura, se faire prévenir",
        more_url=f"{listing_url}#prevenir",
    )
