"""Elasticsearch kept equal to the rows: drains, rebuilds and comparisons on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.engines.elastic import bulk, check, index_identity, mapping, rebuild_lock, rebuilding
from search.engines.elastic.drain import drain
from search.index import indexing, outbox
from search.models import IndexChange, IndexState, ProjectionState, SearchDocument
from search.text.analysis import ANALYSIS_VERSION
from tests.search.factories import document, index

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture
def built(elastic: Elasticsearch) -> Elasticsearch:
    """A server with the index of a database that has two documents."""
    index(document("page:1", "Eau"), document("page:2", "Bois"))
    rebuilding.rebuild()
    return elastic


def held(client: Elasticsearch) -> dict[str, int]:
    """The keys that a search would find now, with the version of each."""
    client.indices.refresh(index=mapping.alias())
    answer = client.search(index=mapping.alias(), size=5_000, version=True)
    return {hit["_source"]["key"]: hit["_version"] for hit in answer["hits"]["hits"]}


def indices(client: Elasticsearch) -> list[str]:
    return sorted(client.indices.get(index=f"{mapping.alias()}-*").body)


def rows() -> dict[str, int]:
    return dict(SearchDocument.objects.values_list("key", "revision"))


def differences() -> list[str]:
    return [one.message for one in check.differences()]


def command(name: str, *arguments: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command(name, *arguments, stdout=said, stderr=said)
    except SystemExit as exit_:
        return int(str(exit_.code)), said.getvalue()
    return 0, said.getvalue()


class TestDraining:
    def test_what_is_saved_is_found_after_the_drain_and_before_it_is_not(self, built):
        index(document("page:1", "Rivière"), document("page:3", "Forêt"))
        with transaction.atomic():
            indexing.remove(["page:2"])
        assert set(held(built)) == {"page:1", "page:2"}
        assert drain().told == 3
        assert held(built) == rows()
        assert set(rows()) == {"page:1", "page:3"}
        assert not IndexChange.objects.exists()
        assert differences() == []

    def test_a_document_gone_and_back_is_there(self, built):
        with transaction.atomic():
            indexing.remove(["page:1"])
        drain()
        assert set(held(built)) == {"page:2"}
        index(document("page:1", "Eau"))
        drain()
        assert held(built) == rows()

    def test_draining_again_changes_nothing(self, built):
        index(document("page:1", "Rivière"))
        changes = list(IndexChange.objects.all())
        drain()
        IndexChange.objects.bulk_create(changes)
        drain()
        assert held(built) == rows()
        assert not IndexChange.objects.exists()

    def test_a_document_sent_late_does_not_replace_a_later_one(self, built):
        """A worker read the row, and was held up while another one sent its successor."""
        index(document("page:1", "Ancien"))
        late = list(bulk.documents())
        index(document("page:1", "Nouveau"))
        drain()
        physical = index_identity.served(built)
        bulk.tell_rows(built, late, {"page:1": 1}, index=mapping.alias(), marked=physical)
        assert held(built) == rows()

    def test_a_document_sent_late_does_not_come_back_after_its_removal(self, built):
        late = list(bulk.documents().filter(key="page:1"))
        with transaction.atomic():
            indexing.remove(["page:1"])
        drain()
        physical = index_identity.served(built)
        bulk.tell_rows(built, late, {"page:1": 1}, index=mapping.alias(), marked=physical)
        assert set(held(built)) == {"page:2"}
        settings = built.indices.get_settings(index=physical).body[physical]["settings"]
        assert settings["index"]["gc_deletes"] == "1h"

    def test_thousands_of_changes_are_drained_by_lots(self, built):
        index(*(document(f"page:{number}", "Eau") for number in range(1_201)))
        assert drain().told == 1_200  # page:1 said the same already
        assert held(built) == rows()

    def test_a_key_as_long_as_a_key_may_be_is_projected(self, built):
        long = "é" * 200
        index(document(long, "Long"), document("𝔸" * 200, "Plus long"))
        drain()
        assert held(built) == rows()
        with transaction.atomic():
            indexing.remove([long, "𝔸" * 200])
        drain()
        assert set(held(built)) == {"page:1", "page:2"}

    def test_a_document_of_five_megabytes_is_projected(self, built):
        words = " ".join(f"mot{number}" for number in range(700_000))
        assert len(words) > 5_000_000
        index(document("page:3", "Long", body=words), document("page:4", "Court"))
        assert drain().told == 2
        assert held(built) == rows()

    def test_the_command_says_what_it_did(self, built):
        index(document("page:1", "Rivière"))
        assert command("drain_search") == (
            0,
            "1 document(s) transmis, 0 changement(s) en attente.\n",
        )

    def test_the_command_without_elasticsearch_has_nothing_to_do(self, settings):
        settings.ELASTICSEARCH_URL = []
        assert command("drain_search") == (
            0,
            "Elasticsearch n’est pas configuré (ELASTICSEARCH_URL).\n",
        )

    def test_a_change_recorded_while_an_earlier_one_was_sent_is_not_forgotten(
        self, built, monkeypatch
    ):
        real = rebuild_lock.acknowledge

        def after_a_save(versions, ended_before):
            monkeypatch.setattr(rebuild_lock, "acknowledge", real)
            index(document("page:1", "Fleuve"))
            real(versions, ended_before)
            assert outbox.pending() == {"page:1"}

        monkeypatch.setattr(rebuild_lock, "acknowledge", after_a_save)
        index(document("page:1", "Rivière"))
        assert drain().told == 2
        assert held(built) == rows()

    def test_two_drains_of_the_same_change_forget_it_once(self, built):
        index(document("page:1", "Rivière"))
        (change,) = outbox.due(10)
        drain()
        rebuild_lock.acknowledge({change.key: change.version}, rebuild_lock.ended())
        assert differences() == []


class TestRefused:
    @pytest.fixture
    def poison(self, built) -> Elasticsearch:
        """The index takes no field beyond those that it has: a new facet is refused by the real
        server with a real 400."""
        fields = sum(1 for _ in _leaves(built.indices.get_mapping(index=mapping.alias()).body))
        built.indices.put_settings(
            index=mapping.alias(), settings={"index.mapping.total_fields.limit": fields + 1}
        )
        return built

    def test_a_refused_document_blocks_no_other_and_is_tried_later(self, poison):
        index(
            document("page:3", "Poison", facets=_many_facets()),
            document("page:4", "Bon"),
        )
        drained = drain()
        assert (drained.told, drained.refused, drained.parked) == (1, 1, ())
        assert set(held(poison)) == {"page:1", "page:2", "page:4"}
        assert drained.again is not None
        assert drained.again > timezone.now()
        assert drain() == drain()  # nothing is due

    def test_it_is_put_aside_and_named_in_the_end(self, poison):
        index(document("page:3", "Poison", facets=_many_facets()))
        for _ in range(outbox.MAX_ATTEMPTS - 1):
            assert drain().parked == ()
            IndexChange.objects.update(next_attempt=timezone.now() - timedelta(seconds=1))
        code, said = command("drain_search")
        assert code == 0
        assert "page:3 est mis de côté, Elasticsearch le refuse : " in said
        assert "Limit of total fields" in said
        assert any("page:3 est refusé par Elasticsearch : " in one for one in differences())
        code, said = command("check_search")
        assert code == 1
        assert "page:3 est refusé par Elasticsearch : " in said

    def test_a_later_change_of_it_is_taken_and_forgets_the_refusal(self, poison):
        index(document("page:3", "Poison", facets=_many_facets()))
        drain()
        IndexChange.objects.update(parked=True)
        index(document("page:3", "Guéri"))
        assert drain().told == 1
        assert held(poison) == rows()
        assert differences() == []

    def test_it_can_be_given_a_new_chance(self, poison):
        index(document("page:3", "Poison", facets=_many_facets()))
        drain()
        IndexChange.objects.update(parked=True)
        poison.indices.put_settings(
            index=mapping.alias(), settings={"index.mapping.total_fields.limit": 1_000}
        )
        code, said = command("drain_search", "--retry-parked")
        assert (code, said.splitlines()[0]) == (0, "1 changement(s) à essayer de nouveau.")
        assert differences() == []

    def test_a_closed_index_refuses_nothing_for_ever(self, built):
        """It answers 400 to every document, and none of them is at fault."""
        physical = index_identity.served(built)
        built.indices.close(index=physical)
        index(document("page:3", "Forêt"))
        drained = drain()
        assert (drained.told, drained.refused) == (0, 0)
        assert drained.outage
        built.indices.open(index=physical)
        built.cluster.health(index=physical, wait_for_status="yellow")
        drain(eager=True)
        assert held(built) == rows()

    def test_a_disk_that_is_full_refuses_nothing_for_ever(self, built):
        built.indices.put_settings(
            index=mapping.alias(), settings={"index.blocks.read_only_allow_delete": True}
        )
        index(document("page:3", "Forêt"))
        drained = drain()
        assert (drained.told, drained.refused) == (0, 0)
        assert "429" in drained.outage
        built.indices.put_settings(
            index=mapping.alias(), settings={"index.blocks.read_only_allow_delete": None}
        )
        drain(eager=True)
        assert held(built) == rows()


class TestWhoseIndex:
    def test_no_index_at_all_asks_for_a_rebuild(self, elastic):
        index(document("page:1", "Eau"))
        assert drain().stale == "le serveur n’a pas l’index"
        code, said = command("drain_search")
        assert code == 1
        assert "Lancez rebuild_search." in said
        assert IndexChange.objects.count() == 1
        # Nor was one made by the writing itself, with a mapping of the server's invention.
        assert not elastic.indices.exists(index=mapping.alias())

    def test_an_index_gone_under_the_drain_is_not_invented_by_it(self, built, monkeypatch):
        physical = index_identity.served(built)
        built.indices.delete(index=physical)
        monkeypatch.setattr(index_identity, "served", lambda _client: physical)
        index(document("page:3", "Forêt"))
        assert drain().stale == "le serveur n’a plus l’index"
        assert not built.indices.exists(index=mapping.alias())

    def test_the_index_of_another_database_is_not_written(self, built):
        index(document("page:1", "Rivière"))
        IndexState.objects.update(identity="autre")
        assert drain().stale.startswith("son index est celui d’une autre base")
        assert set(held(built)) == {"page:1", "page:2"}
        assert IndexChange.objects.count() == 1

    def test_a_write_while_it_was_off_is_noticed_when_it_is_on_again(self, built, settings):
        addresses, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, []
        index(document("page:1", "Rivière"))
        settings.ELASTICSEARCH_URL = addresses
        code, said = command("drain_search")
        assert code == 1
        assert "n’a pas suivi tous les changements" in said
        rebuilding.rebuild()
        assert differences() == []

    def test_another_analysis_is_noticed(self, built, monkeypatch):
        monkeypatch.setattr(index_identity, "ANALYSIS_VERSION", 99)
        stale = drain(eager=True).stale
        assert f"version {ANALYSIS_VERSION} de l’analyse, et non 99" in stale

    def test_a_database_restored_from_a_backup_is_noticed(self, built):
        """Its next changes would bear versions that the server has seen, and be refused as old."""
        backup = IndexState.objects.values("revision", "token", "identity").get()
        backed_up = list(SearchDocument.objects.all())
        index(document("page:1", "Rivière"), document("page:3", "Perdu"))
        drain()
        self._restore(backup, backed_up)
        assert drain(eager=True).stale == (
            "son index contient des changements que cette base n’a pas faits, ou n’a plus"
        )
        assert check.state() == check.State.STALE
        # Other changes since, up to the number that the server saw: still another history.
        index(document("page:2", "Autre"))
        assert drain().stale.startswith("son index contient des changements")
        rebuilding.rebuild()
        assert held(built) == rows()
        assert differences() == []

    def test_a_worker_that_has_not_looked_again_is_stopped_by_the_marker(self, built):
        physical = index_identity.served(built)
        backup = IndexState.objects.values("revision", "token", "identity").get()
        backed_up = list(SearchDocument.objects.all())
        index(document("page:1", "Rivière"))
        drain()
        self._restore(backup, backed_up)
        with pytest.raises(index_identity.Stale):
            bulk.tell(built, {"page:1": 1}, marked=physical)

    def test_a_database_restored_from_before_nothing_was_sent_is_none_the_worse(self, built):
        index(document("page:1", "Rivière"))
        assert drain().told == 1
        assert index_identity.fault(index_identity.look(built)) is None

    def test_a_drain_killed_between_the_marker_and_the_documents_is_no_false_alarm(self, built):
        index(document("page:1", "Rivière"))
        index_identity.mark(built, index_identity.served(built), index_identity.current())
        index(document("page:1", "Fleuve"))
        assert drain().stale == ""
        assert held(built) == rows()

    def test_more_changes_than_revisions_are_kept_are_no_false_alarm(self, built, monkeypatch):
        monkeypatch.setattr(indexing, "KEPT_REVISIONS", 2)
        for number in range(5):
            index(document("page:1", f"Eau {number}"))
        assert drain().stale == ""
        assert held(built) == rows()

    def test_a_marker_that_went_asks_for_a_rebuild(self, built):
        built.indices.delete(index=index_identity.markers())
        assert drain(eager=True).stale == "son index n’a plus de marque"

    @staticmethod
    def _restore(state: dict[str, object], documents: list[SearchDocument]) -> None:
        with transaction.atomic():
            SearchDocument.objects.all().delete()
            SearchDocument.objects.bulk_create(documents)
            IndexChange.objects.all().delete()
            ProjectionState.objects.all().delete()
            indexing.IndexRevision.objects.filter(number__gt=state["revision"]).delete()
            IndexState.objects.update(**state)


class TestRebuilding:
    def test_the_new_index_is_equal_and_the_old_one_is_gone(self, built):
        former = indices(built)
        index(document("page:3", "Forêt"))
        seen: list[tuple[int, int]] = []
        rebuilt = rebuilding.rebuild(lambda done, total: seen.append((done, total)))
        assert (rebuilt.documents, rebuilt.refused) == (3, {})
        assert seen == [(0, 3), (3, 3)]
        assert len(indices(built)) == 1
        assert indices(built) != former
        assert held(built) == rows()
        assert not IndexChange.objects.exists()
        assert differences() == []

    def test_an_empty_database_has_an_empty_index(self, elastic):
        with transaction.atomic():
            indexing.lock()
        assert rebuilding.rebuild().documents == 0
        assert differences() == []
        index(document("page:1", "Eau"))
        drain()
        assert held(elastic) == rows()

    def test_the_index_that_serves_has_the_settings_of_service(self, built):
        (name,) = indices(built)
        settings = built.indices.get_settings(index=name).body[name]["settings"]["index"]
        assert settings["refresh_interval"] == "1s"
        assert settings["auto_expand_replicas"] == "0-1"
        assert built.indices.get_alias(index=name).body[name]["aliases"] == {
            mapping.alias(): {"is_write_index": True}
        }

    def test_an_index_that_took_the_name_of_the_alias_is_replaced(self, elastic):
        elastic.indices.create(index=mapping.alias())
        index(document("page:1", "Eau"))
        assert drain().stale == "le serveur n’a pas l’index"
        rebuilding.rebuild()
        assert held(elastic) == rows()

    def test_what_a_killed_rebuild_left_is_dropped_and_what_is_not_ours_is_kept(self, built):
        orphan = mapping.physical_name("20260101-000000-abcd")
        theirs = mapping.physical_name("preproduction-20260101-000000-abcd")
        for name in (orphan, theirs):
            built.indices.create(index=name)
        rebuilding.rebuild()
        assert not built.indices.exists(index=orphan)
        assert built.indices.exists(index=theirs)

    def test_a_rebuild_that_fails_leaves_nothing_and_the_former_index_serves(self, built):
        former = indices(built)

        def broken(done: int, _total: int) -> None:
            if done:
                raise ConnectionError

        with pytest.raises(ConnectionError):
            rebuilding.rebuild(broken)
        assert indices(built) == former
        assert not rebuild_lock.is_running()
        index(document("page:3", "Forêt"))
        drain()
        assert held(built) == rows()

    def test_an_index_that_lost_documents_does_not_serve(self, built, monkeypatch):
        former = indices(built)
        real = bulk.tell_rows

        def losing(client, given, wanted, **options):
            told = real(client, given, wanted, **options)
            told.versions["page:99"] = 1
            return told

        monkeypatch.setattr(rebuilding, "tell_rows", losing)
        with pytest.raises(Exception, match="3 documents sent, 2 kept"):
            rebuilding.rebuild()
        assert indices(built) == former

    def test_a_document_that_the_new_index_refuses_is_put_aside_and_named(self, built, monkeypatch):
        real = mapping.source_of

        def refused(row):
            return {**real(row), **({"invente": 1} if row.key == "page:2" else {})}

        monkeypatch.setattr(mapping, "source_of", refused)
        code, said = command("rebuild_search", "--only", "elasticsearch")
        assert code == 0
        assert "page:2 est mis de côté, Elasticsearch le refuse : strict_dynamic_mapping" in said
        assert "Elasticsearch reconstruit : 1 documents." in said
        assert set(held(built)) == {"page:1"}
        assert [one.key for one in outbox.parked()] == ["page:2"]

    def test_an_index_that_refuses_everything_does_not_serve(self, built, monkeypatch):
        index(*(document(f"page:{number}", "Eau") for number in range(30)))
        former = indices(built)
        real = mapping.source_of
        monkeypatch.setattr(mapping, "source_of", lambda row: {**real(row), "invente": 1})
        with pytest.raises(CommandError, match="rien n’y a changé"):
            command("rebuild_search", "--only", "elasticsearch")
        assert indices(built) == former

    def test_rows_of_another_analysis_are_not_projected(self, built):
        SearchDocument.objects.update(analysis_version=0)
        with pytest.raises(CommandError, match="reconstruisez-le d’abord"):
            command("rebuild_search", "--only", "elasticsearch")

    def test_the_two_halves_can_be_asked_for_apart(self, built, settings):
        assert command("rebuild_search", "--only", "database") == (
            0,
            "Index reconstruit : 0 documents écrits, 2 documents retirés.\n",
        )
        assert command("rebuild_search", "--only", "elasticsearch") == (
            0,
            "Elasticsearch reconstruit : 0 documents.\n",
        )
        assert command("rebuild_search")[1].splitlines() == [
            "Index reconstruit : 0 documents écrits, 0 documents retirés.",
            "Elasticsearch reconstruit : 0 documents.",
        ]
        settings.ELASTICSEARCH_URL = []
        with pytest.raises(CommandError, match="n’est pas configuré"):
            command("rebuild_search", "--only", "elasticsearch")

    def test_a_second_rebuild_is_refused_with_the_reason(self, built):
        with (
            rebuild_lock.taken(),
            pytest.raises(CommandError, match="Une autre reconstruction est en cours depuis"),
        ):
            command("rebuild_search")
        assert command("rebuild_search")[0] == 0

    def test_two_rebuilds_that_both_saw_the_way_free_do_not_cross(self, built):
        with rebuild_lock.taken(), pytest.raises(rebuild_lock.RebuildRefused):
            rebuilding.rebuild()
        assert rebuilding.rebuild().documents == 2

    def test_a_rebuild_that_was_believed_dead_stops(self, built):
        former = indices(built)

        def away(_done: int, _total: int) -> None:
            ProjectionState.objects.update(rebuild_until=timezone.now() - timedelta(seconds=1))

        with pytest.raises(rebuild_lock.TurnLost):
            rebuilding.rebuild(away)
        assert indices(built) == former

    def test_the_turn_of_a_process_that_died_is_kept_until_it_is_over(self, built):
        ProjectionState.objects.update(
            rebuild_owner="ailleurs, processus 1:abcd",
            rebuild_began=timezone.now(),
            rebuild_until=timezone.now() + timedelta(minutes=3),
        )
        IndexChange.objects.create(key="page:1", version=1, sent=True)
        assert rebuild_lock.is_running()
        with pytest.raises(rebuild_lock.RebuildRefused, match=r"\(ailleurs, processus 1\)"):
            rebuild_lock.check()
        ProjectionState.objects.update(rebuild_until=timezone.now() - timedelta(seconds=1))
        assert not rebuild_lock.is_running()
        assert [one.key for one in outbox.due(10)] == ["page:1"]


class TestChangesDuringARebuild:
    def test_what_is_saved_and_sent_meanwhile_is_in_the_new_index(self, built):
        def meanwhile(done: int, _total: int) -> None:
            if done == 2:
                index(document("page:1", "Rivière"), document("page:3", "Forêt"))
                with transaction.atomic():
                    indexing.remove(["page:2"])
                # To the index that still serves: this must not be all.
                assert drain().told == 3
                assert set(held(built)) == {"page:1", "page:3"}

        rebuilding.rebuild(meanwhile)
        drain()
        assert held(built) == rows()
        assert set(rows()) == {"page:1", "page:3"}
        assert not IndexChange.objects.exists()
        assert differences() == []

    def test_what_a_worker_had_sent_to_the_replaced_index_is_sent_again(self, built, monkeypatch):
        """It sends just before the alias turns, and acknowledges when all is over."""
        real = rebuilding._serve
        late: list[tuple[dict[str, int], int]] = []

        def just_before(*arguments: object) -> None:
            index(document("page:3", "Forêt"))
            (change,) = outbox.due(10)
            ended_before = rebuild_lock.ended()
            told = bulk.tell(built, {"page:3": change.version}, marked=index_identity.served(built))
            late.append((told.versions, ended_before))
            real(*arguments)

        monkeypatch.setattr(rebuilding, "_serve", just_before)
        rebuilding.rebuild()
        assert set(held(built)) == {"page:1", "page:2"}
        rebuild_lock.acknowledge(*late[0])
        assert drain().told == 1
        assert held(built) == rows()

    def test_an_index_that_began_to_serve_under_a_worker_is_marked_by_it(self, built):
        """What it has just received is of a revision that its own marker does not tell."""
        former = index_identity.served(built)
        rebuilding.rebuild()
        index(document("page:3", "Forêt"))
        (change,) = outbox.due(10)
        told = bulk.tell(built, {"page:3": change.version}, marked=former)
        assert told.landed == {index_identity.served(built)}
        assert index_identity.look(built).marker == index_identity.current()

    def test_the_same_when_the_worker_acknowledges_before_the_rebuild_ends(
        self, built, monkeypatch
    ):
        real = rebuilding._serve

        def just_before(*arguments: object) -> None:
            index(document("page:3", "Forêt"))
            assert drain().told == 1
            real(*arguments)

        monkeypatch.setattr(rebuilding, "_serve", just_before)
        rebuilding.rebuild()
        assert drain().told == 1
        assert held(built) == rows()

    def test_a_rebuild_that_fails_has_sent_changes_sent_again(self, built):
        def broken(done: int, _total: int) -> None:
            if done == 2:
                index(document("page:3", "Forêt"))
                drain()
                assert IndexChange.objects.filter(sent=True).count() == 1
                raise ConnectionError

        with pytest.raises(ConnectionError):
            rebuilding.rebuild(broken)
        assert [one.key for one in outbox.due(10)] == ["page:3"]
        drain()
        assert held(built) == rows()


class TestComparing:
    def test_what_is_missing_left_over_or_older_is_named(self, built):
        alias = mapping.alias()
        built.delete(index=alias, id="page:1")
        source = built.get(index=alias, id="page:2")["_source"]
        built.index(index=alias, id="page:9", document={**source, "key": "page:9"})
        built.index(index=alias, id="page:2", document={**source, "digest": "autre"})
        assert differences() == [
            "page:1 (« Eau ») manque à Elasticsearch.",
            "page:2 (« Bois ») n’est pas à jour dans Elasticsearch.",
            "page:9 n’existe plus et reste dans Elasticsearch.",
        ]
        assert command("check_search")[0] == 1
        rebuilding.rebuild()
        assert differences() == []

    def test_what_waits_is_counted_and_does_not_differ_until_it_waits_too_long(self, built):
        index(document("page:1", "Rivière"))
        (waiting,) = check.differences()
        assert (waiting.message, waiting.warning) == (
            "1 changement(s) en attente pour Elasticsearch.",
            True,
        )
        IndexChange.objects.update(recorded=timezone.now() - timedelta(minutes=16))
        (waiting,) = check.differences()
        assert not waiting.warning
        assert "depuis plus d’un quart d’heure" in waiting.message

    def test_the_command_compares_all_three(self, built):
        code, said = command("check_search")
        assert code == 1  # the sources of the tests offer nothing
        assert "page:1 (« Eau ») est dans l’index mais n’est plus publié." in said
        assert "Elasticsearch" not in said


@pytest.mark.parametrize("known", [True, False])
def test_the_health_address_tells_elasticsearch_and_stays_well(built, client, known):
    if not known:
        IndexState.objects.update(identity="autre")
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["elasticsearch"]) == (
        200,
        "ok" if known else "à reconstruire : la base répond à sa place",
    )


def _many_facets() -> dict[str, tuple[str, ...]]:
    return {f"facette{number}": ("a",) for number in range(5)}


def _leaves(found: object) -> Iterator[object]:
    if isinstance(found, dict):
        if "type" in found and isinstance(found["type"], str):
            yield found
        for value in found.values():
            yield from _leaves(value)
