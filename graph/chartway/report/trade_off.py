"""The trade-off of money and time in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from chartway.alternative import beyond
from chartway.catalog import from_milliweeks
from chartway.plan import Answer, Plan
from chartway.trade_off import TradeOff
from chartway.wording import counted, dollars, listed, total, within

BETWEEN = " | "


def sentences(
    found: TradeOff, budget: int | None, name: Callable[[str], str], unsure: Callable[[Answer], bool]
) -> list[str]:
    """The points in one line, what each does otherwise than the one before, and how sure that is.

    ``unsure`` says whether the price of a plan is an estimate.
    """
    points = found.points
    if not points:
        return [f"Trade-off: no way is within {dollars(budget)}."] if budget is not None else []
    said = {id(one.plan): _point(one.plan, unsure=unsure(one)) for one in points if one.plan}
    plans = [one.plan for one in points if one.plan]
    if len(plans) == 1 and found.complete:
        return [f"Trade-off: the cheapest way is also the fastest{_within(budget)}{_known(found)} (proved)."]
    line = f"Trade-off: {BETWEEN.join(said[id(plan)] for plan in plans)}."
    changes = [f"{said[id(later)]}: {_change(plan, later, name)}." for plan, later in pairwise(plans)]
    return [line, *changes, _sure(found, budget)]


def _point(plan: Plan, *, unsure: bool) -> str:
    """Money and time, without the range of an estimate.

    >>> from chartway.catalog import Cost
    >>> from chartway.plan import Step
    >>> _point(Plan((Step("a", "0", 0, 80_000, Cost(100_000, 990_000, 2_000_000)),), 80_000), unsure=False)
    'about $9,900 in 80 weeks'
    """
    money = total(plan.cost, len(plan.unknown_costs), unsure=unsure, free="no fees")
    least, _, rest = money.partition(" (")
    weeks = counted(from_milliweeks(plan.weeks), "week")
    return f"{least}{rest.partition(')')[2]} {f'in {weeks}' if plan.weeks else 'at once'}"


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


def _sure(found: TradeOff, budget: int | None) -> str:
    if not found.complete:
        return "The time ran out: other plans between money and time may exist."
    return f"Whatever is cheaper than one of these takes longer{_within(budget)}{_known(found)} (proved)."


def _within(budget: int | None) -> str:
    return "" if budget is None else f" within {dollars(budget)}"


def _known(found: TradeOff) -> str:
    unknown = any(one.not_compared or (one.plan and one.plan.unknown_costs) for one in found.points)
    return " by the prices that are known" if unknown else ""
