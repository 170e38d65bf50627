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
  the k-th earliest where k are. t(v, u) is reckoned in the same way, with v passed at 0 and everything that does not
  need v passed long ago: how many terms u still takes after v, by the way in which that is least;
* q(v) is the published centrality in the graph G* of unavoidable requisites, which has an arrow from v to u where v
  is unavoidable for u and a chain of requisites leads from v to u on which no course between them is unavoidable for
  u, nor u for it. Reachable in G* is the same as unavoidable, so b(v) is the published blocking factor in G* as well.

Where nothing is left to choose, G* is G, l(v) the longest path to v and t(v, u) the longest from v to u: these are
the published metrics, exactly. Whatever more is required of a course makes no b and no d smaller, another way to it
makes none larger. Time is polynomial: one walk over what comes after it for each course.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Literal, Self

from chartway.catalog import Achievement, Catalog, Route
from chartway.circuit import NEVER, Circuit
from chartway.errors import LimitError
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf, Requirement, replaced, untimed
from chartway.timing import Case, Starts

__all__ = ["MOST_COURSES", "CourseMetrics", "Curriculum", "Metrics", "System", "from_tenths", "metrics"]

System = Literal["semester", "quarter"]
"""The calendar of the institution."""

MOST_COURSES = 5_000
"""Courses in a curriculum at most: the catalogue of a whole university has some 4,000."""
LONG_AGO = -1
"""When everything holds that does not need the course in question."""
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
    def outputs(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.circuit.need]
        for node, sources in enumerate(self.circuit.inputs):
            for source in sources:
                found[source].append(node)
        return found

    @cached_property
    def earliest(self) -> dict[int, int]:
        """The term in which each gate holds at the earliest, in an order that can be; what never holds is absent."""
        need = dict(enumerate(self.circuit.need))
        return self.held(need, [(self.length[node], node) for node, number in need.items() if number == 0])

    def held(self, lacking: dict[int, int], ready: list[tuple[int, int]]) -> dict[int, int]:
        """When gates hold that lack so many inputs, where some are ready: Knuth's generalisation of Dijkstra (1977)."""
        queue, times = list(ready), {}
        heapify(queue)
        while queue:
            now, node = heappop(queue)
            times[node] = now
            for output in self.outputs[node]:
                if output not in lacking:
                    continue
                lacking[output] -= 1
                if lacking[output] == 0:
                    heappush(queue, (now if now == LONG_AGO else now + self.length[output], output))
        return times

    def behind(self, course: int) -> dict[int, int]:
        """How many terms each gate for which the course is unavoidable takes after it, the course itself included."""
        after = self.after(course)
        need, inputs, possible = self.circuit.need, self.circuit.inputs, self.earliest
        lacking = {
            node: need[node] - sum(source in possible and source not in after for source in inputs[node])
            for node in after
        }
        lacking[course] = NEVER
        ready = [(LONG_AGO, node) for node, number in lacking.items() if number <= 0]
        times = self.held(lacking, [*ready, (0, course)])
        return {node: time for node, time in times.items() if time != LONG_AGO}

    def after(self, course: int) -> set[int]:
        """The gates to which a chain of arrows leads from the course, itself included, of those that can ever hold."""
        found, stack = {course}, [course]
        while stack:
            fresh = [node for node in self.outputs[stack.pop()] if node not in found and node in self.earliest]
            found.update(fresh)
            stack += fresh
        return found

    @cached_property
    def consequences(self) -> dict[int, tuple[int, int]]:
        """For each course that can be taken: how many it blocks, and the terms that follow it at most."""
        return self._walked[0]

    @cached_property
    def unavoidable(self) -> list[int]:
        """For each achievement the courses that are unavoidable for it, as bits."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[dict[int, tuple[int, int]], list[int]]:
        consequences: dict[int, tuple[int, int]] = {}
        unavoidable = [0] * len(self.circuit.index)
        for course, size in self.size.items():
            if course not in self.earliest:
                continue
            times = self.behind(course)
            blocked = [node for node in times if node in self.size]
            courses = sum(self.size[node] for node in blocked) - size
            consequences[course] = courses, max(times[node] for node in blocked)
            bit = 1 << course
            for node in times:
                if node < len(unavoidable) and node != course:
                    unavoidable[node] |= bit
        return consequences, unavoidable

    def told(self, id: str, node: int, central: Mapping[int, int], system: System) -> CourseMetrics:
        if node not in self.consequences:
            return CourseMetrics(id, 0, None, 0, None)
        blocked, follows = self.consequences[node]
        blocking, delay = blocked + self.size[node] - 1, self.earliest[node] + follows
        return CourseMetrics(id, blocking, delay, central.get(node, 0), _complexity(blocking + delay, system))

    def centrality(self) -> dict[int, int]:
        """The published centrality in the graph of unavoidable requisites, of the courses that can be taken."""
        order = [node for node in self.earliest if node in self.consequences]
        before = {node: self.requisites(node) for node in order}
        behind: dict[int, list[int]] = {node: [] for node in order}
        for node, sources in before.items():
            for source in sources:
                behind[source].append(node)
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

    def requisites(self, course: int) -> set[int]:
        """The courses from which an arrow of the graph of unavoidable requisites leads to this one."""
        unavoidable = self.unavoidable[course]
        found, seen, stack = set(), {course}, [course]
        while stack:
            for source in self.mentioned(stack.pop()):
                if source in seen:
                    continue
                seen.add(source)
                if unavoidable >> source & 1:
                    found.add(source)
                elif not self.unavoidable[source] >> course & 1:
                    stack.append(source)
        return found

    def mentioned(self, achievement: int) -> Iterator[int]:
        """The achievements that the requirements of one mention, where they can ever be met."""
        seen, stack = {achievement}, [achievement]
        while stack:
            for source in self.circuit.inputs[stack.pop()]:
                if source in seen or source not in self.earliest:
                    continue
                seen.add(source)
                if source < len(self.circuit.index):
                    yield source
                else:
                    stack.append(source)


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
