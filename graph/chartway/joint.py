"""Plans whose steps keep together: a search over who waits for whom, where a plan first found does not.

The circuit lets the partner of a ``together`` start earlier, and an achievement be earned by two routes, one for its
start and one for its finish. Both only ever allow more, so what it says of the best plan is a bound. A plan that
breaks a tie is put right by keeping it (the partner waits) or by doing without it; one that earns a thing twice by
leaving out either route. These cases cover all plans, so the best of them is the best plan: a branch and bound that
takes the most promising case first and ends, since each case settles a tie or leaves out a route.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from chartway.catalog import Catalog
from chartway.circuit import NEVER, Circuit
from chartway.errors import BrokenPlanError
from chartway.plan import Answer, Proof, Question, Step
from chartway.replay import replay
from chartway.requirement import ids_of
from chartway.timetable import UNLIMITED
from chartway.timing import Case, Starts, Tie

Seconds = Callable[[], float]
Best = Callable[[Circuit, Question, Seconds], Answer | None]
"""Answers a question on a circuit, ties not minded: None if there is no plan."""

Key = tuple[int, ...]

PROOF_OF_NOTHING = Proof(0, 0, 0, cost_proved=False, weeks_proved=False, steps_proved=False)


def is_kept(circuit: Circuit, answer: Answer) -> bool:
    """Whether the answer's plan keeps together what belongs together; True where nothing does."""
    if not circuit.starts:
        return True
    try:
        replay(circuit.catalog, answer)
    except BrokenPlanError:
        return False
    return True


def kept(circuit: Circuit, question: Question, best: Best, seconds: Seconds) -> Answer | None:
    """The best answer whose plan keeps together, or None if there is none.

    Where time runs out it is the best one found, with the least that any case left open could come to. Within a
    timetable steps seldom start together by chance: there the ties that no plan can do without are kept at once.
    """
    if circuit.outset and question.timetable != UNLIMITED:
        search = _Search(_around(circuit, question), question, best, seconds)
        case = Case(together=search.forced())
        return search.run(case, best(Circuit.of(search.catalog, case), question, seconds))
    first = best(circuit, question, seconds)
    if first is None or is_kept(circuit, first):
        return first
    return _Search(_around(circuit, question), question, best, seconds).run(Case(), first)


def _around(circuit: Circuit, question: Question) -> Catalog:
    """What matters for the question of the circuit's catalog."""
    relevant = circuit.relevant(question.goal, question.held)
    ways = {(way[0], way[1].id) for node in relevant if (way := circuit.route[node]) and circuit.need[node] < NEVER}
    things = circuit.catalog.achievements
    routes = [way for node in relevant if (way := circuit.route[node])]
    asked = {one for id, way in routes for one in {id} | ids_of(way.requires)}
    known = circuit.catalog.closure({question.goal, *asked, *question.held}) & things.keys()
    return Catalog.of(
        replace(things[id], routes=tuple(route for route in things[id].routes if (id, route.id) in ways))
        for id in known
    )


@dataclass(frozen=True, slots=True, order=True)
class _Open:
    """A case that may hold the best plan: its key is no more than that of any plan in it."""

    key: Key
    number: int
    case: Case = field(compare=False)
    answer: Answer = field(compare=False)


