"""What sessions add to the admin's menu and home."""

from wagtail import hooks

from contracts.training import without_return

hooks.register("construct_homepage_panels", without_return.add_panel)
hooks.register("register_admin_urls", without_return.urls)
hooks.register("register_reports_menu_item", without_return.menu_item)
