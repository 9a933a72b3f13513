"""What each mail says, read back from the server that received it."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr
from html.parser import HTMLParser

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from contracts.mail import sending
from contracts.mail.envelope import envelope
from contracts.training.access import links
from contracts.training.mailing.messages import message_of
from contracts.training.models import (
    MailKind,
    Registration,
    RegistrationMail,
    SessionDate,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import lock, organising, registrations
from tests.contracts.mail.post_office import html_of, ics_of, links_of, subject_of, text_of
from tests.contracts.training.factories import person, session
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

DAY = dt.date(2027, 5, 4)
NOW = dt.datetime(2027, 4, 1, 10, tzinfo=dt.UTC)
VISIO = "https://visio.example/secret"


@pytest.fixture
def clock(monkeypatch):
    """Set the hour: `clock(moment)`; the 1st of April 2027 at noon in Paris to begin with."""

    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


def may_session(**fields) -> TrainingSessionPage:
    return session(
        dates=[SessionDate(day=DAY, starts_at=dt.time(9, 30), ends_at=dt.time(17))],
        **{
            "title": "Coopérer entre ville et campagne",
            "place": "Valence",
            "remote_link": VISIO,
            "contact_name": "Nolwenn",
            "contact_email": "contact@ys.example",
            **fields,
        },
    )


def full(page: TrainingSessionPage) -> list[Registration]:
    """Someone seated, and someone who waits."""
    SessionState.objects.filter(page=page).update(capacity=1)
    return [
        registrations.register(page, person(first_name=name, last_name="Le Guen"))
        for name in ("Ada", "Bob")
    ]


def sent(office):
    """Send what is due: the messages that arrived, in their order."""
    office.received.clear()
    sending.send_due()
    return list(office.received)


def one(office):
    (message,) = sent(office)
    return message


def events(message) -> list:
    return Calendar.from_ical(ics_of(message)).walk("VEVENT")


def test_a_confirmation_says_when_and_where_and_how_to_cancel(office, clock):
    page = may_session()
    registration = registrations.register(page, person(first_name="Ada", last_name="Le Guen"))
    message = one(office)
    assert subject_of(message) == "Inscription confirmée\xa0: Coopérer entre ville et campagne"
    assert message["To"] == registration.email
    assert message["Reply-To"] == "contact@ys.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not [name for name in message if name.startswith(("List-", "Precedence"))]
    for body in (text_of(message), html_of(message)):
        assert "Votre inscription est confirmée" in body
        assert "mardi 4 mai 2027, de 9\xa0h\xa030 à 17\xa0h" in body
        assert "Valence" in body
        assert "Ada Le Guen" in body
        assert VISIO in body
        assert links.own_url(registration) in body


def test_whoever_waits_reads_how_many_wait_before_and_not_how_many_had_left(office, clock):
    page = may_session()
    _seated, left, *_waiting = [
        *full(page),
        *(registrations.register(page, person()) for _ in range(3)),
    ]
    registrations.cancel(left)
    full(session())  # another list
    told = [" ".join(text_of(message).split()) for message in sent(office)]
    assert [
        sentence
        for text in told
        for sentence in (
            "Personne n’attend avant vous.",
            "Une personne attend avant vous.",
            "2 personnes attendent avant vous.",
        )
        if sentence in text
    ] == [
        "Personne n’attend avant vous.",
        "Une personne attend avant vous.",
        "2 personnes attendent avant vous.",
        "Personne n’attend avant vous.",
    ]


def test_the_calendar_beside_a_confirmation_is_the_public_one_with_the_link_for_the_registered(
    office, clock, client
):
    page = may_session()
    registrations.register(page, person())
    [event] = events(one(office))
    public = client.get(f"/sessions/{page.slug}/session.ics").content
    [shown] = Calendar.from_ical(public).walk("VEVENT")
    assert (event["uid"], event["sequence"]) == (shown["uid"], shown["sequence"])
    assert event.decoded("dtstart").isoformat() == "2027-05-04T09:30:00+02:00"
    assert VISIO in event["description"]
    assert VISIO not in public.decode()


def test_who_waits_is_told_the_rank_and_not_the_link(office, clock):
    page = may_session()
    full(page)
    registrations.register(page, person(first_name="Cyd"))
    _confirmed, first, second = sent(office)
    assert "Personne n’attend avant vous." in text_of(first)
    assert "Une personne attend avant vous." in text_of(second)
    for message in (first, second):
        assert VISIO not in text_of(message) + html_of(message)
        assert ics_of(message) is None


def test_an_offer_says_until_when_in_local_time_and_its_link_answers_that_offer(office, clock):
    seated, waiting = full(may_session())
    sent(office)
    registrations.cancel(seated)
    cancelled, offer = sent(office)
    assert subject_of(cancelled).startswith("Inscription annulée")
    waiting.refresh_from_db()
    until = "samedi 3 avril à 12\xa0h"
    assert subject_of(offer).startswith(f"Une place est libre, répondez avant le {until}")
    assert f"jusqu’au {until} (heure de Paris)" in text_of(offer)
    [address] = [link for link in links_of(offer) if "/inscriptions/place/" in link]
    token = address.rstrip("/").rpartition("/")[2]
    assert links.read(token, links.Purpose.OFFER) == (waiting, waiting.offer_nonce)


def test_an_offer_that_was_answered_or_is_over_is_not_sent(office, clock):
    seated, waiting = full(may_session())
    sent(office)
    registrations.cancel(seated)
    waiting.refresh_from_db()
    registrations.accept(waiting, waiting.offer_nonce)
    assert [subject_of(message)[:12] for message in sent(office)] == [
        "Inscription ",
        "Inscription ",
    ]
    offer = RegistrationMail.objects.get(kind=MailKind.OFFER)
    assert (offer.state, offer.sent_at) == (RegistrationMail.State.DROPPED, None)


def test_an_offer_left_behind_by_a_late_clock_is_not_sent(office, clock):
    seated, _waiting = full(may_session())
    sent(office)
    registrations.cancel(seated)
    clock(NOW + dt.timedelta(hours=49))
    assert [subject_of(message)[:19] for message in sent(office)] == ["Inscription annulée"]


def test_the_answers_to_an_offer_are_told(office, clock):
    page = may_session()
    seated, waiting = full(page)
    third = registrations.register(page, person(first_name="Cyd"))
    registrations.cancel(seated)
    sent(office)
    waiting.refresh_from_db()
    registrations.decline(waiting, waiting.offer_nonce)
    refused, _offer = sent(office)
    assert "Vous avez refusé la place proposée" in text_of(refused)
    assert "vous inscrire de nouveau" in text_of(refused)
    clock(NOW + dt.timedelta(hours=49))
    lock.settle(page)
    expired = one(office)
    assert expired["To"] == third.email
    assert "n’a pas eu de réponse dans le délai" in text_of(expired)


def test_a_correction_and_a_move_say_what_the_person_has(office, clock):
    page, other = may_session(), may_session(title="L’autre session")
    registration = registrations.register(page, person(first_name="Ada"))
    sent(office)
    registrations.correct(registration, person(first_name="Ada", email="neuve@ys.example"))
    corrected = one(office)
    assert corrected["To"] == "neuve@ys.example"
    assert "Vous avez une place." in text_of(corrected)
    moved = organising.move(registration, other, by="Nolwenn")
    message = one(office)
    assert "votre inscription à «\xa0Coopérer entre ville et campagne\u202f»" in text_of(message)
    assert links.own_url(moved) in links_of(message)
    assert [event["summary"] for event in events(message)] == ["L’autre session"]


def test_a_session_that_moves_tells_what_it_was_and_what_it_is_and_updates_calendars(office, clock):
    page = may_session()
    registrations.register(page, person())
    [before] = events(one(office))
    page.place = "Brest"
    page.dates = [SessionDate(day=DAY + dt.timedelta(days=7), starts_at=dt.time(10))]
    page.save_revision().publish()
    message = one(office)
    text = text_of(message)
    assert "Dates, avant\xa0:\n  mardi 4 mai 2027, de 9\xa0h\xa030 à 17\xa0h" in text
    assert "Quand\xa0:\n  mardi 11 mai 2027, à partir de 10\xa0h" in text
    assert "Lieu, avant\xa0:\n  Valence" in text
    assert "Où\xa0:\n  Brest" in text
    [after] = events(message)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after["location"] == "Brest"


def test_two_changes_before_the_mail_leaves_are_told_once(office, clock):
    page = may_session()
    registrations.register(page, person())
    sent(office)
    for place in ("Brest", "Quimper"):
        page.place = place
        page.save_revision().publish()
    assert "Lieu, avant\xa0:\n  Valence" in text_of(one(office))
    states = RegistrationMail.objects.filter(kind=MailKind.SESSION_CHANGED)
    assert list(states.values_list("state", flat=True)) == ["envoye", "sans-objet"]


def test_a_new_link_to_follow_from_afar_is_told_to_who_has_a_seat(office, clock):
    page = may_session()
    full(page)
    sent(office)
    page.remote_link = "https://visio.example/autre"
    page.save_revision().publish()
    seated, waiting = sent(office)
    assert "Le lien pour suivre la session à distance a changé." in text_of(seated)
    assert "https://visio.example/autre" in links_of(seated)
    assert "visio.example" not in text_of(waiting) + html_of(waiting)
    assert "visio.example" in ics_of(seated).decode()
    assert "visio.example" not in ics_of(waiting).decode()
    facts = RegistrationMail.objects.filter(kind=MailKind.SESSION_CHANGED).values_list("facts")
    assert "visio" not in str(list(facts))


def test_a_cancelled_session_tells_why_and_cancels_the_event(office, clock):
    page = may_session()
    registrations.register(page, person())
    [before] = events(one(office))
    organising.cancel_session(page, by="Nolwenn", reason="Neige")
    message = one(office)
    assert "Raison donnée par l’organisateur\xa0: Neige" in text_of(message)
    [event] = events(message)
    assert (event["uid"], event["status"]) == (before["uid"], "CANCELLED")
    assert event["sequence"] == before["sequence"] + 1


def test_nothing_leaves_for_an_erased_person(office, clock):
    registration = registrations.register(may_session(), person())
    Registration.objects.filter(pk=registration.pk).update(anonymised_at=NOW)
    assert sent(office) == []
    assert RegistrationMail.objects.get().state == RegistrationMail.State.DROPPED


def test_replies_go_to_the_contact_only_if_it_is_an_address(office, clock):
    page = may_session()
    TrainingSessionPage.objects.filter(pk=page.pk).update(contact_email="voir le site")
    registrations.register(page, person())
    assert one(office)["Reply-To"] is None


def test_a_name_that_is_a_link_is_not_sent_to_whoever_it_was_addressed_to(office, clock):
    registrations.register(may_session(), person(first_name="Gagnez", last_name="http://mal.ex/a"))
    message = one(office)
    assert "mal.ex" not in text_of(message) + html_of(message)
    assert "Bonjour," in text_of(message)


class Visible(HTMLParser):
    """The words of a page, and the tags that make them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.tags = "", []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)


