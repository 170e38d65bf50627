"""Why not yet, and why this way: what is lacking for a goal, what no plan gets around, what every cheapest plan has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from chartway.catalog import Catalog
from chartway.landmark import unavoidable
from chartway.pathway import Planner
from chartway.plan import Answer, Question
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, prose_of

MOST_SETS = 200
"""Sets kept while they are put together; a person reads a few."""

Sets = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Minimal sets of what is lacking to begin the goal now, whether these are all, and rules in words."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool
    in_words: tuple[str, ...]


def lacking(catalog: Catalog, goal: str, held: Iterable[str]) -> Lacking:
    """What one would have to hold besides, to begin the goal now.

    Each set is enough and nothing in it can be left out; () alone means that nothing is lacking. No set means that
    no way in is known, or only ones in words.

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
    return Lacking(tuple(ordered), search.complete, tuple(words))


class _Sets:
    """Puts the minimal sets of a requirement together from those of its parts (Quine's prime implicants)."""

    def __init__(self, catalog: Catalog, have: frozenset[str]) -> None:
        self.catalog = catalog
        self.have = have
        self.complete = True

    def of(self, requirement: Requirement) -> Sets:
        match requirement:
            case Achieved(id):
                return frozenset({frozenset() if id in self.have else frozenset({id})})
            case Prose():
                return frozenset()
            case AnyOf(parts):
                return self.minimal({one for part in parts for one in self.of(part)})
            case AllOf(parts):
                return self.together(parts)
            case AtLeast(number, parts):
                return self.minimal({one for some in combinations(parts, number) for one in self.together(some)})

    def together(self, parts: Iterable[Requirement]) -> Sets:
        sets: Sets = frozenset({frozenset()})
        for part in parts:
            options = self.of(part)
            sets = self.minimal({one | other for one in sets for other in options})
        return sets

    def minimal(self, sets: Iterable[frozenset[str]]) -> Sets:
        """The sets from which no other one follows; what follows from the rest of a set is left out of it."""
        lean = sorted({self._lean(one) for one in sets}, key=lambda one: (len(one), sorted(one)))
        kept: list[frozenset[str]] = []
        for one in lean:
            if not any(small <= self.catalog.closure(one) for small in kept):
                kept = [other for other in kept if not one <= self.catalog.closure(other)]
                kept.append(one)
        if len(kept) > MOST_SETS:
            self.complete = False
        return frozenset(kept[:MOST_SETS])

    def _lean(self, one: frozenset[str]) -> frozenset[str]:
        left = set(one)
        for id in sorted(one):
            if len(left) > 1 and id in self.catalog.closure(left - {id}):
                left.remove(id)
        return frozenset(left)


def in_every_plan(planner: Planner, question: Question) -> tuple[str, ...]:
    """The achievements that no plan for the goal gets around: exact, by a fixpoint."""
    part = planner.circuit.part(question.goal, question.held)
    if part.goal < 0:
        return ()
    ids = list(planner.catalog.achievements)
    places = sorted(part.origin[node] for node in unavoidable(part))
    return tuple(ids[place] for place in places if place < len(ids) and ids[place] not in question.held)


def in_every_cheapest_plan(planner: Planner, answer: Answer) -> tuple[str, ...]:
    """The steps of a proved plan without which the goal would cost more: another set than :func:`in_every_plan`."""
    plan = answer.plan
    if plan is None:
        return ()
    return tuple(step.achievement for step in plan.steps if not _as_cheap_without(planner, answer, step.achievement))


def _as_cheap_without(planner: Planner, answer: Answer, id: str) -> bool:
    """Whether some plan that does not earn this is as good in money as the answer's."""
    if id == answer.question.goal or answer.plan is None:
        return False
    things = planner.catalog.achievements.values()
    barred = Catalog.of(one.unearnable() if one.id == id else one for one in things)
    other = Planner.of(barred).answer(answer.question).plan
    best = (len(answer.plan.unknown_costs), answer.plan.cost.typical)
    return other is not None and (len(other.unknown_costs), other.cost.typical) <= best
