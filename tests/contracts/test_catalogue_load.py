"""The files of the catalogue: every fault told at once; what an editor did is never undone."""

import csv
import datetime as dt
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ReferenceIndex

from contracts.catalogue.faults import CatalogueFaults
from contracts.catalogue.files import CATALOGUE, read_catalogue
from contracts.catalogue.load import load_catalogue
from contracts.index.keys import page_key
from contracts.models import (
    ContractIndexPage,
    ContractPage,
    Indicator,
    LoadedFixture,
    Source,
    Tag,
    Term,
    Territory,
    Theme,
)
from search.index.integrity import differences
from search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.any_engine

BREST = "contrats/brest-metropole-centre-ouest-bretagne"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A small catalogue of real files: one contract, and what it rests on."""
    folder = tmp_path / "catalogue"
    (folder / "territoires").mkdir(parents=True)
    for name in (
        "sources.yaml",
        "themes.yaml",
        "territoires/brest-metropole.yaml",
        "territoires/pays-centre-ouest-bretagne.yaml",
    ):
        shutil.copy(CATALOGUE / name, folder / name)
    with (CATALOGUE / "territories.csv").open(encoding="utf-8", newline="") as official:
        rows = list(csv.reader(official))
    with (folder / "territories.csv").open("w", encoding="utf-8", newline="") as some:
        csv.writer(some).writerows(
            row
            for row in rows
            if row[0] == "level" or "53" in (row[5], row[1] * (row[0] == "region"))
        )
    write(folder, BREST, CONTRACT)
    return folder


CONTRACT = """
kind: contrat
title: Brest Métropole et Pays Centre Ouest Bretagne
gist: La métropole et le pays signent le premier contrat de réciprocité de France.
gist_source: resovilles-premier-contrat-reciprocite-ville-campagne
status: signe
status_source: resovilles-premier-contrat-reciprocite-ville-campagne
themes: [T08]
tags: [bois-énergie]
parties:
  - {territory: epci:242900314, side: ville}
  - {territory: pays-centre-ouest-bretagne, side: campagne}
facts:
  - attribute: date-signature
    date: "2016-11-04"
    source: resovilles-premier-contrat-reciprocite-ville-campagne
commitments:
  - key: ingenierie
    nature: apport-declare
    giver: epci:242900314
    receiver: pays-centre-ouest-bretagne
    object: Services et ingénierie
    theme: T08
    source: resovilles-premier-contrat-reciprocite-ville-campagne
