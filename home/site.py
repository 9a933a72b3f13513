"""The site's page tree, groups and workflow, made once and never made again over an edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from contracts import kinds
from contracts.catalogue.ledger import Ledger
from contracts.training.models import SessionIndexPage
from contracts.values.slugs import folded_slug
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from home.index import sync_site_pages
from home.models import EditorialPage, HomePage

SITE_PAGES = Path(__file__).resolve().parent / "fixtures" / "site_pages.yaml"

_VERBS = ("add", "change", "choose")  # whoever writes a page may put a file in it
_PUBLISHING = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
_PROPOSED = ("source", "territory", "tag")
_ABOVE = "Tout le site"
_SNIPPETS = ("source", "territory", "tag", "term", "theme")


@transaction.atomic
def create_tree() -> HomePage:
    """The home page, the listings and the site's pages; what exists is left as it is."""
    name_the_root()
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        for page in root.get_children().filter(slug="home"):
            page.delete()  # the sample page that Wagtail's migrations make
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="Réciprocités", slug="accueil"))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"root_page": home, "hostname": "localhost", "site_name": "Réciprocités"},
        )
    for kind in kinds.registered():
        if kind.listing and not kind.listing._default_manager.exists():
            listing = kind.listing(title=kind.plural, slug=folded_slug(kind.plural))
            home.add_child(instance=listing)
    ledger = Ledger()
    for data in yaml.safe_load(SITE_PAGES.read_text(encoding="utf-8")):
        _sync_site_page(ledger, home, data)
    ledger.remember()
    sync_site_pages()
    return home


def name_the_root() -> None:
    """The page above the home page, which the admin alone shows, is « Root » for Wagtail."""
    Page.objects.filter(depth=1, title="Root").update(title=_ABOVE, draft_title=_ABOVE)


def _sync_site_page(ledger: Ledger, home: HomePage, data: dict[str, Any]) -> None:
    key = f"site:{data['slug']}"
    known = ledger.known_pk(key)
    # One that an editor moved or deleted leaves those below it to the home page.
    parent = EditorialPage.objects.child_of(home).filter(slug=data.get("under")).first() or home
    pages = EditorialPage.objects.child_of(parent)
    existing = (
        EditorialPage.objects.descendant_of(home).filter(pk=known).first()
        if known
        else pages.filter(slug=data["slug"]).first()
    )

    def fill(page: EditorialPage) -> None:
        page.title = data["title"]
        page.search_description = data["description"]
        page.gist = data["description"]
        page.body = [_block(block) for block in data["body"]]
        page.everyday_words = "\n".join(data.get("everyday_words", ()))
        page.is_legal = data.get("legal", False)

    def create() -> EditorialPage:
        page = EditorialPage(slug=data["slug"], live=False)
        fill(page)
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def update(page: EditorialPage) -> None:
        fill(page)
        page.save_revision().publish()

    ledger.sync(key, data, existing, create, update)


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    [(name, value)] = block.items()
    return ("paragraph", value) if name == "text" else (name, None if value is True else value)


@transaction.atomic
def create_groups(home: HomePage) -> None:
    """Three groups with sensible rights, and the review of contributors' drafts by editors.

    Made once: what an administrator changed since is left as it is.
    """
    if Group.objects.filter(name=EDITORS).exists():
        return
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    _create_group(CONTRIBUTORS, home, ["add_page", "change_page"], [access])
    snippets = Permission.objects.filter(
        content_type__app_label="contracts",
        content_type__model__in=_SNIPPETS,
    )
    editors = _create_group(
        EDITORS,
        home,
        _PUBLISHING,
        [access, *snippets.exclude(content_type__model="theme")],
    )
    others = Permission.objects.filter(
        content_type__app_label__in=["auth", "home", "wagtailredirects", "wagtailcore"],
        content_type__model__in=[
            "user",
            "group",
            "publisher",
            "redirect",
            "workflow",
            "task",
            "site",
        ],
    )
    _create_group(
        ADMINISTRATORS,
        home,
        [*_PUBLISHING, "bulk_delete_page"],
        [access, *snippets, *others],
    )
    _create_workflow(home, editors)


