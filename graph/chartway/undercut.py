"""What could undercut a plan, for all that is known: ways in with an unknown price, which is never taken as nothing."""

from __future__ import annotations

from collections.abc import Callable

from chartway.catalog import Cost, Route
from chartway.circuit import NEVER, Circuit, Part
from chartway.optimum import Weights, lightest_plan
from chartway.plan import NotCompared, Plan, Question

UNDERCUTS = 20
"""Ways in with an unknown price that are named at most."""


def not_compared(
    circuit: Circuit, question: Question, plan: Plan, seconds: Callable[[], float], deadline: int = NEVER
) -> tuple[NotCompared, ...]:
    """The ways in with an unknown price that could make the plan cheaper, each with the least it would cost.

    The plan is the cheapest one that reaches the goal by the ``deadline``, and so would those be.
    With unknown prices taken as nothing the cheapest plan is sought, its unknown ways in are named and left
    out, and so on, until nothing undercuts the plan any more. What must start together is not minded here, so a way
    in may be named that could not be taken after all, never the other way round.
    """
    if question.prefer != "cheapest" or plan.unknown_costs or not _unpriced(circuit, question):
        return ()
    named: list[NotCompared] = []
    left_out: set[int] = set()
    while len(named) < UNDERCUTS:
        part = circuit.part(question.goal, question.held, leave_out=frozenset(left_out))
        unknown = {node for node in part.actions if _route_cost(part, node) is None}
        money = Weights((tuple(_typical(part, node) for node in range(len(part.need))),))
        found = lightest_plan(part, money, deadline, seconds) if unknown else None
        if found is None or found.bound[0] >= plan.cost.typical:
            break
        # where time ran out first, any of them may undercut the plan
        used = found.chosen & unknown if found.value[0] < plan.cost.typical else unknown
        if not used:
            break
        ways = [way for node in sorted(used) if (way := part.route[node])]
        named += [_undercut(id, route, found.bound[0], named) for id, route in ways]
        left_out |= {part.origin[node] for node in used}
    return tuple(named[:UNDERCUTS])


def _unpriced(circuit: Circuit, question: Question) -> bool:
    """Whether any way in that could matter has an unknown price."""
    ways = (circuit.route[node] for node in circuit.relevant(question.goal, question.held))
    return any(way is not None and way[1].cost is None for way in ways)


def _undercut(achievement: str, route: Route, bound: int, before: list[NotCompared]) -> NotCompared:
    """The way in with the least a plan by it costs: ``bound``, or less together with ways of others named before."""
    others = [way.at_least for way in before if way.achievement != achievement]
    return NotCompared(achievement, route.id, min([bound, *others]))


def _route_cost(part: Part, node: int) -> Cost | None:
    way = part.route[node]
    return way[1].cost if way else None


def _typical(part: Part, node: int) -> int:
    cost = _route_cost(part, node)
    return cost.typical if cost else 0
