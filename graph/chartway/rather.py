"""Why this way and not that one: the best plan that really goes by way of a thing, beside the best plan of all.

A plan goes by way of a thing if it needs it: without the ways in to the thing, and to what includes it, it does not
reach its goal. So the thing is not just put on top of a plan that does without. Two more nodes for each node of the
circuit say so. The *trail* fires when the node does and an input's trail does, which begins with a way in to the thing:
the trail of the goal must fire. And a variable of the integer program says whether the node is reached without the
thing: it must be 1 where it is, by the ways in that are taken, and it is 0 along the trail. Where numbers are too
large for the solver, the program may still find a plan whose other ways in reach the goal by themselves; then not all
of those may be taken together, and it is solved again (a no-good of logic-based Benders decomposition, Hooker &
Ottosson 2003).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Any, Literal

from chartway import dues
from chartway.alternative import UNPROVED, Alternative
from chartway.arrangement import Way
from chartway.catalog import Catalog
from chartway.circuit import NEVER, Circuit, Part
from chartway.explanation import in_every_plan
from chartway.greedy import pruned
from chartway.integer_program import LARGEST_SUM, Ceiling
from chartway.optimum import Optimum, Weights, lightest_below
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Proof, Question
from chartway.postponement import postponed
from chartway.replay import replay
from chartway.requirement import ids_of
from chartway.search import Measures
from chartway.timing import implying

Verdict = Literal[
    "held", "goal", "in-every-plan", "in-this-plan", "possible", "unearnable", "unasked", "useless", "unknown"
]


@dataclass(frozen=True, slots=True)
class Rather:
    """What became of the wish to go by way of a thing.

    ==================  ===================================================================================
    ``held``            it is held already
    ``goal``            it is the goal
    ``in-every-plan``   no plan does without it
    ``in-this-plan``    the answer's plan has it
    ``possible``        ``found`` is the best plan by way of it, proved if ``proved``
    ``unearnable``      no way to it is known from here
    ``unasked``         nothing on the way to the goal asks for it
    ``useless``         something does, but every plan with it could do without it: it would only come on top
    ``unknown``         time ran out before a plan was found
    ==================  ===================================================================================

    ``asked_by`` are the achievements on the way with a way in that asks for the thing. Where the thing is a body,
    ``issued`` is what it issues, and any of that will do.
    """

    thing: str
    verdict: Verdict
    found: Alternative | None = None
    proved: bool = True
    asked_by: tuple[str, ...] = ()
    issued: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The verdict, and the plan with its difference, null where there is none.

        >>> Rather("CPC", "unasked").to_json()
        {'thing': 'CPC', 'verdict': 'unasked', 'askedBy': [], 'proved': True, 'pathway': None}
        """
        found = self.found.to_json() if self.found else None
        told = {"thing": self.thing, "verdict": self.verdict, "askedBy": list(self.asked_by)}
        told |= {"issued": list(self.issued)} if self.issued else {}
        return told | {"proved": self.proved, "pathway": found}


def rather(planner: Planner, answer: Answer, thing: str, issued: Set[str] = frozenset()) -> Rather:
    """Why the answer's plan does not go by way of the thing: the best plan that does, or that there is none.

    It follows the question's preference and leaves its budget aside; its time limit holds for the whole search. What
    counts as the thing is what includes it, too. The thing may be a body: then ``issued`` is what it issues, and by way
    of it goes a plan that needs any of that which is neither held nor the goal. Raises BrokenPlanError.

    >>> from chartway.catalog import Achievement, Cost, Route
    >>> from chartway.requirement import NOTHING, Achieved, AnyOf
    >>> either = Route("0", AnyOf((Achieved("day"), Achieved("evening"))))
    >>> classes = [("day", 25_000), ("evening", 10_000), ("dance", 5_000)]
    >>> things = [Achievement(id, routes=(Route("0", NOTHING, Cost.known(cents)),)) for id, cents in classes]
    >>> planner = Planner.of(Catalog.of([*things, Achievement("HIT 2", routes=(either,))]))
    >>> answer = planner.answer(Question("HIT 2"))
    >>> rather(planner, answer, "day").found.dearer, rather(planner, answer, "dance").verdict
    (15000, 'unasked')
    """
    catalog, question = planner.catalog, answer.question
    things = frozenset(issued & catalog.achievements.keys()) - {question.goal} if issued else frozenset([thing])
    left = things - catalog.closure(question.held)
    found = _rather(planner, answer, left or things)
    return replace(found, thing=thing, issued=tuple(sorted(issued)))


