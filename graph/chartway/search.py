"""The search for the best plan: one objective after the other, within a budget, a deadline and a timetable."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace

from chartway.catalog import Catalog
from chartway.circuit import NEVER, Circuit, Part
from chartway.contraction import contracted
from chartway.greedy import numbers, reaches
from chartway.optimum import SMALL, Optimum, Weights, lightest_below, lightest_plan
from chartway.pace import Pace, choose
from chartway.plan import Answer, Plan, Preference, Proof, Question, Status
from chartway.timetable import UNLIMITED, Timetable
from chartway.upkeep import Goal, Renewing, steps_of
from chartway.validity import kept_valid

CONTRACTING = 1e-4
"""Seconds left for each node of a part that is worth being contracted: it takes up to 4e-5."""


def best(
    circuit: Circuit, question: Question, seconds: Callable[[], float], without: Set[str], by: int
) -> Answer | None:
    """The best plan, in which steps that ask to start together may not all do so; None if there is none.

    Where something lapses and the person's weeks matter, it is not known here: see :mod:`chartway.dues`.
    """
    part = circuit.part(question.goal, question.held, leave_out=_ways(circuit, without))
    if part.goal < 0 or part.earliest[part.goal] > by:
        return None
    renewing = Renewing(circuit.catalog, question, part) if question.timetable == UNLIMITED else None
    search, found, affordable = _searched(circuit.catalog, part, question, seconds, renewing, by)
    plan = plan_of(circuit.catalog, question, part, found.chosen)
    if question.timetable.allows(circuit.catalog, plan.steps):
        return _told(question, search.proof(found, plan), plan, affordable=affordable)
    if search.renewing is not None:
        return Answer(question, "unknown")
    return _in_weeks(circuit.catalog, part, question, seconds, by)


def _told(question: Question, proof: Proof, plan: Plan, *, affordable: bool) -> Answer:
    status: Status = "over-budget" if not affordable else "optimal" if proof.complete else "feasible"
    return Answer(question, status, plan, proof)


def _in_weeks(catalog: Catalog, part: Part, question: Question, seconds: Callable[[], float], by: int) -> Answer | None:
    """The best plan that keeps to the timetable, where the best one of all does not; None if there is none."""
    search, found, affordable = _searched(catalog, part, question, seconds, None, by)
    answer = _paced(search, question, found) if affordable else None
    return _beyond(catalog, part, question, seconds, by) if answer is None and question.budget is not None else answer


def _beyond(catalog: Catalog, part: Part, question: Question, seconds: Callable[[], float], by: int) -> Answer | None:
    """The best plan where the weeks ask for more money, or for more unknown prices, than they would without limits."""
    least = _in_weeks(catalog, part, replace(question, budget=None, prefer="cheapest"), seconds, by)
    if least is None or least.plan is None or question.budget is None:
        return least and replace(least, question=question)
    if least.plan.cost.typical > question.budget:
        return replace(least, question=question, status="over-budget")
    search = Search(catalog, part, question.prefer, seconds, None, by)
    search.limit = least.plan.unknowns, question.budget
    return _paced(search, question, search.run())


def _paced(search: Search, question: Question, found: Optimum) -> Answer | None:
    """The best plan within the search's limit that keeps to the timetable; None if there is none."""
    paced = search.paced(found, question.timetable)
    if paced is None:
        return None if search.weeks_proved else Answer(question, "unknown")
    optimum, plan = paced
    return _told(question, search.proof(optimum, plan), plan, affordable=True)


def _searched(  # noqa: PLR0913, PLR0917 - what a search is made of
    catalog: Catalog, part: Part, question: Question, seconds: Callable[[], float], renewing: Renewing | None, by: int
) -> tuple[Search, Optimum, bool]:
    """The search with the best routes it found, and whether they are within the budget."""
    search = Search(catalog, part, question.prefer, seconds, renewing, by)
    affordable = question.budget is None or search.limited_to(question.budget)
    if not affordable:
        search = Search(catalog, part, "cheapest", seconds, renewing, by)
    return search, search.run(), affordable


def _ways(circuit: Circuit, ids: Set[str]) -> frozenset[int]:
    """The nodes that stand for the routes by which these things are earned."""
    finishes = {node for id in ids if id in circuit.index for node in circuit.inputs[circuit.index[id]]}
    ways = {node: way[0] for node in (*finishes, *circuit.starts) if (way := circuit.route[node])}
    return frozenset(node for node, id in ways.items() if id in ids)


