"""Two versions are compared in words, for each field and each row of each kind of page; the
journal names what each change touched."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import models
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from contracts import kinds
from contracts.admin.versions.changes import changes_between
from contracts.models import CaseStudyPage, ContractPage, Statement, ToolPage
from contracts.training.models import TrainingSessionPage
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Attribute, Section
from home.groups import EDITORS
from home.models import EditorialPage
from home.questions import QuestionPage
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.test_admin import post

pytestmark = pytest.mark.any_engine

# What no reader of French would say of a value.
_RAW = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|object \(|\d{4}-\d\d-\d\d|<Query|\bslug\b|_")


def text(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def compare(editor, page, before, after) -> str:
    address = f"/admin/pages/{page.pk}/revisions/compare/{before.pk}...{after.pk}/"
    soup = BeautifulSoup(editor.get(address).content, "html.parser")
    return " ".join(soup.find("main").get_text(" ").split()).replace("\xa0", " ")


def panels_of(panel):
    """The panels of fields and of rows, in the order of the form."""
    for child in getattr(panel, "children", ()):
        if isinstance(child, FieldPanel | InlinePanel):
            yield child
        else:
            yield from panels_of(child)


def holds(page: Page, panel) -> bool:
    if isinstance(panel, InlinePanel):
        return bool(getattr(page, panel.relation_name).all())
    field = panel.db_field
    if field.many_to_many:
        return bool(getattr(page, field.name).all())
    return isinstance(field, models.BooleanField) or bool(getattr(page, field.attname))


def empty(page: Page, panel) -> None:
    """Take away what the panel holds."""
    if isinstance(panel, InlinePanel):
        setattr(page, panel.relation_name, [])
        return
    field = panel.db_field
    if field.many_to_many:
        getattr(page, field.name).clear()
    elif isinstance(field, models.BooleanField):
        setattr(page, field.attname, not getattr(page, field.attname))
    else:
        is_text = isinstance(field, models.CharField | models.TextField)
        emptied = "" if is_text else field.get_default()
        setattr(page, field.attname, None if field.null else emptied)


KINDS = [ContractPage, CaseStudyPage, ToolPage, TrainingSessionPage, QuestionPage, EditorialPage]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.model_name)
def test_what_every_panel_of_the_real_pages_holds_is_compared_in_words(model):
    """Each panel is emptied in turn on the first page that fills it, and told under its name."""
    pages = [page.get_latest_revision_as_object() for page in model.objects.order_by("pk")[:12]]
    told = 0
    for panel in panels_of(model.get_edit_handler()):
        page = next((page for page in pages if holds(page, panel)), None)
        if page is None or getattr(panel, "field_name", "") in {"slug", "title"}:
            continue
        before, after = (page.with_content_json(page.serializable_data()) for _ in range(2))
        empty(after, panel)
        for changes in (
            changes_between(page, before, after),
            changes_between(page, after, before),
        ):
            [change] = changes
            heading = str(panel.heading) or str(panel.db_field.verbose_name)
            assert change.label.lower() == heading.lower()
            words = text(str(change.html)) + " ".join(
                f"{row.what} {row.name} {field.label} {text(str(field.html))}"
                for row in change.rows
                for field in row.fields
            )
            assert words.strip()
            assert not _RAW.search(re.sub(r"https?://\S+", "", words)), (heading, words)
        told += 1
    assert told >= 4


@pytest.mark.django_db
def test_a_version_says_in_words_what_was_changed_added_and_taken_away():
    editor = member_of(EDITORS)
    source = factories.source(title="Convention de 2016")
    page = factories.contract(
        gist="La ville et le pays échangent du bois.",
        facts=[
            factories.fact(Attribute.KEY_FIGURE, label="communes", number_value=12),
        ],
        statements=[factories.statement(Section.CONTEXT, text="Le bois manquait.")],
    )
    before = page.save_revision()
    page.gist = "La ville et le pays échangent du bois et de l’eau."
    page.review_on = dt.date(2027, 1, 1)
    [fact] = page.facts.all()
    fact.number_value, fact.retained, fact.source = 20000, True, source
    fact.as_of = PartialDate.parse("2017-05")
    page.facts = [fact]
    new = Statement(section=Section.RESULT, text="Deux chaufferies.", source=source)
    page.statements = [*page.statements.all(), new]
    after = page.save_revision()

    told = compare(editor, page, before, after)

    assert "En une phrase La ville et le pays échangent du bois . et de l’eau." in told
    assert "À relire le 1er janvier 2027" in told
    assert "Faits et chiffres Modifié :" in told
    assert re.search(r"Nombre 12 20.000 ", told)
    assert "Valeur retenue non oui" in told
    assert "À la date de mai 2017" in told
    assert "Convention de 2016" in told
    assert "Ajouté : Résultats : Deux chaufferies. Rubrique Résultats Texte Deux" in told
    back = compare(editor, page, after, before)
    assert "Retiré : Résultats : Deux chaufferies." in back
    assert not _RAW.search(told)


@pytest.mark.django_db
def test_the_order_of_rows_is_told_when_it_alone_has_changed():
    page = factories.contract(
        statements=[
            factories.statement(Section.CONTEXT, text="Le bois manquait."),
            factories.statement(Section.CONTEXT, text="L’eau aussi."),
        ],
    )
    before = page.save_revision().as_object()
    first, second = page.statements.all()
    first.sort_order, second.sort_order = 1, 0
    page.statements = [first, second]
    after = page.save_revision().as_object()

    [change] = changes_between(page, before, after)

    assert change.in_words == "Ce que disent les sources, rubrique par rubrique (ordre)"


@pytest.mark.django_db
def test_the_history_of_a_page_and_of_the_site_name_who_changed_which_field():
    editor = member_of(EDITORS)
    person = get_user_model().objects.get(username=f"personne-{EDITORS}")
    person.first_name, person.last_name = "Yann", "Le Goff"
    person.save()
    page = factories.contract(
        title="Accord du bois", facts=[factories.fact(label="communes", number_value=12)]
    )
    page.save_revision()
    post(editor, page, gist="Une autre phrase.", facts__0__number_value="14")

    entry = PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit").latest("timestamp")
    assert entry.user == person
    assert entry.data["champs"] == ["En une phrase", "Faits et chiffres (nombre)"]
    words = "Brouillon sauvegardé : En une phrase ; Faits et chiffres (nombre)"
    for address in (f"/admin/pages/{page.pk}/history/", "/admin/reports/site-history/"):
        told = (
            text(editor.get(address).content.decode()).replace("\xa0", " ").replace("\u202f", " ")
        )
        assert words in told, address
        assert "Yann Le Goff" in told


@pytest.mark.django_db
def test_what_fiches_rest_on_tells_which_fields_were_changed():
    editor = member_of(EDITORS)
    source = factories.source(title="Convention", publisher="Localtis")
    address = f"/admin/snippets/contracts/source/edit/{source.pk}/"
    editor.post(
        address,
        {"title": "Convention", "publisher": "Brest", "kind": "presse", "url": source.url},
    )
    entry = ModelLogEntry.objects.for_instance(source).get(action="wagtail.edit")
    assert entry.data["champs"] == ["Éditeur"]
    told = text(
        editor.get(f"/admin/snippets/contracts/source/history/{source.pk}/").content.decode()
    )
    assert "Modifié : Éditeur" in told.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.django_db
def test_a_version_kept_by_itself_again_tells_all_that_it_changed_since_the_one_before():
    page = factories.contract(gist="La ville et le pays échangent du bois.")
    page.save_revision()
    page.gist = "Autre."
    kept = page.save_revision(log_action=True)
    page.title = "Autre titre"
    page.save_revision(log_action=True, overwrite_revision=kept)

    entry = PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit").latest("pk")
    assert entry.data["champs"] == ["Titre", "En une phrase"]


@pytest.mark.django_db
def test_the_history_has_one_line_for_each_version_and_says_when_nothing_changed():
    editor = member_of(EDITORS)
    person = get_user_model().objects.get(username=f"personne-{EDITORS}")
    page = factories.contract(gist="La ville et le pays échangent du bois.")
    page.gist = "Autre."
    kept = page.save_revision(user=person, log_action=True)
    page.gist = "Autre encore."
    page.save_revision(user=person, log_action=True, overwrite_revision=kept)
    page.save_revision(user=person, log_action=True)

    told = text(editor.get(f"/admin/pages/{page.pk}/history/").content.decode())
    for words in ("En une phrase", "rien n’a changé"):
        assert told.count(words) == 1, words


@pytest.mark.django_db
def test_what_was_published_can_be_read_compared_and_taken_back_from_its_line():
    editor = member_of(EDITORS)
    person = get_user_model().objects.get(username=f"personne-{EDITORS}")
    person.first_name, person.last_name = "Yann", "Le Goff"
    person.save()
    page = factories.contract(gist="La ville et le pays échangent du bois.")
    first = page.save_revision(user=person, log_action=True)
    first.publish(user=person)
    page.gist = "Autre."
    page.save_revision(user=person, log_action=True)

    history = BeautifulSoup(editor.get(f"/admin/pages/{page.pk}/history/").content, "html.parser")
    line, *_ = [row for row in history.find_all("tr") if "Publié" in row.get_text()]
    offered = {link.get_text(strip=True): link["href"] for link in line.find_all("a")}
    assert {"Prévisualisation", "Revenir à cette version", "Comparer avec la version actuelle"} <= {
        *offered
    }
    form = BeautifulSoup(editor.get(offered["Revenir à cette version"]).content, "html.parser")
    assert "par Yann Le Goff. Rien n’est changé" in form.get_text()
    foot = form.find("nav", attrs={"aria-label": "Actions (pied de page)"})
    direct = [button.get_text(strip=True) for button in foot.find_all("button", recursive=False)]
    assert "Publier cette version" in direct


def test_every_kind_of_page_is_compared_above():
    models_of_pages = {kind.model for kind in kinds.registered() if issubclass(kind.model, Page)}
    assert models_of_pages - {*KINDS} == set()