KINDS = {
    **dict.fromkeys(MailKind, Status.CONFIRMED),
    MailKind.WAITING: Status.WAITING,
    MailKind.OFFER: Status.OFFERED,
    MailKind.OFFER_EXPIRED: Status.EXPIRED,
    MailKind.REFUSED: Status.REFUSED,
    MailKind.CANCELLED: Status.CANCELLED,
    MailKind.SESSION_CANCELLED: Status.CANCELLED,
}
# Whatever a form may let through: no NUL, which PostgreSQL refuses.
HOSTILE = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=300),
    st.sampled_from(
        [
            "O'Brien-Le Guénanff",
            "<script>alert(1)</script>",
            'Ada "Bob" <b>&amp;</b>',
            "🌾 🏙️",
            "x" * 300,
            "Ada\r\nBcc: tous@mal.example",
            "{{ settings.SECRET_KEY }}",
        ]
    ),
)


@pytest.fixture
def mail_of(clock):
    """A mail of this kind that has something to say, of a session of 2027."""
    page = may_session()
    registration = registrations.register(page, person())
    page = TrainingSessionPage.objects.select_related("state").get(pk=page.pk)

    def make(kind: MailKind, **fields) -> RegistrationMail:
        moment = {
            MailKind.REMINDER_WEEK: dt.datetime(2027, 4, 27, 8, tzinfo=dt.UTC),
            MailKind.REMINDER_DAY: dt.datetime(2027, 5, 3, 8, tzinfo=dt.UTC),
            MailKind.THANKS: dt.datetime(2027, 5, 5, 8, tzinfo=dt.UTC),
        }.get(kind, NOW)
        clock(moment)
        one = Registration.objects.get(pk=registration.pk)
        one.session, one.status = page, KINDS[kind]
        page.state.cancelled_at = NOW if kind == MailKind.SESSION_CANCELLED else None
        page.state.cancellation_reason = fields.pop("reason", "Neige")
        if kind == MailKind.OFFER:
            one.offer_nonce, one.offer_expires_at = "a" * 32, moment + dt.timedelta(hours=48)
        for name, value in fields.items():
            setattr(one, name, value)
        facts = {
            "nonce": "a" * 32,
            "day": DAY.isoformat(),
            "from": page.pk,
            "before": {"dates": [["2027-05-03", "09:00", ""]], "place": "Ys"},
        }
        return RegistrationMail(registration=one, kind=kind, facts=facts)

    return make


