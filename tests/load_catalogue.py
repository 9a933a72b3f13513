"""Fills the database of DATABASE_URL, migrated and empty, with the site and the real catalogue."""

import django


def main() -> None:
    django.setup()
    from contracts.catalogue.load import load_catalogue
    from home.site import create_groups, create_tree

    home = create_tree()
    create_groups(home)
    load_catalogue(home)


if __name__ == "__main__":
    main()