def _rather(planner: Planner, answer: Answer, things: frozenset[str]) -> Rather:
    """The same, by way of any of the things."""
    catalog, question = planner.catalog, answer.question
    verdict = _known(planner, answer, things)
    if verdict is not None:
        return Rather("", verdict)
    circuit = planner.under(question.timetable).circuit
    part = circuit.part(question.goal, question.held)
    ids = frozenset(id for thing in things for id in implying(catalog, thing))
    if not any(way and way[0] in ids for way in part.route):
        able = any(circuit.part(thing, question.held).goal >= 0 for thing in things)
        return Rather("", "unasked" if able else "unearnable")
    asked = replace(question, budget=None, prefer="cheapest" if answer.status == "over-budget" else question.prefer)
    found = _best(planner, circuit, asked, ids)
    sure = found is None or (found.proof is not None and found.proof.finished)
    asked_by = _asked_by(catalog, {way[0] for way in part.route if way}, things)
    if found is None or found.plan is None or answer.plan is None:
        return Rather("", "useless" if sure else "unknown", proved=sure, asked_by=asked_by)
    way = Alternative(answer.plan, found.plan, found, postponed(planner, found))
    return Rather("", "possible", way, sure, asked_by)


def _best(planner: Planner, circuit: Circuit, question: Question, ids: frozenset[str]) -> Answer | None:
    """The best plan that needs the things, with its renewals; None if there is none."""
    seconds = countdown(question.time_limit)
    forever = replace(circuit, catalog=circuit.catalog.for_good())

    def relaxed(barred: frozenset[Way]) -> Answer | None:
        return _Search(forever.without(_nodes(circuit, barred)), question, ids, seconds).run()

    if not dues.matter(circuit, question):
        return relaxed(frozenset())
    part = circuit.part(question.goal, question.held)
    ways = {(way[0], way[1].id): node for node, way in enumerate(part.route) if way}

    def needs(chosen: frozenset[Way]) -> bool:
        """Whether a plan of these ways in does not reach the goal without the things."""
        return part.fire({ways[way] for way in chosen if way[0] not in ids})[part.goal] == NEVER

    found = dues.best(planner.catalog, question, relaxed, frozenset(ways), seconds, dues.Terms(counts=needs))
    if found is not None:
        replay(planner.catalog, found)
    return found


def _nodes(circuit: Circuit, ways: frozenset[Way]) -> list[int]:
    return [node for node, way in enumerate(circuit.route) if way and (way[0], way[1].id) in ways]


def _known(planner: Planner, answer: Answer, things: frozenset[str]) -> Verdict | None:
    """What needs no search."""
    circuit, catalog, question = planner.circuit, planner.catalog, answer.question
    if not things or things == {question.goal}:
        return "goal"
    if things <= catalog.closure(question.held):
        return "held"
    if answer.plan is None:
        able = any(circuit.part(thing, question.held).goal >= 0 for thing in things)
        return "unasked" if able else "unearnable"
    if _in_every_plan(planner, question, things):
        return "in-every-plan"
    earned = catalog.closure(step.achievement for step in answer.plan.steps)
    return None if things.isdisjoint(earned) else "in-this-plan"


