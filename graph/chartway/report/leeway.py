"""Which estimated length would change the choice, and at how many weeks, in words."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from chartway.catalog import from_milliweeks
from chartway.leeway import Leeway, Pivot
from chartway.plan import Answer
from chartway.report.sensitivity import instead
from chartway.wording import counted, listed, within

HEADING = "Which length would change the choice"
OTHERS = "Which other length would change the choice"
HINDERED = MappingProxyType(
    {
        "unproved": "This way is not proved to be the best one with the lengths as they are, so none was moved.",
        "days": "Steps begin on set days here, so that a day more can cost a whole term: no length was moved.",
        "renewals": "Prices decide here. How long the steps take matters only where something has to be renewed "
        "meanwhile, which is not worked out; for lengths, ask for the fastest way (--prefer fastest).",
    }
)
"""Why there is nothing to say of lengths."""
LEVEL = MappingProxyType(
    {
        "cheapest": "Weeks only decide between ways that cost the same: no length within its range would change that.",
        "fewest": "Weeks only decide between ways of as many steps and the same price: no length within its range "
        "would change that.",
    }
)
"""What is said where prices or steps decide before weeks do, and weeks change nothing."""


def sentence(pivot: Pivot, answer: Answer, name: Callable[[str], str], moving: str = "") -> str:
    """At how many weeks which steps lead instead of which; ``moving`` is what else is to be known of the length."""
    low, high = pivot.span.to_json()
    known = f"we count {from_milliweeks(pivot.weeks)}; the range is {low}–{high}"
    what = f"{within(name(pivot.way[0]))} took {_turning(pivot)}"
    return f"If {what} ({known}{moving}), {instead(pivot.way[0], pivot.then, answer, name)} would be {_better(pivot)}."


def _turning(pivot: Pivot) -> str:
    """From how many weeks on; where no time is won, at the very length at which there is as much.

    >>> from chartway.catalog import Span
    >>> way, span = ("evening", "0"), Span(20_000, 70_000)
    >>> _turning(Pivot(way, 60_000, span, 50_000, False, ()))
    'less than 50 weeks'
    >>> _turning(Pivot(way, 60_000, span, 50_001, False, (), sooner=False))
    '50 weeks or less'
    """
    word = "more" if pivot.rising else "less"
    weeks = from_milliweeks(pivot.limit if pivot.sooner else pivot.limit + (1 if pivot.rising else -1))
    return f"{word} than {counted(weeks, 'week')}" if pivot.sooner else f"{counted(weeks, 'week')} or {word}"


def _better(pivot: Pivot) -> str:
    return "faster" if pivot.sooner else "cheaper in the same time"


def nearest(found: Leeway, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """The length that has the least way to go before it changes the fastest way, or that none does."""
    if found.pivots:
        return [sentence(pivot, answer, name) for pivot in found.pivots[:1]]
    if answer.question.prefer == "fastest" and found.of and found.complete:
        return ["No length within its range would change the choice by itself."]
    return []


def _moving(pivot: Pivot) -> str:
    return f"; {counted(len(pivot.beside), 'other length')} on the way would move with it" if pivot.beside else ""


def sentences(found: Leeway, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """Every length that would change the choice by itself, the nearest first, and whether all were tried."""
    lines = [sentence(pivot, answer, name, _moving(pivot)) for pivot in found.pivots]
    lines += _rest(found, answer, told=bool(lines))
    names = [within(name(id)) for id in found.unranged if not found.hindrance]
    return [*lines, f"Not tried, for their length is estimated without a range: {listed(names)}."] if names else lines


def _rest(found: Leeway, answer: Answer, *, told: bool) -> list[str]:
    """What is to be said of all the lengths beyond those that are told."""
    if found.hindrance:
        return [HINDERED[found.hindrance]]
    if not found.complete:
        return [
            f"{found.tried} of {counted(found.of, 'estimated length')} on the way could be tried in the time given."
        ]
    if not found.of:
        return []
    if not told and answer.question.prefer in LEVEL:
        return [LEVEL[answer.question.prefer]]
    return [f"No {'other' if told else 'single'} length within its range would change the choice by itself."]
