"""How the catalogue's templates write marks of sources, structured data and cards of results."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeGuard

from django import template
from django.template.defaultfilters import pluralize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts import kinds
from contracts.drawings.icons import vignette as vignette_drawing
from contracts.drawings.motif import exchange as exchange_drawing
from contracts.index.keys import pk_of
from contracts.pages.forms import ComparisonForm, dossier_with, slug_of
from contracts.pages.parts.citations import Marks
from contracts.values.balance import Balance
from search.query.form import SearchForm
from search.query.results import Hit, HitGroup

register = template.Library()

# Of a list, on a card: themes and the like.
_MOST_VALUES = 3

# What would end the element, or start a comment in it, is written as JSON escapes.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def marks(value: Marks) -> SafeString:
    """`{{ row.marks|marks }}`: links to the list of sources, held to the word before them."""
    return mark_safe("".join(_mark(mark.anchor, mark.words) for mark in value))  # noqa: S308


@lru_cache(maxsize=1_024)  # the numbers of all pages are the same few
def _mark(anchor: str, words: str) -> SafeString:
    # A single figure is narrower than what is touched.
    classes = "source-ref" if len(words) == 1 else "source-ref source-ref--long"
    link = '\u202f<a class="{}" href="#{}" aria-label="source {}">[{}]</a>'
    return format_html(link, classes, anchor, words, words)


@register.filter
def structured_data(value: Mapping[str, Any]) -> SafeString:
    """`{{ data|structured_data }}`: a block of JSON-LD, which no browser runs."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )


@register.filter
def card_template(code: str) -> str:
    """`{% include hit.kind|card_template %}`: each kind shows its results in its own way."""
    kind = kinds.get(code)
    return kind.card if kind else "includes/card_base.html"


@register.filter
def balance(card: Mapping[str, Any]) -> Balance:
    """`{{ card|balance }}`: what each side gives, as the card of a contract counts it."""
    return Balance.of_card(card)


@register.filter
def exchange(value: Balance) -> SafeString:
    """`{{ balance|exchange }}`: the sign, each arrow as thick as what its side gives."""
    return exchange_drawing(
        value.city, value.countryside, value.together, between_peers=bool(value.peers)
    )


@register.simple_tag
def vignette(code: str, mark: str = "") -> SafeString:
    """`{% vignette hit.kind card.mark %}`: the sign of a card without a picture, that of its first
    theme or else of its kind."""
    kind = kinds.get(code)
    icon = mark or (kind.icon if kind else "")
    return vignette_drawing(icon) if icon else SafeString("")


@register.inclusion_tag("contracts/parts/tick.html")
def tick(hit: Hit, form: SearchForm | str) -> dict[str, Any]:
    """`{% tick hit form %}`: the box of a card that sets its fiche beside others or, of one that is
    not compared, its way to a dossier; nothing where no list with a `form` that takes it stands
    around it."""
    kind = kinds.get(hit.kind)
    if kind is None or not _takes_ticks(form):
        return {}
    if kind.is_set_side_by_side:
        slug = slug_of(hit.url)
        return {"slug": slug, "title": hit.title, "ticked": slug in form.ticked}
    url = dossier_with(pk_of(hit.key)) if kind.keeps_versions else ""
    return {"dossier_url": url, "title": hit.title}


@register.inclusion_tag("contracts/parts/ticked.html")
def ticked(
    form: SearchForm | str, groups: Iterable[HitGroup], beside: Iterable[Hit]
) -> dict[str, Any]:
    """`{% ticked form groups assistance.beside %}`: what is ticked in a list, what is ticked beyond
    the results that it shows, and the way to the comparison. Nothing where nothing may be ticked."""
    if not _takes_ticks(form):
        return {}
    hits = [*(hit for group in groups for hit in group.hits), *beside]
    shown = {slug_of(hit.url) for hit in hits if _is_set_side_by_side(hit)}
    return {
        "is_offered": bool(shown or form.ticked),
        "count": len(form.ticked),
        "most": ComparisonForm.MOST,
        "beyond": len(form.ticked) - ComparisonForm.MOST,
        "elsewhere": [slug for slug in form.ticked if slug not in shown],
        "none_url": form.with_nothing_ticked().url(),
    }


def _takes_ticks(form: SearchForm | str) -> TypeGuard[SearchForm]:
    """The list of a kind does, and the search of one kind, or where something is ticked already;
    lists of a place or a theme lead there."""
    if not isinstance(form, SearchForm) or not set(form.request.fixed) <= {"type"}:
        return False
    asked = {**form.request.filters, **form.request.fixed}
    return bool(form.ticked) or len(asked.get("type", ())) == 1


def _is_set_side_by_side(hit: Hit) -> bool:
    kind = kinds.get(hit.kind)
    return kind is not None and kind.is_set_side_by_side


@register.filter
def said(card: Mapping[str, Any], names: str) -> str:
    """`{{ card|said:"region themes" }}`: what a card knows of these, parted by « · »; of a list its
    first values, « … » for the others."""
    values = (card.get(name) for name in names.split())
    return " · ".join(_in_words(value) for value in values if value)


def _in_words(value: str | list[str]) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(value[:_MOST_VALUES]) + ("…" if len(value) > _MOST_VALUES else "")


@register.filter
def concerned(card: Mapping[str, Any]) -> str:
    """`{{ card|concerned }}`: what the catalogue holds about a territory, as its card counts it."""
    contracts, experiences = card.get("contracts") or 0, card.get("experiences") or 0
    told = []
    if contracts:
        told.append(f"partie à {contracts} contrat{pluralize(contracts)}")
    if experiences:
        told.append(f"lieu de {experiences} expérience{pluralize(experiences)}")
    return f"{', '.join(told).capitalize()}." if told else ""


@register.filter
def reasons(card: Mapping[str, Any], by_party: Mapping[str, str]) -> str:
    """`{{ card|reasons:reasons_by_party }}`: why a contract is in a list, by each of its parties."""
    return " ; ".join(by_party[code] for code in card.get("party_codes", ()) if code in by_party)
