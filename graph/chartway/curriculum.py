"""How much the structure of a curriculum stands in the way of those who study it: the metrics of Curricular Analytics.

Defined by Heileman, Abdallah, Slim and Hickman ("Curricular Analytics: A Framework for Quantifying the Impact of
Curricular Reforms and Pedagogical Innovations", 2018) for curricula in which everything required is required of
everybody. There G is the graph with an arrow to each course from each of its requisites, whether they come before it
or with it, and for a course v

* the *blocking factor* b(v) is the number of courses that can be reached from v;
* the *delay factor* d(v) is the number of courses on the longest path through v;
* the *centrality* q(v) is the number of courses on each path that begins where nothing comes before, ends where
  nothing follows and passes through v, added up over all those paths; 0 where a path would begin or end with v;
* the *structural complexity* is h(v) = b(v) + d(v), on a calendar of quarters two thirds of that, rounded to tenths;
  that of the curriculum is the sum over its courses.

Here a course may also be reached in several ways: by one of several requisites, by so many of them, by different
routes. A course v is *unavoidable* for u if nobody can take u without it, whatever is chosen. Then, for what can be
taken at all,

* b(v) is the number of courses for which v is unavoidable;
* d(v) = l(v) + max t(v, u) over v and the courses for which it is unavoidable. l(v) is the term in which v is passed
  at the earliest, one term a course: 1 + the latest of what is all required, the earliest of what is one of several,
  the k-th earliest where k are, of credits the one by which there are enough. t(v, u) is reckoned in the same way,
  with v passed at 0 and everything that does not need v passed long ago: how many terms u still takes after v, by the
  way in which that is least;
* q(v) is the published centrality in the graph G* of unavoidable requisites, which has an arrow from v to u where v
  is unavoidable for u and a chain of requisites leads from v to u on which no course between them is unavoidable for
  u, nor u for it. Reachable in G* is the same as unavoidable, so b(v) is the published blocking factor in G* as well.

Where nothing is left to choose, G* is G, l(v) the longest path to v and t(v, u) the longest from v to u: these are
the published metrics, exactly. Whatever more is required of a course makes no b and no d smaller, another way to it
makes none larger. All courses are followed at once, in one walk: 5,000 of them, with choices, take two seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import repeat
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from chartway.catalog import Achievement, Catalog, Route
from chartway.circuit import Circuit
from chartway.errors import LimitError
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement, replaced, untimed
from chartway.timing import Case, Starts

__all__ = ["MOST_COURSES", "CourseMetrics", "Curriculum", "Metrics", "System", "from_tenths", "metrics"]

Times = NDArray[np.int32]
System = Literal["semester", "quarter"]
"""The calendar of the institution."""

MOST_COURSES = 5_000
"""Courses in a curriculum at most: the catalogue of a whole university has some 4,000."""
LONG_AGO = -1
"""When everything holds that does not need the course in question."""
AHEAD = 1 << 30
"""When nothing is known yet to hold: later than any term."""
AT_ONCE = 1024
"""Courses that are reckoned together: with 5,000 of them it takes 100 MB, not 500."""
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Courses, and all that is required for them.

    ``catalog`` describes the courses and whatever stands between them (a degree, a standing), of which no course is
    made; ``courses`` are the ids of those that are counted, in the order in which they are told. ``together`` are
    groups of courses that require each other as co-requisites, so that they are taken in one term.
    """

    catalog: Catalog
    courses: tuple[str, ...]
    together: tuple[frozenset[str], ...] = ()
    system: System = "semester"
    name: str = ""
    institution: str = ""

    @classmethod
    def of(cls, catalog: Catalog, courses: Collection[str] = (), held: Set[str] = frozenset(), name: str = "") -> Self:
        """The curriculum of some courses of a catalog.

        Without ``courses`` they are all its achievements of the kind "course", or simply all where it knows no such
        kind. ``held`` is had from the start, such as a diploma. A co-requisite counts like any requisite, and those
        that ask for one another are taken together.

        >>> Curriculum.of(Catalog.of([Achievement("BIO 1", kind="course"), Achievement("standing")])).courses
        ('BIO 1',)
        """
        things = catalog.achievements.values()
        kind = tuple(one.id for one in things if one.kind.casefold() == "course")
        at_hand = [Achievement(id, routes=(Route("held"),)) for id in sorted(held)]
        whole = Catalog.of([*map(_untimed, things), *at_hand])
        return cls(whole, tuple(courses) or kind or tuple(catalog.achievements), _together(catalog), name=name)


