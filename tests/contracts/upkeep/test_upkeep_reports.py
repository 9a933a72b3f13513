"""What the reports of upkeep list, and who reads them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from contracts.editing.upkeep.proposed import PROPOSED, waiting
from contracts.editing.upkeep.unused import unused
from contracts.models import ExternalLink, Source, Statement, Tag
from home.groups import CONTRIBUTORS, EDITORS
from home.models import EditorialPage, HomePage
from tests import factories
from tests.admin_views import table_of_csv
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db


def text(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    return " ".join(main.get_text(" ").split())


def test_a_tag_is_used_by_a_fiche_or_by_a_statement():
    factories.tag("libre")
    factories.contract(tags=["fiche"], statements=[factories.statement()])
    statement = Statement.objects.get()
    statement.tags.add(factories.tag("élément"))
    statement.save()

    assert [tag.name for tag in unused(Tag)] == ["libre"]


def test_a_source_is_used_by_rows_and_by_the_blocks_of_texts():
    free, block, theme = (factories.source(title=title) for title in ("libre", "bloc", "thème"))
    factories.theme(source=theme)
    factories.case_study()
    factories.home_page()
    HomePage.objects.get().add_child(
        instance=EditorialPage(
            title="Cadre",
            gist="Le cadre.",
            body=[("sourced_paragraph", {"text": "Un fait.", "source": block})],
        )
    )
    assert list(unused(Source)) == [free]


def test_each_report_opens_for_an_editor_says_what_is_empty_and_exports():
    client = member_of(EDITORS)
    source = factories.source(title="Bilan", url="https://exemple.fr/bilan")
    ExternalLink.objects.create(
        address=source.url, host="exemple.fr", state="inaccessible", answer="code 404", failures=3
    )
    for name in ("unused_tags", "unused_pictures", "proposed_rows"):
        assert client.get(reverse(name)).status_code == 200
    assert "Bilan" in text(client.get(reverse("unused_sources")))
    links = client.get(reverse("links_report"), {"state": "inaccessible"})
    assert "https://exemple.fr/bilan" in text(links)
    assert "code 404" in text(links)
    assert "exemple.fr/bilan" not in text(
        client.get(reverse("links_report"), {"state": "joignable"})
    )
    [headings, line] = table_of_csv(client.get(reverse("links_report"), {"export": "csv"}))
    assert headings == ["Adresse", "Source", "État", "Depuis le", "Réponse", "Vérifié le"]
    assert line[:3] == ["https://exemple.fr/bilan", "Bilan", "Inaccessible"]


def add_source(client, title: str) -> Source:
    done = client.post(
        reverse("wagtailsnippets_contracts_source:add"),
        {"title": title, "url": f"https://exemple.fr/{title}", "kind": "presse"},
    )
    assert done.status_code == 302
    return Source.objects.get(title=title)


def test_what_a_contributor_adds_waits_until_an_editor_saves_it():
    contributor, editor = member_of(CONTRIBUTORS), member_of(EDITORS)
    source = add_source(contributor, "proposee")
    add_source(editor, "editee")
    assert [entry.label for entry in waiting()] == ["proposee"]
    assert "proposee" in text(editor.get(reverse("proposed_rows")))
    assert "Ajouts à relire (1)" in text(editor.get("/admin/"))
    assert "Ajouts à relire" not in text(contributor.get("/admin/"))

    editor.post(
        reverse("wagtailsnippets_contracts_source:edit", args=[source.pk]),
        {"title": "relue", "url": source.url, "kind": "presse"},
    )

    assert Source.objects.get(pk=source.pk).title == "relue"
    assert not waiting().exists()
    assert ModelLogEntry.objects.filter(action=PROPOSED).count() == 1
