"""The settings of Elasticsearch: what is read of them, and what is refused and said."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from search.engines.elastic import connection
from search.engines.elastic.connection import Misconfigured

pytestmark = pytest.mark.sqlite


def test_nothing_is_asked_without_an_address(settings):
    settings.ELASTICSEARCH_URL = []
    assert not connection.is_on()
    with pytest.raises(Misconfigured, match="ELASTICSEARCH_URL is empty"):
        connection.access()


def test_addresses_are_read_whole(settings):
    settings.ELASTICSEARCH_URL = [
        "https://lecteur:p%40ss%3A%2F@es1.example/prefixe/",
        "http://es2.example",
        "http://[::1]:9201",
    ]
    access = connection.access()
    assert [(node.scheme, node.host, node.port, node.path_prefix) for node in access.nodes] == [
        ("https", "es1.example", 443, "/prefixe"),
        ("http", "es2.example", 9200, ""),
        ("http", "::1", 9201, ""),
    ]
    assert access.basic_auth == ("lecteur", "p@ss:/")
    assert access.api_key is None


@pytest.mark.parametrize(
    ("given", "sent"), [("abc:def", "YWJjOmRlZg=="), ("YWJjOmRlZg==", "YWJjOmRlZg=="), ("", None)]
)
def test_a_key_is_taken_in_either_form(settings, given: str, sent: str | None):
    settings.ELASTICSEARCH_URL = ["http://es.example:9200"]
    settings.ELASTICSEARCH_API_KEY = given
    assert connection.access().api_key == sent


def test_one_node_has_the_whole_time_out_and_several_leave_some_to_the_others(settings):
    settings.ELASTICSEARCH_TIMEOUT = 2.0
    settings.ELASTICSEARCH_URL = ["http://a:9200"]
    assert connection.access().timeout_of_a_node == 2.0
    settings.ELASTICSEARCH_URL = ["http://a:9200", "http://b:9200"]
    assert connection.access().timeout_of_a_node == 1.0


FAULTS = {
    "no address": {"ELASTICSEARCH_URL": ["es.example"]},
    "another protocol": {"ELASTICSEARCH_URL": ["ftp://es.example"]},
    "no host": {"ELASTICSEARCH_URL": ["http://:9200"]},
    "a port that is none": {"ELASTICSEARCH_URL": ["http://u:s3cret@es.example:http"]},
    "one good and one bad": {"ELASTICSEARCH_URL": ["http://es.example", "//u:s3cret@es.example"]},
    "two users": {"ELASTICSEARCH_URL": ["http://a:s3cret@es1", "http://b:s3cret@es2"]},
    "a user and a key": {
        "ELASTICSEARCH_URL": ["http://a:s3cret@es1"],
        "ELASTICSEARCH_API_KEY": "s3cret",
    },
    "no such file": {
        "ELASTICSEARCH_URL": ["https://es1"],
        "ELASTICSEARCH_CA_FILE": "/nowhere/ca.pem",
    },
    "a prefix that is no name": {
        "ELASTICSEARCH_URL": ["https://es1"],
        "ELASTICSEARCH_INDEX_PREFIX": "Réciprocités *",
    },
    "no shard": {"ELASTICSEARCH_URL": ["https://es1"], "ELASTICSEARCH_SHARDS": 0},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_setting_that_cannot_be_used_is_an_error_before_the_site_starts(settings, fault: str):
    for name, value in FAULTS[fault].items():
        setattr(settings, name, value)
    (error,) = [one for one in run_checks() if one.id == "search.E001"]
    assert "s3cret" not in str(error)
    assert "ELASTICSEARCH_" in error.msg


def told(settings, *, backend: str) -> list[str]:
    settings.TASKS = {"default": {"BACKEND": backend}}
    messages = run_checks(include_deployment_checks=True)
    return [one.hint for one in messages if one.id == "search.W001"]


@pytest.mark.django_db
def test_a_deployment_without_a_worker_is_warned_that_the_server_hears_of_nothing(settings):
    immediate = "django_tasks.backends.immediate.ImmediateBackend"
    assert told(settings, backend=immediate) == []
    settings.ELASTICSEARCH_URL = ["http://es.example:9200"]
    (hint,) = told(settings, backend=immediate)
    assert "manage.py drain_search --watch" in hint
    assert told(settings, backend="django_tasks_db.DatabaseBackend") == []