class _Search:
    """One search over the cases of a question."""

    def __init__(self, catalog: Catalog, question: Question, best: Best, seconds: Seconds) -> None:
        self.catalog = catalog
        self.question = question
        self.best = best
        self.seconds = seconds
        self.queue: list[_Open] = []
        self.number = 0
        self.found: Answer | None = None

    def forced(self) -> frozenset[Tie]:
        """The ties that every plan keeps, for without them the goal is out of reach."""
        goal, held = self.question.goal, self.question.held
        apart = {tie: Case(apart=frozenset([tie])) for tie in Starts.of(self.catalog, Case()).ties}
        circuits = ((tie, Circuit.of(self.catalog, case)) for tie, case in apart.items() if self.seconds() > 0)
        return frozenset(tie for tie, circuit in circuits if circuit.part(goal, held).goal < 0)

    def run(self, case: Case, first: Answer | None) -> Answer | None:
        """The best answer in the case, which holds all plans; ``first`` is the best that need not keep together."""
        self.push(case, first)
        if self.seconds() <= 0 and self.queue:
            self.mend(self.queue[0])
        while self.queue:
            if self.seconds() <= 0 or not all(_is_proved(one.answer) for one in self.queue):
                return self.unproved()
            one = heappop(self.queue)
            if self.found is not None and _key(self.found) <= one.key:
                return _proved(self.found)
            if is_kept(Circuit.of(self.catalog, one.case), one.answer):
                return _proved(one.answer)
            self.mend(one)
            for rest in self.cases(one):
                self.push(rest, self.best(Circuit.of(self.catalog, rest), self.question, self.seconds))
        return _proved(self.found) if self.found else None

    def push(self, case: Case, answer: Answer | None) -> None:
        if answer is not None and (self.found is None or _key(answer) < _key(self.found)):
            self.number += 1
            heappush(self.queue, _Open(_key(answer), self.number, case, answer))

    def mend(self, one: _Open) -> None:
        """Keeps the best plan that has the steps of this one, and all its ties kept."""
        ways = {(step.achievement, step.route) for step in _steps(one.answer)}
        only = Catalog.of(
            replace(thing, routes=tuple(route for route in thing.routes if (id, route.id) in ways))
            for id, thing in self.catalog.achievements.items()
        )
        ties = self.ties(one)
        circuit = Circuit.of(only, replace(one.case, together=one.case.together | set(ties)))
        mended = self.best(circuit, self.question, self.seconds) if ties else None
        if mended is None or mended.plan is None or not is_kept(circuit, mended):
            return
        if self.found is None or _key(mended) < _key(self.found):
            self.found = mended

    def ties(self, one: _Open) -> list[Tie]:
        """The ties between steps of the plan that are not settled yet, those first that it breaks."""
        starts = {step.achievement: step.start for step in _steps(one.answer)}
        ways = {(step.achievement, step.route) for step in _steps(one.answer)}
        ties = Starts.of(self.catalog, one.case).ties
        asked = {tie for tie, asking in ties.items() if asking & ways and tie.partner in starts}
        return sorted(asked - one.case.together, key=lambda tie: (starts[tie.id] == starts[tie.partner], tie))

    def cases(self, one: _Open) -> list[Case]:
        """Cases that cover all plans of this one but the one that was found."""
        case = one.case
        earned: dict[str, Step] = {}
        for step in _steps(one.answer):
            if step.achievement in earned:
                ways = [(step.achievement, other.route) for other in (earned[step.achievement], step)]
                return [replace(case, without=case.without | {way}) for way in ways]
            earned[step.achievement] = step
        ties = self.ties(one)
        if not ties:
            replay(self.catalog, one.answer)
        tie = frozenset(ties[:1])
        return [replace(case, together=case.together | tie), replace(case, apart=case.apart | tie)]

    def unproved(self) -> Answer:
        """The best answer found when time ran out; only what is preferred most has a bound over all cases."""
        plans = [one for one in self.queue if one.answer.plan]
        kept_ones = [one.answer for one in plans if is_kept(Circuit.of(self.catalog, one.case), one.answer)]
        for one in plans if self.found is None and not kept_ones else ():
            self.mend(one)
        found = min([*kept_ones, *([self.found] if self.found else [])], key=_key, default=None)
        if found is None:
            return Answer(self.question, "unknown")
        proofs = [one.answer.proof or PROOF_OF_NOTHING for one in self.queue]
        proof = PROOF_OF_NOTHING
        match self.question.prefer:
            case "cheapest" if found.plan and not found.plan.unknown_costs:
                proof = replace(proof, cost=min((one.cost for one in proofs), default=0))
            case "fastest":
                proof = replace(proof, weeks=min((one.weeks for one in proofs), default=0))
            case "fewest":
                proof = replace(proof, steps=min((one.steps for one in proofs), default=0))
        return replace(found, status="over-budget" if found.status == "over-budget" else "feasible", proof=proof)


def _steps(answer: Answer) -> tuple[Step, ...]:
    return answer.plan.steps if answer.plan else ()


def _is_proved(answer: Answer) -> bool:
    return answer.proof is not None and answer.proof.weeks_proved and answer.proof.steps_proved


def _proved(answer: Answer) -> Answer:
    """The best answer of all cases; where a price in it is unknown, no bound of its money holds for the others."""
    if answer.plan is None or answer.proof is None or not answer.plan.unknown_costs:
        return answer
    return replace(answer, proof=replace(answer.proof, cost=0))


def _key(answer: Answer) -> Key:
    """The answer's objectives in order; under a budget the number of unknown prices goes before all."""
    plan = answer.plan
    if plan is None:
        return ()
    over = answer.status == "over-budget"
    limit = () if answer.question.budget is None else (plan.unknowns, int(over))
    return (*limit, *plan.objectives("cheapest" if over else answer.question.prefer))
