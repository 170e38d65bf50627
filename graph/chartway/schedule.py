"""The shortest schedule of a fixed set of tasks, proved: hours add up to no more than there are, one job at a time.

A resource-constrained project with one cumulative and one disjunctive resource, by branch and bound over moments in
time (Demeulemeester & Herroelen, "A Branch-and-Bound Procedure for the Multiple Resource-Constrained Project
Scheduling Problem", Management Science 38, 1992). At each moment a task that could begin is begun, or passed over
until one that stands in its way has begun; of two ways to have begun the same tasks the one that is no later in
anything is enough. Bounds are the critical path and, for every resource, the work that must be done before a tail.
What may begin is asked of the caller, so a task may wait for any of several others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd, inf

from chartway.circuit import NEVER

MOST_NODES = 250_000
"""Moments looked at before a schedule is given with a gap: a count, not seconds, so equal input gives equal output."""
SIZES = (1, 2, 3, 4)
"""Tasks of more than a half, a third … of all hours are counted coarsely, too: such bounds see what cannot overlap."""

PIECES = 4
"""The part of the gap, and of the nodes, that a first attempt aims at."""

CLOCK = 256
"""Nodes between two looks at the clock."""

Mask = int
_Starts = tuple[tuple[int, int], ...] | None
Opening = Callable[[Mask], tuple[Mask, bool]]
"""Of the tasks that are finished: those that may begin, and whether the goal is reached.

A task that could never have begun from what is finished counts for nothing: tasks do not open each other in a ring.
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
    """Tasks, what opens them, and the hours there are in a week (None: no limit).

    >>> course = Task(15_000, hours=10)
    >>> both = Project((course, course), lambda done: (0b11, done == 0b11), 15)
    >>> shortest(both).starts, shortest(both).finish
    (((0, 0), (1, 15000)), 30000)
    """

    tasks: tuple[Task, ...]
    opening: Opening
    hours: int | None = None

    @cached_property
    def everything(self) -> Mask:
        """All tasks."""
        return (1 << len(self.tasks)) - 1

    @cached_property
    def before(self) -> tuple[Mask, ...]:
        """For each task, the tasks without which it cannot begin."""
        found = [0] * len(self.tasks)
        for task in range(len(self.tasks)):
            opened, _ = self.opening(self.everything & ~(1 << task))
            for other in range(len(self.tasks)):
                if other != task and not opened >> other & 1:
                    found[other] |= 1 << task
        return tuple(found)

    @cached_property
    def needed(self) -> Mask:
        """The tasks without which the goal is not reached."""
        everything = self.everything
        return sum(1 << task for task in range(len(self.tasks)) if not self.opening(everything & ~(1 << task))[1])

    @cached_property
    def tails(self) -> tuple[int, ...]:
        """Weeks from the start of each needed task to the goal at least, -1 for tasks that are not needed."""
        tails = [-1] * len(self.tasks)
        order = sorted(_members(self.needed), key=lambda task: -self.before[task].bit_count())
        for task in order:
            after = [tails[other] for other in order if self.before[other] >> task & 1]
            tails[task] = self.tasks[task].weeks + max(after, default=0)
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
                loads = tuple(_coarse(task.hours, self.hours, size) for task in self.tasks)
                found.append((size * (size + 1), loads))
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
        return tuple(sorted(_members(self.needed), key=lambda task: (self.tasks[task].weeks - self.tails[task], task)))

    @cached_property
    def by_rank(self) -> tuple[int, ...]:
        """The needed tasks, each after all it waits for."""
        return tuple(sorted(_members(self.needed), key=lambda task: (self.before[task].bit_count(), task)))

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
    if not project.opening(project.everything)[1]:
        return Schedule((), NEVER, NEVER)
    run = _Run(project, below, nodes, seconds)
    run.greedily()
    while run.bound < run.finish and not run.over:
        run.aim()
    found = run.starts is not None
    return Schedule(run.starts or (), run.finish if found else NEVER, NEVER if run.bound == below else run.bound)


def is_in_time(
    project: Project, deadline: int, nodes: int = MOST_NODES, seconds: Callable[[], float] = lambda: inf
) -> bool | None:
    """Whether some schedule reaches the goal by the deadline; None if that is not known after so many ``nodes``."""
    if not project.opening(project.everything)[1]:
        return False
    run = _Run(project, deadline + 1, nodes, seconds)
    run.greedily()
    if run.starts is None and run.bound <= deadline:
        run.once()
    return True if run.starts is not None else None if run.over else False


