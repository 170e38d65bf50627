"""The two figures of a printed report: the plan on a time line, and its money by step.

Places are shares of the width in percent, so a figure is as wide as its paper while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chartway.catalog import CENTS, FREE, MILLIWEEKS, Cost
from chartway.plan import Plan
from chartway.timetable import UNLIMITED, Timetable
from chartway.wording import MONTHS, MONTHS_A_YEAR, WEEKS_A_MONTH, outlay, ranged, when

MOST_SPACES = 3
"""Spaces between the ticks of an axis: with more, labels of thousands of dollars would touch."""
NEAR_THE_END = 90
"""From this percentage on a label stands left of its tick, or it would leave the figure."""
SHORT = 52 * MILLIWEEKS
"""Below this, plans are counted in weeks, as :func:`chartway.wording.when` does."""

YEARS = (3, 6, MONTHS_A_YEAR, 2 * MONTHS_A_YEAR)
"""Months between the ticks of a long plan."""

Mark = Literal["bar", "examination", "moment"]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its label, and the side of the place on which the label stands."""

    place: str
    label: str
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Period:
    """A step on the time line: a bar while it lasts, an examination or another moment where it takes no time."""

    what: str
    when: str
    mark: Mark
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """When each step happens."""

    periods: tuple[Period, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What a step costs: places of the low, typical and high price, none where the price is unknown."""

    what: str
    price: str
    places: tuple[str, str, str] | None
    estimated: bool
    total: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """What each step costs."""

    amounts: tuple[Amount, ...]
    ticks: tuple[Tick, ...]


def percent(part: int, whole: int) -> str:
    """The share of the width.

    >>> percent(1, 3), percent(24, 24)
    ('33.33%', '100%')
    """
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%" if whole else "0%"


def spacing(whole: int, units: Iterable[int]) -> int:
    """The first of ever larger units that divides the whole into few spaces.

    >>> spacing(24, (3, 6, 12)), spacing(10_000, (1, 2, 5))
    (12, 5000)
    """
    known = tuple(units)
    scale = 1
    while whole > scale * known[-1] * MOST_SPACES:
        scale *= 10
    return next(unit * scale for unit in known if whole <= unit * scale * MOST_SPACES)


def time_line(
    plan: Plan,
    names: Iterable[str],
    examinations: frozenset[str],
    timetable: Timetable = UNLIMITED,
) -> TimeLine | None:
    """The plan's steps, called by their names, on a time line; none for a plan without a length.

    ``examinations`` are the achievements that are earned by sitting an examination; where the timetable has a first
    day, the line has dates.
    """
    if not plan.weeks:
        return None
    whole = max(step.finish for step in plan.steps)
    periods = (
        Period(
            name,
            when(step.start, step.finish, timetable),
            "bar" if step.finish > step.start else "examination" if step.achievement in examinations else "moment",
            percent(step.start, whole),
            percent(step.finish - step.start, whole),
        )
        for step, name in zip(plan.steps, names, strict=True)
    )
    return TimeLine(tuple(periods), _time_ticks(whole, timetable))


def _time_ticks(whole: int, timetable: Timetable) -> tuple[Tick, ...]:
    word, unit, parts = ("week", MILLIWEEKS, (1, 2, 5)) if whole < SHORT else ("month", WEEKS_A_MONTH, YEARS)
    every = spacing(round(whole / unit), parts)
    numbers = range(0, round(whole / unit) + 1, every)
    labels = [*map(str, numbers[:-1]), f"{numbers[-1]} {word}s"]
    if timetable.start is not None:
        labels = [_dated(timetable, number * unit, exactly=word == "week") for number in numbers]
    return tuple(_tick(number * unit, whole, label) for number, label in zip(numbers, labels, strict=True))


def _dated(timetable: Timetable, moment: int, *, exactly: bool) -> str:
    """The day of a moment, or its month alone."""
    day = timetable.day(moment)
    month = MONTHS[day.month - 1][:3]
    return f"{day.day} {month} {day.year}" if exactly else f"{month} {day.year}"


def _tick(at: int, whole: int, label: str) -> Tick:
    share = 100 * at / whole
    return Tick(percent(at, whole), label, "start" if at == 0 else "end" if share > NEAR_THE_END else "middle")


def money(plan: Plan, names: Iterable[str], *, unsure: frozenset[str] = frozenset()) -> Money | None:
    """What the plan's steps cost, and all of them together; none where there is nothing to compare.

    ``unsure`` are the achievements whose price no page confirms.
    """
    costs = [step.cost for step in plan.steps]
    if len(plan.steps) == 1 and costs[0] and not costs[0].estimated:
        return None
    whole = plan.cost.high
    every = spacing(-(-whole // CENTS), (1, 2, 5)) * CENTS
    end = -(-whole // every) * every
    amounts = [
        _amount(name, step.cost, end, unsure=step.achievement in unsure)
        for step, name in zip(plan.steps, names, strict=True)
    ]
    if len([cost for cost in costs if cost != FREE]) > 1:
        amounts.append(_total(plan, end, unsure=bool(unsure)))
    ticks = [_tick(at, end, f"${at // CENTS:,}") for at in range(0, end + 1, every)] if end else []
    return Money(tuple(amounts), tuple(ticks)) if any(cost != FREE for cost in costs) else None


def _amount(what: str, cost: Cost | None, end: int, *, unsure: bool) -> Amount:
    words = ranged(cost, unsure=unsure)
    return Amount(what, words, _places(cost, end) if cost else None, estimated=cost is not None and cost.estimated)


def _places(cost: Cost, end: int) -> tuple[str, str, str]:
    return (percent(cost.low, end), percent(cost.typical, end), percent(cost.high, end))


def _total(plan: Plan, end: int, *, unsure: bool) -> Amount:
    """The whole, as the answer's first line says it."""
    words = outlay(plan.prices, unsure=unsure)
    return Amount("All together", words, _places(plan.cost, end), plan.cost.estimated, total=True)
