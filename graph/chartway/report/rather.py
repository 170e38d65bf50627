"""Why this way and not that one, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chartway.catalog import Catalog
from chartway.plan import Answer, Step
from chartway.rather import Rather
from chartway.report.alternative import in_line, remarks
from chartway.wording import counted, listed, price, within

MOST_NAMED = 3
"""Steps that are named of those that ask for the thing."""


def heading(found: Rather, name: Callable[[str], str]) -> str:
    """What is asked about."""
    return f"Why not by way of {_called(found, name)}"


def _called(found: Rather, name: Callable[[str], str]) -> str:
    """The thing within a sentence; of a body, what one can get there."""
    return f"what {name(found.thing)} offers" if found.issued else within(name(found.thing))


def sentences(
    found: Rather, catalog: Catalog, answer: Answer, name: Callable[[str], str], short: Callable[[Answer], str]
) -> list[str]:
    """The plan by way of the thing with its differences, or why there is none; ``short`` is a plan in short."""
    if found.found is None:
        return [_verdict(found, catalog, answer, name)]
    lines = [f"By way of it: {in_line(found.found, name, short)} {remarks(found.found, name)}"]
    for word, steps in (("Left out", found.found.without), ("Taken instead", found.found.beyond)):
        lines += [f"{word}: {_priced(steps, name)}."] if steps else []
    for due in found.found.other.upkeep:
        times = counted(due.times, "time")
        lines.append(f"Renewed meanwhile: {within(name(due.achievement))}, {times} ({price(due.cost)}).")
    if not found.proved:
        return [*lines, "Not proved: a better plan by way of it may exist."]
    word = {"cheapest": "cheaper", "fastest": "sooner", "fewest": "shorter"}[found.found.answer.question.prefer]
    known = " by the prices that are known" if found.found.other.unknown_costs else ""
    return [*lines, f"Nothing that needs it is {word}{known} (proved)."]


def _priced(steps: Iterable[Step], name: Callable[[str], str]) -> str:
    return "; ".join(f"{within(name(step.achievement))} ({price(step.cost)})" for step in steps)


def _verdict(found: Rather, catalog: Catalog, answer: Answer, name: Callable[[str], str]) -> str:
    """Why there is no plan by way of the thing, or no other one."""
    thing, goal = _called(found, name), name(answer.question.goal)
    return {
        "held": f"You hold {thing} already.",
        "goal": f"{name(found.thing)} is the goal itself.",
        "in-every-plan": f"Every way to {goal} that can be planned leads over {thing}, this one, too.",
        "in-this-plan": f"This way has it{_counting(found, catalog, answer, name)}.",
        "unearnable": f"No way to {thing} is known from here.",
        "unasked": f"Nothing on the way to {goal} asks for it: it could only come on top.",
        "useless": f"{_taken(found, name)} plan that has it reaches {goal} without it, too: it could only come on top "
        "(proved).",
    }.get(found.verdict, "No plan that needs it was found in the time given; there may be one.")


def _counting(found: Rather, catalog: Catalog, answer: Answer, name: Callable[[str], str]) -> str:
    """What of the plan counts as the thing, where that is not the thing itself."""
    steps = answer.plan.steps if answer.plan else ()
    if named := [within(name(step.achievement)) for step in steps if step.achievement in found.issued]:
        return f": {listed(named)}"
    bearers = [step.achievement for step in steps if found.thing in catalog.closure([step.achievement])]
    if not bearers or found.thing in bearers:
        return ""
    return f": {listed([within(name(id)) for id in bearers])} {'counts' if len(bearers) == 1 else 'count'} as it"


def _taken(found: Rather, name: Callable[[str], str]) -> str:
    """What asks for the thing, as the beginning of a sentence on every plan that has it."""
    asked = [within(name(id)) for id in found.asked_by[:MOST_NAMED]]
    others = len(found.asked_by) - MOST_NAMED
    asked += [f"{others} other{'s' if others > 1 else ''}"] if others > 0 else []
    return f"It would be taken for {listed(asked)}, but every" if asked else "Every"
