"""« Qui donne quoi ? »: one ribbon per theme and direction, as wide as its commitments are many.

Two drawings of the same flows: a wide one, and one for phones whose words stay readable. The page
gives the same in words and in tables right below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER, number
from contracts.values.balance import Flow, counted
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Side

LARGEST_TOTAL = 300.0  # height of all the ribbons together, beyond which they are made thinner
UNIT = 15.0  # height of one commitment
SMALLEST = 9.0  # a ribbon stays visible
LABEL = 26.0  # room for the words above a ribbon
BAR = 12.0
TOP = 44.0  # room for the names of the two sides


@dataclass(frozen=True)
class _Look:
    giver: str
    colour: str


_LOOKS = {
    Side.CITY.value: _Look("city", CITY),
    Side.COUNTRYSIDE.value: _Look("countryside", COUNTRYSIDE),
    None: _Look("together", TOGETHER),
}


def flows_drawing(
    flows: Sequence[Flow],
    *,
    city: str = "La ville",
    countryside: str = "La campagne",
    described_by: str = "",
) -> SafeString:
    """Both drawings (the stylesheet shows one), or nothing when there is no flow.

    `described_by` is the id of the caption that says the balance in words.
    """
    if not flows:
        return SafeString("")
    heights = _heights([flow.count for flow in flows])
    names = (city, countryside)
    return mark_safe(  # noqa: S308 - words are escaped below
        _wide(flows, heights, names, described_by) + _narrow(flows, heights, names, described_by)
    )


def _heights(counts: Sequence[int]) -> list[float]:
    unit = min(UNIT, LARGEST_TOTAL / sum(counts))
    return [max(SMALLEST, unit * count) for count in counts]


def _wide(
    flows: Sequence[Flow], heights: Sequence[float], names: tuple[str, str], described_by: str
) -> str:
    width = 880.0
    lanes_height = sum(heights) + LABEL * len(flows)
    total = sum(heights)
    bar_top = TOP + (lanes_height - total) / 2
    left, right = BAR, width - BAR
    parts = [_bars(width, bar_top, total)]
    lane, docked = TOP + LABEL, bar_top
    for flow, height in zip(flows, heights, strict=True):
        parts.append(_curved_ribbon(flow, left, right, docked, lane, height))
        parts.append(_words(flow, width / 2, lane - 7, anchor="middle"))
        parts.append(_arrowheads(flow, width / 2, lane + height / 2, 120))
        lane += height + LABEL
        docked += height
    return _svg("wide", width, TOP + lanes_height + 8, parts, names, described_by)


def _narrow(
    flows: Sequence[Flow], heights: Sequence[float], names: tuple[str, str], described_by: str
) -> str:
    width = 320.0
    left, right = BAR, width - BAR
    lanes_height = sum(heights) + LABEL * len(flows)
    parts = [_bars(width, TOP, lanes_height)]
    lane = TOP + LABEL
    for flow, height in zip(flows, heights, strict=True):
        look = _LOOKS[flow.direction]
        parts.append(
            f'<path class="ribbon {look.giver}-ribbon" fill="{look.colour}" fill-opacity=".2" '
            f'stroke="{look.colour}" d="M{number(left)} {number(lane)}H{number(right)}'
            f'v{number(height)}H{number(left)}z"/>'
        )
        parts.append(_words(flow, left + 8, lane - 7, anchor="start", longest=34))
        parts.append(_arrowheads(flow, width / 2, lane + height / 2, 80))
        lane += height + LABEL
    return _svg("narrow", width, TOP + lanes_height + 8, parts, names, described_by)


def _svg(
    kind: str,
    width: float,
    height: float,
    parts: Sequence[str],
    names: tuple[str, str],
    described_by: str,
) -> str:
    longest = 18 if kind == "narrow" else 48
    city, countryside = (escape(_shortened(name, longest)) for name in names)
    description = f' aria-describedby="{escape(described_by)}"' if described_by else ""
    return (
        f'<svg class="flows flows--{kind}" viewBox="0 0 {number(width)} {number(height)}" '
        f'role="img" aria-label="Qui donne quoi, par thème"{description}>'
        f'<text class="bold" font-family="Public Sans" font-size="15" font-weight="700" '
        f'x="0" y="18">{city}</text>'
        f'<text class="bold" font-family="Public Sans" font-size="15" font-weight="700" '
        f'x="{number(width)}" y="18" text-anchor="end">{countryside}</text>'
        f"{''.join(parts)}</svg>"
    )


def _bars(width: float, top: float, height: float) -> str:
    """The city's side has square ends, the countryside's round ones."""
    return (
        f'<rect class="city-fill" fill="{CITY}" y="{number(top)}" width="{number(BAR)}" '
        f'height="{number(height)}"/>'
        f'<rect class="countryside-fill" fill="{COUNTRYSIDE}" x="{number(width - BAR)}" '
        f'y="{number(top)}" width="{number(BAR)}" height="{number(height)}" rx="6"/>'
    )


def _curved_ribbon(
    flow: Flow, left: float, right: float, docked: float, lane: float, height: float
) -> str:
    look = _LOOKS[flow.direction]
    near, far = left + 190, right - 190
    bend = (near - left) / 2

    def edge(offset: float) -> tuple[str, str]:
        dock, line = number(docked + offset), number(lane + offset)
        there = (
            f"{number(left)} {dock}C{number(left + bend)} {dock} {number(near - bend)} {line} "
            f"{number(near)} {line}H{number(far)}C{number(far + bend)} {line} "
            f"{number(right - bend)} {dock} {number(right)} {dock}"
        )
        back = (
            f"{number(right)} {dock}C{number(right - bend)} {dock} {number(far + bend)} {line} "
            f"{number(far)} {line}H{number(near)}C{number(near - bend)} {line} "
            f"{number(left + bend)} {dock} {number(left)} {dock}"
        )
        return there, back

    return (
        f'<path class="ribbon {look.giver}-ribbon" fill="{look.colour}" fill-opacity=".2" '
        f'stroke="{look.colour}" d="M{edge(0)[0]}L{edge(height)[1]}z"/>'
    )


def _words(flow: Flow, x: float, y: float, *, anchor: str, longest: int = 60) -> str:
    bold = '<tspan class="bold" font-weight="700">{}</tspan>'
    if flow.label:
        said = f"{escape(_shortened(flow.label, longest))} · {bold.format(flow.count)}"
    else:
        number_of, _, words = counted(flow.count).partition(" ")
        said = f"{bold.format(number_of)} {words}, thème {NOT_KNOWN}"
    return (
        f'<text font-family="Public Sans" font-size="15" x="{number(x)}" y="{number(y)}" '
        f'text-anchor="{anchor}">{said}</text>'
    )


def _arrowheads(flow: Flow, x: float, y: float, spread: float) -> str:
    """One head towards the receiver; two, back to back, for what is done together."""
    look = _LOOKS[flow.direction]
    if flow.direction is None:
        turns = [(x - spread, -1), (x + spread, 1)]
    else:
        turns = [(x, 1 if flow.direction == Side.CITY else -1)]
    return "".join(
        f'<path class="{look.giver}-fill" fill="{look.colour}" '
        f'd="M{number(at - 7 * turn)} {number(y - 6)}l{14 * turn} 6l{-14 * turn} 6z"/>'
        for at, turn in turns
    )


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
