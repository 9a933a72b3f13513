"""An import from the sending of the file to its report, on the screens of the admin."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from contracts.columns import fiches
from contracts.editing.importing import jobs
from contracts.editing.importing.models import Import, State
from contracts.models import CaseStudyPage, ContractPage, Tag
from home.groups import CONTRIBUTORS, EDITORS, ORGANISERS
from kb.jobs import turn
from tests import factories
from tests.contracts.importing.files import csv_bytes, xlsx
from tests.contracts.importing.test_documents import BLOCKS, TOLD, docx, odt
from tests.contracts.reading import words
from tests.contracts.roles import member_of, told

pytestmark = pytest.mark.django_db

GIST = "Le bois des forêts du pays alimente les chaufferies de la métropole."
HEADER = ["Identifiant", "Titre", "Résumé", "Début", "Contexte", "Étiquettes"]
WOOD = [
    "bois-du-pays",
    "Le bois du pays",
    GIST,
    "septembre 2017",
    "Un élément.\nUn autre.",
    "forêt",
]


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


def send(client: Client, content: bytes, name: str = "fiches.csv", kind: str = "experience"):
    """The import that the file made, once the page of it was followed to."""
    file = SimpleUploadedFile(name, content)
    response = client.post("/admin/importer/", {"kind": kind, "file": file}, follow=True)
    assert response.status_code == 200
    return Import.objects.latest("pk"), response


def start(client: Client, row: Import, **choices: str):
    response = client.post(reverse("importing:start", args=[row.key]), choices, follow=True)
    row.refresh_from_db()
    return response


def shown(response) -> str:
    """What is read on the page, without its menus; straight to the words of a sentence."""
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return words(main)


def test_good_lines_become_drafts_in_the_name_of_who_imports(editor):
    row, response = send(editor, csv_bytes([HEADER, WOOD]))
    assert "À créer : 1" in shown(response)
    assert not CaseStudyPage.objects.exists()
    response = start(editor, row)
    page = CaseStudyPage.objects.get()
    assert (row.state, page.live, page.slug, page.title) == (
        State.DONE,
        False,
        "bois-du-pays",
        "Le bois du pays",
    )
    assert page.owner.username == "personne-Éditeurs"
    assert [(one.section, one.text) for one in page.statements.all()] == [
        ("contexte", "Un élément."),
        ("contexte", "Un autre."),
    ]
    assert [item.tag.name for item in page.tagged_items.all()] == ["forêt"]
    assert str(page.start) == "septembre 2017"
    assert page.latest_revision.user == page.owner
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.create")
    assert entry.user == page.owner
    assert f"/admin/pages/{page.pk}/edit/" in response.content.decode()
    assert "Indiquez la source de cette phrase." in shown(response)  # before it is published


def test_the_same_file_twice_changes_nothing(editor):
    for _ in range(2):
        row, response = send(editor, csv_bytes([HEADER, WOOD]))
        start(editor, row)
    assert "Inchangée : 1" in shown(response)
    assert "Il n’y a rien à importer" in shown(response)
    page = CaseStudyPage.objects.get()
    assert page.revisions.count() == 1
    assert PageLogEntry.objects.filter(page=page.pk).count() == 1


def test_every_fault_of_every_line_is_told_with_its_cell_and_its_cure(editor):
    lines = [
        HEADER,
        ["", "Sans identifiant", GIST, "", "", ""],
        ["avec des espaces", "Titre", GIST, "", "", ""],
        ["deux-fautes", "Titre", "Trop court.", "32 mars 2020", "", ""],
        WOOD,
        ["bois-du-pays", "Encore", GIST, "", "", ""],
        ["sans-source", "Titre", GIST, "", "Un fait. [inconnue]", ""],
    ]
    _, response = send(editor, csv_bytes(lines))
    text = shown(response)
    for fault in (
        "Ligne 2, colonne « Identifiant » (A2) : Donnez à la fiche un identifiant fait de lettres "
        "sans accent, de chiffres et de tirets, par exemple « sans-identifiant ».",
        "Ligne 3, colonne « Identifiant » (A3) : Donnez à la fiche un identifiant",
        "Ligne 4, colonne « Résumé » (C4) : Le texte a 11 caractères ; il en faut de 40 à 400.",
        "Ligne 4, colonne « Début » (D4) : Ce jour n’existe pas dans ce mois.",
        "Ligne 6, colonne « Identifiant » (A6) : L’identifiant « bois-du-pays » est déjà celui de "
        "la ligne 5 : changez l’un des deux.",
        "Ligne 7, colonne « Contexte » (E7) : « inconnue » n’est pas dans la base : créez-la sous",
    ):
        assert fault in text
    assert "6 fautes à corriger" in text
    assert "Importer en brouillon 1 fiche sans faute" in text


def test_good_lines_are_imported_and_bad_ones_given_back_with_their_faults(editor):
    bad = ["Mauvais identifiant", "L’autre", GIST, "", "", ""]
    row, _ = send(editor, csv_bytes([HEADER, WOOD, bad]))
    response = start(editor, row)
    assert [page.slug for page in CaseStudyPage.objects.all()] == ["bois-du-pays"]
    assert "1 fiche : non importée" in shown(response)
    file = editor.get(reverse("importing:faulty_lines", args=[row.key]))
    content = b"".join(file.streaming_content)
    lines = [
        [cell.value or "" for cell in line] for line in load_workbook(io.BytesIO(content)).active
    ]
    assert lines[0] == [*HEADER, "Faute"]
    assert lines[1][:3] == bad[:3]
    assert "Ligne 3, colonne « Identifiant » (A3)" in lines[1][-1]
    assert len(lines) == 2
    lines[1][0] = "l-autre"  # what its fault proposes
    row, response = send(editor, xlsx({"Fautes": lines}), "fiches-fautes.xlsx")
    start(editor, row)
    assert CaseStudyPage.objects.count() == 2


def test_a_line_that_changed_updates_its_draft_and_leaves_other_columns(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row)
    other = [["Identifiant", "Titre", "Fin"], ["bois-du-pays", "Le bois du pays chauffe", "2020"]]
    row, response = send(editor, csv_bytes(other))
    assert "À mettre à jour : 1" in shown(response)
    start(editor, row)
    page = CaseStudyPage.objects.get().get_latest_revision_as_object()
    assert (page.title, str(page.end), page.gist) == ("Le bois du pays chauffe", "2020", GIST)
    assert page.statements.count() == 2
    assert page.revisions.count() == 2


def edited_by_hand(text: str) -> CaseStudyPage:
    page = CaseStudyPage.objects.get().get_latest_revision_as_object()
    page.gist = text
    page.save_revision()
    return page


@pytest.mark.parametrize(
    ("choice", "wins"), [("garder", "hand"), ("prendre", "file"), ("", "hand")]
)
def test_a_hand_edit_is_shown_beside_the_file_and_the_person_chooses(editor, choice, wins):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row)
    edited_by_hand("Ce qu’une éditrice a récrit à la main, et qui compte pour elle.")
    changed = [*WOOD[:2], GIST.replace("forêts", "bois"), *WOOD[3:]]
    row, response = send(editor, csv_bytes([HEADER, changed]))
    text = shown(response)
    assert "À choisir : 1" in text
    assert "La fiche a été modifiée à la main depuis le dernier import." in text
    assert "Ce qu’une éditrice a récrit" in text
    assert "Le bois des bois du pays" in text
    start(editor, row, **({"fiche-bois-du-pays": choice} if choice else {}))
    gist = CaseStudyPage.objects.get().get_latest_revision_as_object().gist
    assert gist.startswith("Le bois des bois" if wins == "file" else "Ce qu’une éditrice")


def test_one_choice_serves_for_all_conflicts(editor):
    page = factories.case_study(slug="bois-du-pays", title="Fait à la main")
    row, response = send(editor, csv_bytes([HEADER, WOOD]))
    assert "aucun import ne l’a faite" in shown(response)
    start(editor, row, every="prendre")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Le bois du pays"


def test_a_published_fiche_gets_a_draft_and_stays_as_readers_see_it(editor):
    page = factories.case_study(slug="bois-du-pays", title="Ce que voient les lecteurs")
    page.save_revision().publish()
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row, every="prendre")
    page.refresh_from_db()
    assert (page.live, page.title, page.has_unpublished_changes) == (
        True,
        "Ce que voient les lecteurs",
        True,
    )


def test_a_fiche_that_was_deleted_comes_back_only_if_asked(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row)
    CaseStudyPage.objects.get().delete()
    changed = [HEADER, [*WOOD[:3], "2018", *WOOD[4:]]]
    row, response = send(editor, csv_bytes(changed))
    assert "supprimée depuis le dernier import" in shown(response)
    start(editor, row)
    assert not CaseStudyPage.objects.exists()
    row, _ = send(editor, csv_bytes(changed))
    start(editor, row, every="prendre")
    assert CaseStudyPage.objects.count() == 1


def test_a_whole_contract_comes_from_the_sheets_of_a_workbook(editor):
    city, country = factories.territory(name="Brest"), factories.territory(name="Le Pays")
    source = factories.source()
    theme = factories.theme(label="Bois")
    sheets = {
        "Contrats": [
            ["Identifiant", "Titre", "Résumé", "Source du résumé", "Thèmes", "Statut"],
            ["brest-pays", "Brest et le pays", GIST, source.url, "bois", "En négociation"],
        ],
        "Parties": [
            ["Fiche", "Territoire", "Côté", "Signataire"],
            ["brest-pays", "brest", "Ville", "oui"],
            ["brest-pays", "Le Pays", "Campagne", None],
        ],
        "Engagements": [
            ["Fiche", "Qui donne", "Qui reçoit", "Objet", "Quantité", "Unité", "Source"],
            ["brest-pays", "Le Pays", "Brest", "Bois-énergie", 20000.5, "tonnes", source.key],
        ],
        "Faits": [
            [
                "Fiche",
                "Donnée",
                "Date",
                "Nombre",
                "Intitulé",
                "À la date de",
                "D’où",
                "Vers",
                "Source",
            ],
            ["brest-pays", "Date de signature", dt.date(2016, 11, 4), *[None] * 5, source.key],
            ["brest-pays", "Flux", None, 245, "actifs", 2022, "Le Pays", "Brest", source.key],
        ],
    }
    row, response = send(editor, xlsx(sheets), "contrats.xlsx", "contrat")
    assert "À créer : 1" in shown(response)
    start(editor, row)
    page = ContractPage.objects.get()
    assert [party.territory for party in page.parties.all()] == [city, country]
    [commitment] = page.commitments.all()
    assert (commitment.giver, commitment.receiver) == (country, city)
    assert str(commitment.quantity) == "20000.500"
    signed, flow = page.facts.all()
    assert str(signed.date_value) == "4 novembre 2016"
    assert str(flow) == "Actifs, départ Le Pays, arrivée Brest : 245"
    assert list(page.themes.all()) == [theme]
    # What is told again as it is keeps its rows, and their anchors.
    sheets["Engagements"].append(
        ["brest-pays", "Brest", "Le Pays", "Formation", None, None, source.key]
    )
    row, _ = send(editor, xlsx(sheets), "contrats.xlsx", "contrat")
    start(editor, row)
    page = ContractPage.objects.get().get_latest_revision_as_object()
    assert [one.object for one in page.commitments.all()] == ["Bois-énergie", "Formation"]
    assert page.commitments.all()[0].uid == commitment.uid


def test_lines_of_no_fiche_and_unknown_columns_are_told(editor):
    sheets = {
        "Expériences": [[*HEADER, "Couleur"], [*WOOD, "bleu"]],
        "Faits": [["Fiche", "Donnée", "Nombre"], ["autre", "Distance", 3]],
        "Brouillon": [["a"], ["b"]],
    }
    _, response = send(editor, xlsx(sheets), "fiches.xlsx")
    text = shown(response)
    assert "La colonne « Couleur » de la feuille « Expériences » n’est pas lue." in text
    assert "La feuille « Brouillon » n’est pas lue." in text
    assert "Feuille « Faits », ligne 2, colonne « Fiche » (A2) : « autre » n’est pas" in text


def test_a_formula_is_a_fault_of_its_cell(editor):
    content = xlsx({"Expériences": [HEADER, [*WOOD[:3], "=2000+17", *WOOD[4:]]]})
    _, response = send(editor, content, "fiches.xlsx")
    assert "colonne « Début » (D2) : La cellule contient une formule" in shown(response)


@pytest.mark.parametrize(
    ("content", "name", "told_so"),
    [
        (b"a;b\n1;2\n", "x.csv", "n’a pas la colonne « Identifiant » et « Titre »"),
        (b"Identifiant;Titre;titre\n", "x.csv", "La colonne « titre » est deux fois"),
        (b"\x89PNG", "x.xlsx", "ne se lit pas"),
        (b"x", "x.pdf", "Ce format n’est pas lu"),
    ],
)
def test_a_file_that_is_not_one_is_refused_and_erased(editor, content, name, told_so):
    row, response = send(editor, content, name)
    assert told_so in shown(response)
    row.refresh_from_db()
    assert (row.state, bytes(row.content)) == (State.REFUSED, b"")


def test_an_empty_file_is_refused_on_its_field(editor):
    file = SimpleUploadedFile("x.csv", b"")
    response = editor.post("/admin/importer/", {"kind": "experience", "file": file})
    assert "Le fichier est vide" in shown(response)
    assert not Import.objects.exists()


@pytest.mark.parametrize("tables", fiches.ALL, ids=lambda one: one.code)
def test_the_model_explains_each_column_and_imports_once_filled(editor, tables):
    response = editor.get(reverse("importing:model", args=[tables.code]))
    content = b"".join(response.streaming_content)
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames[:2] == [tables.main.name, "Mode d’emploi des colonnes"]
    explained = [line[1].value for line in workbook["Mode d’emploi des colonnes"].iter_rows()]
    for table in tables.tables:
        headers = [cell.value for cell in workbook[table.name][1]]
        assert headers == [column.header for column in table.columns]
        assert set(headers) <= set(explained)
    main = tables.main
    workbook[main.name].append(
        [column.example if main.is_required(column) else None for column in main.columns]
    )
    file = io.BytesIO()
    workbook.save(file)
    row, response = send(editor, file.getvalue(), "modele.xlsx", tables.code)
    assert "n’est pas lue" not in shown(response)
    start(editor, row)
    assert tables.model.objects.get().slug == "bois-du-pays"


def test_contributors_import_drafts_and_leave_what_others_have_locked():
    contributor = member_of(CONTRIBUTORS)
    row, _ = send(contributor, csv_bytes([HEADER, WOOD]))
    start(contributor, row)
    assert CaseStudyPage.objects.get().owner.username == "personne-Contributeurs"
    factories.case_study(slug="d-une-autre", locked=True)
    _, response = send(contributor, csv_bytes([HEADER, ["d-une-autre", *WOOD[1:]]]))
    assert "Vous n’avez pas le droit de modifier cette fiche" in shown(response)


def test_nobody_else_opens_an_import(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    other = member_of(CONTRIBUTORS)
    for name in ("import", "faulty_lines", "start", "restart", "give_up"):
        address = reverse(f"importing:{name}", args=[row.key])
        assert other.get(address).status_code == 404
        assert other.post(address).status_code == 404
    assert other.get("/admin/importer/").status_code == 200
    assert member_of(ORGANISERS).get("/admin/importer/").status_code == 302
    assert Client().get("/admin/importer/").status_code == 302


def test_starting_twice_writes_once(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row)
    response = start(editor, row)
    assert "déjà parti" in told(response)
    assert CaseStudyPage.objects.get().revisions.count() == 1


def test_a_plan_that_is_no_longer_true_writes_nothing_and_is_made_again(editor):
    first, _ = send(editor, csv_bytes([HEADER, WOOD]))
    second, _ = send(editor, csv_bytes([HEADER, WOOD]), "copie.csv")
    start(editor, first)
    response = start(editor, second)
    assert "Rien n’a été importé : depuis le plan, quelqu’un a changé" in shown(response)
    assert second.state == State.PLANNED
    assert "Inchangée : 1" in shown(response)
    assert CaseStudyPage.objects.get().revisions.count() == 1


def test_an_import_whose_task_died_is_begun_again(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    long_ago = timezone.now() - dt.timedelta(minutes=20)
    Import.objects.filter(pk=row.pk).update(state=State.WRITING, beat_at=long_ago)
    address = reverse("importing:import", args=[row.key])
    assert "s’est interrompu" in shown(editor.get(address))
    response = editor.post(reverse("importing:restart", args=[row.key]), follow=True)
    assert "À créer : 1" in shown(response)


def test_a_working_import_shows_its_progress_and_comes_back_without_javascript(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    Import.objects.filter(pk=row.pk).update(state=State.WRITING, done=50, total=200)
    response = editor.get(reverse("importing:import", args=[row.key]))
    assert "50 fiches sur 200" in shown(response)
    assert re.fullmatch(r"\d+", response["Refresh"])


def test_files_are_erased_at_the_end_or_the_next_day_and_reports_later(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    start(editor, row)
    assert bytes(row.content) == b""
    left, _ = send(editor, csv_bytes([HEADER, WOOD]))
    Import.objects.filter(pk=left.pk).update(
        sent_at=timezone.now() - dt.timedelta(hours=25),
        beat_at=timezone.now() - dt.timedelta(hours=25),
    )
    assert dict(turn().done)["fichiers d’import effacés"] == 1
    left.refresh_from_db()
    assert (bytes(left.content), left.plan) == (b"", [])
    Import.objects.update(sent_at=timezone.now() - dt.timedelta(days=31))
    list(jobs.JOBS[0][1]())
    assert not Import.objects.exists()


def test_giving_up_erases_the_import_and_writes_nothing(editor):
    row, _ = send(editor, csv_bytes([HEADER, WOOD]))
    editor.post(reverse("importing:give_up", args=[row.key]))
    assert not Import.objects.exists()
    assert not CaseStudyPage.objects.exists()
    assert not Tag.objects.exists()


def test_a_plan_reads_the_base_as_often_for_many_lines_as_for_few(
    editor, django_assert_max_num_queries
):
    lines = [[f"fiche-{number}", *WOOD[1:]] for number in range(30)]
    with django_assert_max_num_queries(70):
        send(editor, csv_bytes([HEADER, *lines]))


@pytest.mark.parametrize("write", [docx, odt])
def test_the_text_of_an_experience_becomes_its_draft(editor, write):
    name = f"fiche.{write.__name__}"
    row, response = send(editor, write(BLOCKS), name, kind="contrat")
    assert "À créer : 1" in shown(response)
    assert "gardés dans le texte : « Une annexe »" in shown(response)
    start(editor, row)
    page = CaseStudyPage.objects.get()
    assert (page.title, page.live) == ("Le bois du pays chauffe la ville", False)
    assert [(one.section, one.text) for one in page.statements.all()] == TOLD
    _, response = send(editor, write(BLOCKS), name)
    assert "Inchangée : 1" in shown(response)


def test_a_fault_of_a_text_is_told_with_its_paragraph(editor):
    _, response = send(
        editor, docx([("Title", "Le"), ("1", "Contexte"), ("", "Un fait.")]), "a.docx"
    )
    assert "Paragraphe 1 : Le texte a 2 caractères" in shown(response)
    assert "Télécharger les lignes fautives" not in shown(response)
