"""How far an estimated length may move before another plan leads: all others stay at their typical figures.

A plan's weeks are its critical path. Along the length of one step they are level or rise week for week, in pieces, for
they are made of sums with that one length and of the least and the greatest of such sums; and so are the least weeks
of all plans. So while the plan's own weeks are level, a longer step cannot make another plan lead, nor a shorter one
while they fall week for week; in every other piece, once another plan leads, one does to its end. There the limit is
found from the end: the best plan there, the length at which it no longer leads, the best plan at that length, and so
on, until the best one is the plan (Newton's method, as in :mod:`chartway.sensitivity`). Every length asked about is a
whole number of thousandths of a week, and so is the limit: at it the plan leads, a thousandth beyond it does not.

What leads is what the question prefers. Of the *fastest* plans, the one with the fewest unknown prices and the least
money; of the *cheapest* ones, whose money does not hang on weeks, and of those of the *fewest* steps, the soonest.
Where something lapses, money hangs on weeks, too. Then the fastest plan is asked about by its weeks alone. Another one
is asked about if nothing lapses in it and it leads even where nothing does anywhere, for renewals only make plans
dearer: as far as it leads there it leads, and where one that lapses does not lead beyond, that length is left open.

Ways in of one duration move together, unless one of them could come after another on a way as fast as the plan, or
has to share hours with it: then the pieces are steeper, and each moves by itself. Where steps begin on days of their
own, or courses with a term, a day more may cost half a year, and nothing is asked. What has no known length is not
planned at all, so there is nothing to move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from chartway.catalog import Catalog, Route, Span, from_milliweeks
from chartway.circuit import Part
from chartway.pathway import BESIDE, Planner, countdown
from chartway.plan import Answer, Plan, Proof, Question
from chartway.timing import Way

UP, DOWN = 1, -1
"""The end of a range towards which a length moves."""

Hindrance = Literal["", "unproved", "days", "renewals"]
"""Why nothing is asked: the plan is not proved, steps begin on certain days, or money hangs on weeks."""

Ways = frozenset[Way]
Value = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """A length at which another plan takes the lead.

    ``way`` is an achievement and its route, ``weeks`` what it is taken to take and ``span`` its range, in thousandths.
    The plan leads as far as ``limit``; a thousandth more (``rising``) or less, and the steps ``then`` do: they are
    ``sooner``, or else cheaper in the same time. ``beside`` are the other ways in that move with this one.
    """

    way: Way
    weeks: int
    span: Span
    limit: int
    rising: bool
    then: tuple[str, ...]
    sooner: bool = True
    beside: tuple[Way, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The pivot in weeks: ``above`` or ``below`` how many the steps would lead."""
        low, high = self.span.to_json()
        return {
            "achievement": self.way[0],
            "route": self.way[1],
            "weeks": from_milliweeks(self.weeks),
            "weeksRange": [low, from_milliweeks(self.weeks), high],
            "above" if self.rising else "below": from_milliweeks(self.limit),
            "steps": list(self.then),
            "sooner": self.sooner,
            "movesWith": [{"achievement": id, "route": route} for id, route in self.beside],
        }


