"""The frame around every public page: publisher, navigation, footer, addresses for sharing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from contracts import kinds
from contracts.drawings.motif import weave
from contracts.pages.parts.listings import Listings, listings_of
from home.contact.addresses import form_address
from home.models import Publisher

# « Écrivez-nous » stands beside them.
FOOTER = (
    ("Plan du site", "/plan-du-site/"),
    ("Carte des contrats", "/carte/"),
    ("Tous les engagements", "/engagements/"),
    ("Conditions de réussite et freins", "/conditions/"),
    ("Comprendre : lire une fiche", "/comprendre/"),
    ("Aide", "/aide/"),
    ("Données ouvertes", "/donnees-ouvertes/"),
    ("Mentions légales", "/mentions-legales/"),
    ("Données personnelles", "/donnees-personnelles/"),
    ("Écoconception", "/ecoconception/"),
)


@dataclass(frozen=True)
class Item:
    """A link of the frame. `current` is the value of aria-current, empty elsewhere."""

    label: str
    address: str
    current: str


class Frame:
    """Read once a page, and only by the pages that show it: the admin pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.path = request.path

    def _item(self, label: str, address: str) -> Item:
        here = "page" if self.path == address else ""
        below = self.path.startswith(address) and address != "/"
        return Item(label, address, here or ("true" if below else ""))

    @cached_property
    def publisher(self) -> Publisher:
        return Publisher.read(self._request)

    @property
    def listings(self) -> Listings:
        Publisher.read(self._request)  # the same query reads both
        return listings_of(self._request)

    @property
    def navigation(self) -> list[Item]:
        lists = [
            self._item(kind.plural, self.listings[kind.code])
            for kind in kinds.registered()
            if kind.listing or kind.route
        ]
        return [*lists, self._item("Carte", reverse("atlas"))]

    @property
    def footer(self) -> list[Item]:
        state = f"Accessibilité : {self.publisher.get_accessibility_display()}"
        first, *others = FOOTER
        return [self._item(*item) for item in (first, (state, "/accessibilite/"), *others)]

    @property
    def contact(self) -> str:
        """The contact form, told from which page one comes."""
        return form_address(self._request)

    @cached_property
    def missing_identity(self) -> list[str]:
        """What the publisher has still to fill in, for those alone who may do it."""
        missing = self.publisher.missing
        user = getattr(self._request, "user", None)
        may_fill = bool(missing) and user is not None and user.has_perm("home.change_publisher")
        return missing if may_fill else []

    @property
    def identity_form(self) -> str:
        return reverse("wagtailsettings:edit", args=["home", "publisher"])

    @property
    def today(self) -> dt.date:
        """What a printed page is dated with."""
        return timezone.localdate()

    @property
    def logo(self) -> SafeString:
        return weave(width=124, height=46, crossings=1, stroke=7)

    @property
    def social_image(self) -> str:
        return self._request.build_absolute_uri(static("kb/img/partage.png"))


def site_frame(request: HttpRequest) -> dict[str, object]:
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
