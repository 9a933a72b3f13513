"""What sessions add to the admin: the organiser's desk, and what protects registrations."""

from wagtail import hooks

from contracts.training.desk import menu, protection

hooks.register("register_admin_urls", menu.urls)
hooks.register("register_admin_menu_item", menu.menu_item)
hooks.register("register_permissions", menu.permissions)
hooks.register("before_delete_page", protection.before_delete_page)
hooks.register("before_bulk_action", protection.before_bulk_action)
hooks.register("before_unpublish_page", protection.before_unpublish_page)
