"""What one could do instead, in words: alternatives, and what sets each apart from the best plan."""

from __future__ import annotations

from collections.abc import Callable

from chartway.alternative import Alternative, Alternatives
from chartway.catalog import Cost
from chartway.plan import Answer, Plan
from chartway.wording import about, dollars, duration

FEWEST = 2
"""Steps of a plan that could have another one beside it: the goal alone has no place to differ."""


def difference(found: Alternative) -> str:
    """What sets it apart in money and time, in a sentence; an estimate that both plans pay cancels out."""
    return f"It costs {_money(found)} and takes {_time(found)}."


def _money(found: Alternative) -> str:
    if found.dearer is None:
        return "an unknown amount more or less"
    if found.dearer == 0:
        return "the same"
    return f"{amount(abs(found.dearer), found.best, found.other)} {'more' if found.dearer > 0 else 'less'}"


def amount(cents: int, one: Plan, other: Plan) -> str:
    """The money by which two plans differ: roughly where it rests on an estimate that only one of them pays."""
    unsure = any(cost is not None and cost.estimated for _, cost in _prices(one) ^ _prices(other))
    # an estimate is rounded like one: a range of a cent makes it one
    return about(Cost(cents, cents, cents + 1)).partition(" (")[0] if unsure else dollars(cents)


def _prices(plan: Plan) -> set[tuple[str, Cost | None]]:
    return {(step.achievement, step.cost) for step in plan.steps}


def _time(found: Alternative) -> str:
    if found.longer == 0:
        return "the same time"
    return f"{duration(abs(found.longer))} {'longer' if found.longer > 0 else 'less'}"


def sentences(
    answer: Answer, found: Alternatives, name: Callable[[str], str], short: Callable[[Answer], str]
) -> list[str]:
    """The alternatives, each in a line, and how sure it is that these are the best; ``short`` is a plan in short."""
    if not found.found:
        reasons = no_other(answer, found) or ["No step before the goal is one that another way could do without."]
        return [f"No alternative: {line[:1].lower()}{line[1:]}" for line in reasons]
    return [
        *(
            f"Alternative {number}: {in_line(one, name, short)} {difference(one)}"
            for number, one in enumerate(found.found, 1)
        ),
        sure(found),
    ]


def in_line(found: Alternative, name: Callable[[str], str], short: Callable[[Answer], str]) -> str:
    """The alternative's steps, one after the other, and its figures."""
    steps = ", then ".join(name(step.achievement) for step in found.other.steps)
    return f"{steps}: {short(found.answer)}."


def sure(found: Alternatives) -> str:
    """Whether these are the best alternatives, and whether there are more."""
    if not found.complete:
        return "Not proved: other alternatives, also better ones, may exist."
    more = "There are no other" if len(found.found) < found.asked else "No other way comes before these"
    more += " alternatives" if len(found.found) < found.asked else ""
    return f"{more}{'' if found.all_known else ' by the prices that are known'} (proved)."


def no_other(answer: Answer, found: Alternatives) -> list[str]:
    """That there is no other plan, where the plan has steps that another one could do without."""
    if answer.plan is None or len(answer.plan.steps) < FEWEST:
        return []
    if not found.complete:
        return ["No other way was found in the time given."]
    return ["Every way that can be planned leads over these steps."]
