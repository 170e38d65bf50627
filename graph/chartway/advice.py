"""An answer as an adviser would give it: the plan, and everything one must know before trusting it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from chartway.afterwards import Job, Renewal, dues, jobs, renewals
from chartway.catalog import Achievement, Catalog, Evidence, Route
from chartway.choice import NO_CHOICE, Choice
from chartway.doubt import RULES, Closed, Counted, LeftOut, Reason, Unconfirmed, best, is_estimate, is_unconfirmed
from chartway.knowledge import DIPLOMA, Knowledge, Start
from chartway.namespaces import CW, compact, expand
from chartway.pathway import Planner
from chartway.plan import Answer, Preference, Question, Step, Upkeep
from chartway.requirement import ids_of, prose_of
from chartway.sensitivity import choice_could_change
from chartway.source import Source
from chartway.timetable import UNLIMITED, Timetable

ESTIMATED = MappingProxyType({"cost": "price", "duration": "time"})
"""What can be estimated, as a person says it."""
NEEDED = frozenset({*RULES, "duration"})
"""What a step cannot be planned without; a price may be unknown."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for, as they write it; ``alternatives`` is how many, ``trade_off`` whether there is one."""

    goal: str
    have: tuple[str, ...] = ()
    prefer: Preference = "cheapest"
    bare: bool = False
    time_limit: float | None = None
    budget: int | None = None
    timetable: Timetable = UNLIMITED
    alternatives: int = 0
    trade_off: bool = False


