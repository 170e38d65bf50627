"""The report on why a goal is not open yet: what is lacking, what no plan gets around, and the way there."""

from __future__ import annotations

from typing import Any

from chartway.advice import Advice
from chartway.explanation import Lacking, in_every_cheapest_plan, in_every_plan, lacking
from chartway.report.pathway import Sentences
from chartway.report.sections import Section
from chartway.wording import listed

MOST_LISTED = 12
"""Sets a person reads; JSON has them all."""


def sections(advice: Advice) -> list[Section]:
    """What to say of why, part by part."""
    says = Sentences(advice)
    parts = [Section("", (*says.doubt(), says.start()))]
    if advice.goal.id in advice.catalog.closure(advice.answer.question.held):
        return [*parts, Section("", ("You hold it already.",))]
    if advice.goal.id not in advice.knowledge.here.refused:
        parts += _lacking(advice)
    parts += _unavoidable(advice)
    return [*parts, _way(says)]


def _of(advice: Advice, *, bare: bool) -> Lacking:
    planner = advice.knowledge.bare if bare else advice.planner
    return lacking(planner.catalog, advice.goal.id, advice.answer.question.held)


def _lacking(advice: Advice) -> list[Section]:
    required, advised = _of(advice, bare=True), _of(advice, bare=False)
    name = advice.knowledge.name
    parts = [_sets(f"To meet what {name(advice.goal.id)} requires, you lack", required, advice)]
    if advice.prepared and advised != required:
        parts.append(_sets("To follow what the issuing body recommends, too, you lack", advised, advice))
    return parts


def _sets(heading: str, found: Lacking, advice: Advice) -> Section:
    """The sets as sentences: any one of them is enough."""

    def name(id: str) -> str:
        return advice.knowledge.name(id) + (" (at the same time will do)" if id in found.beside else "")

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
    name = advice.knowledge.name
    goal = advice.goal.id
    every = [name(id) for id in in_every_plan(advice.planner, advice.answer.question) if id != goal]
    cheapest = [name(id) for id in in_every_cheapest_plan(advice.planner, advice.answer) if id != goal]
    lines = []
    if advice.steps:
        lines.append(f"Every way leads over: {listed(every)}." if every else "No single step is on every way.")
    if cheapest and cheapest != every:
        lines.append(f"Every cheapest way has: {listed(cheapest)}.")
    return [Section("", tuple(lines))] if lines else []


def _way(says: Sentences) -> Section:
    if says.answer.plan is None:
        return Section("", (*says.missing(), *says.check()))
    steps = says.then(step.achievement for step in says.advice.steps)
    return Section("", (f"The way there: {says.summary()}: {steps}.", *says.check()))


def to_json(advice: Advice) -> dict[str, Any]:
    """Why, as JSON: minimal sets of ids."""
    required, advised = _of(advice, bare=True), _of(advice, bare=False)
    return {
        "goal": advice.goal.id,
        "held": advice.goal.id in advice.catalog.closure(advice.answer.question.held),
        "lacking": {"required": _lacking_json(required), "prepared": _lacking_json(advised)},
        "inEveryPlan": list(in_every_plan(advice.planner, advice.answer.question)),
        "inEveryCheapestPlan": list(in_every_cheapest_plan(advice.planner, advice.answer)),
        "pathway": advice.to_json(),
    }


def _lacking_json(found: Lacking) -> dict[str, Any]:
    return {
        "sets": [list(one) for one in found.sets],
        "complete": found.complete,
        "inWords": list(found.in_words),
        **({"beside": list(found.beside)} if found.beside else {}),
    }
