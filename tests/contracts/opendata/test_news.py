"""What is new, day by day: which fiches, and what changed in each, in the words of its columns."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from contracts.models import ContractPage
from contracts.opendata.news.context import PAGE_SIZE
from contracts.training.seats import registrations
from contracts.values.dates.french_calendar import french_date
from contracts.values.vocabulary import ContractStatus, Section
from tests import factories
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

ADDRESS = "/nouveautes/"


def published_on(page: Page, day: dt.date) -> None:
    """As if all that was published of it until now had been on that day."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=noon)
    Page.objects.filter(pk=page.pk).update(first_published_at=noon)


def yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)


def changed(page: ContractPage) -> ContractPage:
    """As an editor gets it to change it."""
    return ContractPage.objects.get(pk=page.pk)


def item(page: ReadPage, title: str) -> str:
    """What is said of the newest entry that bears a title."""
    return next(one for one in page.texts("main li") if one.startswith(title))


def test_a_new_fiche_stands_under_its_day_with_what_it_says(client):
    fiche = factories.contract(title="Ys et Landes", slug="ys", gist="Ils s’entendent sur le bois.")
    today = french_date(timezone.localdate(Page.objects.get(pk=fiche.pk).first_published_at))
    page = ReadPage(client, ADDRESS)
    assert item(page, "Ys et Landes") == (
        "Ys et Landes Contrat · nouveauté Ils s’entendent sur le bois."
    )
    led = page.one("main li a[href='/contrats/ys/']")
    days = page.texts("main h2")
    assert led.find_previous("h2").text == days[0] == today
    assert days.count(today) == 1


def test_what_changed_is_told_in_the_words_of_the_columns(client):
    city, country = factories.territory(level="epci"), factories.territory()
    contract = factories.contract(
        title="Ys et Landes",
        city=city,
        country=country,
        status=ContractStatus.UNKNOWN,
        statements=[factories.statement(Section.CONTEXT, text="Le bois manquait.")],
        commitments=[
            factories.commitment(city, country, object="Du bois"),
            factories.commitment(city, country, object="De l’eau"),
        ],
    )
    published_on(contract, yesterday())
    later = changed(contract)
    later.gist = f"{'Autre chose ' * 7}anticonstitutionnellement."
    later.tags.add("forêt")
    first, second = later.commitments.all()
    first.object = "Du bois sec"
    later.commitments.set([first, second, factories.commitment(None, None, object="Se réunir")])
    later.save_revision().publish()
    told = item(ReadPage(client, ADDRESS), "Ys et Landes")
    assert "Contrat · mise à jour" in told
    assert told.endswith(
        f"Ce qui change : Résumé : « {' '.join(['Autre chose'] * 7)}… » ; Étiquettes ; "
        "Engagements : 1 ajout (« Se réunir »), 1 modification (« Du bois sec »)"
    )


def test_what_is_of_editors_alone_is_no_change(client):
    contract = factories.contract(title="Ys et Landes")
    published_on(contract, yesterday())
    later = changed(contract)
    later.review_on = dt.date(2031, 1, 1)
    later.save_revision().publish()
    assert item(ReadPage(client, ADDRESS), "Ys et Landes") == "Ys et Landes Contrat · mise à jour"


def test_a_fiche_is_told_once_a_day_the_newest_day_first(client):
    old = factories.contract(title="L’ancien")
    published_on(old, yesterday())
    new = factories.contract(title="Le nouveau")
    for _ in range(2):
        changed(new).save_revision().publish()
    page = ReadPage(client, ADDRESS)
    titles = [one.text for one in page.soup.select("main li > a[href^='/contrats/']")]
    assert titles == ["Le nouveau", "L’ancien"]