class _Run:
    """What is known while one project is scheduled: the best schedule and a bound that meet in the end."""

    def __init__(self, project: Project, below: int, nodes: int, seconds: Callable[[], float]) -> None:
        self.project, self.seconds, self.left = project, seconds, nodes
        self.finish = below
        self.starts: _Starts = None
        self.bound = 0
        self.priority: tuple[int, ...] = ()
        self.over = False

    def greedily(self) -> None:
        """Begins with schedules in which nothing ever waits that could begin."""
        for priority in _priorities(self.project):
            search = self._search(priority, self.finish, self.left, greedy=True)
            if search.starts is not None or not self.priority:
                self.priority = priority
            self.bound = search.root

    def aim(self) -> None:
        """Seeks a schedule close to the bound: that is met or refuted soon, while the best one known is a loose aim."""
        grid = self.project.grid
        target = min(self.bound + (self.finish - self.bound) // PIECES // grid * grid + grid, self.finish)
        search = self._search(self.priority, target, self.left if target == self.finish else self.left // PIECES)
        if search.stopped and target < self.finish:
            target = self.finish
            search = self._search(self.priority, target, self.left)
        self.over = search.stopped
        if not search.stopped:
            self.bound = search.finish if search.starts is not None else target

    def once(self) -> None:
        """Seeks any schedule better than the best one known."""
        self.over = self._search(self.priority, self.finish, self.left, first=True).stopped

    def _search(
        self, priority: tuple[int, ...], below: int, nodes: int, *, greedy: bool = False, first: bool = False
    ) -> _Search:
        search = _Search(self.project, priority, below, greedy=greedy)
        search.run(nodes, self.seconds, first=first or greedy)
        self.left -= search.used
        if search.starts is not None:
            self.starts, self.finish = search.starts, search.finish
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


def _coarse(hours: int, most: int, size: int) -> int:
    """What the hours count for, of ``size * (size + 1)``: a whole number of parts is itself, more is rounded."""
    parts, rest = divmod(hours * (size + 1), most)
    return parts * (size + 1) if rest else parts * size


def _members(mask: Mask) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class _State:
    """A moment: tasks begun, finished and passed over, and the finishes of those in progress."""

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
        self.openings: dict[Mask, tuple[Mask, bool]] = {}
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
            if not self._opening(state.done)[1]:
                self.stack += reversed(list(self._children(state)))
            elif state.now < self.finish:
                self.finish, self.starts = state.now, state.starts
                if first or self.finish <= self.root:
                    return

    def _opening(self, done: Mask) -> tuple[Mask, bool]:
        found = self.openings.get(done)
        if found is None:
            found = self.openings[done] = self.project.opening(done)
        return found

    def _settled(self, state: _State) -> _State:
        """The state with all that is finished by now, and with all begun that stands in nobody's way."""
        tasks, free = self.project.tasks, ~self.project.contended
        now, begun, done = state.now, state.begun, state.done
        finishes, starts = state.finishes, state.starts
        while True:
            for finish, task in finishes:
                if finish <= now:
                    done |= 1 << task
            finishes = tuple(one for one in finishes if one[0] > now)
            opened, reached = self._opening(done)
            fresh = [task for task in _members(opened & free & ~begun) if tasks[task].after(now) == now]
            if reached or not fresh:
                return _State(now, begun, done, state.passed, finishes, starts)
            starts += tuple((task, now) for task in fresh)
            begun |= sum(1 << task for task in fresh)
            finishes = tuple(sorted((*finishes, *((now + tasks[task].weeks, task) for task in fresh))))

    # ---- branching

    def _children(self, state: _State) -> Iterator[_State]:
        """What can be done next: begin the first task that fits or pass it over, else wait for the next moment."""
        opened = self._opening(state.done)[0] & self.project.contended & ~state.begun
        for task in self.priority:
            if opened >> task & 1 and not state.passed >> task & 1 and self._fits(state, task):
                begun = self._begun(state, task)
                if begun is not None:
                    yield begun
                if self._matters(state, task):
                    yield _State(
                        state.now, state.begun, state.done, state.passed | 1 << task, state.finishes, state.starts
                    )
                return
        later = self._next_moment(state)
        if later < self.finish:
            waited = self._settled(_State(later, state.begun, state.done, state.passed, state.finishes, state.starts))
            # to begin or to pass over a task leaves the bound as it is: only waiting raises it
            if self._bound(waited) < self.finish:
                yield waited

    def _next_moment(self, state: _State) -> int:
        """When something in progress ends, or the day of something that waits for one comes."""
        moments = [finish for finish, _ in state.finishes[:1]]
        waiting = _members(self._opening(state.done)[0] & ~state.begun & ~state.passed)
        days = (self.project.tasks[task].after(state.now) for task in waiting)
        return min([*moments, *(day for day in days if day > state.now)], default=NEVER)

    def _fits(self, state: _State, task: int) -> bool:
        """Whether the task may begin now, beside what is in progress."""
        return self.project.tasks[task].after(state.now) == state.now and self._has_room(state.finishes, task)

    def _has_room(self, finishes: tuple[tuple[int, int], ...], task: int) -> bool:
        tasks, hours = self.project.tasks, self.project.hours
        if tasks[task].job and any(tasks[other].job for _, other in finishes):
            return False
        return hours is None or tasks[task].hours + sum(tasks[other].hours for _, other in finishes) <= hours

    def _begun(self, state: _State, task: int) -> _State | None:
        """The state with the task begun; None where one at least as good was looked at before."""
        finishes = tuple(sorted((*state.finishes, (state.now + self.project.tasks[task].weeks, task))))
        begun = state.begun | 1 << task
        if self._is_dominated(begun, state.now, finishes):
            return None
        passed = sum(1 << other for other in _members(state.passed) if self._has_room(finishes, other))
        return _State(state.now, begun, state.done, passed, finishes, (*state.starts, (task, state.now)))

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

    def _matters(self, state: _State, task: int) -> bool:
        """Whether to pass the task over can be of use: something not begun yet could stand in its way."""
        if self.greedy:
            return False
        tasks, hours = self.project.tasks, self.project.hours
        others = [other for other in _members(self.project.contended & ~state.begun) if other != task]
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
        project, now = self.project, state.now
        earliest = [now] * len(project.tasks)
        ends = dict.fromkeys(_members(state.done), now)
        ends |= {task: finish for finish, task in state.finishes}
        for task in project.by_rank:
            if state.begun >> task & 1:
                continue
            ready = max((ends.get(other, now) for other in _members(project.before[task])), default=now)
            first = project.tasks[task].after(max(now, ready))
            if first >= NEVER:
                return None
            earliest[task] = first
            ends[task] = first + project.tasks[task].weeks
        return earliest


__all__ = ["Opening", "Project", "Schedule", "Task", "is_in_time", "shortest"]
