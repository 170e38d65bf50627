"""The shortest schedule of a fixed set of tasks, proved: hours add up to no more than there are, one job at a time.

A resource-constrained project with one cumulative and one disjunctive resource, by branch and bound over moments in
time (Demeulemeester & Herroelen, "A Branch-and-Bound Procedure for the Multiple Resource-Constrained Project
Scheduling Problem", Management Science 38, 1992). At each moment a task that could begin is begun, or passed over
until one that stands in its way has begun; of two ways to have begun the same tasks the one that is no later in
anything is enough. Bounds are the critical path and, for every resource, the work that must be done before a tail.
What may begin is asked of the caller, so a task may wait for any of several others, for their start as for their end.
A task whose partners have to begin with it is begun with all of them that it cannot do without; where it has a choice
of partners it is owed one until time goes on, and what nobody supported by then was a blind alley.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import gcd, inf

from chartway.circuit import NEVER
from chartway.compatible import compatible_sets, members, weighed

MOST_NODES = 250_000
"""Moments looked at before a schedule is given with a gap: a count, not seconds, so equal input gives equal output."""
SIZES = (1, 2, 3, 4)
"""Tasks of more than a half, a third … of all hours are counted coarsely, too: such bounds see what cannot overlap."""

QUICK = 2_000
"""Moments looked at before the bounds are made closer, which takes longer than most schedules do altogether."""

PIECES = 4
"""The part of the gap, and of the nodes, that a first attempt aims at."""

CLOCK = 256
"""Nodes between two looks at the clock."""

Mask = int
_Starts = tuple[tuple[int, int], ...] | None
Opening = Callable[[Mask, Mask], tuple[Mask, bool]]
"""Of the tasks that are finished, and of those that have begun or would begin now: those that may have begun by now,
and whether the goal is reached.

