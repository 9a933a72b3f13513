"""The site's page tree, groups and workflow, made once and never made again over an edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from contracts.catalogue.ledger import Ledger
from contracts.models import CaseStudyIndexPage, ContractIndexPage, ToolIndexPage
from contracts.training.models import SessionIndexPage
from home.models import EditorialPage, HomePage

SITE_PAGES = Path(__file__).resolve().parent / "fixtures" / "site_pages.yaml"

INDEXES = (
    (ContractIndexPage, "contrats", "Contrats"),
    (CaseStudyIndexPage, "experiences", "Expériences"),
    (ToolIndexPage, "outils", "Outils"),
    (SessionIndexPage, "sessions", "Sessions"),
)

CONTRIBUTORS, EDITORS, ADMINISTRATORS = "Contributeurs", "Éditeurs", "Administrateurs"
_VERBS = ("add", "change", "choose")  # whoever writes a page may put a file in it
_SNIPPETS = ("source", "territory", "tag", "term", "theme")


@transaction.atomic
def create_tree() -> HomePage:
    """The home page, the listings and the site's pages; what exists is left as it is."""
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
    for model, slug, title in INDEXES:
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug))
    ledger = Ledger()
    for data in yaml.safe_load(SITE_PAGES.read_text(encoding="utf-8")):
        _sync_site_page(ledger, home, data)
    ledger.remember()
    return home


def _sync_site_page(ledger: Ledger, home: HomePage, data: dict[str, Any]) -> None:
    key = f"site:{data['slug']}"
    known = ledger.known_pk(key)
    pages = EditorialPage.objects.child_of(home)
    existing = pages.filter(pk=known).first() if known else pages.filter(slug=data["slug"]).first()

    def fill(page: EditorialPage) -> None:
        page.title = data["title"]
        page.search_description = data["description"]
        page.gist = data["description"]
        page.body = [_block(block) for block in data["body"]]

    def create() -> EditorialPage:
        page = EditorialPage(slug=data["slug"], live=False)
        fill(page)
        home.add_child(instance=page)
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
    page_rights = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
    editors = _create_group(
        EDITORS,
        home,
        page_rights,
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
        [*page_rights, "bulk_delete_page"],
        [access, *snippets, *others],
    )
    _create_workflow(home, editors)


def _create_group(
    name: str, home: HomePage, page_rights: list[str], permissions: list[Permission]
) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.set(permissions)
        for codename in page_rights:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.create(group=group, page=home, permission=permission)
        uploads = Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"],
            codename__in=[f"{verb}_{name}" for verb in _VERBS for name in ("image", "document")],
        )
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
            for permission in uploads
        )
    return group


def _create_workflow(home: HomePage, editors: Group) -> None:
    Workflow.objects.filter(name="Moderators approval").delete()
    task = GroupApprovalTask.objects.create(name="Relecture par les éditeurs")
    task.groups.add(editors)
    workflow = Workflow.objects.create(name="Relecture avant publication")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
