"""A frozen dossier: what is kept, what it shows when fiches change, and how it goes."""

from __future__ import annotations

import datetime as dt
import re
from itertools import count
from typing import Any

import pytest
from bs4 import BeautifulSoup
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.core.signing import Signer
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contracts.deciding.dossier.address import packed
from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from contracts.deciding.dossier.values import Dossier
from contracts.deciding.frozen.freezing import MOST_A_DAY
from contracts.deciding.frozen.links import erase_token
from contracts.deciding.frozen.models import FrozenDossier
from contracts.deciding.synthesis.papers import PAPERS
from tests import factories
from tests.contracts.dossier.composing import alert, read, titles
from tests.contracts.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

FREEZE = "/dossier/figer/"
COUNCIL = dt.date(2026, 12, 12)
_numbers = count(1)


@pytest.fixture
def pair():
    return factories.contract(title="Du bois", gist="Du bois chauffe."), factories.tool(
        title="Un guide"
    )


def stamp(*, age: float = 60, number: int | None = None) -> str:
    shown_at = int((timezone.now() - dt.timedelta(seconds=age)).timestamp() * 1000)
    drawn = f"{next(_numbers) if number is None else number:032x}"
    signer = Signer(sep="~", salt="contracts.public_forms.stamp")
    return signer.sign(f"dossier-fige.{shown_at}.{drawn}")


def sent(client: Any, *pages: Any, notes: tuple[str, ...] = (), title: str = "CM", **values: str):
    notes = (*notes, *[""] * (len(pages) - len(notes)))
    chosen = (PickedFiche(page.pk, note) for page, note in zip(pages, notes, strict=True))
    choice = DossierChoice.of(chosen, title, COUNCIL, "Approuver")
    return client.post(FREEZE, {"d": packed(choice), "site": "", "stamp": stamp(), **values})


def read_at(response: Any) -> str:
    """The address to give of a dossier that has just been frozen."""
    assert response.status_code == 303
    return response["Location"].partition("adresses/")[0]


def erased_at(address: str) -> str:
    row = FrozenDossier.objects.get(key=address.split("/")[3].replace("-", ""))
    return f"{address}effacer/{erase_token(row)}/"


@pytest.fixture
def frozen(client, pair) -> str:
    """The address of a dossier of both."""
    return read_at(sent(client, *pair, notes=("À lire",)))


