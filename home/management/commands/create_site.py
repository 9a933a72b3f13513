"""Makes the whole site: page tree, groups, real content, first administrator. Safe to run again."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from contracts.catalogue.communes import load_communes, refresh_place_keys
from contracts.catalogue.faults import CatalogueFaults
from contracts.catalogue.load import load_catalogue
from home.models import Publisher
from home.site import (
    create_groups,
    create_organisers,
    create_readers_of_messages,
    create_readers_of_proposals,
    create_tree,
    let_contributors_propose,
)


class Command(BaseCommand):
    help = "Crée l’arborescence, les groupes, le contenu et le premier compte d’administration."

    def handle(self, *args: Any, **options: Any) -> None:
        home = create_tree()
        create_groups(home)
        let_contributors_propose()
        create_organisers()
        create_readers_of_messages()
        create_readers_of_proposals()
        self.stdout.write("Arborescence et groupes : prêts.")
        try:
            report = load_catalogue(home, progress=self._progress)
        except CatalogueFaults as faults:
            raise CommandError(f"Rien n’a été chargé. {faults}") from faults
        self.stdout.write(f"Catalogue : {report.summary()}.")
        for key, why in report.left_alone:
            self.stdout.write(f"  laissé tel quel : {key} ({why})")
        refresh_place_keys()
        self.stdout.write(f"Communes : {load_communes()}.")
        self._create_administrator()
        self._ask_for_the_publisher()

    def _progress(self, step: str) -> None:
        self.stdout.write(f"  {step}")

    def _ask_for_the_publisher(self) -> None:
        if missing := Publisher.of_the_site().missing:
            self.stdout.write(
                self.style.WARNING(
                    f"L’éditeur du site n’est pas renseigné ({', '.join(missing)}) : complétez "
                    "Réglages › Éditeur du site."
                )
            )

    def _create_administrator(self) -> None:
        users = get_user_model()
        if users.objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.objects.create_superuser("admin", password=password)
        self.stdout.write(
            self.style.WARNING(
                f"Premier compte d’administration : admin, mot de passe {password}\n"
                "(affiché cette seule fois ; changez-le dans Compte › Mot de passe)."
            )
        )
