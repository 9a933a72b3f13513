"""What upkeep adds to the admin."""

from typing import Any

from wagtail import hooks

from contracts.editing.upkeep import proposed, readings
from contracts.editing.upkeep.links import LinksReport
from contracts.editing.upkeep.proposed import ProposedReport
from contracts.editing.upkeep.read import ReadingsReport
from contracts.editing.upkeep.unused import UnusedPictures, UnusedSources, UnusedTags

REPORTS = (LinksReport, UnusedTags, UnusedSources, UnusedPictures, ProposedReport, ReadingsReport)


def _urls() -> list[Any]:
    return [one for report in REPORTS for one in report.urls()]


hooks.register("register_admin_urls", _urls)
for _report in REPORTS:
    hooks.register("register_reports_menu_item", _report.menu_item)
hooks.register("on_serve_page", readings.count_when_served)
hooks.register("register_log_actions", proposed.register_actions)
hooks.register("construct_homepage_panels", proposed.add_panel)