"""


def write(folder: Path, key: str, text: str) -> None:
    path = folder / f"{key}.yaml"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")


def faults_of(folder: Path) -> str:
    with pytest.raises(CatalogueFaults) as refusal:
        read_catalogue(folder)
    return str(refusal.value)


def test_the_real_catalogue_has_no_fault():
    catalogue = read_catalogue()

    assert len([key for key in catalogue.pages if key.startswith("contrats/")]) >= 40
    assert len([key for key in catalogue.pages if key.startswith("experiences/")]) >= 15
    assert len([key for key in catalogue.pages if key.startswith("outils/")]) >= 40
    assert len(catalogue.themes) == 15


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("themes: [T08]", "themes: [T99]", "themes[1] : « T99 » n’existe pas"),
        ("status: signe", "status: signé", "status : « signé » est inconnu"),
        ('"2016-11-04"', '"2016-02-31"', "facts[1].date : Ce jour n’existe pas dans ce mois."),
        (
            "giver: epci:242900314",
            "giver: dep:29",
            "commitments[1].giver : « dep:29 » n’est pas une partie de ce contrat",
        ),
        ("giver: epci:242900314", "giver: epci:1", "« epci:1 » n’existe pas"),
        (
            "giver: epci:242900314",
            "giver: pays-centre-ouest-bretagne",
            "commitments[1].receiver : Qui reçoit est aussi qui donne",
        ),
        ("object: Services", "objet: Services", "objet : clé inconnue"),
        ("kind: contrat\n", "kind: [\n", "ce n’est pas du YAML"),
        ("status: signe", "status: signe\nstatus: signe", "la clé « status » est écrite deux fois"),
        (
            '  - attribute: date-signature\n    date: "2016-11-04"',
            "  - attribute: rang\n    text: premier",
            "status : Un contrat n’est dit « signé » qu’avec une date de signature",
        ),
        ("gist: La", "gist: >-\n  La\ngist_source: x\nold: La", "gist"),
        ("kind: contrat", "kind: outil", "kind : « outil » n’est pas « contrat »"),
        ("title: Brest", "title: 29 #", "title : un texte est attendu"),
        ("title: Brest", "title: #", "title : la valeur manque"),
        ("title: Brest Métropole et Pays", "title: Br #", "title : le texte a 2 caractères"),
        ("themes: [T08]", "themes: T08", "themes : une liste est attendue"),
        ("  - {territory: epci:242900314, side: ville}", "  - brest", "parties[1] : des clés"),
        ("side: ville", "side: ville, signs: oui", "parties[1].signs : écrivez true ou false"),
        ('"2016-11-04"', "2016", "facts[1].date : mettez la date entre guillemets"),
        ('date: "2016-11-04"', "number: douze", "number : un nombre est attendu"),
        ('date: "2016-11-04"', "number: true", "number : un nombre est attendu"),
        ("theme: T08", "theme: T08\n    counterparts: [x]", "aucun engagement n’a la clé « x »"),
        (
            "commitments:\n",
            "commitments:\n  - {key: ingenierie, nature: engagement, object: Bois}\n",
            "commitments[1] : la clé « ingenierie » sert deux fois",
        ),
        ("giver: epci:242900314", "giver: 29", "commitments[1].giver : une clé est attendue"),
        (
            "    theme: T08\n    source: reso",
            "    source: [a, b, c]\n    # reso",
            "commitments[1].source : de 1 à 2 sources, pas 3",
        ),
        ("    theme: T08\n    source: reso", "    source: []\n    # reso", "2 sources, pas 0"),
    ],
)
def test_a_fault_is_told_with_its_file_its_field_and_a_cure(files, before, after, told):
    assert before in CONTRACT
    write(files, BREST, CONTRACT.replace(before, after, 1))

    message = faults_of(files)

    assert f"{BREST}.yaml" in message
    assert told in message


def test_every_fault_of_every_file_is_told_at_once(files):
    write(files, BREST, CONTRACT.replace("themes: [T08]", "themes: [T99]"))
    write(files, "contrats/casse", "kind: [")
    write(files, "territoires/double", "name: Brest\nlevel: epci\ncode: epci:000")
    sources = (files / "sources.yaml").read_text(encoding="utf-8")
    write(files, "sources", sources + "\nsans-adresse:\n  title: Rien\n  kind: presse\n")

    message = faults_of(files)

    assert "« T99 » n’existe pas" in message
    assert "contrats/casse.yaml" in message
    assert "« epci:000 » n’est pas dans territories.csv" in message
    assert "sans-adresse.url : Donnez l’adresse de la source, ou une référence" in message


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        (
            "sources",
            "Rien du tout",
            "sources.yaml : une liste, ou des clés et des valeurs, sont attendues.",
        ),
        ("themes", "", "themes.yaml : le fichier est vide : remplissez-le ou retirez-le."),
        ("themes", "- T01\n", "themes.yaml › [1] : des clés et des valeurs sont attendues"),
        (
            "sources",
            "lui: {title: Rapport, kind: presse, url: exemple.fr}",
            "lui.url : une adresse complète est attendue",
        ),
        (
            "sources",
            "lui: {title: Rapport, kind: presse, url: 'ftp://exemple.fr/a'}",
            "lui.url : une adresse complète est attendue",
        ),
        ("territoires/deux", "code: epci:242900314", "le code « epci:242900314 » est déjà celui"),
        ("territoires/bretagne", "name: B\nlevel: pays", "un territoire officiel porte ce nom"),
        ("territoires/gaste", "level: petr", "name : la clé « name » manque"),
        ("territoires/gaste", "name: Gaste", "level : la clé « level » manque"),
        (
            "territoires/gaste",
            "name: Gaste\nlevel: petr\npopulation: [{number: 12.5, source: cap-relations-villes-campagnes}]",
            "number : un nombre entier est attendu",
        ),
        (
            "territoires/gaste",
            "name: Gaste\nlevel: petr\nwithin: [{territory: dep:29, source: inconnue}]",
            "within[1].source : « inconnue » n’existe pas : ajoutez-la à sources.yaml",
        ),
        (
            "experiences/cantine",
            "kind: experience\ncontract: outils/fresque",
            "contract : une clé est attendue qui commence par « contrats/ »",
        ),
        (
            "glossaire/sigles",
            "- {slug: epci, term: EPCI, category: sigle, definition: Un., source: a, see_also: [x]}",
            "[1].see_also[1] : « x » n’existe pas : ajoutez-le au glossaire",
        ),
    ],
)
def test_the_faults_of_other_files_are_told_too(files, key, text, told):
    write(files, key, text)
    assert told in faults_of(files)


def test_a_file_that_is_no_text_is_told_with_its_name(files):
    (files / "contrats" / "latin.yaml").write_bytes("title: Métropole".encode("latin-1"))
    assert "contrats/latin.yaml : le fichier ne se lit pas" in faults_of(files)


def test_a_file_that_is_no_yaml_is_told_with_its_line(files):
    write(files, BREST, CONTRACT.replace("themes: [T08]", "themes: [T08"))
    line = CONTRACT.splitlines().index("themes: [T08]") + 1
    place = re.search(rf"{BREST}.yaml › ligne (\d+) : ce n’est pas du YAML", faults_of(files))
    assert place
    assert line <= int(place[1]) <= line + 1


def test_the_file_of_an_official_territory_may_bear_another_name(files):
    (files / "territoires" / "brest-metropole.yaml").rename(files / "territoires" / "ys.yaml")
    write(files, BREST, CONTRACT.replace("giver: epci:242900314", "giver: ys"))
    assert read_catalogue(files).pages[BREST]


def test_a_text_may_fill_its_field_and_no_more(files):
    write(files, BREST, CONTRACT.replace("bois-énergie", "b" * 60))
    assert read_catalogue(files).pages[BREST]["tags"] == ["b" * 60]


def test_a_term_is_defined_once_in_all_files(files):
    for name in ("sigles", "acteurs"):
        write(files, f"glossaire/{name}", TERMS.format(first="a", second="b"))
    assert "epci : ce terme est défini deux fois" in faults_of(files)


def test_territories_of_different_levels_may_share_a_code(files):
    for name, level in (("un", "commune"), ("deux", "petr")):
        write(files, f"territoires/{name}", f'name: {name}\nlevel: {level}\ncode: "99001"')
    assert {"un", "deux"} <= set(read_catalogue(files).territories)


# Faults of one file at every depth; none is told by another, none hides another.
PLANTED = (
    ("themes: [T08]", "themes: [T99]", "themes[1] : « T99 » n’existe pas"),
    ("bois-énergie", "b" * 61, "tags[1] : le texte a 61 caractères"),
    ("side: campagne", "side: forêt", "parties[2].side : « forêt » est inconnu"),
    ('"2016-11-04"', '"2016-02-31"', "facts[1].date : Ce jour n’existe pas dans ce mois."),
    (
        "status_source: resovilles-premier-contrat-reciprocite-ville-campagne\n",
        "",
        "status_source : Indiquez la source du statut.",
    ),
    (
        "giver: epci:242900314",
        "giver: dep:29",
        "commitments[1].giver : « dep:29 » n’est pas une partie de ce contrat",
    ),
    (
        "    theme: T08",
        "    unit: tonnes\n    theme: T08",
        "commitments[1].quantity : Donnez la quantité",
    ),
    ("nature: apport-declare", "nature: don", "commitments[1].nature : « don » est inconnu"),
    (
        "    object: Services et ingénierie\n",
        "",
        "commitments[1].object : la clé « object » manque",
    ),
    (
        "commitments:\n",
        "commitments:\n  - {key: autre, nature: apport-declare, giver: epci:242900314, object: Bois,"
        " source: resovilles-premier-contrat-reciprocite-ville-campagne}\n",
        "commitments[1].receiver : Dites qui reçoit",
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(planted=st.sets(st.sampled_from(PLANTED[:-1]), min_size=1))
def test_no_fault_of_a_file_hides_another(files, planted):
    text = CONTRACT
    for before, after, _told in planted:
        assert before in text
        text = text.replace(before, after, 1)
    write(files, BREST, text)

    message = faults_of(files)

    assert [told for _before, _after, told in planted if told not in message] == []
    assert message.count("\n- ") == len(planted)


def test_a_faulty_list_is_told_with_what_its_rows_are_to_one_another(files):
    before, after, told = PLANTED[-1]
    text = CONTRACT.replace(before, after, 1).replace("bois-énergie", "b" * 61)
    write(files, BREST, text.replace("giver: epci:242900314\n", "giver: dep:29\n", 1))

    message = faults_of(files)

    assert told in message
    assert "commitments[2].giver : « dep:29 » n’est pas une partie de ce contrat" in message
    assert "tags[1]" in message


def test_two_territories_do_not_share_a_code(files):
    for name in ("un", "deux"):
        write(files, f"territoires/{name}", f'name: {name}\nlevel: commune\ncode: "99001"')

    assert "le code « 99001 » est déjà celui de deux" in faults_of(files)


def test_a_load_with_faults_changes_nothing(db, files):
    write(files, BREST, CONTRACT.replace("themes: [T08]", "themes: [T99]"))
    home = factories.home_page()
    before = (Source.objects.count(), Territory.objects.count(), LoadedFixture.objects.count())

    with pytest.raises(CatalogueFaults):
        load_catalogue(home, files)

    after = (Source.objects.count(), Territory.objects.count(), LoadedFixture.objects.count())
    assert after == before


@pytest.fixture
def loaded(db, files) -> ContractPage:
    """The small catalogue, loaded; a real one that was loaded before is set aside."""
    ContractPage.objects.all().delete()
    LoadedFixture.objects.filter(key__startswith="page:").delete()
    load_catalogue(factories.home_page(), files)
    return ContractPage.objects.get(slug="brest-metropole-centre-ouest-bretagne")


def test_a_loaded_contract_says_what_its_file_says(loaded):
    assert loaded.live
    assert [party.territory.name for party in loaded.parties.all()] == [
        "Brest Métropole",
        "Pays Centre Ouest Bretagne",
    ]
    assert loaded.signature_date.edtf == "2016-11-04"
    assert loaded.balance.city == 1
    assert SearchDocument.objects.filter(key=page_key(loaded.pk)).exists()


FULL = """
kind: contrat
title: Contrat  de l'aîné
gist: La métropole et le pays signent le premier contrat de réciprocité de France.
gist_source: [cap-relations-villes-campagnes, prefecture-contrat-ruralite]
form: F01
status: en-cours
status_source: prefecture-contrat-ruralite
status_note: jusqu’en 2027
outcome_searched_on: "2026-11-27"
outcome_search_note: une évaluation
stage: E8
tags: [eau, Bois]
parties:
  - {territory: epci:242900314, side: ville, signs: true, role: chef de file}
  - {territory: pays-centre-ouest-bretagne, side: campagne, signs: false}
