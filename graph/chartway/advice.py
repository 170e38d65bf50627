"""An answer as an adviser would give it: the plan, and everything one must know before trusting it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from chartway.catalog import CENTS, FREE, MILLIWEEKS, Achievement, Catalog, Cost, Evidence, Route, from_cents
from chartway.knowledge import DIPLOMA, Knowledge, Start
from chartway.namespaces import CW, compact, expand
from chartway.pathway import Planner, choice_could_change
from chartway.plan import Answer, Preference, Question, Step
from chartway.requirement import ids_of, prose_of
from chartway.source import Source
from chartway.statements import Statement
from chartway.wording import MONTHS_A_YEAR

ASKED_OF_ISSUERS = frozenset({"certification", "examination"})
"""Kinds whose rules somebody issues and can confirm."""
YEAR = 52 * MILLIWEEKS
"""Thousandths of a week in a year."""
ESTIMATED = MappingProxyType({"cost": "price", "duration": "time"})
"""What can be estimated, as a person says it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for, as they write it."""

    goal: str
    have: tuple[str, ...] = ()
    prefer: Preference = "cheapest"
    bare: bool = False
    time_limit: float | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A step whose rule no page confirms, why it is believed, and where to ask."""

    achievement: str
    because: str
    ask: str
    address: str


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What must be renewed while the plan lasts: how often, and what that costs, None where it is unknown."""

    achievement: str
    times: int
    every_months: int
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation the goal leads to, with its wage and the year and source of the figure."""

    occupation: str
    median: int | None
    year: str
    source: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """What keeps the goal alive: units in so many months, and who says so."""

    every_months: str
    units: str
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """How an estimated price or length ("price", "time") of some steps was arrived at."""

    of: str
    achievements: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Another way in that cannot be planned: the rule in words before it, "" if nobody says how it is earned."""

    achievement: str
    words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Something held or earned that is taken to count as what a rule asks for, by our reading, and who says so."""

    achievement: str
    counts_as: str
    source: str


