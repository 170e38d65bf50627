"""The report on why: what is lacking for a goal, what no plan gets around, what would save, why this way is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chartway.advice import Advice
from chartway.catalog import Catalog
from chartway.choice import Choice
from chartway.explanation import Lacking, in_every_cheapest_plan, in_every_plan, lacking
from chartway.leeway import NO_LEEWAY, Leeway
from chartway.pathway import Planner
from chartway.plan import Answer
from chartway.rather import Rather, rather
from chartway.report import leeway, saving, sensitivity
from chartway.report import rather as other_way
from chartway.report.graph import figures, missing
from chartway.report.pathway import Sentences
from chartway.report.sections import Section
from chartway.saving import Savings, savings
from chartway.sensitivity import INSENSITIVE, Sensitivity
from chartway.wording import listed, within

MOST_LISTED = 12
"""Sets a person reads; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Why the plan is as it is: what would save, which estimate would change it, what goes by way of other things."""

    savings: Savings
    sensitivity: Sensitivity
    rather: tuple[Rather, ...]
    leeway: Leeway = NO_LEEWAY

    @classmethod
    def of(
        cls, planner: Planner, answer: Answer, choice: Choice, things: Iterable[tuple[str, frozenset[str]]] = ()
    ) -> Choosing:
        """All of it for an answer, with what there is to choose from.

        The things are ids to go by way of, of a body together with the ids of what it issues.
        """
        ways = tuple(rather(planner, answer, *thing) for thing in dict.fromkeys(things))
        return cls(savings(planner, answer), choice.sensitivity, ways, choice.leeway)

    def sections(
        self, catalog: Catalog, answer: Answer, name: Callable[[str], str], short: Callable[[Answer], str]
    ) -> list[Section]:
        """In words: the other ways first, as they were asked for; ``short`` is a plan in short."""
        told = [
            (other_way.heading(one, name), other_way.sentences(one, catalog, answer, name, short))
            for one in self.rather
        ]
        told.append((saving.HEADING, saving.sentences(self.savings, name)))
        told.append((sensitivity.HEADING, sensitivity.sentences(self.sensitivity, answer, name)))
        told.append((leeway.HEADING, leeway.sentences(self.leeway, answer, name)))
        return [Section(heading, tuple(lines)) for heading, lines in told if lines]

    def to_json(self) -> dict[str, Any]:
        """The same as JSON.

        >>> sorted(Choosing(Savings((), 0, 0), Sensitivity((), 0, 0), ()).to_json())
        ['leeway', 'rather', 'savings', 'savingsOf', 'savingsTried', 'sensitivity']
        """
        ways = [one.to_json() for one in self.rather]
        estimates = {"sensitivity": self.sensitivity.to_json(), "leeway": self.leeway.to_json()}
        return self.savings.to_json() | estimates | {"rather": ways}


NO_CHOOSING = Choosing(Savings((), 0, 0), INSENSITIVE, ())
"""Where nobody asks what the choice hangs on."""


def sections(advice: Advice, choosing: Choosing = NO_CHOOSING) -> list[Section]:
    """What to say of why, part by part."""
    says = Sentences(advice)
    parts = [Section("", (*says.doubt(), says.start()))]
    if advice.goal.id in advice.catalog.closure(advice.answer.question.held):
        return [*parts, Section("", ("You hold it already.",))]
    if advice.goal.id not in advice.knowledge.here.refused:
        parts += _lacking(advice)
    parts += _unavoidable(advice)
    return [*parts, _way(says), *choosing.sections(advice.catalog, advice.answer, says.name, says.figures)]


def _of(advice: Advice, *, bare: bool) -> Lacking:
    planner = advice.knowledge.bare if bare else advice.planner
    return lacking(planner.catalog, advice.goal.id, advice.answer.question.held)


def _lacking(advice: Advice) -> list[Section]:
    required, advised = _of(advice, bare=True), _of(advice, bare=False)
    name = advice.knowledge.name
    hired = advice.goal.kind == "occupation"
    begin = f"be hired as {within(name(advice.goal.id))}" if hired else f"meet what {name(advice.goal.id)} requires"
    parts = [_sets(f"To {begin}, you lack", required, name)]
    if advice.prepared and advised != required:
        parts.append(_sets("To follow what the issuing body recommends, too, you lack", advised, name))
    return parts


def _sets(heading: str, found: Lacking, called: Callable[[str], str]) -> Section:
    """The sets as sentences: any one of them is enough."""

    def name(id: str) -> str:
        return called(id) + (" (at the same time will do)" if id in found.beside else "")

    words = tuple(f"in words only: {text}" for text in found.in_words)
    if found.sets == ((),):
        return Section(heading, ("nothing.",))
    sentences = tuple(f"{listed([name(id) for id in one])}" for one in found.sets[:MOST_LISTED])
    more = len(found.sets) - MOST_LISTED
    rest = (f"… or one of {more} other sets.",) if more > 0 or not found.complete else ()
    if not sentences and not words:
        return Section(heading, ("what is not in our data.",))
    return Section(f"{heading} one of these" if len(sentences) > 1 else heading, (*sentences, *rest, *words))


def _unavoidable(advice: Advice) -> list[Section]:
    return _certain(advice.planner, advice.answer, advice.knowledge.name)


def _certain(planner: Planner, answer: Answer, name: Callable[[str], str]) -> list[Section]:
    """What every plan has, and what every cheapest one has."""
    goal = answer.question.goal
    every = [name(id) for id in in_every_plan(planner, answer.question) if id != goal]
    cheapest = [name(id) for id in in_every_cheapest_plan(planner, answer) if id != goal]
    lines = []
    if answer.plan and answer.plan.steps:
        lines.append(
            f"Every way that can be planned leads over: {listed(every)}."
            if every
            else "No single step is on every way."
        )
    if cheapest and cheapest != every:
        lines.append(f"Every cheapest way has: {listed(cheapest)}.")
    return [Section("", tuple(lines))] if lines else []


def _way(says: Sentences) -> Section:
    if says.answer.plan is None:
        return Section("", (*says.missing(), *says.check()))
    steps = says.then(step.achievement for step in says.advice.steps)
    return Section("", (f"The way there: {says.summary()}: {steps}.", *says.check()))


def to_json(advice: Advice, choosing: Choosing = NO_CHOOSING) -> dict[str, Any]:
    """Why, as JSON: minimal sets of ids, and what the choice hangs on."""
    required, advised = _of(advice, bare=True), _of(advice, bare=False)
    return {
        "goal": advice.goal.id,
        "held": advice.goal.id in advice.catalog.closure(advice.answer.question.held),
        "lacking": {"required": _lacking_json(required), "prepared": _lacking_json(advised)},
        **_certain_json(advice.planner, advice.answer),
        **choosing.to_json(),
        "pathway": advice.to_json(),
    }


def _certain_json(planner: Planner, answer: Answer) -> dict[str, Any]:
    return {
        "inEveryPlan": list(in_every_plan(planner, answer.question)),
        "inEveryCheapestPlan": list(in_every_cheapest_plan(planner, answer)),
    }


def _lacking_json(found: Lacking) -> dict[str, Any]:
    return {
        "sets": [list(one) for one in found.sets],
        "complete": found.complete,
        "inWords": list(found.in_words),
        **({"beside": list(found.beside)} if found.beside else {}),
    }


# ---- on a requirement graph in a file


def sections_in_file(planner: Planner, answer: Answer, choosing: Choosing) -> list[Section]:
    """What to say of why on a requirement graph of one's own."""
    catalog, question = planner.catalog, answer.question

    def name(id: str) -> str:
        return catalog[id].name if id in catalog else id

    held = listed([name(id) for id in sorted(question.held)]) if question.held else "nothing"
    parts = [Section("", (f"From: {held}",))]
    if question.goal in catalog.closure(question.held):
        return [*parts, Section("", ("You hold it already.",))]
    parts.append(
        _sets(f"To begin {name(question.goal)}, you lack", lacking(catalog, question.goal, question.held), name)
    )
    parts += _certain(planner, answer, name)
    if answer.plan is None:
        names = {id: one.name for id, one in catalog.achievements.items()}
        parts.append(Section("", tuple(missing(answer, names))))
    else:
        steps = ", then ".join(name(step.achievement) for step in answer.plan.steps)
        parts.append(Section("", (f"The way there: {_in_short(answer)}: {steps}.",)))
    return [*parts, *choosing.sections(catalog, answer, name, _in_short)]


def _in_short(answer: Answer) -> str:
    return " · ".join(figures(answer))


def to_json_in_file(planner: Planner, answer: Answer, choosing: Choosing) -> dict[str, Any]:
    """Why on a requirement graph of one's own, as JSON."""
    catalog, question = planner.catalog, answer.question
    return {
        "goal": question.goal,
        "held": question.goal in catalog.closure(question.held),
        "lacking": {"required": _lacking_json(lacking(catalog, question.goal, question.held))},
        **_certain_json(planner, answer),
        **choosing.to_json(),
        "pathway": answer.to_json(),
    }