facts:
  - {attribute: montant, number: 1200.5, unit: €, as_of: "2017", locator: p. 3, note: hors taxes,
     retained: true, source: [cap-relations-villes-campagnes, prefecture-contrat-ruralite]}
  - {attribute: duree, text: six ans, source: prefecture-contrat-ruralite}
milestones:
  - {date: "2018", text: Révision, state: prevu, source: prefecture-contrat-ruralite}
statements:
  - {section: frein, text: Les élus ont changé., tags: [temps], locator: p. 9,
     source: [cap-relations-villes-campagnes, prefecture-contrat-ruralite]}
commitments:
  - {key: a, nature: engagement, giver: epci:242900314, receiver: pays-centre-ouest-bretagne,
     object: Ingénierie, quantity: 2.5, unit: postes, start: "2017", end: "2020", state: realise,
     counterparts: [b], source: prefecture-contrat-ruralite}
  - {key: b, nature: engagement, giver: pays-centre-ouest-bretagne, receiver: epci:242900314,
     object: Bois, source: prefecture-contrat-ruralite}
  - {key: c, nature: engagement, reciprocal: true, object: Festival,
     source: prefecture-contrat-ruralite}
links:
  - {to: contrats/brest-metropole-centre-ouest-bretagne, type: inspire-de, reason: La même ville.}
