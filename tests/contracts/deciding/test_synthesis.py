"""What the documents of a dossier say: every fiche once, its sources numbered, its silences told."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts.deciding.dossier.values import Dossier, DossierEntry
from contracts.deciding.note.values import NoteItem
from contracts.deciding.synthesis.reading import synthesis_of
from contracts.deciding.synthesis.values import Synthesis
from contracts.models import Party
from contracts.pages.versions.history import as_it_was, versions_of
from contracts.pages.versions.version import current_version
from contracts.values.vocabulary import Attribute, Section, Side
from tests import factories
from tests.contracts.deciding.test_note import GAIN, full_contract

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

ADDRESS = "http://testserver/dossier/?f=ys"


def entry(page, note: str = "") -> DossierEntry:
    return DossierEntry(page, current_version(page.live_revision_id, page.last_published_at), note)


def dossier(*pages, **fields) -> Dossier:
    values = {
        "title": "Le bois du pays",
        "council": dt.date(2026, 12, 10),
        "consulted": dt.date(2026, 12, 1),
        "address": ADDRESS,
        **fields,
    }
    entries = (one if isinstance(one, DossierEntry) else entry(one) for one in pages)
    return Dossier(tuple(entries), **values)


def read(*pages, **fields) -> Synthesis:
    return synthesis_of(dossier(*pages, **fields))


def words(items: tuple[NoteItem, ...]) -> list[str]:
    return [f"{item.label} : {item.text}" if item.label else item.text for item in items]


def part(synthesis: Synthesis, heading: str) -> dict[str, list[str]]:
    [found] = [one for one in synthesis.parts if one.heading == heading]
    return {told.fiche: words(told.items) for told in found.told}


def silent(synthesis: Synthesis, heading: str) -> tuple[str, ...]:
    return next(one.silent for one in synthesis.parts if one.heading == heading)


def questions(synthesis: Synthesis, title: str) -> tuple[str, ...]:
    return next((one.questions for one in synthesis.questions if one.fiche == title), ())


class TestItsParts:
    def test_they_hold_what_the_fiches_say_and_name_those_that_say_nothing(self):
        told = read(full_contract(), factories.tool(title="Un guide"))

        assert part(told, "Objet")["Ys et les Landes"] == [
            "La ville achète le bois du pays.",
            "Métropole d’Ys donne : Un technicien",
            "Pays des Landes donne : Bois-énergie pour les chaufferies",
            "Ensemble : Une fête par an",
        ]
        assert part(told, "Motifs") == {
            "Ys et les Landes": ["Contexte : Deux territoires voisins."]
        }
        assert silent(told, "Motifs") == ("Un guide",)
        assert part(told, "Conditions") == {}
        assert silent(told, "Conditions") == ("Ys et les Landes", "Un guide")

    def test_what_came_of_it_is_told_whole_after_what_each_gives_and_only_there(self):
        results = [f"{rank} chaufferies au bois, {'une à une, ' * 30}." for rank in range(3)]
        case_study = factories.case_study(
            title="Une scierie",
            statements=[factories.statement(Section.RESULT, text=text) for text in results],
        )
        searched = factories.contract(
            title="Is et le pays", outcome_searched_on=dt.date(2026, 1, 5)
        )
        told = read(case_study, searched, factories.case_study(title="Une tour"))

        assert [one.heading for one in told.parts[:3]] == [
            "Objet",
            "Ce qu’il en est advenu",
            "Motifs",
        ]
        came = part(told, "Ce qu’il en est advenu")
        assert came["Une scierie"] == results
        [nothing] = came["Is et le pays"]
        assert nothing.startswith("Aucun bilan public n’a été trouvé au 5 janvier 2026")
        assert silent(told, "Ce qu’il en est advenu") == ("Une tour",)
        for fiche in told.fiches:
            headings = {section.heading for section in fiche.sheet.sections}
            assert not headings & {"Ce qu’il en est advenu", "Résultats"}

    def test_each_fiche_has_the_same_room_and_the_rest_is_read_at_its_address(self):
        long = "Deux territoires voisins se parlent depuis toujours. " * 4
        page = factories.contract(
            title="Long",
            statements=[
                factories.statement(Section.CONTEXT, text=f"{rank} {long}") for rank in range(6)
            ],
        )
        told = read(page, full_contract())
        [motives] = [one for one in told.parts if one.heading == "Motifs"]
        first, second = motives.told

        assert [item.text[0] for item in first.items] == ["0", "1"]
        assert first.left == 4
        assert first.address == told.fiches[0].address
        assert (len(second.items), second.left) == (1, 0)

    def test_the_dates_are_in_words_and_a_dossier_without_a_title_has_one(self):
        told = read(full_contract())
        bare = read(factories.tool(), title="  ", council=None, consulted=None)

        assert (told.title, told.council, told.consulted) == (
            "Le bois du pays",
            "10 décembre 2026",
            "1er décembre 2026",
        )
        assert (bare.title, bare.council, bare.consulted) == ("Dossier de lecture", "", "")

    def test_what_they_tell_is_not_told_again_by_the_fiche(self):
        page = factories.case_study(
            statements=[
                factories.statement(Section.PROBLEM, text="Le bois manque."),
                factories.statement(Section.ACTION, text="Une scierie ouvre."),
            ]
        )
        told = read(page)

        assert part(told, "Motifs")[page.title] == ["Le problème : Le bois manque."]
        sections = {one.heading: words(one.items) for one in told.fiches[0].sheet.sections}
        assert "Le problème" not in sections
        assert sections["Ce qui a été fait"] == ["Une scierie ouvre."]


class TestItsFiches:
    def test_a_contract_tells_its_ledger_its_gains_and_what_came_of_it(self):
        [fiche] = read(entry(full_contract(), "À voir avec le préfet.")).fiches
        sections = {one.heading: one for one in fiche.sheet.sections}

        assert [item.text for item in sections["Qui donne quoi ?"].columns] == [
            "Métropole d’Ys donne",
            "Pays des Landes donne",
        ]
        assert words(sections["Ce que chacun y gagne"].items) == [
            f"Métropole d’Ys : {GAIN}",
            "Pays des Landes : non renseigné",
        ]
        assert words(sections["Ce qui a coincé"].items) == ["Le prix a doublé."]
        assert "Date de signature : 4 novembre 2016" in words(fiche.sheet.facts)
        assert fiche.note == "À voir avec le préfet."
        assert fiche.version.startswith("version du ")
        assert fiche.address.startswith("http://testserver/contrats/")
        assert "/versions/" in fiche.address

    def test_an_old_text_is_told_as_it_was(self):
        page = full_contract()
        before = page.title
        page.title, page.gist = "Ys et toutes les Landes", "Elle n’achète plus rien."
        page.commitments = []
        page.save_revision().publish()
        page.refresh_from_db()
        first = versions_of(page)[-1]
        old = as_it_was(page, first)
        assert old is not None

        told = read(DossierEntry(old.page, first), page)

        assert [one.sheet.title for one in told.fiches] == [before, "Ys et toutes les Landes"]
        assert told.fiches[0].sheet.gist.text == "La ville achète le bois du pays."
        assert told.fiches[0].sheet.sections[0].rows
        assert told.fiches[1].sheet.sections[0].rows == ()
        assert told.fiches[0].address != told.fiches[1].address

    def test_a_fiche_that_has_no_version_is_cited_by_its_own_address(self):
        page = full_contract()
        [fiche] = read(DossierEntry(page, None)).fiches

        assert fiche.address.startswith("http://testserver/contrats/")

    def test_the_progress_is_told_fiche_by_fiche(self):
        told: list[tuple[int, int]] = []
        synthesis_of(
            dossier(factories.tool(), factories.tool()),
            lambda done, total: told.append((done, total)),
        )
        assert told == [(1, 2), (2, 2)]


class TestItsSources:
    def test_each_has_one_number_in_the_order_of_the_document(self):
        shared = factories.source(title="Le même article", consulted_on=dt.date(2026, 3, 1))
        pages = [
            factories.tool(title=title, source=shared if rank else factories.source())
            for rank, title in enumerate(("Un", "Deux", "Trois"))
        ]
        told = read(*pages)

        assert [one.number for one in told.sources] == [1, 2]
        assert told.sources[1].title == "Le même article"
        assert told.sources[1].consulted == "consultée le 1er mars 2026"
        assert told.sources[0].consulted == "date de consultation non renseignée"
        gists = [fiche.sheet.gist.marks[0].number for fiche in told.fiches]
        assert gists == [1, 2, 2]

    def test_the_page_where_a_fact_is_read_stays_beside_its_number(self):
        told = read(full_contract())
        marks = [
            mark.words
            for row in told.fiches[0].sheet.sections[0].rows
            for cell in row.cells
            for item in cell.items
            for mark in item.marks
        ]
        assert any(one.endswith(", p. 12") for one in marks)

    def test_every_one_is_cited(self):
        told = read(full_contract(), full_contract_of_others())
        assert _cited(told) == {one.number for one in told.sources}


class TestSideBySide:
    @pytest.mark.parametrize(
        ("contracts", "compared", "weighed"), [(1, 0, 0), (4, 4, 0), (5, 0, 1)]
    )
    def test_two_to_four_contracts_are_compared_and_more_are_weighed(
        self, contracts, compared, weighed
    ):
        told = read(*(full_contract_of_others() for _rank in range(contracts)))

        assert len(told.comparison.columns if told.comparison else ()) == compared
        assert bool(told.balance) == bool(weighed)

    def test_a_row_says_what_each_contract_tells_and_never_nothing(self):
        told = read(full_contract(), factories.contract(title="Is et le pays"))

        assert told.comparison is not None
        rows = {row.heading: row.cells for _head, group in told.comparison.groups for row in group}
        assert words(rows["La campagne donne"][1]) == ["aucun engagement recensé"]
        assert all(cell for cells in rows.values() for cell in cells)
        assert "En une phrase" not in rows  # told under « Objet »

    def test_the_balance_counts_all_contracts_by_theme_and_direction(self):
        told = read(*(full_contract_of_others() for _rank in range(5)))

        assert told.balance is not None
        assert told.balance.ways == ("La ville donne", "La campagne donne")
        assert told.balance.lines[-1].texts == ("5 non chiffrés", "5 chiffrés")


class TestItsQuestions:
    def test_a_contract_of_which_little_is_known_asks_for_the_rest(self):
        page = factories.contract(title="Is et le pays")
        asked = questions(read(page), "Is et le pays")

        assert "Ce que la ville donne : non renseigné." in asked
        assert "Ce que la campagne donne : non renseigné." in asked
        assert "Date de signature : non renseigné." in asked
        assert "Ce que le contrat a produit : non renseigné." in asked
        assert len(asked) == len(set(asked))

    def test_what_goes_one_way_and_what_sources_dispute_is_asked(self):
        city, country = factories.territory(level="epci"), factories.territory()
        page = factories.contract(
            title="Is et le pays",
            city=city,
            country=country,
            commitments=[
                factories.commitment(
                    city, country, object="Un bus", theme=factories.theme(label="Mobilité")
                )
            ],
            facts=[factories.signed_on("2016-11-04"), factories.signed_on("2016-11-10")],
            outcome_searched_on=dt.date(2026, 1, 5),
        )
        asked = questions(read(page), "Is et le pays")

        assert "Mobilité : sens unique\u00a0: seule la ville donne." in asked
        assert (
            "Date de signature : sources divergentes (4 novembre 2016 ; 10 novembre 2016)." in asked
        )
        assert any("Aucun bilan public n’a été trouvé au 5 janvier 2026" in one for one in asked)

    def test_what_a_fiche_tells_is_not_asked(self):
        asked = questions(read(full_contract()), "Ys et les Landes")

        assert not any("bilan" in one.lower() for one in asked)
        assert not any(one.startswith("Ce que Métropole d’Ys y gagne") for one in asked)
        assert "Ce que Pays des Landes y gagne : non renseigné." in asked

    def test_an_experience_and_a_tool_ask_for_what_their_pages_miss(self):
        told = read(factories.case_study(title="Une scierie"), factories.tool(title="Un guide"))

        assert "Résultats : non renseigné." in questions(told, "Une scierie")
        assert "Mode d’emploi : non renseigné." in questions(told, "Un guide")


def full_contract_of_others():
    """Like the full one, between other territories, each quantity known of the country alone."""
    city, country = factories.territory(level="epci"), factories.territory()
    theme = factories.theme()
    return factories.contract(
        parties=[
            Party(territory=city, side=Side.CITY),
            Party(territory=country, side=Side.COUNTRYSIDE),
        ],
        commitments=[
            factories.commitment(country, city, theme=theme, quantity=20, unit="tonnes"),
            factories.commitment(city, country, theme=theme, object="Un technicien"),
        ],
        facts=[factories.fact(Attribute.AMOUNT, number_value=26_000, unit="€")],
        statements=[factories.statement(Section.RESULT, text="Douze chaufferies.")],
    )


def _cited(synthesis: Synthesis) -> set[int]:
    items = [item for one in synthesis.parts for told in one.told for item in told.items]
    for fiche in synthesis.fiches:
        items += [fiche.sheet.gist, *fiche.sheet.about, *fiche.sheet.facts]
        for section in fiche.sheet.sections:
            items += section.items
            items += [item for row in section.rows for cell in row.cells for item in cell.items]
    if synthesis.comparison:
        rows = [row for _head, group in synthesis.comparison.groups for row in group]
        items += [item for row in rows for cell in row.cells for item in cell]
    return {mark.number for item in items for mark in item.marks}
