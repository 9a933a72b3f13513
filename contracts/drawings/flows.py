"""« Qui donne quoi ? »: one ribbon per theme and direction, as wide as its commitments are many.

Two drawings of the same flows: a wide one, and one for phones whose words stay readable. The page
gives the same in words and in tables right below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER, number
from contracts.values.balance import NO_THEME, Flow, counted
from contracts.values.vocabulary import Side

LARGEST_TOTAL = 300.0  # height of all the ribbons together, beyond which they are made thinner
UNIT = 15.0  # height of one commitment
SMALLEST = 9.0  # a ribbon stays visible
LABEL = 26.0  # room for the words above a ribbon
LINE = 18.0  # room for each further line of words
BAR = 12.0
TOP = 44.0  # room for the names of the two sides
MOST_LINES = 3  # of the names of one side

_BOLD = '<tspan class="bold" font-weight="700">{}</tspan>'


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
    labels = [_said(flow, 60) for flow in flows]
    headings, top = _headings(names, width, 48)
    lanes_height = sum(heights) + sum(map(_room, labels))
    total = sum(heights)
    bar_top = top + (lanes_height - total) / 2
    left, right = BAR, width - BAR
    parts = [headings, _bars(width, bar_top, total)]
    lane, docked = top, bar_top
    for flow, height, label in zip(flows, heights, labels, strict=True):
        lane += _room(label)
        parts.append(_curved_ribbon(flow, left, right, docked, lane, height))
        parts.append(_text(label, width / 2, lane - 7, "middle"))
        parts.append(_arrowheads(flow, width / 2, lane + height / 2, 120))
        lane += height
        docked += height
    return _svg("wide", width, top + lanes_height + 8, parts, described_by)


def _narrow(
    flows: Sequence[Flow], heights: Sequence[float], names: tuple[str, str], described_by: str
) -> str:
    width = 320.0
    labels = [_said(flow, 34) for flow in flows]
    headings, top = _headings(names, width, 18)
    left, right = BAR, width - BAR
    lanes_height = sum(heights) + sum(map(_room, labels))
    parts = [headings, _bars(width, top, lanes_height)]
    lane = top
    for flow, height, label in zip(flows, heights, labels, strict=True):
        lane += _room(label)
        look = _LOOKS[flow.direction]
        parts.append(
            f'<path class="ribbon {look.giver}-ribbon" fill="{look.colour}" fill-opacity=".2" '
            f'stroke="{look.colour}" d="M{number(left)} {number(lane)}H{number(right)}'
            f'v{number(height)}H{number(left)}z"/>'
        )
        parts.append(_text(label, left + 8, lane - 7, "start"))
        parts.append(_arrowheads(flow, width / 2, lane + height / 2, 80))
        lane += height
    return _svg("narrow", width, top + lanes_height + 8, parts, described_by)


def _room(lines: Sequence[str]) -> float:
    return LABEL + LINE * (len(lines) - 1)


def _headings(names: tuple[str, str], width: float, longest: int) -> tuple[str, float]:
    """The names of the two sides, and where the lanes begin below them."""
    city, countryside = (
        [
            _BOLD.format(escape(line))
            for line in wrap(name, longest, max_lines=MOST_LINES, placeholder="…")
        ]
        for name in names
    )
    deeper = LINE * (max(len(city), len(countryside)) - 1)
    return (
        _text(city, 0, 18 + LINE * (len(city) - 1), "start")
        + _text(countryside, width, 18 + LINE * (len(countryside) - 1), "end"),
        TOP + deeper,
    )


def _svg(kind: str, width: float, height: float, parts: Sequence[str], described_by: str) -> str:
    description = f' aria-describedby="{escape(described_by)}"' if described_by else ""
    return (
        f'<svg class="flows flows--{kind}" viewBox="0 0 {number(width)} {number(height)}" '
        f'role="img" aria-label="Qui donne quoi, par thème"{description}>{"".join(parts)}</svg>'
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


def _said(flow: Flow, longest: int) -> list[str]:
    """The lines that say what a ribbon is: its theme and its number."""
    if flow.label:
        *others, last = map(escape, wrap(flow.label, longest))
        return [*others, f"{last} · {_BOLD.format(flow.count)}"]
    first, *rest = wrap(f"{counted(flow.count)} {NO_THEME.lower()}", longest)
    number_of, _, words = first.partition(" ")
    return [f"{_BOLD.format(number_of)} {words}", *rest]


def _text(lines: Sequence[str], x: float, y: float, anchor: str) -> str:
    """Lines one below the other, the last of them at `y`."""
    return "".join(
        f'<text font-family="Public Sans" font-size="15" x="{number(x)}" '
        f'y="{number(y - LINE * above)}" text-anchor="{anchor}">{line}</text>'
        for above, line in zip(reversed(range(len(lines))), lines, strict=True)
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
