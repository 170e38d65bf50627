"""What one could do instead, in words: alternatives, and what sets each apart from the best plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chartway.alternative import Alternative, Alternatives
from chartway.catalog import Cost
from chartway.plan import Answer, Plan
from chartway.postponement import Postponed
from chartway.wording import about, dollars, duration, within

FEWEST = 2
"""Steps of a plan that could have another one beside it: the goal alone has no place to differ."""


def difference(found: Alternative) -> str:
    """What sets it apart in money and time, in a sentence; an estimate that both plans pay cancels out."""
    return f"It costs {_more(found.dearer, found.best, found.other)} and takes {_longer(found.longer)}."


def remarks(found: Alternative, name: Callable[[str], str]) -> str:
    """What sets it apart, and what it puts off."""
    return " ".join([difference(found), *put_off(found.put_off, name)])


def put_off(found: Iterable[Postponed], name: Callable[[str], str]) -> list[str]:
    """What a plan earns with its goal alone for the sake of a renewal, and what it costs to hold it sooner."""
    return [_put_off(one, name) for one in found]


def _put_off(one: Postponed, name: Callable[[str], str]) -> str:
    sooner = [f"to hold it {_place(one, plan, name)} {_costs(one, plan)}" for plan in one.sooner]
    shared = f"so that {duration(one.weeks)} of {within(name(one.shared))} does for both"
    return f"{name(one.achievement)} is put off to the end, {shared}: {'; '.join(sooner)}."


def _place(one: Postponed, plan: Plan, name: Callable[[str], str]) -> str:
    after = one.after(plan)
    return f"right after {within(name(after))}" if after else "at once"


def _costs(one: Postponed, plan: Plan) -> str:
    money, weeks = one.dearer(plan), plan.weeks - one.plan.weeks
    return f"costs {_more(money, one.plan, plan)} and takes {_longer(weeks)}"


def _more(cents: int | None, best: Plan, other: Plan) -> str:
    """How much more another plan costs."""
    if cents is None:
        return "an unknown amount more or less"
    if cents == 0:
        return "the same"
    return f"{amount(abs(cents), best, other)} {'more' if cents > 0 else 'less'}"


def amount(cents: int, one: Plan, other: Plan) -> str:
    """The money by which two plans differ: roughly where it rests on an estimate that only one of them pays."""
    unsure = any(cost is not None and cost.estimated for _, cost in _prices(one) ^ _prices(other))
    # an estimate is rounded like one: a range of a cent makes it one
    return about(Cost(cents, cents, cents + 1)).partition(" (")[0] if unsure else dollars(cents)


def _prices(plan: Plan) -> set[tuple[str, Cost | None]]:
    return {(step.achievement, step.cost) for step in plan.steps}


def _longer(weeks: int) -> str:
    """How much longer another plan takes."""
    if weeks == 0:
        return "the same time"
    return f"{duration(abs(weeks))} {'longer' if weeks > 0 else 'less'}"


def sentences(
    answer: Answer, found: Alternatives, name: Callable[[str], str], short: Callable[[Answer], str]
) -> list[str]:
    """The alternatives, each in a line, and how sure it is that these are the best; ``short`` is a plan in short."""
    if not found.found:
        reasons = no_other(answer, found) or ["No step before the goal is one that another way could do without."]
        return [f"No alternative: {line[:1].lower()}{line[1:]}" for line in reasons]
    return [
        *(
            f"Alternative {number}: {in_line(one, name, short)} {remarks(one, name)}"
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