"""


def test_everything_that_a_file_says_is_on_its_page(loaded, files):
    write(files, "contrats/aine", FULL)
    load_catalogue(factories.home_page(), files)

    page = ContractPage.objects.get(slug="aine")
    first = Source.objects.get(key="cap-relations-villes-campagnes")
    second = Source.objects.get(key="prefecture-contrat-ruralite")
    assert page.title == "Contrat de l’aîné"
    assert page.sources == [first, second]
    assert (page.form, page.status, page.stage) == ("F01", "en-cours", "E8")
    assert (page.status_note, page.status_source) == ("jusqu’en 2027", second)
    assert page.outcome_searched_on == dt.date(2026, 11, 27)
    assert page.outcome_search_note == "une évaluation"
    assert sorted(tag.name for tag in page.tags.all()) == ["Bois", "eau"]
    assert [(party.side, party.signs, party.role) for party in page.parties.all()] == [
        ("ville", True, "chef de file"),
        ("campagne", False, ""),
    ]
    assert [
        (fact.attribute, fact.number_value, fact.text_value, fact.retained, fact.source)
        for fact in page.facts.all()
    ] == [
        ("montant", Decimal("1200.5"), "", True, first),
        ("montant", Decimal("1200.5"), "", False, second),
        ("duree", None, "six ans", False, second),
    ]
    amount = page.facts.all()[0]
    assert (amount.unit, str(amount.as_of), amount.locator, amount.note) == (
        "€",
        "2017",
        "p. 3",
        "hors taxes",
    )
    [milestone] = page.milestones.all()
    assert (str(milestone.date), milestone.text, milestone.state) == ("2018", "Révision", "prevu")
    [statement] = page.statements.all()
    assert (statement.section, statement.sources, statement.locator) == (
        "frein",
        [first, second],
        "p. 9",
    )
    assert [item.tag.name for item in statement.tagged_items.all()] == ["temps"]
    given, taken, shared = page.commitments.all()
    assert (given.quantity, given.unit, given.state) == (Decimal("2.5"), "postes", "realise")
    assert (str(given.start), str(given.end)) == ("2017", "2020")
    assert given.exchange == taken.exchange != ""
    assert (shared.reciprocal, shared.giver, shared.exchange) == (True, None, "")
    [link] = page.outgoing_links.all()
    assert (link.target.pk, link.type, link.reason) == (loaded.pk, "inspire-de", "La même ville.")


def test_what_leaves_a_file_leaves_its_page(loaded, files):
    write(
        files, BREST, re.sub(r"tags: .*\n|status.*\n|facts:(.|\n)*?(?=commitments)", "", CONTRACT)
    )
    load_catalogue(factories.home_page(), files)

    page = ContractPage.objects.get(pk=loaded.pk)
    assert (page.status, page.status_source) == ("non-renseigne", None)
    assert [*page.facts.all(), *page.tags.all()] == []


def test_a_row_made_by_hand_under_the_name_of_a_file_stays_as_it_is(db, files):
    factories.source(key="cap-relations-villes-campagnes", title="À la main")

    report = load_catalogue(factories.home_page(), files)

    key = "source:cap-relations-villes-campagnes"
    assert (key, "existe déjà, fait à la main") in report.left_alone
    assert Source.objects.get(key="cap-relations-villes-campagnes").title == "À la main"


def test_a_row_that_was_taken_away_and_is_still_cited_is_told(loaded, files):
    Source.objects.filter(key="prefecture-contrat-ruralite").delete()
    write(
        files,
        BREST,
        CONTRACT.replace(
            "    theme: T08\n    source: resovilles-premier-contrat-reciprocite-ville-campagne",
            "    source: prefecture-contrat-ruralite",
        ),
    )

    with pytest.raises(CatalogueFaults) as refusal:
        load_catalogue(factories.home_page(), files)

    assert "prefecture-contrat-ruralite : un éditeur a supprimé cette source" in str(refusal.value)


def test_an_update_is_followed_by_the_next_one(loaded, files):
    """What a load writes is what the next one compares to."""
    for said in ("Services et expertise", "Services et conseils"):
        write(files, BREST, CONTRACT.replace("Services et ingénierie", said))
        report = load_catalogue(factories.home_page(), files)
        assert report.updated == [f"page:{BREST}"]
    [commitment] = ContractPage.objects.get(pk=loaded.pk).commitments.all()
    assert commitment.object == "Services et conseils"


def references() -> set[tuple[object, ...]]:
    fields = ("content_type", "object_id", "to_content_type", "to_object_id", "content_path")
    return set(ReferenceIndex.objects.values_list(*fields))


def test_a_load_writes_the_references_and_the_documents_that_a_rebuild_would(loaded):
    written = references()
    call_command("rebuild_references_index", verbosity=0)

    assert written == references()
    assert any(path.startswith("commitments.") for *_, path in written)
    assert SearchDocument.objects.filter(key=page_key(loaded.pk)).exists()
    assert [str(difference) for difference in differences()] == []


def test_loading_again_changes_nothing(loaded, files):
    revision = loaded.latest_revision_id

    report = load_catalogue(factories.home_page(), files)

    assert report.created == report.updated == []
    assert ContractPage.objects.get(pk=loaded.pk).latest_revision_id == revision


def test_a_changed_file_updates_a_page_that_nobody_edited(loaded, files):
    write(files, BREST, CONTRACT.replace("Services et ingénierie", "Services et expertise"))

    report = load_catalogue(factories.home_page(), files)

    assert report.updated == [f"page:{BREST}"]
    page = ContractPage.objects.get(pk=loaded.pk)
    assert [commitment.object for commitment in page.commitments.all()] == ["Services et expertise"]


@pytest.mark.parametrize("publish", [True, False])
def test_an_editors_change_is_never_overwritten(loaded, files, publish):
    loaded.gist = "Une phrase de l’éditrice, qui doit rester telle quelle."
    revision = loaded.save_revision()
    if publish:
        revision.publish()
    write(files, BREST, CONTRACT.replace("Services et ingénierie", "Services et expertise"))

    report = load_catalogue(factories.home_page(), files)

    assert (f"page:{BREST}", "modifié par un éditeur") in report.left_alone
    draft = ContractPage.objects.get(pk=loaded.pk).get_latest_revision_as_object()
    assert draft.gist == "Une phrase de l’éditrice, qui doit rester telle quelle."


def test_a_page_that_an_editor_deleted_does_not_come_back(loaded, files):
    loaded.delete()
    write(files, BREST, CONTRACT.replace("Services et ingénierie", "Services et expertise"))

    report = load_catalogue(factories.home_page(), files)

    assert (f"page:{BREST}", "supprimé par un éditeur") in report.left_alone
    assert not ContractPage.objects.filter(slug="brest-metropole-centre-ouest-bretagne").exists()


def test_a_page_that_an_editor_unpublished_stays_unpublished(loaded, files):
    loaded.unpublish()
    write(files, BREST, CONTRACT.replace("Services et ingénierie", "Services et expertise"))

    load_catalogue(factories.home_page(), files)

    assert not ContractPage.objects.get(pk=loaded.pk).live


def test_a_renamed_theme_and_a_deleted_source_stay_as_the_editor_left_them(loaded, files):
    theme = Theme.objects.get(code="T01")
    theme.label = "Nourrir la ville"
    theme.save()
    unused = Source.objects.get(key="prefecture-contrat-ruralite")
    unused.delete()

    report = load_catalogue(factories.home_page(), files)

    assert Theme.objects.get(code="T01").label == "Nourrir la ville"
    assert ("source:prefecture-contrat-ruralite", "supprimé par un éditeur") in report.left_alone
    assert not Source.objects.filter(key="prefecture-contrat-ruralite").exists()


def test_a_listing_whose_address_an_editor_changed_still_takes_new_fiches(loaded, files):
    listing = ContractIndexPage.objects.get()
    listing.slug = "accords"
    listing.save()
    write(files, "contrats/autre", CONTRACT.replace("ingenierie", "autre"))

    load_catalogue(factories.home_page(), files)

    assert ContractPage.objects.get(slug="autre").get_parent().specific == listing


def test_a_membership_that_leaves_a_file_leaves_the_database(loaded, files):
    pays = "territoires/pays-centre-ouest-bretagne"
    text = (files / f"{pays}.yaml").read_text(encoding="utf-8")
    member = "  - {territory: epci:242900314, source: prefecture-contrat-ruralite}"
    write(files, pays, text.replace("groups:", f"groups:\n{member}\n  #", 1))
    load_catalogue(factories.home_page(), files)
    brest = Territory.objects.get(slug="brest-metropole")
    assert "Pays Centre Ouest Bretagne" in [one.container.name for one in brest.containers.all()]

    write(files, pays, text)
    report = load_catalogue(factories.home_page(), files)

    assert "territory:brest-metropole" in report.updated
    brest = Territory.objects.get(slug="brest-metropole")
    assert [one.container.name for one in brest.containers.all()] == ["Finistère"]
    assert [str(difference) for difference in differences()] == []


def test_a_place_on_the_map_is_loaded_and_told_when_it_is_not_whole(loaded, files):
    morvan = "name: Morvan\nlevel: pnr\nplace: {%s, source: prefecture-contrat-ruralite}\n"
    for place, expected in (
        ('seat: "58235"', ("58235", None)),
        ("longitude: 4.1, latitude: 47.3", ("", 4.1)),
    ):
        write(files, "territoires/morvan", morvan % place)
        load_catalogue(factories.home_page(), files)
        placed = Territory.objects.select_related("place_source").get(slug="morvan")
        assert (placed.seat, placed.longitude) == expected
        assert placed.place_source.key == "prefecture-contrat-ruralite"

    for place, fault in (
        ("longitude: 200, latitude: 47", "un nombre de -180 à 180 est attendu (200)"),
        ("longitude: 4", "donnez la longitude et la latitude, ou aucune des deux"),
        ("note: au centre", "donnez le code Insee de la commune du siège, ou les coordonnées"),
    ):
        write(files, "territoires/morvan", morvan % place)
        assert fault in faults_of(files)


def test_two_themes_do_not_share_a_code(files):
    themes = (files / "themes.yaml").read_text(encoding="utf-8")
    write(files, "themes", f"{themes}\n- {{code: T01, slug: autre, label: Autre}}\n")

    assert "deux thèmes portent ce code" in faults_of(files)


def test_tags_of_two_files_are_one_tag(loaded, files):
    other = CONTRACT.replace("tags: [bois-énergie]", "tags: [Bois-Energie]")
    write(files, "contrats/autre", other)

    load_catalogue(factories.home_page(), files)

    assert Tag.objects.filter(slug="bois-energie").count() == 1


TERMS = """
- slug: communaute
  category: acteur
  term: Communauté
  definition: Un groupement de communes.
  source: resovilles-premier-contrat-reciprocite-ville-campagne
  synonyms: [{first}]
