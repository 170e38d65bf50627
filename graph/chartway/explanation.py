"""Why not yet, and why this way: what is lacking for a goal, what no plan gets around, what every cheapest plan has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from chartway.catalog import Catalog
from chartway.landmark import unavoidable
from chartway.pathway import Planner, countdown
from chartway.plan import Answer, Question
from chartway.requirement import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    has_corequisites,
    leaves_of,
    prose_of,
)

MOST_SETS = 200
"""Sets kept while they are put together; a person reads a few."""

Sets = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Minimal sets of what is lacking to begin the goal now, whether these are all, and rules in words.

    ``beside`` are the co-requisites: they need not be held before, but only be begun no later.
    """

    sets: tuple[tuple[str, ...], ...]
    complete: bool
    in_words: tuple[str, ...]
    beside: tuple[str, ...] = ()


def lacking(catalog: Catalog, goal: str, held: Iterable[str]) -> Lacking:
    """What one would have to hold besides, to begin the goal now.

    Each set is enough and nothing in it can be left out; of two sets of which one follows from the other, a bachelor's
    degree from which an associate degree does, only the lesser is given. () alone means that nothing is lacking, no
    set that no way in is known, or only ones in words. Where the sets are not complete, they are enough all the same.

    >>> from chartway.catalog import Achievement, Route
    >>> either = AnyOf((Achieved("RHIT"), AllOf((Achieved("CCA"), Achieved("year")))))
    >>> lacking(Catalog.of([Achievement("CCS", routes=(Route("0", either),))]), "CCS", ["CCA"]).sets
    (('RHIT',), ('year',))
    """
    have = catalog.closure(held)
    search = _Sets(catalog, have)
    routes = catalog[goal].routes
    sets = search.minimal({one for route in routes for one in search.of(route.requires)})
    words = dict.fromkeys(text for route in routes for text in prose_of(route.requires))
    ordered = sorted((tuple(sorted(one)) for one in sets), key=lambda one: (len(one), one))
    leaves = {leaf for route in routes for leaf in leaves_of(route.requires)}
    before = {leaf.id for leaf in leaves if isinstance(leaf, Achieved)}
    beside = {leaf.id for leaf in leaves if isinstance(leaf, (Concurrent, Together))} - before - have
    return Lacking(tuple(ordered), search.complete, tuple(words), tuple(sorted(beside)))