def test_what_is_not_public_nor_any_person_is_told(client):
    factories.contract(title="Brouillon secret", publish=False)
    hidden = factories.contract(title="Fiche secrète")
    PageViewRestriction.objects.create(
        page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    gone = factories.contract(title="Retiré en secret")
    gone.unpublish()
    draft = factories.contract(title="Au jour")
    later = changed(draft)
    later.title = "Titre secret"
    later.save_revision()
    registrations.register(session(title="Se rencontrer"), person(last_name="Trevidic"))
    said = ReadPage(client, ADDRESS).text("main")
    assert "Au jour" in said
    assert "Se rencontrer" in said
    for word in ("secret", "secrète", "Trevidic"):
        assert word not in said


def test_a_long_history_has_pages_and_takes_any_address(client):
    for number in range(PAGE_SIZE + 1):
        factories.tool(title=f"Outil {number}")
    first = ReadPage(client, ADDRESS)
    assert len(first.soup.select("main li > a[href^='/outils/']")) == PAGE_SIZE
    second = ReadPage(client, first.one("a[rel=next]")["href"].join((ADDRESS, "")))
    assert len(second.soup.select("main li > a[href^='/outils/']")) == 1
    for query in ("?page=abc", "?page=0", "?page=99999", "?x=%00"):
        assert client.get(f"{ADDRESS}{query}").status_code == 200


def test_as_many_queries_for_one_fiche_as_for_many(client):
    def asked() -> int:
        client.get(ADDRESS)  # what is kept between requests is read before
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    def grow(size: int) -> None:
        for _ in range(size):
            contract = factories.contract()
            published_on(contract, yesterday())
            changed(contract).save_revision().publish()

    grow(1)
    one = asked()
    grow(4)
    assert asked() == one


def test_many_rows_are_counted_and_what_was_taken_away_is_never_quoted(client):
    contract = factories.contract(
        title="Ys et Landes",
        statements=[factories.statement(Section.CONTEXT, text="Un secret.")],
    )
    published_on(contract, yesterday())
    later = changed(contract)
    later.statements.set(
        [factories.statement(Section.RESULT, text=f"Le résultat {n}.") for n in range(3)]
    )
    later.save_revision().publish()
    told = item(ReadPage(client, ADDRESS), "Ys et Landes")
    assert told.endswith("Ce qui change : Contexte : 1 retrait ; Résultats : 3 ajouts")


def test_a_month_is_chosen_and_kept_in_the_address(client):
    old = factories.contract(title="L’ancien")
    published_on(old, dt.date(2025, 12, 31))
    factories.contract(title="Le nouveau")
    page = ReadPage(client, f"{ADDRESS}?mois=2025-12")
    assert "L’ancien" in page.text("main")
    assert "Le nouveau" not in page.text("main")
    assert page.one("select[name=mois] option[selected]").text == "décembre 2025"
    assert page.one("main h2").text == "31 décembre 2025"


def test_new_fiches_or_changes_alone_are_shown(client):
    published_on(factories.contract(title="L’ancien"), yesterday())
    changed(ContractPage.objects.get(title="L’ancien")).save_revision().publish()
    factories.contract(title="Le nouveau")

    def told(only: str) -> list[str]:
        page = ReadPage(client, f"{ADDRESS}?seulement={only}")
        return [one.split(" Contrat · ")[0] for one in page.texts("main li") if "Contrat ·" in one]

    assert told("nouvelles") == ["Le nouveau", "L’ancien"]
    assert told("corrections") == ["L’ancien"]
    assert told("inconnu") == ["Le nouveau", "L’ancien", "L’ancien"]


@pytest.mark.parametrize("typed", ["2026-13", "novembre", "0000-01", "٢٠٢٦-١١", "\0"])
def test_what_is_no_month_is_said_with_the_cure(client, typed):
    factories.contract(title="Ys et Landes")
    page = ReadPage(client, f"{ADDRESS}?mois={quote(typed)}")
    assert "Ys et Landes" in page.text("main")
    if typed != "\0":
        assert "n’est pas un mois. Choisissez-le dans la liste" in page.one("[role=alert]").text


def test_a_month_in_which_nothing_came_says_so(client):
    factories.contract(title="Ys et Landes")
    assert "Rien ne répond à ce choix." in ReadPage(client, f"{ADDRESS}?mois=1999-01").text("main")