- slug: epci
  category: sigle
  term: EPCI
  definition: Un établissement public.
  source: resovilles-premier-contrat-reciprocite-ville-campagne
  synonyms: [{second}]
"""


@pytest.mark.django_db
def test_a_synonym_may_go_from_one_term_to_another(files):
    home = factories.home_page()
    write(files, "glossaire/sigles", TERMS.format(first="groupement", second="intercommunalité"))
    load_catalogue(home, files)
    write(files, "glossaire/sigles", TERMS.format(first="intercommunalité", second="groupement"))
    load_catalogue(home, files)

    assert {
        term.term: [synonym.text for synonym in term.synonyms.all()]
        for term in Term.objects.published()
    } == {"Communauté": ["intercommunalité"], "EPCI": ["groupement"]}
    assert [str(difference) for difference in differences()] == []


@pytest.mark.django_db
def test_a_synonym_of_two_terms_is_told_with_its_term(files):
    write(files, "glossaire/sigles", TERMS.format(first="groupement", second="groupement"))

    with pytest.raises(CatalogueFaults) as refusal:
        load_catalogue(factories.home_page(), files)

    assert "glossaire › epci : " in str(refusal.value)
    assert "« groupement » mène déjà au terme « Communauté »" in str(refusal.value)
    assert not Term.objects.exists()


TOOL = """
kind: outil
title: Fresque des échanges
gist: Une fresque pour se parler entre élus des deux territoires.
gist_source: resovilles-premier-contrat-reciprocite-ville-campagne
tool_kind: methode
duration: une journée
facts:
  - attribute: chiffre-cle
    label: participants
    source: [resovilles-premier-contrat-reciprocite-ville-campagne, prefecture-contrat-ruralite]
