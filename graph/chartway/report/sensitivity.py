"""Which estimate would change the choice, and at what value, in words."""

from __future__ import annotations

from collections.abc import Callable

from chartway.plan import Answer
from chartway.sensitivity import Sensitivity, Turn
from chartway.wording import counted, dollars, within

HEADING = "Which price would change the choice"


def sentence(turn: Turn, answer: Answer, name: Callable[[str], str]) -> str:
    """At what price another plan is cheaper, and which."""
    price, steps = turn.price, answer.plan.steps if answer.plan else ()
    side = "more" if turn.rising else "less"
    known = f"we take {dollars(price.typical)}; the range is {dollars(price.low)}–{dollars(price.high)[1:]}"
    moving = f"; {counted(len(turn.beside), 'other price')} on the way would move with it" if turn.beside else ""
    then = "this would be cheaper: " + ", then ".join(map(name, turn.then))
    if turn.then == tuple(step.achievement for step in steps):
        then = "another way through the same steps would be cheaper"
    what = f"the price of {within(name(turn.way[0]))} were {side} than {dollars(turn.limit)}"
    return f"If {what} ({known}{moving}), {then}."


def nearest(found: Sensitivity, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """The price that has the least way to go before it changes the choice, none where none does."""
    return [sentence(turn, answer, name) for turn in found.turns[:1]]


def sentences(found: Sensitivity, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """Every price that would change the choice by itself, the nearest first, and whether all were tried."""
    lines = [sentence(turn, answer, name) for turn in found.turns]
    if not found.complete:
        return [*lines, f"{found.tried} of {counted(found.of, 'estimated price')} on the way could be tried."]
    if not found.of:
        return []
    return [*lines, f"No {'other' if lines else 'single'} price within its range would change the choice by itself."]