@dataclass(frozen=True, slots=True)
class Leeway:
    """The lengths that would change the choice, the nearest first; ``tried`` of so many were, or what hindered it.

    ``unranged`` are the steps of the plan whose length is estimated without a range, so that it cannot be moved.
    """

    pivots: tuple[Pivot, ...]
    tried: int
    of: int
    hindrance: Hindrance = ""
    unranged: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all were tried, so that no other single length would change the choice."""
        return self.tried == self.of

    def to_json(self) -> dict[str, Any]:
        """The pivots, how many lengths were tried, and what hindered it.

        >>> Leeway((), tried=0, of=2, hindrance="days").to_json()
        {'turns': [], 'tried': 0, 'of': 2, 'notComputed': 'days', 'withoutRange': []}
        """
        return {
            "turns": [one.to_json() for one in self.pivots],
            "tried": self.tried,
            "of": self.of,
            "notComputed": self.hindrance or None,
            "withoutRange": list(self.unranged),
        }


NO_LEEWAY = Leeway((), 0, 0)
"""Where there is no length to ask about."""


def leeway(planner: Planner, answer: Answer) -> Leeway:
    """The estimated lengths that alone would change the choice, each with the number of weeks at which they do.

    The question's time limit holds for all of them together, and ``BESIDE`` seconds where it has none. Raises
    BrokenPlanError.

    >>> from chartway.catalog import Achievement, Route
    >>> from chartway.requirement import Achieved, AnyOf
    >>> ways = [Route("0", weeks=104_000, span=Span(104_000, 182_000)), Route("0", weeks=156_000)]
    >>> things = [Achievement(id, routes=(way,)) for id, way in zip(("degree", "work"), ways)]
    >>> either = Route("0", AnyOf((Achieved("degree"), Achieved("work"))))
    >>> planner = Planner.of(Catalog.of([*things, Achievement("CCS", routes=(either,))]))
    >>> found = leeway(planner, planner.answer(Question("CCS", prefer="fastest")))
    >>> [(one.way, one.limit, one.rising, one.then) for one in found.pivots]
    [(('degree', '0'), 156000, True, ('work', 'CCS'))]
    """
    plan = answer.plan
    if plan is None or not plan.steps or answer.proof is None or answer.status == "over-budget":
        return NO_LEEWAY
    if not any(way is not None and way[1].span is not None for way in planner.circuit.route):
        return NO_LEEWAY
    search = _Search(planner, answer.question, plan)
    groups = search.groups()
    hindrance = search.hindrance(answer.proof) if groups else ""
    pivots: list[Pivot] = []
    tried = 0
    for ways in groups if not hindrance else ():
        try:
            pivots += [pivot for some in search.apart(ways) for pivot in search.pivots(some)]
        except _Stopped:
            break
        tried += 1
    return Leeway(tuple(sorted(pivots, key=_nearness)), tried, len(groups), hindrance, search.unranged())


def _nearness(pivot: Pivot) -> tuple[float, Way]:
    """How far through its range the length must go, from 0 to 1."""
    end = pivot.span.high if pivot.rising else pivot.span.low
    return (pivot.limit - pivot.weeks) / (end - pivot.weeks), pivot.way


class _Stopped(Exception):  # noqa: N818 - no error: the time is over, or a plan could not be proved
    """What was asked was not settled."""


class _Search:
    """The pivots of the lengths on the way to one goal."""

    def __init__(self, planner: Planner, question: Question, plan: Plan) -> None:
        self.question = replace(question, time_limit=None)
        self.whole = planner.catalog.toward(question.goal)
        self.part = planner.under(question.timetable).circuit.part(question.goal, question.held)
        self.routes = {(way[0], way[1].id): way[1] for way in self.part.route if way}
        self.own = _ways(plan)
        lapsing = self.lapses(self.routes)
        self.is_eased = lapsing and question.prefer != "fastest" and not self.lapses(self.own)
        self.catalog = self.whole.for_good() if self.is_eased else self.whole
        self.lapsing = lapsing and not self.is_eased
        self.known: dict[tuple[Ways, Ways, int], int] = {}
        self.seconds: Callable[[], float] = countdown(BESIDE if question.time_limit is None else question.time_limit)

    # ---- what is asked

    def groups(self) -> list[Ways]:
        """The ways in with an estimated length, those of one duration together."""
        found: dict[tuple[str, Way | None], set[Way]] = defaultdict(set)
        for way, route in self.routes.items():
            if route.span is not None:
                found[route.length, None if route.length else way].add(way)
        return [frozenset(ways) for ways in found.values()]

    def unranged(self) -> tuple[str, ...]:
        """The steps of the plan whose length is our estimate, with no range to move it in."""
        return tuple(
            id
            for id, route_id in sorted(self.own)
            if (route := self.routes.get((id, route_id))) is not None and route.weeks and route.span is None
            and any(one.of == "duration" and one.assumed for one in route.evidence)
        )  # fmt: skip

    def lapses(self, ways: Iterable[Way]) -> bool:
        """Whether any of these ways in earns what holds for a time only."""
        return any(self.whole[id].valid_weeks is not None for id, _ in ways)

    def hindrance(self, proof: Proof) -> Hindrance:
        """Why no length can be asked about, "" where they can."""
        if self.question.timetable.terms or any(route.has_days for route in self.routes.values()):
            return "days"
        if self.lapsing and (self.question.prefer != "fastest" or self.question.budget is not None):
            return "renewals"
        if not self.is_proved(proof):
            return "unproved"
        return "renewals" if self.is_eased and self.is_undercut() else ""

    def is_proved(self, proof: Proof) -> bool:
        """Whether what is asked about a plan is proved of it."""
        return proof.finished or (self.lapsing and proof.weeks_proved)

    def is_undercut(self) -> bool:
        """Whether another plan would lead if nothing lapsed, or nobody knows."""
        try:
            return self.rival(frozenset(), 0) is not None
        except _Stopped:
            return True

    def apart(self, ways: Ways) -> list[Ways]:
        """The ways in together, or each by itself where two of them could add up."""
        return [frozenset([way]) for way in sorted(ways)] if len(ways) > 1 and self.add_up(ways) else [ways]

    def add_up(self, ways: Ways) -> bool:
        """Whether a plan as fast as this one could have two of them one after the other, at their shortest.

        It would take twice what is longer, this plan once: if it is not as fast then, it never is.
        """
        if self.question.timetable.study_hours is not None or len(self.own & ways) > 1:
            return True
        least = min(self.span(way).low for way in ways)
        part = self.at(ways, least).circuit.part(self.question.goal, self.question.held)
        nodes = {node for node in part.actions if _named(part, node) in ways}
        weeks = self.weeks(self.own, ways, least)
        soon = [node for node in nodes if part.earliest[part.finish_of(node)] + least < weeks]
        return any(_behind(part, node) & nodes - {node} for node in soon)

    def span(self, way: Way) -> Span:
        """The range of a length that has one."""
        route = self.routes[way]
        return route.span or Span(route.weeks, route.weeks)

    # ---- what it comes to

    def at(self, ways: Ways, weeks: int, only: Ways | None = None, catalog: Catalog | None = None) -> Planner:
        """The planner with these ways in as long as that, and ``only`` some left, on this catalog or another."""

        def route(id: str, one: Route) -> Route:
            return replace(one, weeks=weeks) if (id, one.id) in ways else one

        things = (catalog or self.catalog).achievements.values()
        left = {
            thing.id: tuple(route(thing.id, one) for one in thing.routes if only is None or (thing.id, one.id) in only)
            for thing in things
        }
        return Planner.of(Catalog.of(replace(thing, routes=left[thing.id]) for thing in things))

    def best(self, ways: Ways, weeks: int, catalog: Catalog | None = None) -> Plan | None:
        """The best plan when the ways in take so long, None if none is within the budget."""
        found = self.at(ways, weeks, None, catalog).best(self.question, self.seconds) if self.seconds() > 0 else None
        if found is None or found.plan is None or found.proof is None or not self.is_proved(found.proof):
            raise _Stopped
        return None if found.status == "over-budget" else found.plan

    def weeks(self, plan: Ways, ways: Ways, weeks: int) -> int:
        """The fewest weeks that a plan of these ways in takes, when those others take so long."""
        asked = (plan, ways, weeks)
        if asked not in self.known:
            self.known[asked] = self.soonest(*asked)
        return self.known[asked]

    def soonest(self, plan: Ways, ways: Ways, weeks: int) -> int:
        """The same, asked anew."""
        soonest = replace(self.question, prefer="fastest", budget=None)
        found = self.at(ways, weeks, plan).best(soonest, self.seconds) if self.seconds() > 0 else None
        if found is None or found.plan is None or found.proof is None or not found.proof.weeks_proved:
            raise _Stopped
        return found.plan.weeks

    def value(self, plan: Ways, ways: Ways, weeks: int) -> Value:
        """What a plan of these ways in is measured by, weeks among it; steps that only break ties are not."""
        time = self.weeks(plan, ways, weeks)
        if self.lapsing:
            return (time,)
        costs = [self.routes[way].cost for way in plan]
        money = (costs.count(None), sum(cost.typical for cost in costs if cost))
        match self.question.prefer:
            case "fastest":
                return (time, *money)
            case "cheapest":
                return (*money, time)
            case "fewest":
                return (len(plan), *money, time)

    # ---- where another leads

    def pivots(self, ways: Ways) -> Iterator[Pivot]:
        """Where another plan leads as these lengths rise, and as they fall."""
        way = min(self.own & ways or ways)
        now, span = self.routes[way].weeks, self.span(way)
        for end, last in ((UP, span.high), (DOWN, span.low)):
            if last != now and (end == DOWN or self.own & ways):
                yield from self.pivot(ways, range(now, last + end, end))

    def pivot(self, ways: Ways, lengths: range) -> Iterator[Pivot]:
        """The first of the lengths beyond which another plan leads, if there is one."""
        rising = lengths.step == UP
        for first, last in self.pieces(ways, lengths):
            is_level = self.weeks(self.own, ways, first) == self.weeks(self.own, ways, last)
            if is_level == rising:
                continue
            found = self.departure(ways, range(first, last + lengths.step, lengths.step))
            if found is not None:
                yield self.told(ways, found, rising=rising)
                return

    def pieces(self, ways: Ways, lengths: range) -> Iterator[tuple[int, int]]:
        """The lengths in pieces along which the plan's weeks are level, or go week for week with them."""
        first, last = lengths[0], lengths[-1]
        change = abs(self.weeks(self.own, ways, last) - self.weeks(self.own, ways, first))
        if change in {0, abs(last - first)}:
            yield first, last
            return
        if len(lengths) == 2:  # noqa: PLR2004 - steeper than the law allows: nothing is claimed
            raise _Stopped
        middle = len(lengths) // 2
        yield from self.pieces(ways, lengths[: middle + 1])
        yield from self.pieces(ways, lengths[middle:])

    def departure(self, ways: Ways, lengths: range) -> int | None:
        """The last of the lengths, in a piece that may end the plan's lead, at which it leads; None if at all."""
        limit, rival = len(lengths) - 1, self.rival(ways, lengths[-1])
        if rival is None:
            return None
        while rival is not None:
            limit = self.last_before(ways, lengths[: limit + 1], rival)
            rival = self.rival(ways, lengths[limit])
        return lengths[limit]

    def rival(self, ways: Ways, weeks: int) -> Ways | None:
        """The ways in of the best plan at this length, None if the plan itself leads."""
        best = self.best(ways, weeks)
        rival = _ways(best) if best else self.own
        return rival if self.value(rival, ways, weeks) < self.value(self.own, ways, weeks) else None

    def last_before(self, ways: Ways, lengths: range, rival: Ways) -> int:
        """The place of the last length at which the rival, which leads at the last of all, does not."""
        low, high = 0, len(lengths) - 1
        while high - low > 1:
            middle = (low + high) // 2
            leads = self.value(rival, ways, lengths[middle]) < self.value(self.own, ways, lengths[middle])
            low, high = (low, middle) if leads else (middle, high)
        return low

    def told(self, ways: Ways, limit: int, *, rising: bool) -> Pivot:
        """The pivot, told of what the plan has of these ways in, else of what the other plan has."""
        beyond = limit + (UP if rising else DOWN)
        best = self.really_best(ways, beyond)
        way = min(ways & ((self.own & ways and self.own) or _ways(best)) or ways)
        steps = tuple(step.achievement for step in best.steps)
        sooner = best.weeks < self.weeks(self.own, ways, beyond)
        beside = tuple(sorted(ways - {way}))
        return Pivot(way, self.routes[way].weeks, self.span(way), limit, rising, steps, sooner, beside)

    def really_best(self, ways: Ways, weeks: int) -> Plan:
        """The plan that leads instead, with its renewals."""
        best = self.best(ways, weeks)
        if best is None:
            raise _Stopped
        if not self.is_eased or not self.lapses(_ways(best)):
            return best
        best, own = self.best(ways, weeks, self.whole), self.value(self.own, ways, weeks)
        if best is None or best.objectives(self.question.prefer)[: len(own)] >= own:
            raise _Stopped
        return best


def _ways(plan: Plan) -> Ways:
    return frozenset((step.achievement, step.route) for step in plan.steps)


def _named(part: Part, node: int) -> Way | None:
    way = part.route[node]
    return (way[0], way[1].id) if way else None


def _behind(part: Part, node: int) -> set[int]:
    """The nodes that something leads to from here."""
    found: set[int] = set()
    stack = [part.starts.get(node, node)]
    while stack:
        more = {output for output, _ in part.feeds[stack.pop()]} - found
        found |= more
        stack += more
    return found
