"""From when to when: in words, and whether it is possible."""

import pytest

from contracts.models import CaseStudyPage, Commitment
from contracts.places.parties import PartyPlace, distance_apart
from contracts.places.points import Point
from contracts.rules.case_study import case_study_faults
from contracts.rules.contract import commitment_faults
from contracts.values.dates.partial_date import PartialDate
from contracts.values.dates.periods import in_words, is_backwards
from contracts.values.vocabulary import Side


def date(text):
    return PartialDate.parse(text) if text else None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2015", "2020", "2015 – 2020"),
        ("17 février 2023", "17 février 2023", "17 février 2023"),
        ("2015", "", "depuis 2015"),
        ("18 septembre 2019", "", "depuis le 18 septembre 2019"),
        ("septembre 2019", "", "depuis septembre 2019"),
        ("", "2020", "jusqu’en 2020"),
        ("", "mai 2020", "jusqu’en mai 2020"),
        ("", "1er mai 2020", "jusqu’au 1er mai 2020"),
        ("été 2019", "", "depuis l’été 2019"),
        ("", "printemps 2020", "jusqu’au printemps 2020"),
        ("", "hiver 2020", "jusqu’à l’hiver 2020"),
        ("", "", ""),
    ],
)
def test_a_period_in_words(start, end, words):
    assert in_words(date(start), date(end)) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("printemps 2016", "2015"),
        ("mars 2016", "février 2016"),
        ("12 mars 2016", "11 mars 2016"),
    ],
)
def test_an_end_before_the_beginning_is_refused_at_its_field(start, end):
    told = f"La fin ({date(end)}) précède le début ({date(start)}) : corrigez l’une des deux."
    page = CaseStudyPage(start=date(start), end=date(end))
    commitment = Commitment(start=date(start), end=date(end))
    faults = [*case_study_faults(page), *commitment_faults(commitment)]
    assert [(fault.message, fault.child) for fault in faults if fault.field == "end"] == [
        (told, None),
        (told, commitment),
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2016", "mars 2016"),
        ("mars 2016", "2016"),
        ("printemps 2016", "mars 2016"),
        ("12 mars 2016", "mars 2016"),
        ("12 mars 2016", "12 mars 2016"),
        ("2016", ""),
        ("", "2016"),
    ],
)
def test_what_may_be_in_order_is_taken(start, end):
    assert not is_backwards(date(start), date(end))


class TestDistance:
    bordeaux, city = Point(-0.58, 44.84), Point(-0.55, 44.86)
    limoges = Point(1.26, 45.83)

    def of(self, *places):
        return distance_apart(
            [
                PartyPlace(str(rank), str(rank), side, point)
                for rank, (side, point) in enumerate(places)
            ]
        )

    def test_among_cities_it_is_that_of_the_two_ends(self):
        apart = self.of(
            (Side.CITY, self.bordeaux), (Side.CITY, self.city), (Side.CITY, self.limoges)
        )
        assert 175 < apart < 190

    def test_with_a_countryside_it_is_that_of_the_nearest_of_the_two_sides(self):
        apart = self.of(
            (Side.CITY, self.bordeaux), (Side.CITY, self.limoges), (Side.COUNTRYSIDE, self.city)
        )
        assert 2 < apart < 5