class _Sets:
    """Puts the minimal sets of a requirement together from those of its parts (Quine's prime implicants)."""

    def __init__(self, catalog: Catalog, have: frozenset[str]) -> None:
        self.have = have
        self.with_all = cache(lambda id: catalog.closure([id]))
        self.complete = True

    def of(self, requirement: Requirement) -> Sets:
        match requirement:
            case Achieved(id) | Concurrent(id) | Together(id):
                return frozenset({frozenset() if id in self.have else frozenset({id})})
            case Prose():
                return frozenset()
            case AnyOf(parts):
                return self.minimal({one for part in parts for one in self.of(part)})
            case AllOf(parts):
                return self.some(len(parts), parts)
            case AtLeast(number, parts):
                return self.some(number, parts) if number <= len(parts) else frozenset()
            case SumOf(number, parts, amounts):
                return self.sums(number, parts, amounts)

    def some(self, number: int, parts: tuple[Requirement, ...]) -> Sets:
        """The sets that meet so many of the parts, one part after the other: ``found[n]`` meet n of those so far."""
        found: list[Sets] = [frozenset({frozenset()}), *[frozenset[frozenset[str]]()] * number]
        for place, part in enumerate(parts):
            options = self.of(part)
            fewest = max(number - len(parts) + place, 0)
            for n in range(min(number, place + 1), fewest, -1):
                found[n] = self.minimal({*found[n], *(one | other for one in found[n - 1] for other in options)})
        return found[number]

    def sums(self, number: int, parts: tuple[Requirement, ...], amounts: tuple[int, ...]) -> Sets:
        """The sets by which the parts come to the number: ``found[n]`` are those that come to n so far, or to more."""
        found: dict[int, Sets] = {0: frozenset({frozenset()})}
        rest = sum(amounts)
        for part, amount in sorted(zip(parts, amounts, strict=True), key=lambda one: -one[1]):
            rest -= amount
            options = self.of(part)
            grown: dict[int, set[frozenset[str]]] = {}
            for total, sets in found.items():
                grown.setdefault(total, set()).update(sets)
                more = {one | other for one in sets for other in options}
                grown.setdefault(min(total + amount, number), set()).update(more)
            near = sorted((total for total in grown if total + rest >= number), reverse=True)
            self.complete = self.complete and len(near) <= MOST_SETS
            found = {total: self.minimal(grown[total], max(MOST_SETS // len(near), 4)) for total in near[:MOST_SETS]}
        return found.get(number, frozenset())

    def minimal(self, sets: Iterable[frozenset[str]], most: int = MOST_SETS) -> Sets:
        """The sets from which no other one follows; what follows from the rest of a set is left out of it."""
        kept: list[tuple[frozenset[str], frozenset[str]]] = []
        for one in sorted({self._lean(one) for one in sets}, key=lambda one: (len(one), sorted(one))):
            reach = frozenset[str]().union(*map(self.with_all, one))
            if any(small <= reach for small, _ in kept):
                continue
            kept = [(other, far) for other, far in kept if not one <= far]
            if len(kept) == most:
                self.complete = False
                break
            kept.append((one, reach))
        return frozenset(one for one, _ in kept)

    def _lean(self, one: frozenset[str]) -> frozenset[str]:
        left = set(one)
        for id in sorted(one):
            if any(id in self.with_all(other) for other in left if other != id):
                left.remove(id)
        return frozenset(left)


def in_every_plan(planner: Planner, question: Question) -> tuple[str, ...]:
    """The achievements that no plan for the goal gets around, in the order of their ids: exact, by a fixpoint.

    Where there are co-requisites, what only they make unavoidable is found by trying to do without it.
    """
    part = planner.under(question.timetable).circuit.part(question.goal, question.held)
    if part.goal < 0:
        return ()
    ids = list(planner.catalog.achievements)
    certain = unavoidable(part)
    found = {ids[part.origin[node]] for node in certain if part.origin[node] < len(ids)}
    found |= {part.begun[node] for node in certain if node in part.begun}
    have = planner.catalog.closure(question.held)
    if any(has_corequisites(way[1].requires) for way in part.route if way):
        plan = planner.answer(replace(question, budget=None)).plan
        if plan is None:
            return ()
        earned = planner.catalog.closure(step.achievement for step in plan.steps)
        found |= {id for id in earned - have - found if not _can_do_without(planner, question, id)}
    return tuple(sorted(found - have))


def _can_do_without(planner: Planner, question: Question, id: str) -> bool:
    """Whether there is a plan in a world in which this cannot be held."""
    things = planner.catalog.achievements.values()
    others = (replace(one, implies=one.implies - {id}) for one in things)
    barred = Catalog.of(one.unearnable() if one.id == id else one for one in others)
    return Planner.of(barred).answer(replace(question, budget=None)).plan is not None


def in_every_cheapest_plan(planner: Planner, answer: Answer) -> tuple[str, ...]:
    """The steps without which the goal would cost more, or have more unknown prices: not those of `in_every_plan`.

    Whatever the answer prefers, they are those of a cheapest plan; () where that is not proved.
    """
    if answer.question.prefer != "cheapest":
        answer = planner.answer(replace(answer.question, prefer="cheapest", budget=None))
    if answer.plan is None or answer.proof is None or not answer.proof.cost_proved:
        return ()
    needed = [step.achievement for step in answer.plan.steps if _is_needed(planner, answer, step.achievement)]
    return tuple(needed)


def _is_needed(planner: Planner, answer: Answer, id: str) -> bool:
    """Whether it is proved that every plan that does not earn this costs more than the answer's."""
    other = planner.best(answer.question, countdown(answer.question.time_limit), without={id})
    if other is None or other.plan is None or other.proof is None or answer.plan is None:
        return True
    if other.plan.unknown_costs:
        return other.proof.steps_proved
    return other.proof.cost > answer.plan.cost.typical