steps:
  - {{text: {step}, source: resovilles-premier-contrat-reciprocite-ville-campagne}}
  - {{text: Sans source.}}
resources:
  - {{label: Sans adresse, source: {resource}}}
"""


def test_the_rules_of_a_tool_are_asked_of_its_file_and_lengths_are_those_of_fields(files):
    sources = (files / "sources.yaml").read_text(encoding="utf-8")
    rapport = "rapport: {title: Rapport, kind: presse, reference: n° 12}\n"
    write(files, "sources", f"{sources}\n{rapport}")
    write(files, "outils/fresque", TOOL.format(step="a" * 601, resource="rapport"))

    message = faults_of(files)

    assert message.startswith("5 fautes")  # a fact is told once, whatever the number of its sources
    assert "duration_source : Indiquez la source de la durée." in message
    assert "facts[1].text : Remplissez la valeur" in message
    assert "steps[1].text : le texte a 601 caractères ; il en faut de 1 à 600." in message
    assert "steps[2].source : Indiquez la source" in message
    assert "resources[1].source : Donnez un document, ou une source qui a une adresse." in message


INDICATORS = """
kind: outil
title: Grille de mesures
gist: Une grille pour mesurer ce que deux territoires se donnent.
gist_source: prefecture-contrat-ruralite
tool_kind: methode
indicators:
  - name: Part de navetteurs
    unit: "%"
    data: Recensement
    data_source: prefecture-contrat-ruralite
    used_by: L’agence d’urbanisme
    used_in: contrats/brest-metropole-centre-ouest-bretagne
    used_source: prefecture-contrat-ruralite
    source: prefecture-contrat-ruralite
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("  - name: Part de navetteurs\n    unit", "  - unit", "la clé « name » manque"),
        ("unit:", "unite:", "indicators[1].unite : clé inconnue"),
        (
            "    source: prefecture-contrat-ruralite\n",
            "",
            "indicators[1].source : Indiquez la source",
        ),
        (
            "    used_source: prefecture-contrat-ruralite\n",
            "",
            "indicators[1].used_source : Indiquez",
        ),
        (
            "used_in: contrats/brest-metropole-centre-ouest-bretagne",
            "used_in: outils/grille",
            "used_in : une clé est attendue qui commence par « contrats/ » ou « experiences/ »",
        ),
        (
            "indicators:\n",
            "indicators:\n  - {name: part DE navetteurs, source: prefecture-contrat-ruralite}\n",
            "indicators[2].name : Un autre indicateur de cet outil porte ce nom.",
        ),
    ],
)
def test_a_fault_of_an_indicator_is_told_at_its_place(files, before, after, told):
    assert before in INDICATORS
    write(files, "outils/grille", INDICATORS.replace(before, after, 1))
    message = faults_of(files)
    assert "outils/grille.yaml" in message
    assert told in message


