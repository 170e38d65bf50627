"""Routes and their times chosen together, where a person's weeks are limited.

Routes side by side without limit are the relaxation: where its plan keeps to the timetable, it is the answer. Else
the shortest schedule of routes found bounds the time from above, and critical path, least hours (counted coarsely,
too, which sees what cannot overlap) and least job weeks bound it from below; between the two an integer program
proposes routes that could be in time, and whichever cannot be scheduled in time become a landmark: some route outside
them must be taken (Hooker & Ottosson, "Logic-Based Benders Decomposition", Mathematical Programming 96, 2003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import islice
from math import gcd

from chartway import integer_program
from chartway.catalog import Catalog, Route
from chartway.circuit import NEVER, Part
from chartway.integer_program import Ceiling
from chartway.landmark import Landmark, cuts, first_landmarks
from chartway.optimum import CUTS, Optimum, Weights, lightest_below, lightest_plan
from chartway.plan import Step
from chartway.schedule import MOST_NODES, SIZES, Project, Task, coarse, is_in_time, shortest
from chartway.timetable import Timetable, is_job

MOST_PROPOSALS = 60
"""Sets of routes tried before the answer is given with a gap."""
FEW_NODES = 200
"""Moments looked at to see whether more routes would help: where that is not enough, they are taken to help."""
MOST_FIGURE = 1_000_000
"""The largest figure of work the solver sees: above, the unit is a larger one, and the bound a little lower."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Routes with their times: steps in the order in which they begin, when the goal is reached, a bound of that."""

    chosen: frozenset[int]
    steps: tuple[Step, ...]
    finish: int
    bound: int


