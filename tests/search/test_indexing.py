"""How the index is written, by one and by several."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import F

from search.index import documents, indexing
from search.models import IndexRevision, IndexState, SearchDocument
from tests.search.factories import document, found, index, search


class Source:
    """A source whose documents the test chooses."""

    name = "tests"

    def __init__(self, *given):
        self.given = list(given)

    def documents(self):
        return iter(self.given)


@pytest.mark.django_db
def test_a_row_says_what_its_document_says():
    index(
        document(
            "page:7",
            "Éclairer l’eau",
            summary="Les circuits",
            body="Mise en œuvre",
            facets={"theme": ("eau",)},
            card={"lieu": "Brest"},
            weight=1.5,
        )
    )
    row = SearchDocument.objects.get()
    assert row.terms_title == "eclair eau =eclairer =eau"
    assert row.terms_summary == "circuit =les =circuits"
    assert row.terms_body == "mise oeuvr =mise =en =oeuvre"
    assert row.sort_title == "eclairer l eau"
    assert row.facets == {"theme": ["eau"], "type": ["contrat"]}
    assert (row.card, row.weight, row.truncated) == ({"lieu": "Brest"}, 1.5, False)


@pytest.mark.django_db
def test_a_row_that_changes_keeps_its_id_and_raises_its_revision():
    index(document("page:1", "Eau"))
    before = SearchDocument.objects.get()
    index(document("page:1", "Bois"), document("page:2", "Terre"))
    after = SearchDocument.objects.get(key="page:1")
    assert after.pk == before.pk
    assert after.revision > before.revision


@pytest.mark.django_db
def test_the_last_of_two_documents_with_one_key_counts():
    index(document("page:1", "Eau"), document("page:1", "Bois"))
    assert [row.title for row in SearchDocument.objects.all()] == ["Bois"]


@pytest.mark.django_db
def test_a_row_of_another_analysis_is_written_again():
    index(document("page:1", "Eau"))
    SearchDocument.objects.update(analysis_version=F("analysis_version") + 1)
    assert index(document("page:1", "Eau")) == 1


@pytest.mark.django_db
def test_thousands_of_documents_are_streamed_and_indexed():
    assert index(*(document(f"page:{number}", "Eau") for number in range(1_201))) == 1_201
    with transaction.atomic():
        assert indexing.remove(f"page:{number}" for number in range(1_201)) == 1_201
    assert search().total == 0


@pytest.mark.django_db
def test_old_revisions_are_forgotten(monkeypatch):
    monkeypatch.setattr(indexing, "KEPT_REVISIONS", 3)
    for number in range(6):
        index(document("page:1", f"Eau {number}"))
    newest = IndexState.objects.get().revision
    kept = list(IndexRevision.objects.order_by("number").values_list("number", flat=True))
    assert kept == [newest - 2, newest - 1, newest]


@pytest.mark.parametrize(
    "write",
    [
        lambda: indexing.put(document()),
        lambda: indexing.put_many([]),
        lambda: indexing.remove(["page:1"]),
        indexing.lock,
    ],
)
@pytest.mark.usefixtures("committed")
def test_the_index_is_written_in_the_transaction_of_the_content_only(write: Callable[[], object]):
    with pytest.raises(RuntimeError, match="use atomic"):
        write()


@pytest.mark.django_db
def test_a_rebuild_makes_the_index_equal_to_the_sources():
    index(document("page:1", "Eau"), document("page:2", "Bois"), document("page:3", "Vieux"))
    documents.register(Source(document("page:1", "Eau"), document("page:2", "Forêt")))
    SearchDocument.objects.filter(key="page:1").update(analysis_version=0)
    assert indexing.rebuild() == (2, 1)
    assert indexing.rebuild() == (0, 0)
    assert sorted(found(search())) == ["page:1", "page:2"]
    assert found(search("q=forets")) == ["page:2"]


@pytest.mark.usefixtures("committed")
def test_a_rebuild_that_fails_changes_nothing():
    class Broken(Source):
        def documents(self):
            yield document("page:9", "Nouveau")
            raise ConnectionError

    index(document("page:1", "Eau"))
    documents.register(Broken())
    with pytest.raises(ConnectionError):
        indexing.rebuild()
    assert found(search()) == ["page:1"]


@pytest.mark.usefixtures("committed")
def test_a_reader_never_sees_the_index_half_rebuilt():
    index(*(document(f"page:{number}", "Ancien") for number in range(3)))
    seen: list[tuple[int, int]] = []

    def look() -> None:
        seen.append((search("q=ancien").total, search("q=nouveau").total))
        connection.close()

    class Looking(Source):
        def documents(self):
            for number in range(3):
                yield document(f"page:{number}", "Nouveau")

    documents.register(Looking())

    def progress(_count: int) -> None:
        in_thread(look)

    indexing.rebuild(progress)
    in_thread(look)
    assert seen == [(3, 0), (0, 3)]


@pytest.mark.usefixtures("committed")
def test_two_writers_are_committed_in_the_order_of_their_revisions():
    """Without the lock the second would commit first, and the revision of the first would then be
    one that searches think they have seen."""
    index(document("page:0", "Début"))
    first_has_written, second_started = threading.Event(), threading.Event()
    totals: list[int] = []

    def first() -> None:
        with transaction.atomic():
            indexing.put(document("page:1", "Premier"))
            first_has_written.set()
            second_started.wait(5)
            # The second one waits meanwhile: searches see neither.
            threading.Event().wait(0.3)
            in_thread(lambda: (totals.append(search().total), connection.close()))
        connection.close()

    def second() -> None:
        first_has_written.wait(5)
        second_started.set()
        with transaction.atomic():
            indexing.put(document("page:2", "Second"))
        totals.append(search().total)
        connection.close()

    in_thread(first, second)
    assert totals == [1, 3]
    revisions = dict(SearchDocument.objects.values_list("key", "revision"))
    assert revisions["page:1"] < revisions["page:2"]
    assert sorted(found(search())) == ["page:0", "page:1", "page:2"]


@pytest.mark.usefixtures("committed")
def test_a_rebuild_reads_the_content_when_other_writers_have_finished():
    """What they have just written would otherwise be rebuilt as it was before them."""
    has_read = threading.Event()
    too_soon: list[bool] = []

    class Watched(Source):
        def documents(self):
            has_read.set()
            return super().documents()

    documents.register(Watched(document("page:1", "Eau")))

    def rebuild() -> None:
        indexing.rebuild()
        connection.close()

    with transaction.atomic():
        indexing.put(document("page:1", "Eau"))
        thread = threading.Thread(target=rebuild)
        thread.start()
        too_soon.append(has_read.wait(0.4))
    thread.join(20)
    assert too_soon == [False]
    assert has_read.is_set()


def in_thread(*functions: Callable[[], object]) -> None:
    """Run them at the same time, each with its own connection; their errors are errors here."""
    errors: list[BaseException] = []

    def guarded(function: Callable[[], object]) -> None:
        try:
            function()
        except BaseException as error:  # noqa: BLE001 (raised again below)
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    if errors:
        raise errors[0]
