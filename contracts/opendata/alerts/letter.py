"""The mails of alerts: the demand to confirm, the link to one's alerts, the digest, the last call.

A mail is written as things stand when it leaves: to whoever has stopped, or confirmed meanwhile, it
says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from django.conf import settings

from contracts.mail import writers
from contracts.mail.message import Detail, MailAction, MailItem, MailSection, Message
from contracts.mail.models import OutgoingMail
from contracts.opendata.alerts import links
from contracts.opendata.alerts.digest import ListNews, Lists, ToldFiche, news_of
from contracts.opendata.alerts.digests import DigestFacts
from contracts.opendata.alerts.models import UNCONFIRMED_KEPT, AlertMail, Subscriber
from contracts.values.dates.french_calendar import french_date

_Kind = AlertMail.Kind
_MOST_HELD = 3  # rows of a fiche that are told
_HOURS = int(UNCONFIRMED_KEPT.total_seconds() // 3600)
_FOLLOWS = "Message envoyé par le site parce que cette adresse y suit des listes."
_ASKED = (
    "Message envoyé par le site parce que cette adresse a été donnée dans son formulaire « Me "
    "prévenir »."
)


def register_writers() -> None:
    writers.register(_Kind.values, _written)


def _written(mail: OutgoingMail) -> Message | None:
    rows = AlertMail.objects.select_related("subscriber", "alert")
    row = rows.filter(pk=mail.pk).first()
    if row is None:
        return None
    match row.kind:
        case _Kind.CONFIRM:
            return _confirm(row)
        case _Kind.LINK:
            return _link(row.subscriber)
        case _Kind.DIGEST:
            return _digest(row)
        case _:
            return _renewal(row.subscriber)


def _confirm(mail: AlertMail) -> Message | None:
    alert = mail.alert
    if alert is None or alert.confirmed_at is not None:
        return None
    return Message(
        subject="Confirmez votre alerte",
        heading="Confirmez votre alerte",
        paragraphs=(
            "Quelqu’un, sans doute vous, demande que cette adresse soit prévenue de ce qui est "
            "nouveau dans une liste du site. Rien n’est envoyé tant que ce n’est pas confirmé.",
        ),
        details=(
            Detail("Ce qui est suivi", (alert.title,)),
            Detail("Rythme", (alert.get_rhythm_display(),)),
        ),
        actions=(MailAction("Voir et confirmer cette alerte", links.confirm_url(alert)),),
        notes=(
            f"Si ce n’est pas vous, ne faites rien : la demande et l’adresse sont effacées au bout "
            f"de {_HOURS} heures.",
        ),
        to=mail.subscriber.email,
        reason=_ASKED,
    )


def _link(subscriber: Subscriber) -> Message | None:
    if not subscriber.alerts.confirmed().exists():
        return None
    return Message(
        subject="Vos alertes",
        heading="Le lien de vos alertes",
        paragraphs=(
            "Ce lien montre les listes que vous suivez déjà, et permet d’en changer le rythme ou "
            "les filtres, de les mettre en pause ou de les arrêter.",
        ),
        actions=(MailAction("Voir mes alertes", links.own_url(subscriber)),),
        notes=(
            f"Il reste bon {links.OWN_LASTS.days} jours. Si vous ne l’avez pas demandé, ne faites "
            "rien.",
        ),
        to=subscriber.email,
        reason=_FOLLOWS,
    )


def _digest(mail: AlertMail) -> Message | None:
    facts = DigestFacts.read(mail.facts)
    sections, count = [], 0
    lists = Lists()
    for alert in mail.subscriber.alerts.active():
        selected = lists.of(alert)
        if selected is None:
            if alert.pk in facts.lost:
                sections.append(_lost(alert.title))
        elif alert.pk in facts.since:
            told = lists.publications(alert, facts.since[alert.pk], facts.until)
            news = news_of(selected, told)
            if news.fiches:
                count += len(news.fiches) + news.more
                sections.append(_section(news))
    if not sections:
        return None
    many = "s" if count > 1 else ""
    subject = f"{count} nouveauté{many} dans vos listes" if count else "Une liste à revoir"
    return Message(
        subject=subject,
        heading="Dans les listes que vous suivez" if count else subject,
        paragraphs=(),
        sections=tuple(sections),
        actions=_ways_out(mail.subscriber),
        to=mail.subscriber.email,
        reason=_FOLLOWS,
        stop_url=links.stop_url(mail.subscriber),
    )


def _renewal(subscriber: Subscriber) -> Message | None:
    if subscriber.reminded_at is None or not subscriber.alerts.confirmed().exists():
        return None
    return Message(
        subject="Gardez-vous vos alertes ?",
        heading="Gardez-vous vos alertes ?",
        paragraphs=(
            f"Sans réponse de votre part, vos alertes et cette adresse seront effacées le "
            f"{french_date(subscriber.kept_until)}. Pour les garder, ouvrez le lien et appuyez sur « Garder mes "
            "alertes ».",
        ),
        actions=_ways_out(subscriber),
        to=subscriber.email,
        reason=_FOLLOWS,
        stop_url=links.stop_url(subscriber),
    )


def _ways_out(subscriber: Subscriber) -> tuple[MailAction, ...]:
    return (
        MailAction("Voir, changer ou mettre en pause mes alertes", links.own_url(subscriber)),
        MailAction("Arrêter toutes mes alertes", links.stop_url(subscriber)),
    )


def _section(news: ListNews) -> MailSection:
    others: tuple[str, ...] = ()
    if news.more:
        named = "fiches sont à voir" if news.more > 1 else "fiche est à voir"
        others = (f"{news.more} autre{'s' if news.more > 1 else ''} {named} dans la liste.",)
    return MailSection(news.title, news.address, tuple(map(_item, news.fiches)), others)


def _item(fiche: ToldFiche) -> MailItem:
    news = fiche.news
    url = urljoin(settings.WAGTAILADMIN_BASE_URL, news.url)
    return MailItem(news.title, url, tuple(_lines(fiche)))


def _lines(fiche: ToldFiche) -> Iterator[str]:
    news = fiche.news
    kind = f"{news.kind} du {news.date}" if news.date else news.kind
    yield f"{kind} · {'nouveauté' if news.is_new else 'mise à jour'}"
    if news.changes:
        yield f"Ce qui change : {' ; '.join(news.changes)}"
    elif news.is_new and news.summary:
        yield news.summary
    if fiche.held:
        more = len(fiche.held) - _MOST_HELD
        others = f" ; et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
        yield f"Dans la liste : {' ; '.join(fiche.held[:_MOST_HELD])}{others}"


def _lost(title: str) -> MailSection:
    return MailSection(
        title,
        "",
        notes=(
            "Cette liste ne peut plus être suivie : un de ses filtres n’existe plus sur le site. "
            "Changez cette alerte ou arrêtez-la par le premier lien ci-dessous ; ce message ne "
            "sera pas répété.",
        ),
    )