More of either never opens less. Tasks that would begin now may open one another; a task that could never have begun
counts for nothing: nothing is opened by its own finish in a ring.
"""


@dataclass(frozen=True, slots=True)
class Task:
    """Weeks (thousandths) and the hours in each of them, whether it is a job, and when it may begin, if not always.

    ``next_start`` gives the first moment from a given one on; NEVER if there is none.
    """

    weeks: int
    hours: int = 0
    job: bool = False
    next_start: Callable[[int], int] | None = None

    def after(self, moment: int) -> int:
        """The first moment from this one on at which it may begin."""
        return moment if self.next_start is None else self.next_start(moment)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Tasks with their starts in the order in which they begin, when the goal is reached, and a lower bound of that.

    Tasks that are not needed are left out. ``finish`` is NEVER where no schedule is known; that there is none is
    proved where ``bound`` is NEVER, too.
    """

    starts: tuple[tuple[int, int], ...]
    finish: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether nothing shorter exists."""
        return self.finish == self.bound


@dataclass(frozen=True)
class Project:
    """Tasks, what opens them, the hours there are in a week (None: no limit), and whose start opens anything.

    ``weights`` are further limits that follow from those on what can be done side by side.

    >>> course = Task(15_000, hours=10)
    >>> both = Project((course, course), lambda done, begun: (0b11, done == 0b11), 15)
    >>> shortest(both).starts, shortest(both).finish
    (((0, 0), (1, 15000)), 30000)
    """

    tasks: tuple[Task, ...]
    opening: Opening
    hours: int | None = None
    joint: Mask = 0
    weights: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def weighed(self) -> Project:
        """The same project with the best weights of its tasks, and of those that have a long way behind them.

        Without any where there are too many compatible sets to find them.
        """
        tasks = [task for task in self.by_tail if self.tasks[task].weeks]
        apart = [sum(1 << place for place, other in enumerate(tasks) if self._are_apart(task, other)) for task in tasks]
        sets = compatible_sets(apart, [self.tasks[task].hours for task in tasks], self.hours)
        weeks = [self.tasks[task].weeks for task in tasks]
        demands = [weeks[:first] + [0] * (len(tasks) - first) for first in range(2, len(tasks) + 1)]
        if not sets or not demands:
            return self
        places = {task: place for place, task in enumerate(tasks)}
        order = [places.get(task, len(tasks)) for task in range(len(self.tasks))]
        found = dict.fromkeys(
            (most, tuple((*some, 0)[place] for place in order)) for most, some in weighed(sets, demands)
        )
        return replace(self, weights=tuple(found))

    def _are_apart(self, task: int, other: int) -> bool:
        """Whether one of the two waits for the other to be finished, or both are jobs."""
        both_jobs = task != other and self.tasks[task].job and self.tasks[other].job
        return both_jobs or bool(self.before[task] >> other & 1 or self.before[other] >> task & 1)

    @cached_property
    def openings(self) -> dict[tuple[Mask, Mask], tuple[Mask, bool]]:
        """What was asked of the opening before, by any search for a schedule."""
        return {}

    @cached_property
    def everything(self) -> Mask:
        """All tasks."""
        return (1 << len(self.tasks)) - 1

    @cached_property
    def before(self) -> tuple[Mask, ...]:
        """For each task, the tasks that must be finished before it can begin."""
        return _closed_by(opened for opened, _ in self._unfinished)

    @cached_property
    def beside(self) -> tuple[Mask, ...]:
        """For each task, the tasks that must begin no later than it; what must be finished is not among them."""
        both = _closed_by(opened for opened, _ in self._unbegun)
        return tuple(some & ~before for some, before in zip(both, self.before, strict=True))

    @cached_property
    def _unfinished(self) -> tuple[tuple[Mask, bool], ...]:
        """For each task what may begin, and whether the goal is reached, if it never ends."""
        everything = self.everything
        return tuple(self.opening(everything & ~(1 << task), everything) for task in range(len(self.tasks)))

    @cached_property
    def _unbegun(self) -> tuple[tuple[Mask, bool], ...]:
        """For each task what may begin, and whether the goal is reached, if it never even begins."""
        rest = [self.everything & ~(1 << task) for task in range(len(self.tasks))]
        return tuple(
            self.opening(rest[task], rest[task]) if self.joint >> task & 1 else unfinished
            for task, unfinished in enumerate(self._unfinished)
        )

    @cached_property
    def needed(self) -> Mask:
        """The tasks without which the goal is not reached."""
        return sum(1 << task for task, (_, reached) in enumerate(self._unbegun) if not reached)

    @cached_property
    def tails(self) -> tuple[int, ...]:
        """Weeks from the start of each needed task to the goal at least, -1 for tasks that are not needed."""
        tails = [-1] * len(self.tasks)
        order = self.by_rank[::-1]
        for task in (*order, *order):  # once more, for what begins with one another is of one rank
            weeks = self.tasks[task].weeks
            to_goal = 0 if self._unfinished[task][1] else weeks
            after = [weeks + tails[other] for other in order if self.before[other] >> task & 1]
            along = [tails[other] for other in order if self.beside[other] >> task & 1]
            tails[task] = max(to_goal, *after, *along, 0)
        return tuple(tails)

    @cached_property
    def resources(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """What is limited: how much there is of it, and how much each task takes; coarser countings included.

        The latter are dual feasible functions (Fekete & Schepers, 2001): what holds of the hours holds of them.
        """
        found = [(1, tuple(int(task.job and task.weeks > 0) for task in self.tasks))]
        if self.hours is not None:
            found.append((self.hours, tuple(task.hours for task in self.tasks)))
            for size in SIZES:
                loads = tuple(coarse(task.hours, self.hours, size) for task in self.tasks)
                found.append((size * (size + 1), loads))
        found += self.weights
        return tuple(dict.fromkeys((there_is, loads) for there_is, loads in found if sum(map(bool, loads)) > 1))

    @cached_property
    def grid(self) -> int:
        """Every moment that matters is a multiple of this."""
        whole = gcd(*(task.weeks for task in self.tasks))
        return whole if whole and all(task.next_start is None for task in self.tasks) else 1

    @cached_property
    def loads(self) -> tuple[tuple[int, tuple[tuple[int, int, int, int], ...]], ...]:
        """For each resource how much there is of it, and task, load, weeks and way behind of whatever takes of it."""
        return tuple(
            (
                there_is,
                tuple(
                    (task, loads[task], self.tasks[task].weeks, self.tails[task] - self.tasks[task].weeks)
                    for task in self.by_tail
                    if loads[task]
                ),
            )
            for there_is, loads in self.resources
        )

    @cached_property
    def by_tail(self) -> tuple[int, ...]:
        """The needed tasks, those with the longest way behind them first."""
        return tuple(sorted(members(self.needed), key=lambda task: (self.tasks[task].weeks - self.tails[task], task)))

    @cached_property
    def by_rank(self) -> tuple[int, ...]:
        """The needed tasks, each after all it waits for."""
        waits = [(before | beside).bit_count() for before, beside in zip(self.before, self.beside, strict=True)]
        return tuple(sorted(members(self.needed), key=lambda task: (waits[task], task)))

    @cached_property
    def waits(self) -> tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]:
        """The same with the tasks each waits for: those that must be finished, and those that must have begun."""
        return tuple(
            (task, tuple(members(self.before[task])), tuple(members(self.beside[task]))) for task in self.by_rank
        )

    @cached_property
    def contended(self) -> Mask:
        """The tasks that can stand in one another's way; every other one begins as soon as it can."""
        tasks = self.tasks
        jobs = [task for task, one in enumerate(tasks) if one.job and one.weeks]
        studies = [task for task, one in enumerate(tasks) if one.hours and one.weeks]
        crowded = self.hours is not None and sum(tasks[task].hours for task in studies) > self.hours
        return sum(1 << task for task in {*(jobs if len(jobs) > 1 else ()), *(studies if crowded else ())})


