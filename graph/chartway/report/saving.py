"""What each further holding would save, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from chartway.report.alternative import amount
from chartway.saving import Saving, Savings
from chartway.wording import counted, duration, listed, within

HEADING = "What holding one thing more would save"
MOST_READ = 5
"""Savings a person reads; JSON has them all."""
MOST_PRINTED = 3
"""Savings on paper, where a report is to fit on two pages."""
MOST_NAMED = 3
"""Equivalent holdings that are named."""


def sentences(found: Savings, name: Callable[[str], str], most: int = MOST_READ) -> list[str]:
    """The largest savings, one in a line, and whether everything was tried.

    >>> sentences(Savings((), tried=2, of=5), str)
    ['2 of 5 things that one could hold could be tried to the end.']
    >>> sentences(Savings((), tried=2, of=5, late=3), str)
    ['In the time given 2 of 5 things that one could hold were tried, those of this way first: others may save more.']
    """
    told = _alike(found.found, name)
    lines = [sentence(one, name) for one in told[:most]]
    if (more := sum(len(one.holdings) for one in told[most:])) > 0:
        lines.append(f"{more} more would save something, but less.")
    if not found.complete:
        return [*lines, _left_out(found)]
    nothing = f"Nothing else would save anything: {counted(found.of, 'thing')} on the way tried, each solved again."
    return lines if lines or not found.of else [nothing]


def _left_out(found: Savings) -> str:
    """How much was tried, and what of the rest is due to the time."""
    tried = f"{found.tried} of {counted(found.of, 'thing')} that one could hold"
    if not found.late:
        return f"{tried} could be tried to the end."
    return f"In the time given {tried} were tried, those of this way first: others may save more."


def _alike(found: Iterable[Saving], name: Callable[[str], str]) -> list[Saving]:
    """Those of which the same is to be said together, though another plan may be left."""
    told: dict[tuple[tuple[str, ...], tuple[str, ...]], Saving] = {}
    for one in found:
        said = tuple(_gains(one, name)), tuple(_losses(one, name))
        first = told.get(said)
        told[said] = replace(first, holdings=(*first.holdings, *one.holdings)) if first else one
    return list(told.values())


def sentence(one: Saving, name: Callable[[str], str]) -> str:
    """One saving: by what, how much, and what it takes instead."""
    few = one.holdings if len(one.holdings) == MOST_NAMED + 1 else one.holdings[:MOST_NAMED]
    named = [name(id) for id in few]
    others = len(one.holdings) - len(few)
    named += [f"one of {others} others"] if others else []
    gains, losses = _gains(one, name), _losses(one, name)
    if gains and not (one.money > 0 or one.weeks > 0 or one.steps > 0):
        told = f"does away with {listed(gains)}, but saves nothing that is known"
    else:
        told = f"saves {listed(gains)}" if gains else "leads over other steps"
    return f"{listed(named, 'or')}: {told}{f'; it {listed(losses)}' if losses else ''}."


def _gains(one: Saving, name: Callable[[str], str]) -> list[str]:
    gains = [f"the unknown price of {within(name(id))}" for id in one.settled]
    gains += [f"{_money(one)}{' of known prices' if one.settled or one.unsettled else ''}"] if one.money > 0 else []
    gains += [duration(one.weeks)] if one.weeks > 0 else []
    return [*gains, counted(one.steps, "step")] if one.steps > 0 else gains


def _losses(one: Saving, name: Callable[[str], str]) -> list[str]:
    losses = [f"has the unknown price of {within(name(id))} instead" for id in one.unsettled]
    losses += [f"costs {_money(one)} more"] if one.money < 0 else []
    losses += [f"takes {duration(-one.weeks)} longer"] if one.weeks < 0 else []
    return [*losses, f"takes {counted(-one.steps, 'step')} more"] if one.steps < 0 else losses


def _money(one: Saving) -> str:
    return amount(abs(one.money), one.best, one.then)