@dataclass(frozen=True)
class Advice:
    """One answer with its start, its doubts, its sources and what comes afterwards.

    ``other`` is the answer without (or with) the issuing bodies' own advice, where it differs from this one;
    ``choice`` is what there is to choose from beside the answer, as far as it was asked for.
    """

    knowledge: Knowledge
    planner: Planner
    answer: Answer
    start: Start
    prepared: bool
    other: Answer | None
    choice: Choice = NO_CHOICE

    @property
    def catalog(self) -> Catalog:
        """The catalog the plan was made on."""
        return self.planner.catalog

    @property
    def goal(self) -> Achievement:
        """What was asked for."""
        return self.catalog[self.answer.question.goal]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan's steps, none where there is no plan."""
        return self.answer.plan.steps if self.answer.plan else ()

    def route(self, step: Step) -> Route:
        """The way in that the step takes."""
        return _way(self.catalog, step)

    @cached_property
    def rival(self) -> tuple[str, ...] | None:
        """The steps that would be cheaper somewhere within the ranges of the estimates, None if none would."""
        return choice_could_change(self.planner, self.answer)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources behind the plan and what comes afterwards, in the order in which they are first needed."""
        cited = [source for step in self.steps for source in self.cited(step)]
        cited += [one.source for one in self.counted]
        cited += [job.source for job in self.jobs] + [rule.source for rule in self.renewals]
        return tuple(self.knowledge.sources[id] for id in dict.fromkeys(cited) if id in self.knowledge.sources)

    def numbers(self, step: Step) -> tuple[int, ...]:
        """The numbers of the sources behind a step."""
        return tuple(sorted({self.number(source) for source in self.cited(step)} - {0}))

    def cited(self, step: Step) -> tuple[str, ...]:
        """The sources of what the step rests on, each once."""
        return tuple(dict.fromkeys(one.source for one in self.grounds(step)))

    def grounds(self, step: Step) -> tuple[Evidence, ...]:
        """What the step rests on: the best source of each part of the way in, and the newest one where that differs."""
        evidence = [one for one in self.route(step).evidence if _is_telling(step, one)]
        newest = [self._newest([one for one in evidence if one.of == part.of]) for part in best(evidence)]
        return tuple(dict.fromkeys(one for pair in zip(best(evidence), newest, strict=True) for one in pair))

    def _newest(self, evidence: list[Evidence]) -> Evidence:
        dates = {one.source: self.knowledge.sources[one.source].page_date for one in evidence}
        return max(evidence, key=lambda one: dates[one.source][:4])

    def is_estimate(self, step: Step) -> bool:
        """Whether the price is a range, or a figure that no page in our data confirms."""
        return is_estimate(step, self.route(step))

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """How the estimated prices and lengths of the plan were arrived at, what was estimated alike together."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for step in self.steps:
            for one in best(self.route(step).evidence):
                if one.because and self._needs_reason(step, one):
                    found[ESTIMATED[one.of], one.because].append(step.achievement)
        return tuple(Reason(of, tuple(dict.fromkeys(ids)), because) for (of, because), ids in found.items())

    def _needs_reason(self, step: Step, evidence: Evidence) -> bool:
        return (evidence.of == "cost" and self.is_estimate(step)) or (
            evidence.of == "duration" and step.finish > step.start
        )

    @cached_property
    def closed(self) -> tuple[Closed, ...]:
        """The other ways into the plan's steps that cannot be planned, and why: words only, or no account at all."""
        asked = {id for step in self.steps for id in ids_of(self.route(step).requires)}
        held = self.catalog.closure([*self.answer.question.held, *(step.achievement for step in self.steps)])
        return tuple(Closed(id, self._obstacle(id)) for id in sorted(asked - held) if self._would_matter(id))

    def _would_matter(self, id: str) -> bool:
        """Whether it is out of reach, and the plan would be another one if it were held."""
        question = self.answer.question
        if self.planner.circuit.part(id, question.held).goal >= 0:
            return False
        return self.planner.answer(replace(question, held=question.held | {id})).plan != self.answer.plan

    def _obstacle(self, id: str) -> str:
        """The rule in words that stands before it, "" if no source says how it is earned."""
        texts = [text for route in self.catalog[id].routes for text in prose_of(route.requires)]
        return texts[0] if texts else ""

    @cached_property
    def absorbed_by(self) -> tuple[str, ...]:
        """What the person holds that takes the place of the goal, so that there is nothing to gain."""
        said = self.knowledge.said
        goal = expand(self.goal.id)
        return tuple(id for id in self.start.said if goal in said.values(expand(id), CW + "absorbs"))

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """What the plan takes to count as something a rule asks for, where no page says that it does."""
        asked = {id for step in self.steps for id in ids_of(self.route(step).requires)}
        holdings = dict.fromkeys([*self.start.said, *(step.achievement for step in self.steps)])
        links = [link for id in holdings for link in self.knowledge.said.best_links(expand(id), CW + "countsAs")]
        return tuple(
            Counted(compact(link.subject), compact(link.object), compact(link.source))
            for link in links
            if compact(link.object) in asked and self.knowledge.sources[compact(link.source)].reliability == "assumed"
        )

    @cached_property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """What would make a plan: of the sets that would, those one can still get and that ask for least."""
        closure = self.catalog.closure
        sets = [one for one in self.answer.missing if not any(map(self._is_no_help, one))]
        least = [one for one in sets if not any(set(less) < closure(one) for less in sets if less != one)]
        if (DIPLOMA,) in least:
            return ((DIPLOMA,),)
        least.sort(key=lambda one: (len(one), [self._remoteness(id) for id in one]))
        return tuple(least) if least or not self.answer.missing else ((self.goal.id,),)

    def _is_no_help(self, id: str) -> bool:
        """Whether nobody can earn it any more, or it is the goal and more."""
        return self.knowledge.is_former(id) or (id != self.goal.id and self.goal.id in self.catalog.closure([id]))

    def _remoteness(self, id: str) -> tuple[bool, bool, str]:
        """Sort key of what would help: the diploma first, then what a person can come to, then what is closed."""
        return (id != DIPLOMA, self.catalog[id].kind == "programme", id)

    @cached_property
    def equivalents(self) -> tuple[str, ...]:
        """What counts as a diploma where one is missing."""
        if not any(DIPLOMA in one for one in self.missing):
            return ()
        things = self.catalog.achievements.values()
        return tuple(one.id for one in things if DIPLOMA in one.implies and one.kind == self.catalog[DIPLOMA].kind)

    @cached_property
    def unneeded(self) -> tuple[str, ...]:
        """What the person holds and could do without for this plan, without all of it at once."""
        spare: tuple[str, ...] = ()
        for id in self.start.said:
            spare += (id,) if self._same_without({*spare, id}) else ()
        return spare

    def _same_without(self, ids: Set[str]) -> bool:
        if self.answer.plan is None:
            return False
        held = self.knowledge.start([other for other in self.start.said if other not in ids]).held
        question = replace(self.answer.question, held=held)
        return self.planner.answer(question).plan == self.answer.plan

    def number(self, source: str) -> int:
        """The number of a source in the list, 0 if it is not there."""
        return next((place for place, one in enumerate(self.sources, 1) if one.id == source), 0)

    @cached_property
    def unconfirmed(self) -> tuple[Unconfirmed, ...]:
        """The steps whose rule is only assumed, and whom to ask."""
        return tuple(self._doubt(step) for step in self.steps if self.is_unconfirmed(step))

    def is_unconfirmed(self, step: Step) -> bool:
        """Whether somebody issues this and no page that was read says on what terms."""
        return is_unconfirmed(self.catalog[step.achievement].kind, self.route(step))

    def _doubt(self, step: Step) -> Unconfirmed:
        evidence = [one for one in self.route(step).evidence if one.of in RULES and one.assumed]
        issuer = self.catalog[step.achievement].issuer
        return Unconfirmed(
            step.achievement,
            evidence[0].because if evidence else "",
            self.knowledge.name(issuer) if issuer else "the body that issues it",
            self.verify_at(step.achievement),
        )

    @cached_property
    def assumed(self) -> tuple[tuple[str, Evidence], ...]:
        """Everything in the plan that is an estimate of ours or a remembered rule, with its reasoning."""
        return tuple(
            (step.achievement, one)
            for step in self.steps
            for one in best(self.route(step).evidence)
            if one.assumed and not (one.of == "cost" and step.cost is None)
        )

    def verify_at(self, id: str) -> str:
        """The page where one checks a thing before paying, "" if none is known."""
        return self.knowledge.said.value(expand(id), CW + "verifyAt")

    def why(self, step: Step) -> tuple[str, ...]:
        """The later steps that this one is taken for."""
        serves = self.catalog.closure([step.achievement])
        after = self.steps[self.steps.index(step) + 1 :]
        return tuple(later.achievement for later in after if ids_of(self.route(later).requires) & serves)

    @cached_property
    def upkeep(self) -> tuple[Upkeep, ...]:
        """What falls due again before the goal is reached: what the plan's cost has, then what it has not."""
        plan = self.answer.plan
        return (*plan.upkeep, *dues(self.knowledge, plan)) if plan else ()

    @cached_property
    def renewals(self) -> tuple[Renewal, ...]:
        """What keeps the goal alive once it is reached."""
        return renewals(self.knowledge, self.goal.id)

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """The occupations the goal leads to, with their wages."""
        return jobs(self.knowledge, self.goal, self.steps)

    @property
    def is_unprepared(self) -> bool:
        """Whether the issuing body recommends more, to which our data know no way."""
        return bool(self.steps) and not self.prepared and self.other is not None and self.other.plan is None

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the view leaves out of the plan that there is in all our data, where it leaves none."""
        if self.answer.plan is not None or self.knowledge.said.view.is_everything:
            return ()
        whole = self.knowledge.unrestricted
        planner = whole.prepared if self.prepared else whole.bare
        plan = planner.answer(self.answer.question).plan
        steps = [step for step in plan.steps if self._is_closed(step.achievement)] if plan else []
        return tuple(
            LeftOut(step.achievement, one.of, one.source)
            for step in steps
            for one in best(_way(planner.catalog, step).evidence)
            if self.knowledge.said.view.leaves_out(whole.sources[one.source]) and one.of in NEEDED
        )

    def _is_closed(self, id: str) -> bool:
        """Whether no way in is known in this view."""
        return not self.catalog[id].routes

    # ---- JSON

    def to_json(self) -> dict[str, Any]:
        """What ``pathway --format json`` prints."""
        found = self.answer.to_json()
        plan = self.answer.plan
        if "missing" in found:
            found["missing"] = [list(one) for one in self.missing]
        if "steps" in found:
            found["steps"] = [self._step_json(step) for step in self.steps]
        return found | {
            **self._view_json(),
            "start": self.start.to_json(),
            "absorbedBy": list(self.absorbed_by),
            **({"costRange": plan.cost.to_json()} if plan else {}),
            "unknownCosts": list(plan.unknown_costs) if plan else [],
            "notCompared": [
                *(one.to_json() for one in self.answer.not_compared),
                *(one.to_json() for one in self.closed),
            ],
            "choiceCouldChange": list(self.rival) if self.rival else None,
            "unconfirmed": [one.to_json() for one in self.unconfirmed],
            "assumed": [
                {"achievement": id, "of": one.of, "because": one.because, "source": one.source}
                for id, one in self.assumed
            ],
            "counted": [one.to_json() for one in self.counted],
            "bare" if self.prepared else "prepared": _in_short(self.other),
            "upkeep": [due.to_json() for due in self.upkeep],
            "afterwards": {
                "renewal": [rule.to_json() for rule in self.renewals],
                "occupations": [job.to_json() for job in self.jobs],
            },
            **self.choice.to_json(),
        }

    def _view_json(self) -> dict[str, Any]:
        """What the view is, and what it leaves out, where it is not everything."""
        view = self.knowledge.said.view
        if view.is_everything:
            return {}
        return {"view": view.to_json(), "leftOut": [one.to_json() for one in self.left_out]}

    def in_brief(self) -> dict[str, Any]:
        """The answer with its doubts as ids only: what a table of many learners has room for."""
        found = self.answer.to_json()
        if "missing" in found:
            found["missing"] = [list(one) for one in self.missing]
        return found | {
            "startAssumed": list(self.start.assumed),
            "renamed": dict(self.start.renamed),
            "unconfirmed": [one.achievement for one in self.unconfirmed],
            "estimated": any(self.is_estimate(step) for step in self.steps),
        }

    def _step_json(self, step: Step) -> dict[str, Any]:
        evidence = self.route(step).evidence
        known = [self.knowledge.sources[id] for id in sorted({one.source for one in evidence})]
        return self.answer.step_json(step) | {
            "label": self.catalog[step.achievement].label,
            "why": list(self.why(step)),
            "sources": [
                source.to_json() | {"of": sorted({one.of for one in evidence if one.source == source.id})}
                for source in known
            ],
            "verifyAt": self.verify_at(step.achievement) or None,
        }


def advise(knowledge: Knowledge, request: Request) -> Advice:
    """The answer to a request on the built-in graph.

    Prepared unless the request is for the bare requirement; where the issuing bodies' own advice cannot be
    followed at all, the bare requirement is answered. Raises UnknownNameError, AmbiguousNameError, OptionError.
    """
    goal = knowledge.goal(request.goal)
    start = knowledge.start(request.have)
    question = Question(goal, start.held, request.prefer, request.time_limit, request.budget, request.timetable)
    bare = knowledge.bare.answer(question)
    prepared = knowledge.prepared.answer(question)
    follows = not request.bare and (prepared.plan is not None or bare.plan is None)
    planner, answer, other = (knowledge.prepared, prepared, bare) if follows else (knowledge.bare, bare, prepared)
    # a job has no bare requirement: nobody issues it, and what its entry asks for is better met prepared
    issued = knowledge.kind(goal) not in {"occupation", "experience"}
    return Advice(
        knowledge,
        planner,
        answer,
        start,
        follows,
        other if issued and _differ(answer, other) else None,
        Choice.of(planner, answer, request.alternatives, front=request.trade_off),
    )


def _way(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)


def _is_telling(step: Step, evidence: Evidence) -> bool:
    """Whether a reader wants the source: not for the length of a moment, nor for what an examination is named after."""
    if evidence.of == "duration":
        return step.finish > step.start
    return evidence.of != "award" or evidence.assumed


def _differ(one: Answer, other: Answer) -> bool:
    """Whether two answers differ in what a person would notice: not in the order of their steps alone."""
    return _telling(one) != _telling(other)


def _telling(answer: Answer) -> tuple[object, ...]:
    plan = answer.plan
    steps = sorted(step.achievement for step in plan.steps) if plan else []
    return (answer.status, plan and (plan.cost.typical, plan.weeks), steps)


def _in_short(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    found = answer.to_json()
    return {key: found[key] for key in ("status", "cost", "weeks", "stepCount") if key in found} | {
        "steps": [step["achievement"] for step in found.get("steps", [])]
    }
