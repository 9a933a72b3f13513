"""What sessions add to the admin: the organiser's desk, what protects registrations, and the
report of sessions without a return."""

from wagtail import hooks

from contracts.training import without_return
from contracts.training.desk import filling_up, menu, protection

hooks.register("register_admin_urls", menu.urls)
hooks.register("register_admin_menu_item", menu.menu_item)
hooks.register("register_permissions", menu.permissions)
hooks.register("before_delete_page", protection.before_delete_page)
hooks.register("before_bulk_action", protection.before_bulk_action)
hooks.register("before_unpublish_page", protection.before_unpublish_page)

hooks.register("construct_homepage_panels", filling_up.add_panel)
hooks.register("construct_homepage_panels", without_return.add_panel)
hooks.register("register_admin_urls", without_return.urls)
hooks.register("register_reports_menu_item", without_return.menu_item)
