"""Two merges at once, and a merge while an editor saves, on a database with several writers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from contracts.editing.merging.merge import MergeRefused, merge, preview
from contracts.models import ContractPage, Source, Tag
from search.index import indexing
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.postgresql,
]


def in_thread(do):
    def run():
        try:
            return do()
        finally:
            connection.close()

    return run


def test_of_two_merges_the_other_way_round_one_is_refused_and_no_fiche_is_lost():
    user = get_user_model().objects.create_superuser("fusionneuse")
    page = factories.contract(tags=["vélo", "bicyclette"])
    one, other = Tag.objects.get(slug="velo"), Tag.objects.get(slug="bicyclette")
    shown = {one.pk: preview(one, other, user).digest, other.pk: preview(other, one, user).digest}
    together = Barrier(2)

    def attempt(kept, gone):
        together.wait()
        try:
            merge(kept, gone, user, shown[kept.pk])
        except MergeRefused:
            return "refusé"
        return "fusionné"

    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(in_thread(lambda: attempt(one, other))),
            pool.submit(in_thread(lambda: attempt(other, one))),
        ]
        assert sorted(run.result(30) for run in runs) == ["fusionné", "refusé"]

    assert [tag.pk for tag in ContractPage.objects.get(pk=page.pk).tags.all()] == [
        Tag.objects.get().pk
    ]


def test_what_an_editor_saves_while_a_merge_ends_rests_on_the_row_that_is_kept():
    """The form was read before the merge; its save waits for the lock that the merge holds."""
    user = get_user_model().objects.create_superuser("fusionneuse")
    kept, gone = factories.source(title="Gardée"), factories.source(title="Fusionnée")
    page = factories.contract()
    read = ContractPage.objects.get(pk=page.pk)
    read.source = gone
    read.statements = [factories.statement(source=gone, second_source=kept)]
    read.tags.add("neuf")
    merging, saving = Event(), Event()

    def save():
        merging.wait(30)
        saving.set()
        read.save()

    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(in_thread(save))
        with transaction.atomic():
            indexing.lock()
            merging.set()
            saving.wait(30)
            merge(kept, gone, user, preview(kept, gone, user).digest)
        run.result(30)

    found = ContractPage.objects.get(pk=page.pk)
    statement = found.statements.get()
    assert found.source == kept
    assert (statement.source, statement.second_source) == (kept, None)
    assert not Source.objects.filter(title="Fusionnée").exists()