@transaction.atomic
def let_contributors_propose() -> None:
    """No fiche is published without a source, nor a contract without territories: who writes a
    draft adds those that are missing, and tags; editors alone change or delete them.

    Made once, also on a site that had its groups before: a right that an administrator takes back
    is not given again.
    """
    group = Group.objects.filter(name=CONTRIBUTORS).first()
    if group is None:
        return
    ledger = Ledger()

    def give() -> Group:
        adding = Permission.objects.filter(
            content_type__app_label="contracts", codename__in=[f"add_{name}" for name in _PROPOSED]
        )
        group.permissions.add(*adding)
        return group

    ledger.sync("group:contributeurs", list(_PROPOSED), None, give, lambda _: None)
    ledger.remember()


@transaction.atomic
def create_organisers() -> None:
    """The group that holds sessions and their registrations; administrators may do so too.

    Made once, also on a site that had its groups before. The ledger remembers it: a group that an
    administrator has changed, renamed or deleted, or a right taken back, is left as it is.
    """
    ledger = Ledger()
    existing = Group.objects.filter(name=ORGANISERS).first()
    ledger.sync("group:organisateurs", ORGANISERS, existing, _create_organisers, lambda _: None)
    ledger.remember()


def create_readers_of_messages() -> None:
    """Editors and administrators read and settle what readers write, and erase it."""
    rights = Permission.objects.filter(
        content_type__app_label="contact", content_type__model="readermessage"
    )
    _give_once("rights:messages", rights)


def create_readers_of_proposals() -> None:
    """Editors and administrators read what is proposed, make drafts of it, and erase it."""
    rights = Permission.objects.filter(
        content_type__app_label="proposing", codename="manage_proposals"
    )
    _give_once("rights:proposals", rights)


@transaction.atomic
def _give_once(key: str, rights: QuerySet[Permission]) -> None:
    """Give rights to editors and administrators, also on a site that had its groups before: the
    ledger remembers it, and a right that was taken back stays so."""
    ledger = Ledger()
    groups = list(Group.objects.filter(name__in=(EDITORS, ADMINISTRATORS)))

    def give() -> Group:
        for group in groups:
            group.permissions.add(*rights)
        return groups[0]

    if groups:
        ledger.sync(key, EDITORS, None, give, lambda _: None)
    ledger.remember()


def _create_organisers() -> Group:
    """Rights on the listing of sessions alone, where they publish. They choose a source as
    anybody does and may add one, since a session rests on its own programme; they do not change
    those on which fiches of others rest. They add documents and change their own."""
    manage = Permission.objects.get(
        codename="manage_registrations", content_type__app_label="training"
    )
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    add_source = Permission.objects.get(codename="add_source", content_type__app_label="contracts")
    group = Group.objects.create(name=ORGANISERS)
    group.permissions.set([access, add_source, manage])
    _give_pages(group, SessionIndexPage.objects.get(), _PUBLISHING)
    _give_uploads(group, ["add_document", "choose_document"])
    administrators = Group.objects.filter(name=ADMINISTRATORS).first()
    if administrators is not None:
        administrators.permissions.add(manage)
    return group


def _create_group(
    name: str, home: HomePage, page_rights: list[str], permissions: list[Permission]
) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.set(permissions)
        _give_pages(group, home, page_rights)
        _give_uploads(
            group, [f"{verb}_{name}" for verb in _VERBS for name in ("image", "document")]
        )
    return group


def _give_pages(group: Group, page: Page, page_rights: list[str]) -> None:
    """Rights on a page and those below it."""
    for codename in page_rights:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def _give_uploads(group: Group, codenames: list[str]) -> None:
    uploads = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
        for permission in uploads
    )


def _create_workflow(home: HomePage, editors: Group) -> None:
    for made_by_wagtail in (Workflow, Task):
        made_by_wagtail.objects.filter(name="Moderators approval").delete()
    task = GroupApprovalTask.objects.create(name="Relecture par les éditeurs")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Relecture avant publication")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