@dataclass(frozen=True, slots=True)
class Paced:
    """The best routes found with their times, what was proved of the routes, and a true bound of the weeks."""

    optimum: Optimum
    timed: Timed
    weeks_bound: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, None if nothing was, and whether it is proved best, or that there is nothing."""

    timed: Timed | None
    proved: bool


class Work:
    """A quantity of which each route takes so much, as a figure small enough for a solver, in units of its own."""

    def __init__(self, amounts: Sequence[int]) -> None:
        whole = gcd(*amounts)
        self.unit = whole * max(1, -(-max(amounts, default=0) // ((whole or 1) * MOST_FIGURE))) or 1
        self.figures = tuple(amount // self.unit for amount in amounts)

    def __bool__(self) -> bool:
        return any(self.figures)

    def at_most(self, most: int) -> Ceiling:
        """That a plan may take no more than so much."""
        return self.figures, most // self.unit


class Pace:
    """Schedules routes of a part under a timetable, and chooses them so that they can be scheduled."""

    def __init__(self, catalog: Catalog, part: Part, timetable: Timetable, seconds: Callable[[], float]) -> None:
        self.catalog, self.part, self.timetable = catalog, part, timetable
        self.left = MOST_PROPOSALS
        self.nodes = 2 * MOST_NODES
        self._seconds = seconds
        self.known: dict[frozenset[int], Timed] = {}
        self.outside: list[tuple[int, Landmark]] = []
        self.doubt = NEVER

    def seconds(self) -> float:
        """The time left: none where enough was tried."""
        return self._seconds() if self.left > 0 and self.nodes > 0 else 0.0

    # ---- one set of routes

    def timed(self, chosen: frozenset[int]) -> Timed:
        """The shortest schedule of the routes without those it can spare; ``finish`` is NEVER if none is found."""
        if chosen not in self.known:
            self.known[chosen] = self._timed(chosen)
        return self.known[chosen]

    def _timed(self, chosen: frozenset[int]) -> Timed:
        plan = self.part.using(chosen)
        if plan.goal < 0:
            return Timed(chosen, (), NEVER, NEVER)
        project = self._project(plan)
        found = shortest(project, min(MOST_NODES, max(self.nodes, 1)), self._seconds)
        self.nodes -= 0 if found.proved else MOST_NODES
        if found.finish == NEVER:
            return Timed(chosen, (), NEVER, found.bound)
        number = {origin: node for node, origin in enumerate(self.part.origin)}
        nodes = [number[plan.origin[node]] for node in plan.actions]
        used = frozenset(
            nodes[task]
            for task, start in found.starts
            if project.joint >> task & 1 or start + project.tasks[task].weeks <= found.finish
        )
        for node in sorted(used - {nodes[task] for task in range(len(nodes)) if project.needed >> task & 1}):
            fewer = self.timed(used - {node})
            if fewer.finish <= found.finish:
                return Timed(fewer.chosen, fewer.steps, fewer.finish, min(found.bound, fewer.bound))
        starts = [(nodes[task], start) for task, start in found.starts]
        return Timed(used, tuple(self._step(*one) for one in starts if one[0] in used), found.finish, found.bound)

    def _step(self, node: int, start: int) -> Step:
        way = self.part.route[node]
        assert way is not None  # noqa: S101 - tasks are routes
        id, route = way
        return Step(id, route.id, start, start + route.weeks, route.cost)

    def _project(self, plan: Part) -> Project:
        tasks = tuple(self._task(plan, node) for node in plan.actions)
        bit = {node: 1 << task for task, node in enumerate(plan.actions)}
        opens = {plan.starts.get(node, node): task for node, task in bit.items()}
        until = {plan.finish_of(node): task for node, task in bit.items()}
        since = {node: bit[node] for node in plan.starts}
        begin, feeds = [node for node, need in enumerate(plan.need) if need == 0], plan.feeds

        def opening(done: int, begun: int) -> tuple[int, bool]:
            missing, stack, opened = plan.need.copy(), begin.copy(), 0
            reached = False
            while stack:
                node = stack.pop()
                reached = reached or node == plan.goal
                opened |= opens.get(node, 0)
                if until.get(node, 0) & ~done or since.get(node, 0) & ~begun:
                    continue
                for output, amount in feeds[node]:
                    lacking = missing[output]
                    missing[output] = lacking - amount
                    if 0 < lacking <= amount:
                        stack.append(output)
            return opened, reached

        return Project(tasks, opening, self.timetable.study_hours, sum(since.values()))

    def _task(self, plan: Part, node: int) -> Task:
        way = plan.route[node]
        assert way is not None  # noqa: S101 - actions are routes
        achievement, route = self.catalog[way[0]], way[1]
        timetable = self.timetable
        next_start = None
        if timetable.waits(achievement, route):

            def next_start(moment: int) -> int:
                return timetable.next_start(achievement, route, moment)

        return Task(route.weeks, timetable.hours(achievement, route), is_job(achievement, route), next_start)

    def soonest(self, plan: Part) -> int:
        """When the goal is reached at the earliest, steps side by side, each begun on a day on which it can be."""
        missing, fired = plan.need.copy(), set[int]()
        queue = [(self._finish(plan, node, 0), node) for node, need in enumerate(missing) if need == 0]
        heapify(queue)
        while queue:
            now, node = heappop(queue)
            if node == plan.goal:
                return now
            if node in fired:
                continue
            fired.add(node)
            for output, amount in plan.feeds[node]:
                lacking = missing[output]
                missing[output] = lacking - amount
                if 0 < lacking <= amount:
                    heappush(queue, (self._finish(plan, output, now), output))
        return NEVER

    def _finish(self, plan: Part, node: int, moment: int) -> int:
        started = plan.started_at.get(node, node)
        way = plan.route[started]
        if way is None:
            return moment + plan.weeks[node]
        begun = self.timetable.next_start(self.catalog[way[0]], way[1], moment)
        return min(NEVER, begun + plan.weeks[started])

    # ---- all routes

    @cached_property
    def hours(self) -> Work:
        """The hours of study of each route, all its weeks together."""
        return self._work(lambda id, route: route.weeks * self.timetable.hours(self.catalog[id], route))

    @cached_property
    def jobs(self) -> Work:
        """The weeks of each route that is a job."""
        return self._work(lambda id, route: route.weeks if is_job(self.catalog[id], route) else 0)

    def _work(self, amount: Callable[[str, Route], int]) -> Work:
        """What must be done before the goal: of a route of which the start may be enough, where it is finished."""
        amounts = [0] * len(self.part.route)
        for node in self.part.actions:
            way, finish = self.part.route[node], self.part.finish_of(node)
            if way is not None and finish >= 0:
                amounts[finish] = amount(*way)
        return Work(amounts)

    @cached_property
    def limited(self) -> list[tuple[Work, int]]:
        """The work of each kind that is limited, and how much of it a week has room for; coarser countings included."""
        most, timetable = self.timetable.study_hours, self.timetable
        found = [(self.jobs, 1)]
        if most is not None:
            found.append((self.hours, most))
            for size in SIZES:

                def counted(id: str, route: Route, most: int = most, size: int = size) -> int:
                    return route.weeks * coarse(timetable.hours(self.catalog[id], route), most, size)

                found.append((self._work(counted), size * (size + 1)))
        return found

    @cached_property
    def grid(self) -> int:
        """Every moment at which something can finish is a multiple of this."""
        ways = [way for way in self.part.route if way]
        anytime = not any(self.timetable.waits(self.catalog[id], route) for id, route in ways)
        return (gcd(*(route.weeks for _, route in ways)) or 1) if anytime else 1

    def least(self, ceilings: Sequence[Ceiling], known: frozenset[int]) -> tuple[int, list[frozenset[int]]]:
        """The weeks that the least hours and the least job weeks take, and the routes that need so little."""
        bound, proposals = 0, []
        for work, a_week in self.limited:
            if work:
                weights = Weights((work.figures,))
                found = (
                    lightest_below(self.part, weights, ceilings, known, NEVER, self.seconds)
                    if ceilings
                    else lightest_plan(self.part, weights, NEVER, self.seconds)
                )
                assert found is not None  # noqa: S101 - the goal can be reached
                bound = max(bound, -(-found.bound[0] * work.unit // a_week))
                proposals.append(found.chosen)
        return -(-bound // self.grid) * self.grid, proposals

    def lightest(self, objectives: Sequence[Sequence[int]], ceilings: Sequence[Ceiling], deadline: int) -> Found:
        """The routes that are best in the objectives among those that can be scheduled by the deadline."""
        deadline = min(deadline, NEVER - 1)
        limits = [*ceilings]
        if deadline < NEVER - 1:
            limits += [work.at_most(a_week * deadline) for work, a_week in self.limited if work]

        def missed(chosen: frozenset[int]) -> list[Landmark]:
            relaxed = list(islice(cuts(self.part, chosen, deadline), CUTS))
            return relaxed or self._too_late(chosen, deadline)

        known = [landmark for late, landmark in self.outside if late >= deadline]
        landmarks = [*first_landmarks(self.part), *known]
        telling = [objective for objective in objectives if any(objective)] or [self._count]
        solution = integer_program.solve(self.part, telling, landmarks, missed, self.seconds, limits)
        if solution.chosen is None:
            return Found(None, not solution.possible)
        timed = self.timed(solution.chosen)
        if timed.finish > deadline:  # there is a schedule, but the search for the shortest one came to its end before
            self.doubt = min(self.doubt, timed.bound)
            return Found(None, proved=False)
        return Found(timed, solution.proved)

    @cached_property
    def _count(self) -> tuple[int, ...]:
        return tuple(int(way is not None) for way in self.part.route)

    def _too_late(self, chosen: frozenset[int], deadline: int) -> list[Landmark]:
        """That some other route must be taken, where these cannot be scheduled in time."""
        self.left -= 1
        in_time = self._in_time(chosen, deadline, MOST_NODES // 10)
        if in_time is None:
            timed = self.timed(chosen)
            in_time = timed.finish <= deadline
            self.doubt = self.doubt if in_time else min(self.doubt, timed.bound)
        if in_time:
            return []
        landmark = frozenset(self.part.actions) - self._grown(chosen, deadline)
        self.outside.append((deadline, landmark))
        return [landmark]

    def _in_time(self, chosen: frozenset[int], deadline: int, nodes: int) -> bool | None:
        plan = self.part.using(chosen)
        if plan.goal < 0 or self.soonest(plan) > deadline:
            return False
        return is_in_time(self._project(plan), deadline, nodes, self._seconds)

    def _grown(self, chosen: frozenset[int], deadline: int) -> frozenset[int]:
        """The routes with all others that do not help to be in time, either: the fewer are left, the more it says."""
        grown = chosen
        pieces = [sorted(frozenset(self.part.actions) - chosen)]
        while pieces:
            piece = pieces.pop()
            if self._in_time(grown.union(piece), deadline, FEW_NODES) is False:
                grown = grown.union(piece)
            elif len(piece) > 1:
                pieces += [piece[len(piece) // 2 :], piece[: len(piece) // 2]]
        return grown


def choose(  # noqa: PLR0913, PLR0917 - the question and what is known of it
    pace: Pace, weights: Weights, first: int, ceilings: Sequence[Ceiling], relaxed: Optimum, weeks_bound: int, by: int
) -> Paced | None:
    """The routes that are best in the ``first`` objectives, then soonest, then best in the others; with their times.

    ``relaxed`` is the optimum without a timetable, ``weeks_bound`` a bound of its weeks; ``ceilings`` are what a plan
    may weigh at most, and it must reach the goal ``by`` then. None if nothing that was found can be scheduled so.
    """
    return _Choice(pace, weights, first, ceilings, relaxed, weeks_bound, by).run()


class _Choice:
    """One search: the first objectives, then the weeks from both sides, then the rest."""

    def __init__(  # noqa: PLR0913, PLR0917 - as above
        self,
        pace: Pace,
        weights: Weights,
        first: int,
        ceilings: Sequence[Ceiling],
        relaxed: Optimum,
        weeks_bound: int,
        by: int,
    ) -> None:
        self.pace, self.weights, self.first, self.relaxed = pace, weights, first, relaxed
        self.by = min(by, NEVER - 1)
        self.ceilings = list(ceilings)
        self.relaxed_weeks = weeks_bound
        self.bound = max(weeks_bound, pace.soonest(pace.part))
        self.least = relaxed.bound[:first]

    def run(self) -> Paced | None:
        if self.bound > self.by:
            return None
        best, proved = self.pace.timed(self.relaxed.chosen), self.relaxed.proved
        if best.finish <= self.relaxed_weeks and proved:
            return Paced(self.relaxed, best, best.finish)
        if best.finish > self.by:
            best, proved = self._any(best)
        if best.finish > self.by:
            return None
        if not proved:
            return self._unproved(best)
        self.least = self.weights.of(best.chosen)[: self.first]
        self.ceilings += zip(self.weights.objectives[: self.first], self.least, strict=True)
        best = self._soonest(best)
        return self._rest(best) if best.finish <= self.bound else self._unproved(best)

    def _any(self, best: Timed) -> tuple[Timed, bool]:
        """Routes that can be scheduled in time, the best in the first objectives, and whether that is proved."""
        objectives = self.weights.objectives[: self.first] or [self.pace.hours.figures]
        found = self.pace.lightest(objectives, self.ceilings, self.by)
        # the weeks of what cannot be scheduled bound nothing
        self.bound = self.pace.soonest(self.pace.part)
        return found.timed or best, found.proved and self.pace.doubt > self.by

    def _soonest(self, best: Timed) -> Timed:
        """The soonest schedule within the ceilings, and its bound."""
        pace = self.pace
        least, proposals = pace.least(self.ceilings, best.chosen)
        self.bound = max(self.bound, least)
        for chosen in proposals:
            best = min(best, pace.timed(chosen), key=lambda timed: timed.finish)
        while best.finish > self.bound:
            found = pace.lightest([pace.hours.figures], self.ceilings, best.finish - pace.grid)
            if found.timed is None:
                if found.proved:
                    self.bound = max(self.bound, min(best.finish, pace.doubt))
                break
            best = found.timed
        return best

    def _rest(self, best: Timed) -> Paced:
        """Among the soonest, the best in the other objectives."""
        found = self.pace.lightest(self.weights.objectives[self.first :], self.ceilings, best.finish)
        if found.timed is None:
            return self._unproved(best)
        value = self.weights.of(found.timed.chosen)
        bound = value if found.proved and self.pace.doubt > best.finish else self._bounds(value)
        return Paced(Optimum(found.timed.chosen, value, bound, bound == value), found.timed, self.bound)

    def _unproved(self, best: Timed) -> Paced:
        value = self.weights.of(best.chosen)
        return Paced(Optimum(best.chosen, value, self._bounds(value), proved=False), best, self.bound)

    def _bounds(self, value: tuple[int, ...]) -> tuple[int, ...]:
        """What is known of the objectives without those after the weeks, which were not compared."""
        return (*map(min, value, self.least), *(0 for _ in value[self.first :]))
