"""Which estimate would change the choice, and at what value, in words."""

from __future__ import annotations

from collections.abc import Callable

from chartway.plan import Answer, NotCompared
from chartway.sensitivity import Sensitivity, Turn
from chartway.wording import counted, dollars, listed, within

HEADING = "Which price would change the choice"
OTHERS = "Which other price would change the choice"


def sentence(turn: Turn, answer: Answer, name: Callable[[str], str], moving: str = "") -> str:
    """At what price which steps are cheaper than which; ``moving`` is what else is to be known of the price."""
    what = f"{within(name(turn.way[0]))} cost {'more' if turn.rising else 'less'} than {dollars(turn.limit)}"
    return f"If {what} ({_known(turn)}{moving}), {instead(turn.way[0], turn.then, answer, name)} would be cheaper."


def _known(turn: Turn) -> str:
    """What is known of the price."""
    price = turn.price
    if price is None:
        return "its price is not in our data"
    return f"we take {dollars(price.typical)}; the range is {dollars(price.low)}–{dollars(price.high)[1:]}"


def worth(found: Sensitivity, way: NotCompared) -> str:
    """What can be said of a way in with an unknown price: below which price it is cheaper, else the least by it.

    >>> worth(Sensitivity((Turn(("course", "0"), None, 340_300, False, ()),), 1, 1), NotCompared("course", "0", 1))
    'price unknown; below $3,403 it would be the cheaper way'
    """
    limit = found.worth.get((way.achievement, way.route))
    if limit is not None:
        return f"price unknown; below {dollars(limit)} it would be the cheaper way"
    others = ", as is another on that way" if found.of and found.complete else ""
    return f"price unknown{others}; by it, the whole would be at least {dollars(way.at_least)}"


def instead(thing: str, then: tuple[str, ...], answer: Answer, name: Callable[[str], str]) -> str:
    """What would be better: the steps that the plan does not have, instead of those that it has beyond them.

    ``thing`` is what the sentence is about and has named already, ``then`` the steps that would be taken.
    """
    steps = [step.achievement for step in answer.plan.steps] if answer.plan else []
    taken = ["it" if id == thing else within(name(id)) for id in then if id not in steps]
    left = ["it" if id == thing else within(name(id)) for id in steps if id not in then]
    if not taken:
        return f"doing without {listed(left)}" if left else "another way through the same steps"
    return f"taking {listed(taken)} instead of {listed(left)}" if left else f"taking {listed(taken)} as well"


def nearest(found: Sensitivity, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """The estimated price that has the least way to go before it changes the choice, none where none does."""
    return [sentence(turn, answer, name) for turn in found.estimated[:1]]


def _moving(turn: Turn) -> str:
    return f"; {counted(len(turn.beside), 'other price')} on the way would move with it" if turn.beside else ""


def sentences(found: Sensitivity, answer: Answer, name: Callable[[str], str]) -> list[str]:
    """Every price that would change the choice by itself, the nearest first, and whether all were tried."""
    lines = [sentence(turn, answer, name, _moving(turn)) for turn in found.turns]
    if found.hindrance:
        return ["This way is not proved to be the cheapest at the prices as they are, so none was moved."]
    if not found.complete:
        return [*lines, f"{found.tried} of {counted(found.of, 'price')} on the way could be tried in the time given."]
    if not found.of:
        return []
    return [*lines, f"No {'other' if lines else 'single'} price within its range would change the choice by itself."]
