"""The files of sessions: what they may say, and what an editor did that a load never undoes."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from contracts.catalogue.digests import row_digest
from contracts.catalogue.faults import CatalogueFaults
from contracts.catalogue.files import CATALOGUE, read_catalogue
from contracts.catalogue.load import load_catalogue
from contracts.models import LoadedFixture
from contracts.training.models import TrainingSessionPage
from tests import factories

pytestmark = pytest.mark.any_engine

SOURCE = "resovilles-premier-contrat-reciprocite-ville-campagne"
TOOL = f"""
kind: outil
title: Fresque
gist: Une fresque pour se parler entre élus des deux territoires.
gist_source: {SOURCE}
tool_kind: methode
"""
SESSION = f"""
kind: session
title: Monter un contrat
gist: Une journée pour s’y mettre, avec ceux qui l’ont déjà fait.
gist_source: {SOURCE}
dates:
  - {{start: "2019-09-24T09:30", end: "2019-09-24T17:00"}}
place: Valence
"""
FULL = (
    SESSION
    + f"""
zone: Indian/Reunion
access: Dix minutes à pied.
venue_accessibility: Plain-pied.
needs_contact: Ada
prerequisites: aucun
price: gratuit
registration_opens: "2019-09-01"
registration_deadline: "2019-09-20"
statements:
  - section: objectif
    text: Savoir choisir ses partenaires.
    source: {SOURCE}
return_notes:
  - {{kind: dit, text: Les élus se téléphonent., about: outils/fresque}}
  - {{kind: question, text: Qui paie ?, answer: La ville.}}
materials:
  - {{title: Diaporama, url: "https://exemple.fr/a.pdf", rights: Cap Rural}}
"""
)
KEY = "sessions/2019-essai"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """One tool and one session on one real source."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for name in ("sources.yaml", "themes.yaml"):
        shutil.copy(CATALOGUE / name, folder / name)
    with (CATALOGUE / "territories.csv").open(encoding="utf-8", newline="") as official:
        header = next(csv.reader(official))
    with (folder / "territories.csv").open("w", encoding="utf-8", newline="") as empty:
        csv.writer(empty).writerow(header)
    write(folder, "outils/fresque", TOOL)
    write(folder, KEY, SESSION)
    return folder


def write(folder: Path, key: str, text: str) -> None:
    path = folder / f"{key}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def loaded(folder: Path) -> TrainingSessionPage:
    load_catalogue(factories.home_page(), folder)
    return TrainingSessionPage.objects.get()


@pytest.mark.django_db
def test_a_session_is_loaded_with_all_that_its_file_says(files):
    write(files, KEY, FULL)

    page = loaded(files)

    assert page.zone == "Indian/Reunion"
    assert page.access == "Dix minutes à pied."
    assert page.venue_accessibility == "Plain-pied."
    assert page.needs_contact == "Ada"
    assert page.prerequisites == "aucun"
    assert page.price == "gratuit"
    assert page.registration_opens.isoformat() == "2019-09-01"
    assert [statement.section for statement in page.statements.all()] == ["objectif"]
    said, asked = page.return_notes.all()
    assert (said.kind, said.text, said.fiche.slug) == ("dit", "Les élus se téléphonent.", "fresque")
    assert (asked.answer, asked.fiche) == ("La ville.", None)
    [material] = page.materials.all()
    assert (material.title, material.url, material.rights) == (
        "Diaporama",
        "https://exemple.fr/a.pdf",
        "Cap Rural",
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("zone: Indian/Reunion", "zone: La Réunion", "zone : « La Réunion » est inconnu"),
        ("kind: dit,", "kind: rumeur,", "return_notes[1].kind : « rumeur » est inconnu"),
        ("about: outils/fresque", "about: outils/rien", "« outils/rien » n’existe pas"),
        ("kind: question,", "kind: levier,", "return_notes[2].answer : Une réponse appartient à une question"),
        ("https://exemple.fr/a.pdf", "a.pdf", "materials[1].url : une adresse complète"),
        ('"2019-09-01"', '"2019-09-31"', "registration_opens"),
        ("place: Valence", "place: Valence\nremote_link: https://x.example", "remote_link : clé inconnue"),
        ("prerequisites: aucun", "prerequisites:", "prerequisites : la valeur manque"),
    ],
)  # fmt: skip
def test_a_fault_of_a_session_is_told_with_its_place(files, before, after, told):
    assert before in FULL
    write(files, KEY, FULL.replace(before, after, 1))

    with pytest.raises(CatalogueFaults) as refusal:
        read_catalogue(files)

    assert f"{KEY}.yaml" in str(refusal.value)
    assert told in str(refusal.value)


@pytest.mark.django_db
def test_a_file_cannot_publish_the_return_of_a_session_to_come(files):
    write(files, KEY, FULL.replace("2019-", "2119-"))

    with pytest.raises(CatalogueFaults, match="une fois la session finie"):
        loaded(files)
    assert not TrainingSessionPage.objects.exists()


def as_of_an_older_version(page: TrainingSessionPage) -> None:
    """The page as a version that did not know the later fields had left it."""
    revision = page.latest_revision
    content = json.loads(json.dumps(revision.content))
    for name in (
        "zone",
        "access",
        "venue_accessibility",
        "needs_contact",
        "prerequisites",
        "price",
        "return_notes",
        "materials",
    ):
        content.pop(name)
    revision.content = content
    revision.save()
    fresh = TrainingSessionPage.objects.get(pk=page.pk)
    LoadedFixture.objects.filter(key=f"page:{KEY}").update(row_digest=row_digest(fresh))


@pytest.mark.django_db
def test_a_page_loaded_before_these_fields_existed_takes_a_new_file_when_nobody_edited_it(files):
    as_of_an_older_version(loaded(files))
    assert loaded(files).price == ""
    write(files, KEY, FULL)

    page = loaded(files)

    assert page.price == "gratuit"
    assert page.return_notes.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False])
def test_what_an_editor_wrote_in_the_new_fields_outlives_a_new_file(files, publish):
    page = loaded(files)
    as_of_an_older_version(page)
    page = TrainingSessionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.price = "90 €"
    revision = page.save_revision()
    if publish:
        revision.publish()
    write(files, KEY, FULL)

    kept = loaded(files).get_latest_revision_as_object()

    assert kept.price == "90 €"
    assert kept.access == ""
