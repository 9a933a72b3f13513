"""A session as machines read it: an event of schema.org, or one for each of its days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from contracts.pages.parts.structured_data import Thing, place
from contracts.training.models import TrainingSessionPage
from contracts.training.values.price import price_in_euros
from contracts.values.vocabulary import TerritoryLevel

_POSTAL_CODE = re.compile(r"\b\d{5}\b", re.ASCII)
_PART_OF_ADDRESS = {
    TerritoryLevel.COMMUNE: "addressLocality",
    TerritoryLevel.DEPARTEMENT: "addressRegion",
    TerritoryLevel.REGION: "addressRegion",
}


def session_event(page: TrainingSessionPage, *, url: str, speakers: Iterable[str]) -> Thing:
    """The link to follow from afar is not told: `url`, the page of the session, stands for it."""
    days = list(_days(page))
    common = _common(page, url)
    event: Thing = {**common, "inLanguage": "fr"}
    if len(days) == 1:
        event |= days[0]
    elif days:
        # Days apart are no event of several months.
        event["@type"] = ["EducationEvent", "EventSeries"]
        event["subEvent"] = [{**common, **day} for day in days]
    if page.gist:
        event["description"] = page.gist
    if page.price:
        event["offers"] = offer = _offer(page.price, url, len(days))
        if offer.get("price") == "0":
            event["isAccessibleForFree"] = True
    if page.organiser:
        event["organizer"] = {"@type": "Organization", "name": page.organiser}
    if persons := [{"@type": "Person", "name": name} for name in speakers]:
        event["performer"] = persons
    if page.capacity:
        event["maximumAttendeeCapacity"] = page.capacity
    return event


def with_seats(event: Thing, *, url: str, places: int, deadline: dt.date | None) -> Thing:
    """An event that takes registrations on this site, as its box says: how many seats are left, and
    until which day one registers at this address."""
    offer = {
        "@type": "Offer",
        **event.get("offers", {}),
        "url": url,
        "availability": f"https://schema.org/{'InStock' if places else 'SoldOut'}",
    }
    if deadline:
        offer["availabilityEnds"] = deadline.isoformat()
    return {**event, "offers": offer, "remainingAttendeeCapacity": places}


def _common(page: TrainingSessionPage, url: str) -> Thing:
    """What is true of the whole and of each day."""
    status = "Cancelled" if page.is_cancelled else "Scheduled"
    thing: Thing = {
        "@type": "EducationEvent",
        "name": page.title,
        "url": url,
        "eventStatus": f"https://schema.org/Event{status}",
    }
    places = [_venue(page)] if page.place else []
    if page.remote_link:
        places.append(place("À distance", kind="VirtualLocation", url=url))
    if places:
        on_site = "Mixed" if page.place else "Online"
        mode = on_site if page.remote_link else "Offline"
        thing["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
        thing["location"] = places[0] if len(places) == 1 else places
    return thing


def _days(page: TrainingSessionPage) -> Iterator[Thing]:
    """Half-days of one day go together."""
    dates = sorted(page.dates.all(), key=lambda date: date.sort_key)
    zone = page.time_zone.tz
    for day, group in groupby(dates, key=lambda date: date.day):
        parts = list(group)
        first, last = parts[0], parts[-1]
        start = first.begins_at(zone).isoformat() if first.starts_at else day.isoformat()
        thing = {"startDate": start}
        if last.ends_at:
            thing["endDate"] = last.ends_by(zone).isoformat()
        elif not any(part.starts_at for part in parts):
            thing["endDate"] = day.isoformat()
        yield thing


def _venue(page: TrainingSessionPage) -> Thing:
    """With its address by parts when one is known, else in the same words."""
    venue = place(page.place)
    address: Thing = {}
    territory = page.place_territory
    if territory is not None:
        part = _PART_OF_ADDRESS.get(TerritoryLevel(territory.level))
        if part:
            address[part] = territory.name
        else:
            venue["containedInPlace"] = place(territory.name)
    is_abroad = territory is not None and territory.level == TerritoryLevel.FOREIGN
    codes = _POSTAL_CODE.findall(page.place)
    if len(codes) == 1 and not is_abroad:
        address["postalCode"] = codes[0]
    if address:
        venue["address"] = {
            "@type": "PostalAddress",
            "streetAddress": page.place,
            **address,
            "addressCountry": "FR",
        }
    else:
        venue["address"] = page.place
    return venue


def _offer(price: str, url: str, days: int) -> Thing:
    """A price in words, and its number when there is no doubt."""
    offer: Thing = {"@type": "Offer", "url": url, "description": price}
    amount = price_in_euros(price, days=days)
    if amount is not None:
        whole = amount == amount.to_integral_value()
        offer["price"] = f"{amount:.0f}" if whole else f"{amount:.2f}"
        offer["priceCurrency"] = "EUR"
    return offer