@dataclass(frozen=True)
class Advice:
    """One answer with its start, its doubts, its sources and what comes afterwards.

    ``other`` is the answer without (or with) the issuing bodies' own advice, where it differs from this one;
    ``rival`` are the steps that would be cheaper somewhere within the ranges of the estimates.
    """

    knowledge: Knowledge
    planner: Planner
    answer: Answer
    start: Start
    prepared: bool
    other: Answer | None
    rival: tuple[str, ...] | None

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
        return next(route for route in self.catalog[step.achievement].routes if route.id == step.route)

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
        """The best source of each part of the way in, and the newest one where that is another."""
        evidence = [one for one in self.route(step).evidence if one.of != "duration" or step.finish > step.start]
        newest = [self._newest([one for one in evidence if one.of == part.of]) for part in best(evidence)]
        return tuple(dict.fromkeys(one.source for pair in zip(best(evidence), newest, strict=True) for one in pair))

    def _newest(self, evidence: list[Evidence]) -> Evidence:
        dates = {one.source: self.knowledge.sources[one.source].page_date for one in evidence}
        return max(evidence, key=lambda one: dates[one.source][:4])

    def is_estimate(self, step: Step) -> bool:
        """Whether the price is a range, or a figure that no page in our data confirms."""
        assumed = any(one.of == "cost" and one.assumed for one in best(self.route(step).evidence))
        return step.cost is not None and step.cost != FREE and (step.cost.estimated or assumed)

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
        links = [link for id in holdings for link in self._best_links(expand(id), "countsAs")]
        return tuple(
            Counted(compact(link.subject), compact(link.object), compact(link.source))
            for link in links
            if compact(link.object) in asked and self.knowledge.sources[compact(link.source)].reliability == "assumed"
        )

    @cached_property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """What would make a plan: of the sets that would, those one can still get and that ask for least."""
        sets = [one for one in self.answer.missing if not any(map(self.knowledge.is_former, one))]
        least = [one for one in sets if not any(set(less) < self.catalog.closure(one) for less in sets if less != one)]
        least.sort(key=lambda one: (len(one), [self._remoteness(id) for id in one]))
        return tuple(least) if least or not self.answer.missing else ((self.goal.id,),)

    def _remoteness(self, id: str) -> tuple[bool, bool, str]:
        """Sort key of what would help: the diploma first, then what a person can come to, then what is closed."""
        return (id != DIPLOMA, self.catalog[id].kind == "programme", id)

    @cached_property
    def unneeded(self) -> tuple[str, ...]:
        """What the person holds and could do without for this plan."""
        return tuple(id for id in self.start.said if self._same_without(id))

    def _same_without(self, id: str) -> bool:
        if self.answer.plan is None:
            return False
        held = self.knowledge.start([other for other in self.start.said if other != id]).held
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
        evidence = [one for one in self.route(step).evidence if one.of == "requirement" and one.assumed]
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
        """What falls due again before the goal is reached."""
        return tuple(due for step in self.steps if (due := self._due(step)) is not None)

    def _due(self, step: Step) -> Upkeep | None:
        said = self.knowledge.said
        for predicate in ("fee", "renewal"):
            for node in said.values(expand(step.achievement), CW + predicate):
                months = said.value(node, CW + "everyMonths")
                weeks = self.answer.plan.weeks - step.finish if self.answer.plan else 0
                times = (weeks - 1) * MONTHS_A_YEAR // (int(months) * YEAR) if months and weeks > 0 else 0
                if times > 0:
                    cost = step.cost if predicate == "fee" else self._renewal_price(step.achievement, node)
                    return Upkeep(step.achievement, times, int(months), cost)
        return None

    def _renewal_price(self, id: str, rule: str) -> Cost | None:
        """What renewing costs everybody: by the rule itself, or by the one for all credentials of the issuer."""
        said = self.knowledge.said
        rules = [rule, *said.values(expand(self.catalog[id].issuer or ""), CW + "jointRenewal")]
        fees = [fee for one in rules for fee in said.values(one, CW + "fee") if not said.value(fee, CW + "onlyFor")]
        amount = said.value(fees[0], CW + "amount") if fees else ""
        return Cost.known(round(Decimal(amount) * CENTS)) if amount else None

    @cached_property
    def renewals(self) -> tuple[Renewal, ...]:
        """What keeps the goal alive once it is reached."""
        said = self.knowledge.said
        return tuple(
            Renewal(
                said.value(link.object, CW + "everyMonths"),
                said.value(link.object, CW + "units"),
                compact(link.source),
            )
            for link in self._best_links(expand(self.goal.id), "renewal")
            if said.value(link.object, CW + "units")
        )

    def _best_links(self, iri: str, predicate: str) -> list[Statement]:
        """One link for each node, in the best source that says it; the best said node first."""
        said = self.knowledge.said
        links = sorted(said.about(iri, CW + predicate), key=lambda one: (said.precedence(one.source), one.object))
        return list({link.object: link for link in links}.values())[::-1]

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """The occupations the goal leads to, else those its steps prepare for, the last step first; with wages."""
        said = self.knowledge.said
        iri = expand(self.goal.id)
        found = [iri] if self.goal.kind == "occupation" else said.values(iri, CW + "leadsTo")
        learnt = [expand(step.achievement) for step in reversed(self.steps)]
        found = found or [job for one in learnt for job in said.values(one, CW + "prepares")]
        return tuple(self._job(job) for job in dict.fromkeys(found) if said.values(job, CW + "wage"))

    def _job(self, iri: str) -> Job:
        said = self.knowledge.said
        link = self._best_links(iri, "wage")[0]
        median = said.value(link.object, CW + "median")
        return Job(
            compact(iri),
            round(float(median)) if median else None,
            said.value(link.object, CW + "year"),
            compact(link.source),
        )

    # ---- JSON

    def to_json(self) -> dict[str, Any]:
        """What ``pathway --format json`` prints."""
        found = self.answer.to_json()
        if "missing" in found:
            found["missing"] = [list(one) for one in self.missing]
        if "steps" in found:
            found["steps"] = [self._step_json(step) for step in self.steps]
        cost = self.answer.plan.cost if self.answer.plan else None
        return found | {
            "start": {
                "said": list(self.start.said),
                "assumed": list(self.start.assumed),
                "held": sorted(self.start.held),
                "renamed": dict(self.start.renamed),
            },
            "absorbedBy": list(self.absorbed_by),
            **({"costRange": cost.to_json()} if cost else {}),
            "unknownCosts": list(self.answer.plan.unknown_costs) if self.answer.plan else [],
            "notCompared": [
                *(one.to_json() for one in self.answer.not_compared),
                *({"achievement": one.achievement, "inWords": one.words or None} for one in self.closed),
            ],
            "choiceCouldChange": list(self.rival) if self.rival else None,
            "unconfirmed": [
                {"achievement": one.achievement, "because": one.because, "ask": one.ask, "address": one.address}
                for one in self.unconfirmed
            ],
            "assumed": [
                {"achievement": id, "of": one.of, "because": one.because, "source": one.source}
                for id, one in self.assumed
            ],
            "counted": [
                {"achievement": one.achievement, "as": one.counts_as, "source": one.source} for one in self.counted
            ],
            "bare" if self.prepared else "prepared": _in_short(self.other),
            "upkeep": [
                {
                    "achievement": due.achievement,
                    "times": due.times,
                    "everyMonths": due.every_months,
                    "cost": None if due.cost is None else from_cents(due.cost.typical),
                }
                for due in self.upkeep
            ],
            "afterwards": {
                "renewal": [
                    {"everyMonths": int(r.every_months or 0) or None, "units": int(r.units), "source": r.source}
                    for r in self.renewals
                ],
                "occupations": [
                    {
                        "occupation": j.occupation,
                        "name": self.knowledge.label(j.occupation),
                        "medianWage": j.median,
                        "year": j.year,
                        "source": j.source,
                    }
                    for j in self.jobs
                ],
            },
        }

    def _step_json(self, step: Step) -> dict[str, Any]:
        return step.to_json() | {
            "label": self.catalog[step.achievement].label,
            "why": list(self.why(step)),
            "sources": [
                source.to_json()
                | {"of": sorted({one.of for one in self.route(step).evidence if one.source == source.id})}
                for source in (
                    self.knowledge.sources[id]
                    for id in sorted({one.source for one in self.route(step).evidence})
                    if id in self.knowledge.sources
                )
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
    question = Question(goal, start.held, request.prefer, request.time_limit, request.budget)
    bare = knowledge.bare.answer(question)
    prepared = knowledge.prepared.answer(question)
    follows = not request.bare and (prepared.plan is not None or bare.plan is None)
    planner, answer, other = (knowledge.prepared, prepared, bare) if follows else (knowledge.bare, bare, prepared)
    return Advice(
        knowledge,
        planner,
        answer,
        start,
        follows,
        other if _differ(answer, other) else None,
        choice_could_change(planner, answer),
    )


def is_unconfirmed(kind: str, route: Route) -> bool:
    """Whether this is something that a body issues, by a rule that no page in our data says."""
    rules = [one for one in best(route.evidence) if one.of == "requirement"]
    return kind in ASKED_OF_ISSUERS and any(one.assumed for one in rules)


def best(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The best source of each part of a way in: sources come best first."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        found.setdefault(one.of, one)
    return tuple(found.values())


def _differ(one: Answer, other: Answer) -> bool:
    """Whether two answers differ in what a person would notice."""
    return _in_short(one) != _in_short(other)


def _in_short(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    found = answer.to_json()
    return {key: found[key] for key in ("status", "cost", "weeks", "stepCount") if key in found} | {
        "steps": [step["achievement"] for step in found.get("steps", [])]
    }