def _in_every_plan(planner: Planner, question: Question, things: frozenset[str]) -> bool:
    """Whether no plan does without all of the things."""
    if len(things) == 1:
        return not things.isdisjoint(in_every_plan(planner, question))
    nodes = frozenset(planner.circuit.index[id] for id in things)
    return planner.circuit.part(question.goal, question.held, leave_out=nodes).goal < 0


def _asked_by(catalog: Catalog, ids: Set[str], things: Set[str]) -> tuple[str, ...]:
    return tuple(sorted(id for id in ids if any(things & ids_of(route.requires) for route in catalog[id].routes)))


class _Search:
    """The plans that need the things, if nothing lapses; ``sure`` while all is proved."""

    def __init__(self, circuit: Circuit, question: Question, ids: frozenset[str], seconds: Callable[[], float]) -> None:
        self.circuit, self.question, self.seconds = circuit, question, seconds
        trail = _trail(circuit, question, ids)
        part = _along(circuit, question, trail).part(question.goal, question.held)
        number = {origin: node for node, origin in enumerate(part.origin)}
        self.goal = number.get(circuit.index[question.goal], -1)
        self.ways = frozenset(node for node in part.actions if (way := part.route[node]) and way[0] in ids)
        trails = {number[node]: number[one] for node, one in trail.items() if node in number and one in number}
        nodes = [node for node, origin in enumerate(part.origin) if origin < len(circuit.need)]
        self.part, without = _with_variables(part, [node for node in nodes if node not in self.ways])
        self.ceilings = [*_reached_without(self.part, without), (dict.fromkeys(self.ways, -1), -1)]
        self.ceilings += [({trails[node]: 1, one: 1}, 1) for node, one in without.items() if node in trails]
        by = Measures.of(self.part, circuit.catalog)
        is_fewest = question.prefer == "fewest"
        self.weights = Weights((by.count, by.unknown, by.money, by.narrowness)) if is_fewest else by.cheapest()
        self.first = {"cheapest": 2, "fewest": 3, "fastest": 0}[question.prefer]
        self.sure = True

    def run(self) -> Answer | None:
        """The best plan that needs the things; None if there is none, one without a plan if none was found in time."""
        found = self.lightest(NEVER) if self.part.goal >= 0 else None
        if found is None:
            return None if self.sure else Answer(self.question, "unknown")
        return self.answer(self.sooner(found) if found.proved else found)

    def lightest(self, deadline: int) -> Optimum | None:
        """The lightest plan by the deadline; None if there is none, or none was found in time."""
        while self.seconds() > 0:
            none = frozenset[int]()
            found = lightest_below(self.part, self.weights, self.ceilings, none, deadline, self.seconds, rounded=False)
            if found is None:
                return None
            self.sure = self.sure and found.proved
            if not self.reaches(found.chosen):
                break
            rest = found.chosen - self.ways
            if not self.reaches(rest):
                return found
            least = pruned(replace(self.part, goal=self.goal), self.weights.packed, rest, NEVER - 1)
            self.ceilings.append((dict.fromkeys(least, 1), len(least) - 1))
        self.sure = False
        return None

    def sooner(self, best: Optimum) -> Optimum:
        """Of the plans that are as good in what is preferred to time, one that is soonest."""
        low, high = self.part.earliest[self.part.goal], self.weeks(best)
        limit = best.value[: self.first]
        tries = [low, high - 1]
        while low < high:
            deadline = tries.pop(0) if tries else (low + high) // 2
            if not low <= deadline < high:
                continue
            found = self.lightest(deadline)
            if not self.sure:
                break
            if found and found.value[: self.first] <= limit:
                best, high = found, self.weeks(found)
                tries = [high - 1]
            else:
                low = deadline + 1
        return best

    def reaches(self, chosen: frozenset[int]) -> bool:
        """Whether these ways in lead to the goal."""
        return self.part.fire(chosen)[self.goal] < NEVER

    def weeks(self, found: Optimum) -> int:
        """When the goal is reached."""
        return self.part.fire(found.chosen)[self.part.goal]

    def answer(self, found: Optimum) -> Answer:
        """The plan of these ways in, fitted to the person's weeks; proved where it is as it was found."""
        ways = {(way[0], way[1].id) for node in found.chosen if (way := self.part.route[node])}
        circuit = self.circuit
        others = [node for node, way in enumerate(circuit.route) if way and (way[0], way[1].id) not in ways]
        answer = Planner(circuit.without(others)).best(self.question, self.seconds)
        if answer is None or answer.plan is None:
            return Answer(self.question, "unknown")
        self.sure = self.sure and answer.plan.weeks == self.weeks(found)
        known = self.sure and not answer.plan.unknown_costs
        value = (answer.plan.cost.typical, answer.plan.weeks, len(answer.plan.steps))
        proof = Proof(*value, known, self.sure, self.sure) if self.sure else UNPROVED
        return replace(answer, status="optimal" if known else "feasible", proof=proof)


