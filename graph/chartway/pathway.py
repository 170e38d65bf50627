"""The pathway to a goal: which routes to take, proved best, or what is missing.

The objectives are lexicographic. *Cheapest* means least money, then weeks, then steps; *fastest* least weeks,
then money, then steps; *fewest* least steps, then money, then weeks. An unknown price is never taken as 0: a
plan with fewer unknown prices comes first, and what could undercut the answer is named. Money includes what has to be
renewed meanwhile (:mod:`chartway.validity`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import inf

from chartway import dues, joint, search
from chartway.catalog import Catalog, Route
from chartway.circuit import NEVER, Circuit
from chartway.errors import OptionError
from chartway.missing import missing_sets
from chartway.plan import Answer, Question
from chartway.replay import replay
from chartway.requirement import prose_of
from chartway.timetable import UNLIMITED, RuledOut, Timetable
from chartway.undercut import not_compared

RESERVED = 0.05
"""The share of the time limit that is kept for replaying and telling the plan: 0.2 s after 12,000 ways in."""

BESIDE = 10.0
"""Seconds for each thing that is said beside a plan, where no time limit is given: all of our data take one of them."""


@dataclass(frozen=True)
class Planner:
    """Answers questions on one catalog; what depends on the catalog alone is computed once."""

    circuit: Circuit

    @classmethod
    def of(cls, catalog: Catalog) -> Planner:
        """The planner for a catalog in which every required id is described."""
        return cls(Circuit.of(catalog))

    @property
    def catalog(self) -> Catalog:
        """The catalog it plans on."""
        return self.circuit.catalog

    def answer(self, question: Question) -> Answer:
        """The best plan for the question, replayed and proved, or what is missing for one.

        Raises BrokenPlanError if the plan does not survive its replay, which would be a defect of ours, and
        OptionError where a way in has days of its own and the question no first day.
        """
        answer = self.under(question.timetable)._answer(question)  # noqa: SLF001 - of the same class
        return replace(answer, ruled_out=self.ruled_out(question))

    def _answer(self, question: Question) -> Answer:
        seconds = countdown(question.time_limit)
        best = self.best(question, seconds)
        if best is None:
            return self._unreachable(question)
        if best.plan is None:
            return best
        return replace(best, not_compared=not_compared(self.circuit, question, best.plan, seconds))

    def best(
        self, question: Question, seconds: Callable[[], float], without: Set[str] = frozenset(), by: int = NEVER
    ) -> Answer | None:
        """The best plan that earns nothing of what it is to do ``without``, replayed; None if there is none.

        Plans that reach the goal after ``by`` do not count.

        ``seconds`` tells how many are left; where they end, or the search for a schedule does, before it is known
        whether there is any, the answer has no plan. What has no known price is not compared yet. Raises
        BrokenPlanError.
        """
        circuit = self.under(question.timetable).circuit
        best = partial(search.best, without=without, by=by)
        if not self._lapses or not dues.matter(circuit, question):
            found = joint.kept(circuit, question, best, seconds)
        else:
            found = dues.planned(circuit, question, best, seconds, by)
        if found is not None:
            replay(self.catalog, found)
        return found

    def _can_be_planned(self, goal: str, held: frozenset[str]) -> bool:
        """Whether there is any plan, whatever it costs."""
        return self.best(Question(goal, held, "fewest"), countdown(None)) is not None

    def under(self, timetable: Timetable) -> Planner:
        """The planner without the ways in that the timetable never allows."""
        ways = [(node, way) for node, way in self._ways if self.circuit.need[node] < NEVER]
        barred = [node for node, way in ways if timetable.rules_out(self.catalog[way[0]], way[1])]
        return Planner(self.circuit.without(barred)) if barred else self

    @cached_property
    def _lapses(self) -> bool:
        """Whether anything holds for a time only."""
        return any(thing.valid_weeks is not None for thing in self.catalog.achievements.values())

    @cached_property
    def _ways(self) -> list[tuple[int, tuple[str, Route]]]:
        """The ways in that take hours, or have days of their own."""
        ways = enumerate(self.circuit.route)
        return [(node, way) for node, way in ways if way and (way[1].hours_per_week or way[1].has_days)]

    def ruled_out(self, question: Question) -> tuple[RuledOut, ...]:
        """The ways in on the way to the goal that the timetable never allows."""
        timetable = question.timetable
        self._refuse_without_first_day(question)
        if timetable == UNLIMITED:
            return ()
        ways = [self.circuit.route[node] for node in self.circuit.relevant(question.goal, question.held)]
        return tuple(RuledOut(*way) for way in ways if way and timetable.rules_out(self.catalog[way[0]], way[1]))

    def _refuse_without_first_day(self, question: Question) -> None:
        timetable = question.timetable
        dated = {node: way for node, way in self._ways if way[1].has_days} if timetable.start is None else {}
        relevant = self.circuit.relevant(question.goal, question.held) if dated else ()
        for id, route in (dated[node] for node in relevant if node in dated):
            where = f"the way {route.id!r} to {self.catalog[id].name!r}"
            message = f"{where} can be begun on certain days only; say when you start with --start DATE"
            raise OptionError(message)
        if timetable.start is None and timetable.terms:
            raise OptionError("terms begin on days of the year; say when you start with --start DATE")

    def _unreachable(self, question: Question) -> Answer:
        if self._can_be_planned(question.goal, question.held):
            return Answer(question, "unreachable")
        sets, complete = missing_sets(self.circuit, question.goal, question.held, self._can_be_planned)
        return Answer(question, "unreachable", missing=sets, missing_complete=complete, prose=self._prose(question))

    def _prose(self, question: Question) -> tuple[tuple[str, str], ...]:
        """The rules known in words only on the way to the goal, with the achievement each belongs to."""
        relevant = self.circuit.relevant(question.goal, question.held)
        routes = [way for node in relevant if (way := self.circuit.route[node]) is not None]
        return tuple(sorted((id, text) for id, route in routes for text in prose_of(route.requires)))


def countdown(limit: float | None) -> Callable[[], float]:
    """The seconds left for searching of the time limit, which is one for all stages."""
    end = inf if limit is None else time.monotonic() + limit * (1 - RESERVED)
    return lambda: end - time.monotonic()
