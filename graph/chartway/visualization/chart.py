"""The chart of money against time: where each plan to choose from stands, and the trade-off among them as a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from string import ascii_uppercase

from chartway.catalog import CENTS, MILLIWEEKS
from chartway.plan import Plan
from chartway.wording import dollars

__all__ = ["Chart", "Mark", "chart_of", "letter"]

WIDTH, HEIGHT = 360.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 336.0, 18.0, 176.0
"""The sides of the part of the chart in which plans stand."""
APART = 23.0
"""Between the letters of two plans at least."""
MOST_TICKS = 5
MILLION = 1_000_000 * CENTS
YEAR = 52 * MILLIWEEKS
SPANS = (
    *((number * MILLIWEEKS, MILLIWEEKS, "wk") for number in (1, 2, 4, 8)),
    *((number * YEAR // 12, YEAR / 12, "mo") for number in (3, 6)),
    *((number * YEAR, YEAR, "yr") for number in (1, 2, 3, 5, 10, 20, 50)),
)
"""How far two ticks may be apart, in which unit of time that is counted, and how the unit is said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A plan in the chart: where it stands, where its letter is if others are in the way, and what is known of it.

    ``open_ended`` is that a price is unknown, so that it costs at least so much; ``traded`` that it is part of the
    trade-off.
    """

    letter: str
    x: float
    y: float
    x_letter: float
    y_letter: float
    open_ended: bool
    traded: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a mark for each plan in their order, the ticks with their words, the lines of the trade-off."""

    marks: tuple[Mark, ...]
    times: tuple[tuple[float, str], ...]
    prices: tuple[tuple[float, str], ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    size: tuple[float, float, float, float, float, float] = (WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM)

    @property
    def traded(self) -> bool:
        """Whether it shows a trade-off."""
        return any(mark.traded for mark in self.marks)

    @property
    def open_ended(self) -> bool:
        """Whether a plan has a price that is unknown."""
        return any(mark.open_ended for mark in self.marks)


def chart_of(plans: Sequence[Plan], front: Sequence[int] = ()) -> Chart | None:
    """The chart of some plans; none where they do not differ in money and time.

    ``front`` are the places among them of the plans of the trade-off, in its order.

    >>> from chartway.catalog import Cost
    >>> from chartway.plan import Step
    >>> slow = Plan((Step("a", "0", 0, 104_000, Cost.known(810_000)),), 104_000)
    >>> fast = Plan((Step("b", "0", 0, 52_000, Cost.known(1_620_000)),), 52_000)
    >>> chart = chart_of([slow, fast], [0, 1])
    >>> [mark.letter for mark in chart.marks], [words for _, words in chart.prices]
    (['A', 'B'], ['$0', '$5,000', '$10,000', '$15,000', '$20,000'])
    >>> chart_of([slow, slow]) is None
    True
    """
    if len({(plan.weeks, plan.cost.typical) for plan in plans}) < 2:  # noqa: PLR2004 - one place is no chart
        return None
    times = list(_times(max(plan.weeks for plan in plans)))
    prices = list(_prices(max(plan.cost.typical for plan in plans)))
    places = [(_across(plan.weeks, times[-1][0]), _up(plan.cost.typical, prices[-1][0])) for plan in plans]
    marks = tuple(
        Mark(letter(number), *place, *beside, bool(plan.unknown_costs), number in front)
        for number, (plan, place, beside) in enumerate(zip(plans, places, _spread(places), strict=True))
    )
    joined = [
        (places[one], places[other])
        for one, other in pairwise(front)
        if not plans[one].unknown_costs and not plans[other].unknown_costs
    ]
    return Chart(
        marks,
        tuple((_across(time, times[-1][0]), words) for time, words in times),
        tuple((_up(cents, prices[-1][0]), words) for cents, words in prices),
        tuple(joined),
    )


def letter(number: int) -> str:
    """What a plan is called in the chart, by its place from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(number, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[last]


def _across(milliweeks: int, most: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * milliweeks / most, 1)


def _up(cents: int, most: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * cents / most, 1)


def _prices(most: int) -> Iterator[tuple[int, str]]:
    """Round sums from nothing to the most or just above it."""
    step = next(
        size * digit
        for size in (CENTS * 10**power for power in count())
        for digit in (1, 2, 5)
        if size * digit * (MOST_TICKS - 1) >= most
    )
    return ((cents, _round_dollars(cents)) for cents in range(0, max(most, 1) + step, step))


def _round_dollars(cents: int) -> str:
    """A round sum in as few letters as there is room for.

    >>> _round_dollars(500_000), _round_dollars(1_500_000_000)
    ('$5,000', '$15M')
    """
    return dollars(cents) if cents < MILLION else f"${cents / MILLION:g}M"


def _times(most: int) -> Iterator[tuple[int, str]]:
    """Round times from now to the longest or just after it."""
    step, unit, word = next((one for one in SPANS if one[0] * (MOST_TICKS - 1) >= most), SPANS[-1])
    ticks = range(0, max(most, 1) + step, step)
    return ((time, f"{round(time / unit)} {word}" if time else "now") for time in ticks)


def _spread(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Each place, or the nearest beside it where no other letter is in the way."""
    found: list[tuple[float, float]] = []
    steps = [(APART * x, APART * y) for x in range(-6, 7) for y in range(-6, 7)]
    steps.sort(key=lambda step: (abs(step[0]) + abs(step[1]), step))
    for x, y in places:
        inside = ((x + right, y + down) for right, down in steps if LEFT <= x + right <= RIGHT and y + down >= TOP - 4)
        free = (one for one in inside if one[1] <= BOTTOM and all(_is_clear(one, other) for other in found))
        found.append(next(free, (x, y)))
    return [(round(x, 1), round(y, 1)) for x, y in found]


def _is_clear(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) >= APART - 1 or abs(one[1] - other[1]) >= APART - 1
