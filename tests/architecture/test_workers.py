"""A module stays with one worker: what it makes for all its tests, and the database that it wants, are
made once."""

import pytest

pytestmark = pytest.mark.sqlite


def test_the_workers_read_the_groups_of_the_tests(request: pytest.FixtureRequest):
    is_worker = hasattr(request.config, "workerinput")
    group = f"@{request.node.path.relative_to(request.config.rootpath)}"
    assert request.node.nodeid.endswith(group) is is_worker
