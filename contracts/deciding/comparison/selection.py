"""Which fiches an address names: those that are compared, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from contracts import kinds
from contracts.index.keys import pk_of
from contracts.kinds import Kind
from contracts.pages.forms import ComparisonForm
from contracts.pages.parts.related import public_documents
from contracts.rules.listed import listed

# By the code of the kind: how one fiche is told, and how several are.
_ONE = {"contrat": "un contrat", "experience": "une expérience"}
_COMPARED = "se comparent les contrats entre eux, et les expériences entre elles."
_AMONG = {"contrat": "les contrats entre eux", "experience": "les expériences entre elles"}


@dataclass(frozen=True)
class ChosenFiche:
    """A fiche that anyone may read."""

    slug: str
    document: Any  # a SearchDocument that bears the token of the index
    kind: Kind

    @property
    def pk(self) -> int:
        return pk_of(self.document.key)


@dataclass(frozen=True)
class FicheRefusal:
    """Why a fiche is not in the table, and what leads out of it."""

    message: str
    cure: str
    url: str


@dataclass(frozen=True)
class ChosenFiches:
    """`fiches` are compared, all of one `kind`, in the order of the address. `token` is that of the
    state of the index."""

    fiches: tuple[ChosenFiche, ...] = ()
    refusals: tuple[FicheRefusal, ...] = ()
    kind: Kind | None = None
    token: str = ""


def select(form: ComparisonForm) -> ChosenFiches:
    """Read with one query for each kind, and one for what is public."""
    found = _found(form)
    kind = _kind(form, found)
    if kind is None:
        return ChosenFiches(refusals=tuple(_refusals(form, found, None)))
    chosen = [found[kind.code][slug] for slug in form.slugs if slug in found[kind.code]]
    return ChosenFiches(
        fiches=tuple(chosen[: form.MOST]),
        refusals=tuple(_refusals(form, found, kind)),
        kind=kind,
        token=chosen[0].document.index_token,
    )


def compared_kinds() -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds.registered() if kind.is_set_side_by_side)


_Found = Mapping[str, Mapping[str, ChosenFiche]]


def _found(form: ComparisonForm) -> _Found:
    """The fiches of each kind, by their slug."""
    if not form.slugs:
        return {}
    slugs: dict[str, dict[int, str]] = {}
    for kind in compared_kinds():
        rows: Any = kind.model._default_manager
        named = rows.filter(slug__in=form.slugs, live=True)
        slugs[kind.code] = dict(named.values_list("pk", "slug"))
    documents = public_documents({pk for of_kind in slugs.values() for pk in of_kind})
    return {
        kind.code: {
            slug: ChosenFiche(slug, documents[pk], kind)
            for pk, slug in slugs[kind.code].items()
            if pk in documents
        }
        for kind in compared_kinds()
    }


def _kind(form: ComparisonForm, found: _Found) -> Kind | None:
    """That of most of the fiches, and of the first one among equals."""
    rank = {slug: place for place, slug in enumerate(form.slugs)}
    known = [kind for kind in compared_kinds() if found.get(kind.code)]
    return max(
        known,
        key=lambda kind: (len(found[kind.code]), -min(rank[slug] for slug in found[kind.code])),
        default=None,
    )


def _not_compared(form: ComparisonForm, found: _Found) -> dict[str, tuple[str, str]]:
    """The label of the kind and the title of the public fiches of kinds that are not compared, by
    their slug; nothing is read when all are of those that are."""
    left = [slug for slug in form.slugs if not any(slug in of_kind for of_kind in found.values())]
    told: dict[str, tuple[str, str]] = {}
    for kind in kinds.registered() if left else ():
        if not kind.is_set_side_by_side and issubclass(kind.model, Page):
            rows: Any = kind.model._default_manager
            named = listed(rows.filter(slug__in=left)).values_list("slug", "title")
            told |= {slug: (kind.label, title) for slug, title in named}
    return told


def _refusals(form: ComparisonForm, found: _Found, kind: Kind | None) -> Iterator[FicheRefusal]:
    compared = 0
    beside = _not_compared(form, found)
    for slug in form.slugs:
        if kind is not None and slug in found[kind.code]:
            compared += 1
            if compared > form.MOST:
                yield FicheRefusal(
                    f"« {found[kind.code][slug].document.title} » n’a pas été ajouté\u00a0: "
                    "quatre fiches au plus se comparent. Retirez-en d’abord une du tableau.",
                    "Y renoncer",
                    form.without(slug).url,
                )
            continue
        other = next((of_kind[slug] for of_kind in found.values() if slug in of_kind), None)
        if other is not None and kind is not None:
            yield FicheRefusal(
                f"« {other.document.title} » est {_ONE[other.kind.code]}\u00a0: "
                f"ici se comparent {_AMONG[kind.code]}.",
                "Le retirer",
                form.without(slug).url,
            )
        elif slug in beside:
            label, title = beside[slug]
            yield FicheRefusal(
                f"« {title} » ({label.lower()}) ne se compare pas ici\u00a0: {_COMPARED}",
                "Le retirer",
                form.without(slug).url,
            )
        else:
            yield FicheRefusal(
                f"Aucune fiche publique ne porte l’identifiant « {slug} »\u00a0: elle a pu être "
                "renommée ou retirée. Cherchez-la ci-dessous par son titre.",
                "Retirer cet identifiant",
                form.without(slug).url,
            )
