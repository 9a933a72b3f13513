"""A typed value that one source gives; several sources may disagree, and all are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Source
from contracts.models.territory import Territory
from contracts.rules.fiche import fact_faults
from contracts.rules.publication import Fault
from contracts.rules.ruled import Ruled
from contracts.values.dates.partial_date import PartialDate, PartialDateField
from contracts.values.quantities import is_time, measured
from contracts.values.vocabulary import Attribute


class Fact(Ruled, Ordered):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="facts")
    attribute = models.CharField("donnée", max_length=20, choices=Attribute.choices)
    label = models.CharField(
        "intitulé",
        max_length=160,
        blank=True,
        help_text="Ce qui est mesuré. Exemple : communes participantes.",
    )
    date_value = PartialDateField("date")
    number_value = models.DecimalField(
        "nombre", max_digits=18, decimal_places=3, null=True, blank=True
    )
    unit = models.CharField("unité", max_length=60, blank=True, help_text="Exemple : €, km, ans.")
    text_value = models.CharField("texte", max_length=300, blank=True)
    as_of = PartialDateField("à la date de")
    origin = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="d’où part le flux",
        null=True,
        blank=True,
        related_name="outward_flows",
        help_text="Pour un flux seulement. Les deux vides : la page dit « sens non précisé ».",
    )
    destination = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="où va le flux",
        null=True,
        blank=True,
        related_name="inward_flows",
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True, related_name="facts"
    )
    locator = models.CharField("page ou section", max_length=80, blank=True)
    retained = models.BooleanField(
        "valeur retenue",
        default=False,
        help_text="Quand les sources divergent : la valeur dont se servent les filtres.",
    )
    note = models.CharField("précision", max_length=200, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "fait"
        verbose_name_plural = "faits"

    def __str__(self) -> str:
        return f"{self.heading} : {self.shown}"

    @property
    def value(self) -> PartialDate | Decimal | str | None:
        for value in (self.date_value, self.number_value, self.text_value or None):
            if value is not None:
                return value
        return None

    @property
    def heading(self) -> str:
        label = self.get_attribute_display()
        if self.attribute == Attribute.DISTANCE and is_time(self.shown):
            label = "Durée du trajet"
        if self.attribute in Attribute.needing_label() and self.label:
            label = self.label[:1].upper() + self.label[1:]
        elif self.label:
            label = f"{label} – {self.label}"
        return f"{label}, {self.way}" if self.way else label

    @property
    def dated_heading(self) -> str:
        """With its date, unless the heading tells it: « Communes (2017) »."""
        date = str(self.as_of or "")
        is_told = not date or re.search(rf"(?<![\w–-]){re.escape(date)}(?![\w–-])", self.heading)
        return self.heading if is_told else f"{self.heading} ({date})"

    @property
    def way(self) -> str:
        """Between which territories a flow goes, and in which direction."""
        if self.attribute != Attribute.FLOW:
            return ""
        if self.origin is None or self.destination is None:
            return "sens non précisé"
        return f"départ {self.origin}, arrivée {self.destination}"

    def way_back(self) -> Fact | None:
        """The same flow the other way round, of which nothing is told here."""
        if self.origin is None or self.destination is None:
            return None
        return Fact(
            attribute=self.attribute,
            label=self.label,
            as_of=self.as_of,
            origin=self.destination,
            destination=self.origin,
        )

    @property
    def subject(self) -> tuple[str, ...]:
        """What the fact is about: values of two facts about the same thing may disagree."""
        as_of = self.as_of.edtf if self.as_of else ""
        way = (self.origin_id or "", self.destination_id or "")
        return (self.attribute, self.heading.casefold(), as_of, *map(str, way))

    @property
    def shown(self) -> str:
        """The value as a French reader writes it, with its unit."""
        if self.number_value is not None:
            return measured(self.number_value, self.unit)
        return str(self.value) if self.value is not None else ""

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from fact_faults(self)


@dataclass(frozen=True)
class FactValue:
    """One value and the facts (one per source) that give it."""

    shown: str
    facts: tuple[Fact, ...]

    @property
    def retained(self) -> bool:
        return any(fact.retained for fact in self.facts)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(fact.source for fact in self.facts if fact.source)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.note for fact in self.facts if fact.note))


@dataclass(frozen=True)
class FactGroup:
    """What is known of one thing: one value, or several when sources disagree."""

    attribute: str
    heading: str
    values: tuple[FactValue, ...]

    @property
    def divergent(self) -> bool:
        return len(self.values) > 1

    @property
    def is_figure(self) -> bool:
        """One number, on which sources agree: it may be shown large."""
        return not self.divergent and self.values[0].facts[0].number_value is not None

    @property
    def retained(self) -> FactValue | None:
        """The value that filters use: the retained one, or the only one."""
        for value in self.values:
            if value.retained:
                return value
        return None if self.divergent else self.values[0]


def group_facts(facts: Iterable[Fact]) -> list[FactGroup]:
    """Facts of a page by what they are about, in the order of the page, the retained value first.

    Values of different dates (`as_of`) are a series, not a disagreement: they stand apart.
    """
    groups: dict[tuple[str, ...], dict[str, list[Fact]]] = {}
    for fact in facts:
        values = groups.setdefault(fact.subject, {})
        values.setdefault(fact.shown, []).append(fact)
    result = []
    for values in groups.values():
        grouped = [FactValue(shown, tuple(facts)) for shown, facts in values.items()]
        grouped.sort(key=lambda value: not value.retained)
        first = grouped[0].facts[0]
        result.append(FactGroup(first.attribute, first.dated_heading, tuple(grouped)))
    return result
