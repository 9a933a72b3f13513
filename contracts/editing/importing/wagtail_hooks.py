"""What imports add to the admin."""

from wagtail import hooks

from contracts.editing.importing import menu

hooks.register("register_admin_urls", menu.urls)
hooks.register("register_admin_menu_item", menu.menu_item)