def test_an_offer_says_nothing_under_another_nonce_than_the_live_one(mail_of):
    written = mail_of(MailKind.OFFER)
    assert message_of(written) is not None
    written.registration.offer_nonce = "b" * 32
    assert message_of(written) is None


@pytest.mark.parametrize("kind", list(MailKind))
def test_each_kind_of_mail_has_something_to_say(mail_of, kind):
    message = message_of(mail_of(kind))
    assert message.heading
    assert message.subject.endswith("Coopérer entre ville et campagne")


@pytest.mark.parametrize("kind", list(MailKind))
@settings(
    max_examples=share_of_examples(0.2), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=HOSTILE, last=HOSTILE, title=HOSTILE)
def test_whatever_people_type_stays_words(mail_of, kind, first, last, title):
    written = mail_of(kind, first_name=first, last_name=last, reason=title)
    written.registration.session.title = title
    message = message_of(written)
    sealed = envelope(message, written.message_id, None).message()
    assert sealed["To"] == written.registration.email
    assert sealed["Bcc"] is None
    assert parseaddr(sealed["From"])[1] == "ne-pas-repondre@localhost"
    assert len(str(message.subject).splitlines()) == 1
    html = (
        sealed.get_payload()[0].get_payload()[1] if message.attachments else sealed.get_payload()[1]
    )
    seen = Visible(html.get_payload(decode=True).decode())
    assert set(seen.tags) <= {
        *("html", "head", "meta", "title", "style", "body"),
        *("h1", "p", "a", "br", "dl", "dt", "dd"),
    }