def plan_of(catalog: Catalog, question: Question, part: Part, chosen: frozenset[int]) -> Plan:
    """The chosen routes as a plan: each as soon as it can be, what lapses when it serves best, and what is renewed."""
    kept = kept_valid(catalog, question, steps_of(part, chosen))
    return Plan(kept.steps, part.fire(chosen)[part.goal], kept.upkeep)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a plan is measured by, a whole number for each node: unknown prices, cents, steps, narrowness."""

    unknown: tuple[int, ...]
    money: tuple[int, ...]
    count: tuple[int, ...]
    narrowness: tuple[int, ...]

    @classmethod
    def of(cls, part: Part, catalog: Catalog) -> Measures:
        """The measures of the nodes of the part."""
        routes = [way[1] if way else None for way in part.route]
        return cls(
            unknown=tuple(int(route is not None and route.cost is None) for route in routes),
            money=tuple(route.cost.typical if route is not None and route.cost else 0 for route in routes),
            count=tuple(int(route is not None) for route in routes),
            narrowness=narrowness(part, catalog),
        )

    @property
    def all(self) -> tuple[tuple[int, ...], ...]:
        """All of them."""
        return self.unknown, self.money, self.count, self.narrowness

    def restricted(self, nodes: Sequence[int]) -> Measures:
        """The measures of some of the nodes."""
        return Measures(*(tuple(measure[node] for node in nodes) for measure in self.all))

    def cheapest(self) -> Weights:
        """The objectives of the cheapest plan: the fewest unknown prices first, for none of them is nothing."""
        return Weights(self.all)

    def weights(self, prefer: Preference) -> Weights:
        """The objectives in the order the question prefers, but for the weeks."""
        if prefer == "fewest":
            return Weights((self.count, self.unknown, self.money, self.narrowness))
        return self.cheapest()


def narrowness(part: Part, catalog: Catalog) -> tuple[int, ...]:
    """How much less each route's achievement counts as than the broadest one does.

    It breaks ties: of two plans alike in money, weeks and steps, the one is taken that leaves a person with more,
    a degree in the field rather than one in any field.
    """
    breadths = [len(catalog.closure([way[0]])) if way else 0 for way in part.route]
    broadest = max(breadths, default=0)
    return tuple(broadest - breadth if way else 0 for breadth, way in zip(breadths, part.route, strict=True))


class Search:
    """One lexicographic search: money, weeks and steps in the order the question prefers."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a search is made of
        self,
        catalog: Catalog,
        part: Part,
        prefer: Preference,
        seconds: Callable[[], float],
        renewing: Renewing | None,
        by: int,
    ) -> None:
        self.whole = part
        self.renewing = renewing if renewing is not None and renewing.matters else None
        self.prefer = prefer
        self.by = by
        self.limit: tuple[int, int] | None = None
        self.seconds = seconds
        self.catalog = catalog
        self.measures = Measures.of(part, catalog)
        self.first = 3 if self.prefer == "fewest" else 2
        self.due = (self.first - 2, self.first - 1)
        self.soonest = part.earliest[part.goal]
        self.weeks_bound = self.soonest
        self.weeks_proved = False
        self._enter(self._core())

    def _enter(self, part: Part) -> None:
        """Goes on in a part of the whole."""
        self.part = part
        self.origin = numbers(self.whole, part)
        measures = self.measures.restricted(self.origin)
        self.unknown, self.money, self.count = measures.unknown, measures.money, measures.count
        self.weights = measures.weights(self.prefer)

    def _core(self) -> Part:
        """What is left of a large part without what no best plan needs; a plan with renewals may need it."""
        size = len(self.whole.need)
        if self.renewing or self.whole.starts or size <= SMALL or size * CONTRACTING > self.seconds():
            return self.whole
        return contracted(self.whole, self.measures.all, self.seconds)

    def run(self) -> Optimum:
        """The best plan within the limit, in the nodes of the whole part."""
        found = self._run()
        return replace(found, chosen=frozenset(self.origin[node] for node in found.chosen), landmarks=())

    def _run(self) -> Optimum:
        if not self.renewing and self.limit is None and self.prefer != "fastest" and len(self.part.need) > SMALL:
            return self._by_stages()
        best = self._lightest(self.soonest if self.prefer == "fastest" else self.by)
        if self.limit is not None and self._spent(best) > self.limit:
            return self._limited(self.limit)
        if self.prefer == "fastest":
            self.weeks_proved = True
            return best
        return self._sooner(best, best.value[: self.first]) if best.proved else best

    def _by_stages(self) -> Optimum:
        """The best plan, one objective settled after the other: in a large part none is worth solving twice."""
        best = self._found(lightest_plan(self.part, self._stages()[0], self.by, self.seconds))
        if not best.proved:
            return self._unsettled(best)
        best = self._among_as_light(best)
        weights, rest = self._stages()
        landmarks = best.landmarks

        def lightest(deadline: int) -> Optimum | None:
            return lightest_plan(self.part, weights, deadline, self.seconds, best.value, landmarks)

        best = self._sooner(best, best.value, lightest)
        if not self.weeks_proved:
            return self._unsettled(best)
        ceilings = list(zip(weights.objectives, best.value, strict=True))
        deadline = self._weeks(best)
        last = self._found(lightest_below(self.part, rest, ceilings, best.chosen, deadline, self.seconds, landmarks))
        return Optimum(last.chosen, best.value + last.value, best.value + last.bound, last.proved)

    def _stages(self) -> tuple[Weights, Weights]:
        """What is settled first, and what last."""
        objectives = self.weights.objectives
        return Weights(objectives[: self.first]), Weights(objectives[self.first :])

    def _among_as_light(self, best: Optimum) -> Optimum:
        """The best plan in what is left without the routes that no plan as light uses, where the search goes on."""
        light = self.part.using(frozenset(self.part.actions) - best.dear)
        core = contracted(light, (), self.seconds)
        place = {node: number for number, node in enumerate(numbers(self.part, core))}
        chosen = frozenset(place[node] for node in best.chosen if node in place)
        if len(chosen) < len(best.chosen) or not reaches(core, chosen, self.by):
            return best
        landmarks = tuple(one.renumbered(place) for one in best.landmarks if one.node in place)
        self._enter(core)
        self.soonest = core.earliest[core.goal]
        return replace(best, chosen=chosen, landmarks=landmarks, dear=frozenset())

    def _unsettled(self, best: Optimum) -> Optimum:
        """The best plan with nothing known of the objectives that were not reached."""
        nothing = (0,) * (len(self.weights.objectives) - self.first)
        return Optimum(best.chosen, self.weights.of(best.chosen), best.bound + nothing, proved=False)

    @staticmethod
    def _found(found: Optimum | None) -> Optimum:
        assert found is not None  # noqa: S101 - the goal can be reached, and by the deadline
        return found

    def _limited(self, limit: tuple[int, int]) -> Optimum:
        """The best plan within the limit, where the best one of all is not."""
        cheapest = self._cheapest()
        if self.prefer == "fastest":
            return self._sooner(cheapest, limit)
        ceilings = list(zip((self.unknown, self.money), limit, strict=True))

        def lightest(deadline: int) -> Optimum | None:
            if self.renewing:
                return self.renewing.lightest(Goal(self.weights, self.due, deadline, limit), self.seconds)
            return lightest_below(self.part, self.weights, ceilings, cheapest.chosen, deadline, self.seconds)

        fewest = lightest(self.by)
        assert fewest is not None  # noqa: S101 - the cheapest plan is within the limit
        if self._spent(fewest) > limit:  # the search ended before it came to one within it
            return self._unproved(cheapest, fewest.bound)
        return self._sooner(fewest, fewest.value[: self.first], lightest) if fewest.proved else fewest

    def _cheapest(self) -> Optimum:
        found = self._least(Weights((self.unknown, self.money, self.count)), (0, 1), self.by)
        assert found is not None  # noqa: S101 - the goal can be reached
        return found

    def _least(
        self, weights: Weights, due: tuple[int, int], deadline: int, enough: tuple[int, ...] = ()
    ) -> Optimum | None:
        """The lightest plan by the deadline, with its renewals where there may be any, if it is light enough."""
        if self.renewing:
            return self.renewing.lightest(Goal(weights, due, deadline, enough=enough), self.seconds)
        return lightest_plan(self.part, weights, deadline, self.seconds)

    def _spent(self, found: Optimum) -> tuple[int, int]:
        """How many prices are unknown, and what the others add up to."""
        named = self._named(found.value)
        return named["unknown"], named["money"]

    def _unproved(self, cheapest: Optimum, bound: tuple[int, ...]) -> Optimum:
        """The cheapest plan, where no better one within the limit was found."""
        unknown, money, *_ = cheapest.value
        value = list(self.weights.of(cheapest.chosen))
        for place, amount in zip(self.due, (unknown, money), strict=True):
            value[place] = amount
        return Optimum(cheapest.chosen, tuple(value), min(tuple(value), bound), proved=False)

    def limited_to(self, budget: int) -> bool:
        """Keeps to plans within the budget that have no more unknown prices than need be; False if there is none."""
        unknown, money, *_ = self._cheapest().value
        self.limit = (unknown, budget)
        return money <= budget

    def _lightest(self, deadline: int, enough: tuple[int, ...] = ()) -> Optimum:
        found = self._least(self.weights, self.due, deadline, enough)
        assert found is not None  # noqa: S101 - no deadline tried is before the soonest possible
        return found

    def _sooner(
        self, best: Optimum, limit: tuple[int, ...], lightest: Callable[[int], Optimum | None] | None = None
    ) -> Optimum:
        """Among the plans that are within the limit in the first objectives, one that is soonest.

        ``lightest`` gives the lightest plan by a deadline of those that count, None if there is none; else all count.
        A plan under an earlier deadline is within it or it is not: bisection over the deadline, trying the
        soonest possible first and then just before the best one known, settles most questions in one step.
        """
        low, high = self.soonest, self._weeks(best)
        tries = [low, high - 1]
        while low < high and self.seconds() > 0:
            deadline = tries.pop(0) if tries else (low + high) // 2
            if not low <= deadline < high:
                continue
            found = lightest(deadline) if lightest else self._lightest(deadline, limit)
            if found and found.value[: self.first] <= limit:
                if not found.proved:
                    break
                best, high = found, self._weeks(found)
                tries = [high - 1]
            elif found is None or found.bound[: self.first] > limit:
                low = deadline + 1
            else:
                break
        self.weeks_bound, self.weeks_proved = low, low == high
        return best

    def _weeks(self, found: Optimum) -> int:
        return self.part.fire(found.chosen)[self.part.goal]

    def paced(self, found: Optimum, timetable: Timetable) -> tuple[Optimum, Plan] | None:
        """The best plan within the limit that keeps to the timetable; None if there is none, or none is found."""
        pace = Pace(self.catalog, self.whole, timetable, self.seconds)
        measures = self.measures
        ceilings = list(zip((measures.unknown, measures.money), self.limit, strict=True)) if self.limit else []
        first = 0 if self.prefer == "fastest" else self.first
        paced = choose(pace, measures.weights(self.prefer), first, ceilings, found, self.weeks_bound, self.by)
        if paced is None:
            self.weeks_proved = pace.doubt > min(self.by, NEVER - 1) and pace.seconds() > 0
            return None
        self.weeks_bound = paced.weeks_bound
        self.weeks_proved = paced.timed.finish == paced.weeks_bound
        return paced.optimum, Plan(paced.timed.steps, paced.timed.finish)

    def proof(self, found: Optimum, plan: Plan) -> Proof:
        """What is proved of each objective; a price that is unknown leaves the money unproved."""
        value = self._named(found.value)
        bound = value if found.proved else self._bounds(found)
        compared = not plan.unknown_costs
        return Proof(
            cost=bound["money"] if compared else min(bound["money"], self._least_money()),
            weeks=self.weeks_bound,
            steps=bound["steps"],
            cost_proved=compared and bound["unknown"] == value["unknown"] and bound["money"] == value["money"],
            weeks_proved=self.weeks_proved,
            steps_proved=self._steps_proved(value, bound),
        )

    def _steps_proved(self, value: dict[str, int], bound: dict[str, int]) -> bool:
        """Whether no fewer steps would do, what comes before them being proved: what only breaks ties need not be."""
        return value == bound and (self.weeks_proved or self.prefer == "fewest")

    def _named(self, values: tuple[int, ...]) -> dict[str, int]:
        names = ("steps", "unknown", "money") if self.prefer == "fewest" else ("unknown", "money", "steps")
        return dict(zip(names, values[: len(names)], strict=True))

    def _bounds(self, found: Optimum) -> dict[str, int]:
        """True bounds of an unproved optimum: a later objective is bounded only where the earlier ones are met."""
        bounds = []
        met = True
        for value, bound in zip(found.value, found.bound, strict=True):
            bounds.append(min(value, bound) if met else 0)
            met = met and value == bound
        return self._named(tuple(bounds))

    def _least_money(self) -> int:
        """The least that any plan can cost if every unknown price were nothing."""
        by = self.whole.earliest[self.whole.goal] if self.prefer == "fastest" else self.by
        found = lightest_plan(self.whole, Weights((self.measures.money,)), by, self.seconds)
        return found.bound[0] if found else 0