def _untimed(achievement: Achievement) -> Achievement:
    routes = (replace(route, requires=untimed(route.requires)) for route in achievement.routes)
    return replace(achievement, routes=tuple(routes))


def _together(catalog: Catalog) -> tuple[frozenset[str], ...]:
    """The groups of things that ask for one another as co-requisites."""
    groups: dict[int, set[str]] = {}
    for (id, _), cluster in Starts.of(catalog, Case()).cluster.items():
        groups.setdefault(cluster.number, set()).add(id)
    return tuple(frozenset(group) for _, group in sorted(groups.items()) if len(group) > 1)


@dataclass(frozen=True, slots=True)
class CourseMetrics:
    """What the structure of the curriculum makes of one course.

    ``delay`` and ``tenths``, the structural complexity in tenths, are None for a course that nobody can ever take.
    """

    id: str
    blocking: int
    delay: int | None
    centrality: int
    tenths: int | None

    @property
    def stands_alone(self) -> bool:
        """Whether the course neither waits for another nor is waited for."""
        return self.blocking == 0 and self.delay == 1


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of all courses, in the order of the curriculum."""

    courses: tuple[CourseMetrics, ...]

    @property
    def tenths(self) -> int:
        """The structural complexity of the curriculum in tenths: the sum over its courses."""
        return sum(course.tenths or 0 for course in self.courses)

    @property
    def never(self) -> tuple[str, ...]:
        """The courses that nobody can ever take."""
        return tuple(course.id for course in self.courses if course.delay is None)


def metrics(curriculum: Curriculum) -> Metrics:
    """The metrics of every course, as the module defines them.

    Raises LimitError where there are more than MOST_COURSES courses.

    >>> calculus = Achievement("calculus", routes=(Route("0"),))
    >>> physics = Achievement("physics", routes=(Route("0", Achieved("calculus")),))
    >>> found = metrics(Curriculum.of(Catalog.of([calculus, physics])))
    >>> [(course.id, course.blocking, course.delay) for course in found.courses], from_tenths(found.tenths)
    ([('calculus', 1, 2), ('physics', 0, 2)], 5)
    """
    if len(curriculum.courses) > MOST_COURSES:
        raise LimitError(f"{len(curriculum.courses):,} courses are no curriculum; metrics are for {MOST_COURSES:,}")
    structure = _Structure.of(curriculum)
    chosen = {id: structure.node[id] for id in curriculum.courses}
    central = structure.centrality()
    return Metrics(tuple(structure.told(id, node, central, curriculum.system) for id, node in chosen.items()))


def from_tenths(tenths: int) -> int | float:
    """Complexity as people and JSON write it: whole where it is whole.

    >>> from_tenths(180), from_tenths(47)
    (18, 4.7)
    """
    return tenths // TENTHS if tenths % TENTHS == 0 else tenths / TENTHS


def _complexity(terms: int, system: System) -> int:
    """Blocking and delay together as structural complexity in tenths; thirds never lie halfway between tenths."""
    return terms * TENTHS if system == "semester" else (terms * 2 * TENTHS + 1) // 3


@dataclass(frozen=True)
class _Structure:
    """A curriculum as gates, in which a way into a course adds its length: the courses taken with it, itself included.

    ``node`` leads from a course to its node; courses that are taken together share one. ``size`` says how many do.
    """

    circuit: Circuit
    node: Mapping[str, int]
    size: Mapping[int, int]

    @classmethod
    def of(cls, curriculum: Curriculum) -> Self:
        first = {id: min(group) for group in curriculum.together for id in group}
        circuit = Circuit.of(_joined(curriculum, first) if first else curriculum.catalog)
        node = {id: circuit.index[first.get(id, id)] for id in curriculum.courses}
        size: dict[int, int] = {}
        for one in node.values():
            size[one] = size.get(one, 0) + 1
        return cls(circuit, node, size)

    @cached_property
    def length(self) -> list[int]:
        """How many courses each gate adds to what it rests on."""
        ways = (way and self.circuit.index[way[0]] for way in self.circuit.route)
        return [0 if of is None else self.size.get(of, 0) for of in ways]

    @cached_property
    def outputs(self) -> list[list[tuple[int, int]]]:
        """For each gate those of which it is an input, and what it counts for there."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.circuit.need]
        for node, sources in enumerate(self.circuit.inputs):
            for source, amount in zip(sources, self.circuit.amounts.get(node) or repeat(1), strict=False):
                found[source].append((node, amount))
        return found

    @cached_property
    def earliest(self) -> dict[int, int]:
        """The term in which each gate holds at the earliest, in an order that can be; what never holds is absent.

        Knuth's generalisation of Dijkstra (1977).
        """
        lacking, times = self.circuit.need.copy(), {}
        queue = [(self.length[node], node) for node, number in enumerate(lacking) if number == 0]
        heapify(queue)
        while queue:
            now, node = heappop(queue)
            times[node] = now
            for output, amount in self.outputs[node]:
                short = lacking[output] > 0
                lacking[output] -= amount
                if short and lacking[output] <= 0:
                    heappush(queue, (now + self.length[output], output))
        return times

    @cached_property
    def courses(self) -> list[int]:
        """The nodes of the courses that can be taken."""
        return [node for node in self.size if node in self.earliest]

    @cached_property
    def sources(self) -> list[list[int]]:
        """For each gate those of its inputs that can ever hold."""
        return [[source for source in inputs if source in self.earliest] for inputs in self.circuit.inputs]

    @cached_property
    def amounts(self) -> dict[int, list[int]]:
        """What those inputs count for, where that is not 1 each."""
        return {
            node: [
                amount
                for amount, source in zip(amounts, self.circuit.inputs[node], strict=True)
                if source in self.earliest
            ]
            for node, amounts in self.circuit.amounts.items()
        }

    @cached_property
    def order(self) -> list[int]:
        """The gates that can ever hold, each after its inputs unless they rest on it in turn."""
        order: list[int] = []
        entered: set[int] = set()
        stack = list(self.earliest)
        while stack:
            node = stack.pop()
            if node < 0:
                order.append(~node)
            elif node not in entered:
                entered.add(node)
                stack += [~node, *self.sources[node]]
        return order

    @cached_property
    def returning(self) -> list[int]:
        """The gates that are an input of one before them in the order: there are some only where there are circles."""
        place = {node: number for number, node in enumerate(self.order)}
        return sorted({one for node in self.order for one in self.sources[node] if place[one] >= place[node]})

    def behind(self, courses: Sequence[int]) -> Times:
        """How many terms each gate takes after each of the courses, LONG_AGO where the course is not unavoidable.

        A gate is a row and a course a column, so that a gate is reckoned for all of them at once. Where gates rest
        on each other in circles that is repeated until nothing changes (Bellman 1958).
        """
        times = np.full((len(self.circuit.need), len(courses)), AHEAD, np.int32)
        column = {course: number for number, course in enumerate(courses)}
        while True:
            before = times[self.returning]
            for node in self.order:
                met = when_met(times[self.sources[node]], self.circuit.need[node], self.amounts.get(node, ()))
                times[node] = met + self.length[node] * (met != LONG_AGO)
                if node in column:
                    times[node, column[node]] = 0
            if (times[self.returning] == before).all():
                return times

    @cached_property
    def consequences(self) -> _Consequences:
        """What follows from each course that can be taken."""
        found = _Consequences({}, dict.fromkeys(self.courses, 0), dict.fromkeys(self.order, 0))
        size = [self.size[node] for node in self.courses]
        for first in range(0, len(self.courses), AT_ONCE):
            some = self.courses[first : first + AT_ONCE]
            times = self.behind(some)
            needed = times != LONG_AGO
            courses = needed[self.courses]
            terms = zip((size @ courses).tolist(), times[self.courses].max(axis=0).tolist(), strict=True)
            found.told.update(zip(some, terms, strict=True))
            found.blocks.update(zip(some, map(_bits, courses.T), strict=True))
            for node in self.order:
                found.unavoidable[node] |= _bits(needed[node]) << first
        return found

    def told(self, id: str, node: int, central: Mapping[int, int], system: System) -> CourseMetrics:
        if node not in self.consequences.told:
            return CourseMetrics(id, 0, None, 0, None)
        taken, follows = self.consequences.told[node]
        blocking, delay = taken - 1, self.earliest[node] + follows
        return CourseMetrics(id, blocking, delay, central.get(node, 0), _complexity(blocking + delay, system))

    def centrality(self) -> dict[int, int]:
        """The published centrality in the graph of unavoidable requisites, of the courses that can be taken."""
        order = [node for node in self.earliest if node in self.size]
        behind = self.arrows()
        before: dict[int, list[int]] = {node: [] for node in order}
        for source, nodes in behind.items():
            for node in nodes:
                before[node].append(source)
        into, out = self.paths(order, before), self.paths(order[::-1], behind)
        return {node: self.passed(node, into[node], out[node]) for node in order if before[node] and behind[node]}

    def paths(self, order: Sequence[int], before: Mapping[int, Collection[int]]) -> dict[int, tuple[int, int]]:
        """How many paths end in each course, and how many courses they have in all."""
        found: dict[int, tuple[int, int]] = {}
        for node in order:
            ways = sum(found[source][0] for source in before[node]) if before[node] else 1
            found[node] = ways, sum(found[source][1] for source in before[node]) + ways * self.size[node]
        return found

    def passed(self, node: int, into: tuple[int, int], out: tuple[int, int]) -> int:
        """The courses on all paths made of one that ends here and one that begins here, this one counted once."""
        return into[1] * out[0] + into[0] * out[1] - into[0] * out[0] * self.size[node]

    def arrows(self) -> dict[int, list[int]]:
        """The graph of unavoidable requisites: the courses to which an arrow leads from each.

        Backwards from each course one comes to its arrows' ends, and no further; that is done for all courses in
        one walk, in which each gate has those as bits that come to it.
        """
        blocks, unavoidable = self.consequences.blocks, self.consequences.unavoidable
        own = {course: 1 << number for number, course in enumerate(self.courses)}
        come = dict.fromkeys(self.order, 0)
        ends = dict.fromkeys(self.courses, 0)
        before: dict[int, int] = {}
        while come != before:
            before = come.copy()
            for node in reversed(self.order):
                here = 0
                for output, _ in self.outputs[node]:
                    here |= come.get(output, 0)
                if node in own:
                    ends[node] = here & blocks[node] & ~own[node]
                    here &= ~blocks[node]
                if node < len(self.circuit.index):
                    here &= ~unavoidable[node]
                come[node] = here | own.get(node, 0)
            if not self.returning:
                break
        return {node: [self.courses[number] for number in _ones(bits)] for node, bits in ends.items()}