def shortest(
    project: Project, nodes: int = MOST_NODES, seconds: Callable[[], float] = lambda: inf, below: int = NEVER
) -> Schedule:
    """The schedule that reaches the goal soonest, or the best one found after so many ``nodes``, with its bound.

    ``seconds`` is the time left; nothing that takes ``below`` or longer is sought. Ties fall to the order of the
    tasks, so equal input gives equal output where time is not short.
    """
    if not project.opening(project.everything, project.everything)[1]:
        return Schedule((), NEVER, NEVER)
    run = _Run(project, below, seconds)
    run.greedily()
    run.seek(min(QUICK, nodes))
    run.weigh()
    run.seek(nodes)
    found = run.starts is not None
    return Schedule(run.starts or (), run.finish if found else NEVER, NEVER if run.bound == below else run.bound)


def is_in_time(
    project: Project, deadline: int, nodes: int = MOST_NODES, seconds: Callable[[], float] = lambda: inf
) -> bool | None:
    """Whether some schedule reaches the goal by the deadline; None if that is not known after so many ``nodes``."""
    if not project.opening(project.everything, project.everything)[1]:
        return False
    run = _Run(project, deadline + 1, seconds)
    run.greedily()
    run.once(min(QUICK, nodes))
    run.weigh()
    run.once(nodes)
    return True if run.starts is not None else None if run.over else False