def _trail(circuit: Circuit, question: Question, ids: frozenset[str]) -> dict[int, int]:
    """For each node that matters its trail, a node behind those of the circuit; a way in to the things is its own."""
    granted = circuit.granted(question.held)
    nodes = [node for node in circuit.relevant(question.goal, question.held) if node not in granted]
    first = [node for node in nodes if (way := circuit.route[node]) and way[0] in ids]
    others = sorted(set(nodes) - set(first))
    size = len(circuit.need)
    return {node: node for node in first} | {node: size + 2 * place for place, node in enumerate(others)}


def _along(circuit: Circuit, question: Question, trail: dict[int, int]) -> Circuit:
    """The circuit with its trails, each with a node that asks for an input's trail; the goal is the goal's trail."""
    inputs = circuit.inputs.copy()
    others = [node for node, one in trail.items() if one != node]
    for node in others:
        inputs += [(node, trail[node] + 1), tuple(trail[one] for one in circuit.inputs[node] if one in trail)]
    return replace(
        circuit,
        index=circuit.index | {question.goal: trail[circuit.index[question.goal]]},
        need=[*circuit.need, *[2, 1] * len(others)],
        inputs=inputs,
        weeks=[*circuit.weeks, *[0, 0] * len(others)],
        route=[*circuit.route, *[None, None] * len(others)],
    )


def _with_variables(part: Part, nodes: list[int]) -> tuple[Part, dict[int, int]]:
    """The part with a variable for each of these nodes, which nothing rests on, and where it is."""
    size, count, last = len(part.need), len(nodes), max(part.origin, default=0)
    wider = replace(
        part,
        need=[*part.need, *[0] * count],
        inputs=[*part.inputs, *[()] * count],
        outputs=[*part.outputs, *([] for _ in nodes)],
        weeks=[*part.weeks, *[0] * count],
        route=[*part.route, *[None] * count],
        origin=[*part.origin, *range(last + 1, last + 1 + count)],
        earliest=[*part.earliest, *[0] * count],
    )
    return wider, {node: size + place for place, node in enumerate(nodes)}


def _reached_without(part: Part, without: dict[int, int]) -> Iterator[Ceiling]:
    """That a node is reached without the things where its inputs are and, of a way in, it is taken."""
    for node, one in without.items():
        amounts = part.amounts.get(node, (1,) * len(part.inputs[node]))
        inputs = [
            (without[source], amount)
            for source, amount in zip(part.inputs[node], amounts, strict=True)
            if source in without
        ]
        need, is_way = part.need[node], part.route[node] is not None
        if need == 1 and node not in part.amounts and not is_way:
            yield from (({source: 1, one: -1}, 0) for source, _ in inputs)
        elif sum(amounts) <= LARGEST_SUM and (spare := sum(amount for _, amount in inputs) - need + 1) > 0:
            row: dict[int, int] = defaultdict(int, {one: -spare} | ({node: spare} if is_way else {}))
            for source, amount in inputs:
                row[source] += amount
            yield dict(row), need - 1 + spare * is_way