def test_an_indicator_leads_to_the_contract_that_used_it(db, files):
    write(files, "outils/grille", INDICATORS)
    load_catalogue(factories.home_page(), files)

    one = Indicator.objects.get()
    assert (one.name, one.unit, one.used_by) == ("Part de navetteurs", "%", "L’agence d’urbanisme")
    assert one.used_in == ContractPage.objects.get().page_ptr
    report = load_catalogue(factories.home_page(), files)
    assert (report.updated, report.left_alone) == ([], [])


def test_a_source_that_does_not_exist_is_the_only_fault_of_its_row(files):
    text = TOOL.format(step="Se réunir.", resource="inconnue")
    text = text.replace("duration: une journée\n", "").replace("  - {text: Sans source.}\n", "")
    write(
        files, "outils/fresque", text.replace("    label: parti", "    number: 3\n    label: parti")
    )

    message = faults_of(files)

    assert message.startswith("1 faute dans")
    assert "resources[1].source : « inconnue » n’existe pas" in message


def test_a_territory_named_in_two_ways_is_one_party(files):
    write(files, BREST, CONTRACT.replace("giver: epci:242900314", "giver: brest-metropole"))

    assert read_catalogue(files).pages[BREST]


def test_marks_of_office_programs_in_a_file_are_read_as_what_they_showed(files):
    path = next((files / "contrats").glob("*.yaml"))
    before = read_catalogue(files).pages[f"contrats/{path.stem}"]["title"]
    pasted = path.read_text(encoding="utf-8").replace(before, f"\u200b{before}\x0bet\xad suite\x07")
    path.write_text(f"\ufeff{pasted}", encoding="utf-8")

    assert read_catalogue(files).pages[f"contrats/{path.stem}"]["title"] == f"{before} et suite"


def test_marks_that_a_file_writes_by_their_numbers_are_read_too(files):
    path = next((files / "contrats").glob("*.yaml"))
    before = read_catalogue(files).pages[f"contrats/{path.stem}"]["title"]
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("title:"))
    path.write_text(text.replace(line, f'title: "\\u202e{before}\\vet suite\\0"'), encoding="utf-8")

    assert read_catalogue(files).pages[f"contrats/{path.stem}"]["title"] == f"{before} et suite"
