"""The page of a dossier: chosen fiches in the order of the reader, their notes, what is refused."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from contracts.deciding.dossier.address import LONGEST_PACKED, DossierAddress, packed
from contracts.deciding.dossier.choice import LONGEST_NOTE, DossierChoice, PickedFiche
from contracts.deciding.dossier.values import Dossier
from contracts.deciding.synthesis.papers import PAPERS
from tests import factories
from tests.contracts.dossier.composing import ADDRESS, address, alert, posted, read, titles
from tests.contracts.reading import ReadPage, words
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

COUNCIL = dt.date(2026, 12, 12)


@pytest.fixture
def three():
    return (
        factories.contract(title="Du bois"),
        factories.case_study(title="Un train"),
        factories.tool(title="Un guide"),
    )


def links(response, selector: str = "main a") -> dict[str, str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return {words(link): link["href"] for link in soup.select(selector)}


def private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    page.save()


class TestEmpty:
    def test_it_says_what_a_dossier_is_and_leads_to_fiches(self, client):
        page = ReadPage(client, ADDRESS)
        assert page.text("h1") == "Mon dossier"
        assert "Rien n’est enregistré sur le site" in page.text("main")
        assert {"/contrats/", "/experiences/", "/outils/"} <= set(links(page.response).values())
        assert page.soup.select("#fiches") == []

    def test_no_cookie_is_set(self, client):
        assert not client.get(ADDRESS).cookies
        assert not client.post(ADDRESS, {"titre": "Conseil"}).cookies


class TestReading:
    def test_an_address_shows_its_fiches_in_its_order_with_notes_title_and_day(self, client, three):
        page = ReadPage(
            client, address(*three[::-1], notes=("À lire",), title="CM", council=COUNCIL)
        )
        assert titles(page.response) == ["Un guide", "Un train", "Du bois"]
        assert page.text("h1") == "CM"
        assert page.one("input[name=date]")["value"] == "2026-12-12"
        assert [area.text.strip() for area in page.soup.select("textarea[name=note]")] == [
            "À lire",
            "",
            "",
        ]
        assert "Les notes sont celles de la personne" in page.text("#fiches")

    def test_what_a_reader_wrote_is_shown_as_plain_text(self, client, three):
        page = ReadPage(client, address(three[0], notes=("<b>x</b></textarea>",), title="<i>T</i>"))
        assert page.text("h1") == "<i>T</i>"
        assert page.one("textarea[name=note]").text == "<b>x</b></textarea>"

    def test_a_renamed_fiche_is_still_found(self, client, three):
        url = address(three[0])
        three[0].slug, three[0].title = "autre", "Du bois sec"
        three[0].save_revision().publish()
        assert titles(client.get(url)) == ["Du bois sec"]

    @pytest.mark.parametrize("how", ["deleted", "private", "unpublished", "never published"])
    def test_a_fiche_that_is_not_public_is_named_missing_and_nothing_of_it_is_told(
        self, client, three, how
    ):
        page = factories.contract(
            title="Confidentiel", gist="Un texte confidentiel.", publish=how != "never published"
        )
        url = address(three[0], page, notes=("", "Ma note"))
        if how == "deleted":
            page.delete()
        if how == "private":
            private(page)
        if how == "unpublished":
            page.unpublish()
        response = client.get(url)
        assert response.status_code == 200
        assert titles(response) == ["Du bois", "Fiche qui n’est plus en ligne"]
        assert "Une fiche de ce dossier n’est plus en ligne" in alert(response)
        text = response.content.decode()
        assert "Ma note" in text
        assert "onfidentiel" not in text

    def test_a_page_that_is_no_fiche_is_missing(self, client):
        assert titles(client.get(address(factories.home_page()))) == [
            "Fiche qui n’est plus en ligne"
        ]

    def test_a_damaged_address_says_so(self, client, three):
        whole = address(*three)
        response = client.get(whole[:-8])
        assert response.status_code == 200
        assert "ne se lit pas jusqu’au bout" in alert(response)

    def test_a_hundred_and_first_fiche_is_refused_with_a_message(self, client, three):
        chosen = [PickedFiche(one) for one in range(10_000, 10_100)]
        full = DossierChoice.of(chosen)
        url = DossierAddress(full).url
        response = client.get(f"{url}&ajouter={three[0].pk}")
        assert len(titles(response)) == 100
        assert "100 fiches au plus" in alert(response)
        response = client.post(
            ADDRESS,
            {"fiche": [one.pk for one in chosen], "action": f"ajouter-{three[0].pk}"},
        )
        assert response.status_code == 422
        assert len(titles(response)) == 100
        assert "100 fiches au plus" in alert(response)

    def test_queries_do_not_grow_with_the_fiches(self, client, django_assert_max_num_queries):
        pages = [factories.contract() for _ in range(12)]
        with django_assert_max_num_queries(10):
            client.get(address(*pages))

    def test_an_address_is_not_to_be_listed(self, client, three):
        assert client.get(address(*three))["X-Robots-Tag"] == "noindex, nofollow"


class TestChanging:
    def test_what_is_typed_goes_to_an_address(self, client, three):
        response = posted(
            client, *three, notes=("Un", "", "Deux\r\nlignes"), titre="Conseil", date="12/12/2026"
        )
        assert response.status_code == 303
        choice = read(response["Location"])
        assert (choice.title, choice.council) == ("Conseil", COUNCIL)
        assert [page.note for page in choice.pages] == ["Un", "", "Deux\nlignes"]
        assert titles(client.get(response["Location"])) == ["Du bois", "Un train", "Un guide"]

    def test_what_is_asked_of_the_council_is_kept_in_the_address_and_shown_again(
        self, client, three
    ):
        response = posted(client, three[0], demande="Approuver\r\nle <b>contrat</b>.")
        assert read(response["Location"]).asked == "Approuver\nle <b>contrat</b>."
        page = ReadPage(client, response["Location"])
        assert page.one("textarea[name=demande]").text == "Approuver\nle <b>contrat</b>."
        added = posted(client, three[0], demande="Débattre", action=f"ajouter-{three[1].pk}")
        assert read(added["Location"]).asked == "Débattre"
        joined = client.post(ADDRESS, {"fiche": [three[2].pk], "adresse": added["Location"]})
        assert read(joined["Location"]).asked == "Débattre"

    def test_what_is_asked_at_too_great_a_length_is_told(self, client, three):
        response = posted(client, three[0], demande="x" * 1_001)
        assert response.status_code == 422
        assert "Ce qui est demandé au conseil : Raccourcissez ce texte : 1000" in alert(response)
        assert "x" * 1_001 in response.content.decode()

    @pytest.mark.parametrize(
        ("action", "order"),
        [
            ("monter", [1, 0, 2]),
            ("descendre", [0, 2, 1]),
            ("retirer", [0, 2]),
        ],
    )
    def test_a_button_moves_or_removes_its_fiche_and_keeps_what_is_typed(
        self, client, three, action, order
    ):
        response = posted(client, *three, notes=("a", "b", "c"), action=f"{action}-{three[1].pk}")
        choice = read(response["Location"])
        assert list(choice.pks) == [three[rank].pk for rank in order]
        assert [page.note for page in choice.pages] == ["abc"[rank] for rank in order]

    def test_the_first_does_not_go_up_nor_the_last_down(self, client, three):
        for action, page in (("monter", three[0]), ("descendre", three[2])):
            response = posted(client, *three, action=f"{action}-{page.pk}")
            assert list(read(response["Location"]).pks) == [one.pk for one in three]

    @pytest.mark.parametrize(
        "action", ["monter-", "monter-x", "retirer-99999999999999999999", "??"]
    )
    def test_a_button_that_names_nothing_changes_nothing(self, client, three, action):
        response = posted(client, *three, action=action)
        assert list(read(response["Location"]).pks) == [one.pk for one in three]

    def test_a_day_that_is_none_is_told_and_nothing_is_lost(self, client, three):
        response = posted(client, *three, notes=("À garder",), date="le douze", titre="CM")
        assert response.status_code == 422
        assert "Date du conseil" in alert(response)
        assert "12/12/2026" in alert(response)
        assert "À garder" in response.content.decode()

    def test_a_note_too_long_is_told_by_its_rank(self, client, three):
        response = posted(client, *three, notes=("", "x" * (LONGEST_NOTE + 1)))
        assert response.status_code == 422
        assert "Note de la fiche 2 : Raccourcissez ce texte : 1000" in alert(response)
        assert "x" * (LONGEST_NOTE + 1) in response.content.decode()

    def test_notes_too_long_for_an_address_say_the_cure_and_nothing_is_lost(self, client, three):
        pages = [*three, *(factories.contract() for _ in range(9))]
        notes = tuple(
            "".join(chr(0x4E00 + (n * 997 + i * 131) % 20_000) for i in range(LONGEST_NOTE))
            for n in range(12)
        )
        response = posted(client, *pages, notes=notes)
        assert response.status_code == 422
        assert "trop longues pour tenir dans une adresse" in alert(response)
        assert "raccourcissez" in alert(response)
        assert all(note in response.content.decode() for note in notes)
        assert len(response.content) > LONGEST_PACKED

    def test_what_is_kept_is_said_once_and_no_address_to_copy_says_it(self, client, three):
        kept = posted(client, *three, titre="Conseil", action="garder")["Location"]
        plain = address(*three, title="Conseil")
        assert kept == f"{plain}#garde"
        page = ReadPage(client, plain)
        assert page.text("#garde[role=status]") == "C’est gardé dans l’adresse de cette page."
        assert page.text("[data-part=address]") == f"http://testserver{plain}"
        assert posted(client, *three, titre="Conseil")["Location"] == plain
        searched = posted(client, *three, chercher="bois", action="garder")["Location"]
        assert searched.endswith("#ajouter")

    def test_words_find_a_fiche_to_add(self, client, three):
        other = factories.contract(title="Des forêts partagées")
        response = posted(client, *three, chercher="forêts", action="chercher")
        assert response.status_code == 303
        assert response["Location"].endswith("#ajouter")
        found = client.get(response["Location"].partition("#")[0])
        soup = BeautifulSoup(found.content, "html.parser")
        button = soup.find("button", string="Ajouter")
        assert button["value"] == f"ajouter-{other.pk}"
        response = posted(client, *three, chercher="forêts", action=button["value"])
        assert read(response["Location"]).pks[-1] == other.pk
        assert "chercher" not in response["Location"]

    def test_a_dossier_that_exists_is_joined_by_its_address(self, client, three):
        pasted = f"https://reciprocites.example{address(three[1], notes=('Là',), title='CM')}"
        response = posted(client, three[0], three[1], adresse=pasted, action="joindre")
        choice = read(response["Location"])
        assert choice.pks == (three[1].pk, three[0].pk)
        assert (choice.title, choice.pages[0].note) == ("CM", "Là")

    def test_an_address_of_no_dossier_is_refused_beside_its_field(self, client, three):
        response = posted(client, *three, adresse="https://exemple.fr/", action="joindre")
        assert response.status_code == 422
        assert "Adresse du dossier : Ce n’est pas l’adresse d’un dossier" in alert(response)

    def test_an_answer_to_a_form_is_kept_by_nobody_else(self, client, three):
        assert "private" in posted(client, *three, date="?")["Cache-Control"]


class TestAdding:
    def test_a_fiche_leads_to_a_dossier_that_begins_with_it(self, client, three):
        for page in three:
            fiche = ReadPage(client, page.url)
            [link] = [one["href"] for one in fiche.soup.find_all("a", string="Ajouter au dossier")]
            assert titles(client.get(link)) == [page.title]
            told = ReadPage(client, link).text("[data-part=added]")
            assert told == f"Dans ce nouveau dossier : {page.title}"

    @pytest.mark.parametrize("url", ["/outils/", "/recherche/?q=un&type=outil"])
    def test_a_tool_of_a_list_has_a_link_that_leads_there(self, client, three, url):
        [link] = ReadPage(client, url).soup.select("main a[aria-label^='Ajouter au dossier']")
        assert titles(client.get(link["href"])) == ["Un guide"]

    def test_a_list_whose_fiches_are_ticked_has_no_such_link_and_tools_are_not_compared(
        self, client, three
    ):
        assert "Ajouter au dossier\u00a0:" not in client.get("/contrats/").content.decode()
        assert "Comparer" not in ReadPage(client, "/outils/").text("main")

    def test_ticked_fiches_begin_a_dossier_and_unknown_ones_are_named(self, client, three):
        response = client.get(
            f"{ADDRESS}?q=bois&fiche={three[2].slug}&fiche=inconnue&fiche={three[0].slug}"
        )
        assert titles(response) == ["Un guide", "Du bois"]
        assert "« inconnue »" in alert(response)
        assert "coller son adresse" in response.content.decode()

    def test_a_draft_is_not_told_from_what_does_not_exist(self, client, three):
        draft = factories.contract(title="Titre secret", publish=False)
        response = client.get(f"{ADDRESS}?fiche={draft.slug}")
        assert f"« {draft.slug} »" in alert(response)
        assert "Titre secret" not in response.content.decode()

    def test_a_list_with_boxes_has_a_button_that_leads_there(self, client, three):
        page = ReadPage(client, "/contrats/")
        button = page.soup.find("button", string="Ajouter au dossier")
        assert (button["formaction"], button["form"]) == (ADDRESS, "recherche")

    def test_a_comparison_leads_to_a_dossier_of_its_fiches(self, client):
        pages = [factories.contract(title=f"Contrat {n}") for n in range(2)]
        compared = client.get("/comparer/", {"fiche": [page.slug for page in pages]})
        url = links(compared)["Mettre ces fiches dans un dossier"]
        assert titles(client.get(url)) == ["Contrat 0", "Contrat 1"]


class TestCarrying:
    def test_the_address_stands_whole_and_in_a_message(self, client, three):
        url = address(*three, title="CM")
        page = ReadPage(client, url)
        assert page.text("[data-part=address]") == f"http://testserver{url}"
        mail = links(page.response)["Envoyer par courriel"]
        assert mail.startswith("mailto:?subject=CM&body=http%3A%2F%2Ftestserver%2Fdossier%2F")

    def test_the_first_fiches_of_one_kind_are_compared(self, client, three):
        others = [factories.contract(title=f"Contrat {n}") for n in range(5)]
        told = links(client.get(address(*others, *three)))
        compared = told["Comparer 4 contrats"]
        assert compared.count("fiche=") == 4
        assert not [label for label in told if label.startswith("Comparer") and "outil" in label]

    @pytest.mark.parametrize("name", PAPERS)
    def test_each_paper_is_served_with_the_dossier_that_the_address_names(
        self, client, three, name, monkeypatch
    ):
        made: list[tuple[str, Dossier]] = []
        monkeypatch.setattr(
            "contracts.deciding.making.views.paper",
            lambda name, dossier: made.append((name, dossier)) or b"%",
        )
        url = address(*three, notes=("Note",), title="CM", council=COUNCIL, asked="Oui")
        [href] = [
            href for href in links(client.get(url)).values() if href.startswith(f"{ADDRESS}{name}?")
        ]
        response = client.get(href)
        assert response.status_code == 200
        assert response["Content-Type"] == PAPERS[name].media_type
        [(asked, dossier)] = made
        assert asked == name
        assert [entry.page.title for entry in dossier.entries] == [
            "Du bois",
            "Un train",
            "Un guide",
        ]
        assert dossier.entries[0].version.number == three[0].live_revision_id
        assert dossier.entries[0].note == "Note"
        assert (dossier.title, dossier.council, dossier.asked) == ("CM", COUNCIL, "Oui")
        assert dossier.consulted == timezone.localdate()
        assert dossier.address == f"http://testserver{url}"

    def test_a_paper_without_any_fiche_leads_to_the_page(self, client):
        assert client.get(f"{ADDRESS}deliberation.odt")["Location"] == ADDRESS
        assert client.get(f"{ADDRESS}autre.pdf").status_code == 404


any_text = st.text(max_size=60)
parameters = st.dictionaries(
    st.sampled_from(
        [
            *("d", "fiche", "ajouter", "chercher", "note", "titre", "date", "demande"),
            *("action", "adresse"),
        ]
    ),
    any_text | st.lists(any_text | st.integers().map(str), max_size=4),
    max_size=6,
)


@settings(
    max_examples=share_of_examples(0.5),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parameters)
def test_whatever_is_typed_or_sent_gets_a_page(client, values):
    client.raise_request_exception = True
    surrogates = MappingProxyType(
        {
            name: [
                one.encode(errors="ignore").decode()
                for one in ([value] if isinstance(value, str) else value)
            ]
            for name, value in values.items()
        }
    )
    assert client.get(ADDRESS, dict(surrogates)).status_code == 200
    assert client.post(ADDRESS, dict(surrogates)).status_code in {303, 422}
    answered = client.get(f"{ADDRESS}deliberation.odt", dict(surrogates)).status_code
    assert answered in {200, 302, 404}


def test_an_address_of_eight_kilobytes_gets_a_page(client):
    assert client.get(f"{ADDRESS}?d=a{'A' * 7_900}").status_code == 200
    assert client.get(f"{ADDRESS}?d=a{'A' * 8_100}").status_code == 414


def test_a_forged_dossier_of_thousands_of_fiches_is_cut_everywhere(client):
    forged = packed(DossierChoice.of(PickedFiche(pk) for pk in range(1, 60_000)))
    assert len(titles(client.post(ADDRESS, {"d": forged}))) == 100
    asked = client.post("/dossier/figer/", {"d": forged, "site": "", "stamp": "forged"})
    assert asked.status_code == 422
    regular = DossierAddress(DossierChoice.of(PickedFiche(pk) for pk in range(1, 1_200)))
    assert len(regular.url) < 8_000
    assert len(titles(client.get(regular.url))) == 100
    assert client.get(regular.paper_url("deliberation.odt")).status_code == 404