class _Run:
    """What is known while one project is scheduled: the best schedule and a bound that meet in the end."""

    def __init__(self, project: Project, below: int, seconds: Callable[[], float]) -> None:
        self.project, self.seconds = project, seconds
        self.finish = below
        self.starts: _Starts = None
        self.bound = 0
        self.left = 0
        self.priority: tuple[int, ...] = ()
        self.over = False

    def greedily(self) -> None:
        """Begins with schedules in which nothing ever waits that could begin."""
        for priority in _priorities(self.project):
            search = self._search(priority, self.finish, NEVER, greedy=True)
            if search.starts is not None or not self.priority:
                self.priority = priority

    def seek(self, nodes: int) -> None:
        """Seeks the shortest schedule until it is proved, or until so many nodes are used up."""
        self.left, self.over = nodes, False
        while self.bound < self.finish and not self.over:
            self._aim()

    def _aim(self) -> None:
        """Seeks a schedule close to the bound: that is met or refuted soon, while the best one known is a loose aim."""
        grid = self.project.grid
        target = min(self.bound + (self.finish - self.bound) // PIECES // grid * grid + grid, self.finish)
        search = self._search(self.priority, target, self.left if target == self.finish else self.left // PIECES)
        if search.stopped and search.starts is None and target < self.finish:
            target = self.finish
            search = self._search(self.priority, target, self.left)
        self.over = search.stopped and (self.left <= 0 or self.seconds() <= 0)
        if not search.stopped:
            self.bound = search.finish if search.starts is not None else target

    def weigh(self) -> None:
        """Goes on with closer bounds, where there is more to seek."""
        if self.over and self.seconds() > 0:
            self.project = self.project.weighed()

    def once(self, nodes: int) -> None:
        """Seeks any schedule, where none is known and none is refuted."""
        if self.starts is None and self.bound < self.finish:
            search = self._search(self.priority, self.finish, nodes, first=True)
            self.over = search.stopped
            self.bound = self.bound if search.stopped or search.starts else self.finish

    def _search(
        self, priority: tuple[int, ...], below: int, nodes: int, *, greedy: bool = False, first: bool = False
    ) -> _Search:
        search = _Search(self.project, priority, below, greedy=greedy)
        search.run(nodes, self.seconds, first=first or greedy)
        self.left -= search.used
        if search.starts is not None:
            self.starts, self.finish = search.starts, search.finish
        self.bound = min(max(self.bound, search.root), self.finish)
        return search


def _priorities(project: Project) -> Iterator[tuple[int, ...]]:
    """Orders in which to begin tasks: by the way behind them, by their work, by how many wait for them."""
    tasks, tails = project.tasks, project.tails
    numbers = range(len(tasks))
    waiting = [sum(before >> task & 1 for before in project.before) for task in numbers]
    yield tuple(sorted(numbers, key=lambda task: (-tails[task], -tasks[task].hours, task)))
    yield tuple(sorted(numbers, key=lambda task: (-tails[task] * (tasks[task].hours + 1), task)))
    yield tuple(sorted(numbers, key=lambda task: (-waiting[task], -tails[task], task)))
    yield tuple(sorted(numbers, key=lambda task: (-tasks[task].hours, -tails[task], task)))


def coarse(hours: int, most: int, size: int) -> int:
    """What the hours count for, of ``size * (size + 1)``: a whole number of parts is itself, more is rounded.

    A dual feasible function (Fekete & Schepers, 2001): tasks that fit beside one another fit as they are counted, too.

    >>> [coarse(hours, 12, 1) for hours in (4, 6, 8)]
    [0, 1, 2]
    """
    parts, rest = divmod(hours * (size + 1), most)
    return parts * (size + 1) if rest else parts * size


def _closed_by(opened: Iterable[Mask]) -> tuple[Mask, ...]:
    """For each task the others without which it is closed; ``opened`` is what is open without each of them."""
    closing = tuple(opened)
    return tuple(
        sum(1 << other for other, left in enumerate(closing) if other != task and not left >> task & 1)
        for task in range(len(closing))
    )


@dataclass(frozen=True, slots=True)
class _State:
    """A moment: tasks begun, finished and passed over, and the finishes of those in progress.

    A task that has begun now may still be owed a partner to begin with.
    """

    now: int
    begun: Mask
    done: Mask
    passed: Mask
    finishes: tuple[tuple[int, int], ...]
    starts: tuple[tuple[int, int], ...]


class _Search:
    """One depth-first search for a schedule that takes less than ``below``; ``greedy`` never passes a task over."""

    def __init__(self, project: Project, priority: Sequence[int], below: int, *, greedy: bool = False) -> None:
        self.project = project
        self.priority = tuple(priority)
        self.finish = below
        self.greedy = greedy
        self.starts: _Starts = None
        self.used = 0
        self.stopped = False
        self.known: dict[Mask, list[tuple[int, dict[int, int]]]] = {}
        self.openings = project.openings
        first = self._settled(_State(0, 0, 0, 0, (), ()))
        self.root = self._bound(first)
        self.stack = [first]

    def run(self, nodes: int, seconds: Callable[[], float], *, first: bool = False) -> None:
        """Searches until all is done, at the ``first`` schedule found, or until nodes or time are used up."""
        while self.stack:
            if self.used >= nodes or (self.used % CLOCK == CLOCK - 1 and seconds() <= 0):
                self.stopped = True
                return
            self.used += 1
            state = self.stack.pop()
            if not self._opening(state.done, state.begun)[1]:
                self.stack += reversed(list(self._children(state)))
            elif state.now < self.finish:
                owed = self._owed(state.done, state.begun)
                self.finish, self.starts = state.now, tuple(one for one in state.starts if not owed >> one[0] & 1)
                if first or self.finish <= self.root:
                    return

    def _opening(self, done: Mask, begun: Mask) -> tuple[Mask, bool]:
        key = done, begun & self.project.joint
        found = self.openings.get(key)
        if found is None:
            found = self.openings[key] = self.project.opening(done, begun)
        return found

    def _owed(self, done: Mask, begun: Mask) -> Mask:
        """The tasks that have begun although not all that has to begin with them has."""
        return begun & ~self._opening(done, begun)[0] if self.project.joint else 0

    def _settled(self, state: _State) -> _State:
        """The state with all that is finished by now, and with all begun that stands in nobody's way."""
        tasks, now = self.project.tasks, state.now
        begun, done, finishes, starts = state.begun, state.done, state.finishes, state.starts
        while True:
            owed = self._owed(done, begun)
            over = sum(1 << task for finish, task in finishes if finish <= now and not owed >> task & 1)
            done |= over
            finishes = tuple(one for one in finishes if not over >> one[1] & 1)
            ready = self._ready(now, ~self.project.contended & ~begun, done)
            opened, reached = self._opening(done, begun | ready)
            fresh = list(members(opened & ready))
            if reached or not (fresh or (over and self.project.joint)):
                return _State(now, begun, done, state.passed, finishes, starts)
            starts += tuple((task, now) for task in fresh)
            begun |= opened & ready
            finishes = tuple(sorted((*finishes, *((now + tasks[task].weeks, task) for task in fresh))))

    def _ready(self, now: int, some: Mask, done: Mask) -> Mask:
        """Those of some tasks that may begin now as far as days and what is finished go."""
        opened = self._opening(done, self.project.everything)[0] & some
        return sum(1 << task for task in members(opened) if self.project.tasks[task].after(now) == now)

    # ---- branching

    def _children(self, state: _State) -> Iterator[_State]:
        """What can be done next: begin the first task that fits or pass it over, else wait for the next moment."""
        able = self._able(state)
        opened = self._opening(state.done, able)[0]
        if self.project.joint and state.begun & ~opened:
            return
        opened &= self.project.contended & ~state.begun & ~state.passed
        for task in self.priority:
            if opened >> task & 1 and self._fits(state, task):
                joint = self._joint(state, task)
                if len(joint) > 1 and not self._has_room(state.finishes, *joint):
                    continue
                begun = self._begun(state, joint)
                if begun is not None:
                    yield begun
                if self._matters(state, task, begun):
                    yield _State(
                        state.now, state.begun, state.done, state.passed | 1 << task, state.finishes, state.starts
                    )
                return
        later = self._next_moment(state)
        if later < self.finish and not self._owed(state.done, state.begun):
            passed = self._still_passed(state)
            waited = self._settled(_State(later, state.begun, state.done, passed, state.finishes, state.starts))
            # to begin or to pass over a task leaves the bound as it is: only waiting raises it
            if self._bound(waited) < self.finish:
                yield waited

    def _able(self, state: _State) -> Mask:
        """What has begun or could begin now, each by itself; all of it where no start opens anything."""
        if not self.project.joint:
            return self.project.everything
        ready = self._ready(state.now, ~state.begun & ~state.passed, state.done)
        return state.begun | sum(1 << task for task in members(ready) if self._has_room(state.finishes, task))

    def _joint(self, state: _State, task: int) -> tuple[int, ...]:
        """The task with all that must begin with it, whatever else there is to choose from."""
        return (task, *members(self.project.beside[task] & self.project.contended & ~state.begun))

    def _is_alone(self, state: _State, task: int) -> bool:
        """Whether nothing that takes hours, or is a job, has to begin with the task."""
        if not self.project.joint:
            return True
        free = self._ready(state.now, ~self.project.contended & ~state.begun, state.done)
        return bool(self._opening(state.done, state.begun | free | 1 << task)[0] >> task & 1)

    def _still_passed(self, state: _State) -> Mask:
        """What was passed over for good: a task that others had to begin with may have had to wait for their hours."""
        if not self.project.joint:
            return state.passed
        return sum(1 << task for task in members(state.passed) if self._is_alone(state, task))

    def _next_moment(self, state: _State) -> int:
        """When something in progress ends, or the day of something that waits for one comes."""
        moments = [finish for finish, _ in state.finishes[:1]]
        waiting = members(self._opening(state.done, self.project.everything)[0] & ~state.begun & ~state.passed)
        days = (self.project.tasks[task].after(state.now) for task in waiting)
        return min([*moments, *(day for day in days if day > state.now)], default=NEVER)

    def _fits(self, state: _State, task: int) -> bool:
        """Whether the task may begin now, beside what is in progress."""
        return self.project.tasks[task].after(state.now) == state.now and self._has_room(state.finishes, task)

    def _has_room(self, finishes: tuple[tuple[int, int], ...], *joint: int) -> bool:
        """Whether these tasks may begin jointly beside what is in progress."""
        tasks, hours = self.project.tasks, self.project.hours
        beside = [tasks[task] for task in joint] + [tasks[task] for _, task in finishes]
        if hours is not None and sum([task.hours for task in beside]) > hours:
            return False
        return sum([task.job for task in beside]) <= 1

    def _begun(self, state: _State, joint: tuple[int, ...]) -> _State | None:
        """The state with the tasks begun; None where one at least as good was looked at before."""
        now, tasks = state.now, self.project.tasks
        finishes = tuple(sorted((*state.finishes, *[(now + tasks[task].weeks, task) for task in joint])))
        begun = state.begun | sum([1 << task for task in joint])
        if not self.project.joint and self._is_dominated(begun, now, finishes):
            return None
        passed = sum(1 << other for other in members(state.passed) if self._has_room(finishes, other))
        starts = (*state.starts, *[(task, now) for task in joint])
        found = _State(now, begun, state.done, passed, finishes, starts)
        return self._joined(found) if self.project.joint else found

    def _joined(self, state: _State) -> _State | None:
        """The state with what was waiting for tasks that have begun; what is owed a partner is not compared."""
        settled = self._settled(state)
        owed = self._owed(settled.done, settled.begun)
        return None if not owed and self._is_dominated(settled.begun, settled.now, settled.finishes) else settled

    def _is_dominated(self, begun: Mask, now: int, finishes: tuple[tuple[int, int], ...]) -> bool:
        """Whether the same tasks were begun before in a way that is later in nothing; if not, this way is kept."""
        if self.greedy:
            return False
        mine = {task: finish for finish, task in finishes}
        known = self.known.setdefault(begun, [])
        for then, theirs in known:
            if then <= now and all(finish <= mine.get(task, now) for task, finish in theirs.items()):
                return True
        known.append((now, mine))
        return False

    def _matters(self, state: _State, task: int, begun: _State | None) -> bool:
        """Whether to pass the task over can be of use: something not begun yet could stand in its way.

        So it is where others have to begin with it, and without fail where these are still owed.
        """
        if begun is not None and self._owed(begun.done, begun.begun):
            return True
        if self.greedy:
            return False
        if not self._is_alone(state, task):
            return True
        tasks, hours = self.project.tasks, self.project.hours
        others = [other for other in members(self.project.contended & ~state.begun) if other != task]
        if tasks[task].job and any(tasks[other].job for other in others):
            return True
        if hours is None or not tasks[task].hours:
            return False
        running = sum(tasks[other].hours for finish, other in state.finishes)
        return tasks[task].hours + running + sum(tasks[other].hours for other in others) > hours

    # ---- bounds

    def _bound(self, state: _State) -> int:
        """When the goal is reached from here on at the earliest; NEVER where it cannot be."""
        project = self.project
        left = {task: finish - state.now for finish, task in state.finishes}
        bound = self._by_work(state, left, [state.now] * len(project.tasks))
        if bound < self.finish:
            earliest = self._earliest(state)
            if earliest is None:
                return NEVER
            bound = max(bound, self._by_work(state, left, earliest))
            for task in project.by_tail:
                if task in left:
                    bound = max(bound, state.now + left[task] + project.tails[task] - project.tasks[task].weeks)
                elif not state.begun >> task & 1:
                    bound = max(bound, earliest[task] + project.tails[task])
        return -(-bound // project.grid) * project.grid

    def _by_work(self, state: _State, left: dict[int, int], earliest: list[int]) -> int:
        """The bound of all resources: what has a long way behind it must be done before that."""
        bound, done = state.now, state.done
        for there_is, loads in self.project.loads:
            work, since = 0, NEVER
            for task, load, weeks, behind in loads:
                if not done >> task & 1:
                    work += load * left.get(task, weeks)
                    if earliest[task] < since:  # noqa: PLR1730 - half of all the time is spent here
                        since = earliest[task]
                    found = since - (-work // there_is) + behind
                    if found > bound:  # noqa: PLR1730 - as above
                        bound = found
        return bound

    def _earliest(self, state: _State) -> list[int] | None:
        """When each needed task that is not finished can begin, or be gone on with; None if one never can."""
        tasks, now, begun = self.project.tasks, state.now, state.begun
        earliest = [now] * len(tasks)
        ends = earliest.copy()
        for finish, task in state.finishes:
            ends[task] = finish
        for task, before, beside in self.project.waits:
            if not begun >> task & 1:
                ready = max([now, *[ends[other] for other in before], *[earliest[other] for other in beside]])
                first = tasks[task].after(ready)
                if first >= NEVER:
                    return None
                earliest[task] = first
                ends[task] = first + tasks[task].weeks
        return earliest


__all__ = ["SIZES", "Opening", "Project", "Schedule", "Task", "coarse", "is_in_time", "shortest"]
