"""The files of the catalogue: every fault told at once; what an editor did is never undone."""

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.catalogue.faults import CatalogueFaults
from contracts.catalogue.files import CATALOGUE, read_catalogue
from contracts.catalogue.load import load_catalogue
from contracts.index.keys import page_key
from contracts.models import (
    ContractIndexPage,
    ContractPage,
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
    assert message.startswith(f"{len(planted)} fautes")


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
    member = "groups:\n  - {territory: epci:242900314, source: prefecture-contrat-ruralite}\n"
    write(files, pays, f"{text}\n{member}")
    load_catalogue(factories.home_page(), files)
    brest = Territory.objects.get(slug="brest-metropole")
    assert "Pays Centre Ouest Bretagne" in [one.container.name for one in brest.containers.all()]

    write(files, pays, text)
    report = load_catalogue(factories.home_page(), files)

    assert "territory:brest-metropole" in report.updated
    brest = Territory.objects.get(slug="brest-metropole")
    assert [one.container.name for one in brest.containers.all()] == ["Finistère"]
    assert [str(difference) for difference in differences()] == []


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


def test_a_source_that_does_not_exist_is_the_only_fault_of_its_row(files):
    text = TOOL.format(step="Se réunir.", resource="inconnue")
    text = text.replace("duration: une journée\n", "").replace("  - {text: Sans source.}\n", "")
    write(
        files, "outils/fresque", text.replace("    label: parti", "    number: 3\n    label: parti")
    )

    message = faults_of(files)

    assert message.startswith("1 fautes")
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