@dataclass(frozen=True, slots=True)
class _Consequences:
    """What follows from courses; sets of courses are bits, in the order of the structure.

    ``told`` says of each course how many there are for which it is unavoidable, itself included, and the terms that
    follow it at most; ``blocks`` which they are; ``unavoidable`` of each gate the courses that are so for it.
    """

    told: dict[int, tuple[int, int]]
    blocks: dict[int, int]
    unavoidable: dict[int, int]


def when_met(times: Times, number: int, amounts: Sequence[int] = ()) -> Times:
    """When the rows that have come count for the number, column by column; what each counts for, if not for 1.

    >>> times = np.array([[1, 5], [2, 3], [4, 4]], np.int32)
    >>> when_met(times, 2).tolist(), when_met(times, 5, (5, 1, 4)).tolist()
    ([2, 4], [1, 4])
    """
    if number == 0:
        return np.full(times.shape[1], LONG_AGO, np.int32)
    if amounts:
        order = times.argsort(axis=0)
        last = (np.array(amounts, np.int64)[order].cumsum(axis=0) < number).sum(axis=0, keepdims=True)
        met: Times = np.take_along_axis(times, np.take_along_axis(order, last, axis=0), axis=0)[0]
    elif number == len(times):
        met = times.max(axis=0)
    else:
        met = np.partition(times, number - 1, axis=0)[number - 1]
    return met


def _bits(flags: NDArray[np.bool_]) -> int:
    """The flags as bits of a number, the first one the lowest."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _joined(curriculum: Curriculum, first: Mapping[str, str]) -> Catalog:
    """The catalog in which the first of each group stands for the whole of it."""
    groups: dict[str, list[Achievement]] = {}
    for id, achievement in curriculum.catalog.achievements.items():
        groups.setdefault(first.get(id, id), []).append(achievement)
    return Catalog.of(_as_one(id, group, first) for id, group in groups.items())


def _as_one(id: str, group: list[Achievement], first: Mapping[str, str]) -> Achievement:
    """One achievement in place of the group: its way in requires what each of them requires of others."""

    def of_others(other: str) -> Requirement:
        named = first.get(other, other)
        return NOTHING if len(group) > 1 and named == id else Achieved(named)

    required = (AnyOf(tuple(replaced(way.requires, of_others) for way in one.routes)) for one in group)
    implied = frozenset(first.get(other, other) for one in group for other in one.implies)
    return Achievement(id, routes=(Route("0", AllOf(tuple(required))),), implies=implied - {id})
