"""The trade-off of money and time in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from chartway.alternative import beyond
from chartway.plan import Answer, Plan
from chartway.trade_off import TradeOff
from chartway.wording import dollars, duration, listed, outlay, spans, within

BETWEEN = " | "


def sentences(
    found: TradeOff, budget: int | None, name: Callable[[str], str], unsure: Callable[[Answer], bool]
) -> list[str]:
    """The points in one line, what each does otherwise than the one before, and how sure that is.

    ``unsure`` says whether the price of a plan is an estimate.
    """
    plans = [point.plan for point in found.points if point.plan]
    if not plans:
        return [f"Trade-off: no way is within {dollars(budget)}."] if budget is not None else []
    if len(plans) == 1 and found.complete:
        return [_alone(found, budget)]
    money = [_money(plan, unsure=unsure(point)) for plan, point in zip(plans, found.points, strict=True)]
    time = [
        f" in {span}" if plan.weeks else ", at once"
        for span, plan in zip(spans([one.weeks for one in plans]), plans, strict=True)
    ]
    said = [f"{words}{span}" for words, span in zip(money, time, strict=True)]
    changes = [
        f"{words}: {_change(plan, later, name)}."
        for words, (plan, later) in zip(said[1:], pairwise(plans), strict=True)
    ]
    doubts = [_doubt(words, point) for words, point in zip(said, found.points, strict=True)]
    return [f"Trade-off: {BETWEEN.join(said)}.", *changes, *filter(None, doubts), *_sure(found, budget)]


def _money(plan: Plan, *, unsure: bool) -> str:
    """What a plan costs, without the range of an estimate.

    >>> from chartway.catalog import Cost
    >>> from chartway.plan import Step
    >>> degree = Step("a", "0", 0, 80_000, Cost(100_000, 990_000, 2_000_000))
    >>> _money(Plan((degree,), 80_000), unsure=False)
    'about $9,900'
    >>> _money(Plan((Step("b", "0", 0, 0, None), Step("c", "0", 0, 0, Cost.known(64_700))), 0), unsure=False)
    'at least $647'
    """
    return re.sub(r" \([^)]*\)", "", outlay(plan.prices, unsure=unsure))


def _change(plan: Plan, later: Plan, name: Callable[[str], str]) -> str:
    """What is done otherwise to be sooner."""
    taken, left = (
        listed([within(name(step.achievement)) for step in steps]) if steps else ""
        for steps in (beyond(later, plan), beyond(plan, later))
    )
    if taken and left:
        return f"{taken} in place of {left}"
    if taken:
        return f"{taken} besides"
    return f"without {left}" if left else "other ways through the same steps"


def _alone(found: TradeOff, budget: int | None) -> str:
    """That there is nothing to trade."""
    (point,) = found.points
    if point.plan and point.plan.unknown_costs:
        return (
            f"Trade-off: of the ways{_within(budget)}, the one with the fewest unknown prices is the fastest (proved)."
        )
    if point.not_compared:
        return (
            f"Trade-off: of the ways{_within(budget)} whose price is known, the cheapest is the fastest, too (proved)."
        )
    return f"Trade-off: the cheapest way is also the fastest{_within(budget)} (proved)."


def _doubt(words: str, point: Answer) -> str:
    """What is not proved of a point; "" if all is, but for a price that is unknown."""
    if point.proof is None or point.proof.finished or (point.plan and point.plan.unknown_costs):
        return ""
    if point.proof.cost_proved and not point.proof.weeks_proved:
        return f"{words}: one as cheap in {duration(point.proof.weeks).removeprefix('about ')} or more may exist."
    if not point.proof.cost_proved:
        return f"{words}: one as soon for {dollars(point.proof.cost)} or more may exist."
    return ""


def _sure(found: TradeOff, budget: int | None) -> list[str]:
    if not found.complete:
        hasty = any(point.question.time_limit is not None for point in found.points)
        why = "The time ran out" if hasty else "The search for schedules was ended"
        return [f"{why}: other plans between money and time may exist."]
    if not any(one.not_compared or (one.plan and one.plan.unknown_costs) for one in found.points):
        return [f"Whatever is cheaper than one of these takes longer{_within(budget)} (proved)."]
    ways = f"Of the ways{_within(budget)} whose price is known"
    return [
        f"{ways}, whatever is cheaper than one of these takes longer (proved).",
        "A way with more unknown prices is taken as the dearer one, though it may turn out cheaper.",
    ]


def _within(budget: int | None) -> str:
    return "" if budget is None else f" within {dollars(budget)}"
