"""What the commands say of an index, well or not, and what checks refuse."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from search import checks
from search.index import documents, fulltext
from search.index.integrity import IndexHealth, differences, index_health
from search.models import IndexState, SearchDocument
from search.text.analysis import ANALYSIS_VERSION
from tests.search.factories import ask, document, found, index
from tests.search.test_indexing import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    offered = Source(document("page:1", "Eau"), document("page:2", "Bois"))
    documents.register(offered)
    index(*offered.given)
    return offered


def messages() -> list[str]:
    return [difference.message for difference in differences()]


def check() -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_search", stdout=out, stderr=err)
    except SystemExit as exit_:
        return int(str(exit_.code)), err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def test_an_index_equal_to_its_content_passes(source: Source):
    assert messages() == []
    assert check() == (0, "L’index dit ce que dit le contenu.\n")


def test_a_missing_document_is_named(source: Source):
    source.given.append(document("page:3", "Forêt"))
    assert messages() == ["page:3 (« Forêt ») manque à l’index."]
    code, said = check()
    assert code == 1
    assert "page:3" in said
    assert "rebuild_search" in said


def test_a_ghost_is_named(source: Source):
    source.given.pop()
    assert messages() == ["page:2 (« Bois ») est dans l’index mais n’est plus publié."]


def test_a_stale_document_is_named_with_what_is_stale(source: Source):
    source.given[0] = document("page:1", "Eau", body="douce", facets={"theme": ("eau",)})
    assert messages() == [
        "page:1 (« Eau ») n’est pas à jour dans l’index : body, facets, terms_body, digest."
    ]


def test_terms_that_are_not_those_of_the_text_are_named(source: Source):
    SearchDocument.objects.filter(key="page:1").update(terms_title="terr =terre")
    assert messages() == ["page:1 (« Eau ») n’est pas à jour dans l’index : terms_title."]


def test_another_version_of_the_analysis_is_told(source: Source):
    SearchDocument.objects.filter(key="page:1").update(analysis_version=99)
    assert messages() == [
        f"page:1 (« Eau ») est indexé par la version 99 de l’analyse, et non {ANALYSIS_VERSION}."
    ]


def test_a_key_given_twice_is_named(source: Source):
    source.given.append(source.given[0])
    assert messages() == ["page:1 est donné deux fois, par « tests » et par « tests »."]


def test_a_truncated_document_is_a_warning_only(source: Source):
    source.given.append(document("page:3", "Long", body="mot " * 16_001))
    index(source.given[-1])
    code, said = check()
    assert code == 0
    assert "Attention : page:3 (« Long ») est trop long" in said


def test_a_state_behind_its_history_is_told(source: Source):
    IndexState.objects.update(revision=F("revision") - 1)
    assert len(messages()) == 1
    assert messages()[0].startswith("L’index est à la révision")


@pytest.mark.sqlite
def test_a_full_text_that_forgot_or_invented_is_named_and_repaired(source: Source):
    first = SearchDocument.objects.get(key="page:1")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {fulltext.FULLTEXT}({fulltext.FULLTEXT}, rowid, terms_title, "
            "terms_summary, terms_body) VALUES ('delete', %s, %s, '', '')",
            [first.pk, first.terms_title],
        )
        cursor.execute(
            f"INSERT INTO {fulltext.FULLTEXT}(rowid, terms_title) VALUES (99999, 'fantom')"
        )
    assert found(ask("eau")) == []
    assert messages() == [
        "Le texte intégral de page:1 diffère de sa fiche.",
        "Le texte intégral connaît un document qui n’existe plus (n° 99999).",
    ]
    call_command("rebuild_search", stdout=StringIO())
    assert messages() == []
    assert found(ask("eau")) == ["page:1"]


@pytest.mark.sqlite
def test_triggers_lost_with_a_table_made_anew_come_back_with_the_next_migration(source: Source):
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER {fulltext.FULLTEXT}_after_{event}")
    index(document("page:1", "Terre"))
    assert found(ask("terre")) == []
    fulltext.install_after_migrate(using="default")
    assert found(ask("terre")) == ["page:1"]
    index(document("page:1", "Mer"))
    assert found(ask("mer")) == ["page:1"]
    assert found(ask("terre")) == []


def test_rows_changed_behind_the_back_of_indexing_are_found_as_they_are():
    index(document("page:1", "Eau"))
    SearchDocument.objects.update(terms_title="boi =bois")
    assert found(ask("eau")) == []
    assert found(ask("bois")) == ["page:1"]


def test_rebuild_says_what_it_did(source: Source):
    source.given[1] = document("page:3", "Forêt")
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "Index reconstruit : 1 documents écrits, 1 documents retirés.\n"


def test_health_tells_the_index_apart(source: Source):
    assert index_health() == IndexHealth(readable=True, documents=2, analysis_current=True)
    assert index_health().ok
    SearchDocument.objects.filter(key="page:1").update(analysis_version=99)
    assert index_health() == IndexHealth(readable=True, documents=2, analysis_current=False)
    assert not index_health().ok


def test_health_without_a_full_text_index_is_not_readable():
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in fulltext.UNINSTALL[connection.vendor]:
                cursor.execute(statement)
        assert index_health() == IndexHealth(readable=False)
        transaction.set_rollback(True)


def test_the_database_at_hand_can_search():
    assert checks.database_has_full_text(None, databases=["default"]) == []


def test_another_database_is_an_error(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "mysql")
    (error,) = checks.database_has_full_text(None, databases=["default"])
    assert (error.id, error.hint) == ("search.E002", "Use PostgreSQL or SQLite.")
