"""What the catalogue adds to the admin's menu and home, how its files are written, and in which form
its pages are served."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from contracts.admin import date_fields, exports, redirects, search_report
from contracts.admin.help import views as help_views
from contracts.admin.home import hooks as home_hooks
from contracts.admin.versions import discarding
from contracts.admin.viewsets import CatalogueGroup
from contracts.admin.writing import known_sources
from contracts.admin.writing import script as writing_script
from contracts.admin.writing import session as writing_session
from contracts.admin.writing import viewset as writing_viewset
from contracts.opendata.markdown import negotiation

register_snippet(CatalogueGroup)
hooks.register("construct_homepage_panels", home_hooks.home_panels)
hooks.register(
    "construct_homepage_summary_items", home_hooks.no_summary, order=1000
)  # once all have added theirs
hooks.register("construct_help_menu", home_hooks.help_menu)
hooks.register("insert_global_admin_js", date_fields.script)
hooks.register("insert_global_admin_css", writing_script.styles)
hooks.register("insert_editor_js", writing_script.script)
hooks.register("register_admin_viewset", writing_viewset.viewset, order=1)
hooks.register("register_help_menu_item", help_views.menu_item)
hooks.register("register_page_action_menu_item", discarding.menu_item)
hooks.register("register_page_header_buttons", discarding.buttons)
hooks.register("register_admin_urls", discarding.urls)
hooks.register("register_admin_urls", help_views.urls)
hooks.register("register_admin_urls", search_report.urls)
hooks.register("register_admin_urls", writing_session.urls)
hooks.register("register_admin_urls", known_sources.urls)
hooks.register("register_reports_menu_item", search_report.menu_item)
# Within what lets readers in, which Wagtail registers in the usual order.
hooks.register("on_serve_page", negotiation.negotiated, order=1000)

exports.install()
redirects.install()