def shown(client: Any, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def fates(client: Any, address: str) -> list[str]:
    return [
        words(item.select_one("[data-part=since]"))
        for item in shown(client, address).select("#fiches li")
    ]


class TestFreezing:
    def test_the_button_of_a_dossier_says_first_what_will_be_kept(self, client, pair):
        soup = BeautifulSoup(
            client.post(
                FREEZE, {"fiche": [one.pk for one in pair], "note": ["Oui", ""], "titre": "CM"}
            ).content,
            "html.parser",
        )
        text = words(soup.select_one("main"))
        assert "Il ne garde ni nom, ni courriel, ni adresse de réseau" in text
        assert "24 mois" in text
        assert "ce qui est demandé" not in text
        assert "et vos notes" in text
        assert FrozenDossier.objects.count() == 0

    def test_one_row_is_kept_and_names_nobody(self, client, pair, frozen):
        row = FrozenDossier.objects.get()
        assert frozen == f"/dossier/fige/{row.spelt}/"
        # Of 32 signs of which none is taken for another: 140 bits.
        assert re.fullmatch("([2-9a-hj-np-z]{4}-){6}[2-9a-hj-np-z]{4}", row.spelt)
        assert (row.title, row.council) == ("CM", COUNCIL)
        assert [page[:3] for page in row.pages] == [
            [pair[0].pk, "À lire", pair[0].live_revision_id],
            [pair[1].pk, "", pair[1].live_revision_id],
        ]
        names = {field.name for field in FrozenDossier._meta.get_fields()}
        assert names == {
            *("id", "key", "sent_as", "title", "council", "asked", "pages"),
            *("created_at", "expires_at"),
        }
        assert row.expires_at.date() == (timezone.now() + relativedelta(months=24)).date()

    def test_its_address_is_read_as_it_was_heard_and_older_ones_still_open(self, client, frozen):
        row = FrozenDossier.objects.get()
        for typed in (row.spelt.upper(), row.key, row.key.upper()):
            assert client.get(f"/dossier/fige/{typed}/").status_code == 200
        old = "CHb0QQ_jfujcimicDWq0f2aak4zGfa8U"
        FrozenDossier.objects.update(key=old)
        assert old in words(
            shown(client, f"/dossier/fige/{old}/").select_one("[data-part=address]")
        )
        assert client.get(f"/dossier/fige/{old.lower()}/").status_code == 404

    def test_the_same_form_sent_twice_is_one_dossier(self, client, pair):
        first, second = (sent(client, *pair, stamp=stamp(number=7_777)) for _ in range(2))
        assert first["Location"] == second["Location"]

    def test_a_robot_is_told_why_and_nothing_is_kept(self, client, pair):
        for values in ({"site": "x"}, {"stamp": stamp(age=1)}, {"stamp": "forged"}):
            response = sent(client, *pair, **values)
            assert response.status_code == 422
            assert alert(response)
        assert FrozenDossier.objects.count() == 0

    def test_one_network_freezes_so_many_a_day(self, client, pair):
        for _ in range(MOST_A_DAY):
            assert sent(client, *pair).status_code == 303
        response = sent(client, *pair)
        assert response.status_code == 429
        assert "aujourd’hui depuis votre réseau" in alert(response)
        assert FrozenDossier.objects.count() == MOST_A_DAY

    def test_what_is_not_public_is_not_frozen(self, client, pair):
        draft = factories.contract(publish=False)
        sent(client, draft, pair[0])
        assert [page[0] for page in FrozenDossier.objects.get().pages] == [pair[0].pk]
        assert sent(client, draft).status_code == 422

    @pytest.mark.parametrize("text", ["", "a", "aeJx", "b" * 500])
    def test_a_forged_dossier_is_refused(self, client, text):
        assert sent(client, d=text).status_code == 422

    def test_a_fault_of_the_dossier_is_told_before(self, client, pair):
        response = client.post(FREEZE, {"fiche": [pair[0].pk], "note": [""], "date": "jamais"})
        assert response.status_code == 422
        assert "Date du conseil" in alert(response)

    def test_the_address_alone_leads_to_the_dossier(self, client):
        assert client.get(FREEZE)["Location"] == "/dossier/"


class TestShown:
    def test_it_says_its_day_its_life_and_that_nothing_has_changed(self, client, frozen):
        text = words(shown(client, frozen).select_one("main"))
        assert "conseil du 12 décembre 2026" in text
        assert "conservé jusqu’au" in text
        assert "Aucune n’a changé depuis." in text
        assert "Note de la personne qui a préparé ce dossier : À lire" in text
        asked = "Ce qui est demandé au conseil, selon la personne qui a préparé ce dossier :"
        assert f"{asked} Approuver" in text
        assert fates(client, frozen) == ["Inchangée depuis.", "Inchangée depuis."]

    def test_a_fiche_that_changed_is_shown_as_it_was_with_the_way_to_both_texts(
        self, client, pair, frozen
    ):
        number = pair[0].live_revision_id
        pair[0].title, pair[0].gist = "Du bois sec", "Tout est neuf."
        pair[0].save_revision().publish()
        soup = shown(client, frozen)
        assert titles(client.get(frozen)) == ["Du bois", "Un guide"]
        first = soup.select_one("#fiches li")
        assert "Du bois chauffe." in words(first)
        assert "Tout est neuf" not in words(soup)
        assert fates(client, frozen)[0].startswith("Modifiée le ")
        then, now = (link["href"] for link in first.select("a"))
        assert then.endswith(f"-{number}/")
        assert "Du bois chauffe." in client.get(then).content.decode()
        assert now == pair[0].url

    @pytest.mark.parametrize("how", ["deleted", "private", "unpublished"])
    def test_a_fiche_that_is_no_longer_public_is_missing_and_nothing_of_it_is_told(
        self, client, pair, frozen, how
    ):
        if how == "deleted":
            pair[0].delete()
        if how == "unpublished":
            pair[0].unpublish()
        if how == "private":
            PageViewRestriction.objects.create(
                page=pair[0], restriction_type=PageViewRestriction.LOGIN
            )
            pair[0].save()
        text = client.get(frozen).content.decode()
        assert titles(client.get(frozen)) == ["Fiche qui n’est plus en ligne", "Un guide"]
        assert fates(client, frozen)[0].startswith("Retirée du site depuis")
        assert "Du bois" not in text
        assert "À lire" in text

    def test_a_text_that_is_no_longer_kept_says_so(self, client, pair, frozen):
        old = pair[0].live_revision_id
        pair[0].title = "Du bois sec"
        pair[0].save_revision().publish()
        pair[0].revisions.filter(pk=old).delete()
        assert titles(client.get(frozen))[0] == "Du bois sec"
        assert "n’est plus gardé" in fates(client, frozen)[0]

    def test_it_is_kept_by_nobody_listed_nowhere_and_told_to_no_other_site(self, client, frozen):
        response = client.get(frozen)
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        listed = client.get("/sitemap.xml").content.decode()
        assert "/contrats/" in listed
        assert "/dossier/" not in listed

    def test_it_is_opened_again_to_be_brought_up_to_date(self, client, pair, frozen):
        pair[0].title = "Du bois sec"
        pair[0].save_revision().publish()
        hidden = shown(client, frozen).select_one("form input[name=d]")
        response = client.post("/dossier/", {"d": hidden["value"]})
        assert response.status_code == 303
        choice = read(response["Location"])
        assert choice.pks == (pair[0].pk, pair[1].pk)
        assert (choice.title, choice.council, choice.pages[0].note) == ("CM", COUNCIL, "À lire")
        assert choice.asked == "Approuver"
        assert titles(client.get(response["Location"])) == ["Du bois sec", "Un guide"]

    def test_its_papers_are_made_of_the_texts_of_that_day(self, client, pair, frozen, monkeypatch):
        made: list[Dossier] = []
        monkeypatch.setattr(
            "contracts.deciding.making.views.paper",
            lambda name, dossier: made.append(dossier) or b"",
        )
        then = timezone.now() - dt.timedelta(days=40)
        FrozenDossier.objects.update(created_at=then)
        number = pair[0].live_revision_id
        pair[0].title = "Du bois sec"
        pair[0].save_revision().publish()
        for name, kind in PAPERS.items():
            response = client.get(f"{frozen}{name}")
            assert response.status_code == 200
            assert response["Content-Type"] == kind.media_type
            assert response["Cache-Control"] == "no-store, private"
        dossier = made[0]
        assert [entry.page.title for entry in dossier.entries] == ["Du bois", "Un guide"]
        assert dossier.entries[0].version.number == number
        assert dossier.consulted == timezone.localdate(then)  # clocks may have changed since
        assert dossier.address == f"http://testserver{frozen}"
        assert dossier.asked == "Approuver"
        assert client.get(f"{frozen}autre.pdf").status_code == 404


class TestErasing:
    def test_who_froze_it_is_told_two_addresses_and_what_each_permits(self, client, pair):
        page = BeautifulSoup(
            client.get(sent(client, *pair)["Location"]).content, "html.parser"
        ).select_one("main")
        address = f"/dossier/fige/{FrozenDossier.objects.get().spelt}/"
        assert words(page.select_one("[data-part=address]")) == f"http://testserver{address}"
        links = [link["href"] for link in page.select("a")]
        assert links == [address, f"http://testserver{erased_at(address)}"]
        copiers = [words(section.select_one("button")) for section in page.select("section")]
        assert copiers == ["Copier l’adresse"] * 2
        assert "Elle ne permet ni de le changer ni de l’effacer." in words(page)
        assert "le site ne vous redonnera pas la seconde" in words(page)

    def test_a_reader_of_its_address_does_not_erase_it(self, client, pair, frozen):
        other = erased_at(read_at(sent(client, *pair))).split("/")[-2]
        assert "effacer" not in " ".join(
            one.get("href", "") + one.get("action", "")
            for one in shown(client, frozen).select("a, form")
        )
        assert "il s’efface tout seul le" in words(shown(client, frozen).select_one("main"))
        for tail in ("effacer/", f"effacer/{'a' * 43}/", f"effacer/{other}/"):
            for answered in (client.get(f"{frozen}{tail}"), client.post(f"{frozen}{tail}")):
                assert answered.status_code == 404
                assert "n’efface pas le dossier" in answered.content.decode()
        assert client.get(f"{frozen}adresses/{'a' * 43}/").status_code == 404
        assert FrozenDossier.objects.count() == 2

    def test_who_holds_the_other_address_erases_it(self, client, frozen):
        own = erased_at(frozen)
        asked = client.get(own)
        assert "Effacer ce dossier\u202f?" in asked.content.decode()
        assert asked["Referrer-Policy"] == "no-referrer"
        assert FrozenDossier.objects.count() == 1
        assert client.post(own)["Location"] == "/dossier/efface/"
        assert FrozenDossier.objects.count() == 0
        assert client.get("/dossier/efface/").status_code == 200
        assert client.get(frozen).status_code == 404

    def test_the_clock_erases_what_has_been_kept_long_enough(self, client, frozen):
        FrozenDossier.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=1))
        call_command("run_due")
        assert FrozenDossier.objects.count() == 1
        FrozenDossier.objects.update(expires_at=timezone.now())
        assert client.get(frozen).status_code == 404
        call_command("run_due")
        assert FrozenDossier.objects.count() == 0

    @pytest.mark.parametrize(
        "tail",
        ["", "effacer/", f"effacer/{'a' * 43}/", f"adresses/{'a' * 43}/", "deliberation.odt"],
    )
    def test_a_key_that_opens_nothing_gets_one_page(self, client, frozen, tail):
        response = client.get(f"/dossier/fige/{'a' * 32}/{tail}")
        assert response.status_code == 404
        assert "n’ouvre aucun dossier" in response.content.decode()
        assert client.get(f"{frozen[:-5]}/").status_code == 404
