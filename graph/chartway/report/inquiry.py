"""What to ask before paying: of the issuing body, the college and the employer.

The questions come from what the plan rests on and no official page says: assumed and reported rules, estimated
prices and lengths, accreditation that may have lapsed, other ways in that are known in words only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chartway.advice import Advice
from chartway.catalog import FREE, Evidence
from chartway.doubt import ASKED_OF_ISSUERS, best
from chartway.namespaces import CW, compact, expand
from chartway.plan import Step
from chartway.report.pathway import in_words
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
)
from chartway.wording import dollars, duration, listed, ranged, within

COLLEGE, EMPLOYER, OFFERER = "the college", "the employer", "whoever offers it"
TAUGHT = frozenset({"degree", "certificate", "programme", "course"})
"""Kinds that a college teaches."""
COUNTABLE = frozenset({*TAUGHT, "diploma", "licence"})
"""Kinds whose names take an article."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, whom to put it to, where to find them ("" if unknown), and which step it is about."""

    ask: str
    address: str
    achievement: str
    question: str

    def to_json(self) -> dict[str, Any]:
        """The question as JSON."""
        return {
            "ask": self.ask,
            "address": self.address or None,
            "achievement": self.achievement,
            "question": self.question,
        }


def inquiries(advice: Advice) -> tuple[Inquiry, ...]:
    """What to ask before paying, by whom to ask; who can confirm the rules comes first."""
    found = [*_on_rules(advice), *_on_steps(advice), *_on_other_ways(advice)]
    if advice.answer.plan is None:
        found = _on_the_goal(advice)
    asked = list(dict.fromkeys(one.ask for one in found))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: asked.index(one.ask)))


def _issuer(advice: Advice, id: str) -> str:
    """Who can confirm what is said of a thing: its issuer, else that of the goal."""
    issuer = advice.catalog[id].issuer or advice.goal.issuer
    return advice.knowledge.name(issuer) if issuer else _offerer(advice, id)


def _offerer(advice: Advice, id: str) -> str:
    """Who can tell what a thing costs: its issuer, else whoever gives such things."""
    if issuer := advice.catalog[id].issuer:
        return advice.knowledge.name(issuer)
    kind = advice.catalog[id].kind
    return COLLEGE if kind in TAUGHT else EMPLOYER if kind == "occupation" else OFFERER


def _to_issuer(advice: Advice, id: str, question: str) -> Inquiry:
    return Inquiry(_issuer(advice, id), advice.verify_at(id), id, question)


def _on_rules(advice: Advice) -> Iterator[Inquiry]:
    """Whether what the plan takes for enough is enough, where no official page says so."""
    for step in advice.steps:
        if advice.catalog[step.achievement].kind in ASKED_OF_ISSUERS and not _official(advice, step, "requirement"):
            name = advice.knowledge.name(step.achievement)
            enough = _with_articles(advice, rests_on(advice, step))
            question = f"Does {name} today require no more than {enough or 'the examination'}?"
            yield _to_issuer(advice, step.achievement, question)


def _on_steps(advice: Advice) -> Iterator[Inquiry]:
    for step in advice.steps:
        kind = advice.catalog[step.achievement].kind
        if kind in TAUGHT:
            yield from _to_college(advice, step)
        elif kind == "experience":
            yield from _to_employer(advice, step)
        elif step.cost != FREE and (_issuer(advice, step.achievement) != OFFERER or not _is_known(advice, step)):
            yield _on_fee(advice, step)
    for one in advice.counted:
        name = advice.knowledge.name
        yield _to_issuer(
            advice, advice.goal.id, f"Does {name(one.achievement)} count as {within(name(one.counts_as))}?"
        )


def _is_known(advice: Advice, step: Step) -> bool:
    return step.cost is not None and not advice.is_estimate(step)


def _on_fee(advice: Advice, step: Step) -> Inquiry:
    route, name = advice.route(step), advice.knowledge.name(step.achievement)
    what = f"the {name} examination" if route.label == "examination" else name
    if step.cost is None:
        return _to_issuer(advice, step.achievement, f"What does {what} cost today?")
    who = ""
    if route.label == "examination":
        kinds = {advice.knowledge.kind(one.id) for one in advice.catalog[step.achievement].routes}
        member = advice.knowledge.kind(step.route) == "membership"
        who = " for members" if member else " for non-members" if "membership" in kinds else ""
    if advice.is_estimate(step):
        question = f"What does {what} cost today{who}? The plan reckons with {ranged(step.cost, unsure=True)}."
    else:
        question = f"Is {what} still {dollars(step.cost.typical)}{who}?"
    return _to_issuer(advice, step.achievement, question)


def _to_college(advice: Advice, step: Step) -> Iterator[Inquiry]:
    """Price, length, admission and accreditation of what a college teaches."""
    questions = [*_accreditation(advice, step)]
    if step.cost is None:
        questions.append("What is the whole tuition for me, with fees and books?")
    elif advice.is_estimate(step):
        questions.append(
            f"What is the whole tuition for me, with fees and books? The plan reckons with "
            f"{ranged(step.cost, unsure=True)}."
        )
    if step.finish > step.start and _evidence(advice, step, "duration", assumed=True):
        questions.append(
            f"How long does it take at my pace? The plan reckons with {duration(step.finish - step.start)}."
        )
    if _evidence(advice, step, "requirement", assumed=True):
        enough = _with_articles(advice, rests_on(advice, step))
        questions.append(f"Is {enough} enough to be admitted?" if enough else "Is anybody admitted?")
    name = within(advice.knowledge.name(step.achievement))
    return (Inquiry(f"{COLLEGE} ({name})", "", step.achievement, question) for question in questions)


def _accreditation(advice: Advice, step: Step) -> Iterator[str]:
    said, name = advice.knowledge.said, advice.knowledge.name
    for predicate, word in (("accreditedBy", "accredited by"), ("approvedBy", "approved by")):
        bodies = [name(compact(body)) for body in said.values(expand(step.achievement), CW + predicate)]
        if bodies:
            yield f"Is the programme {word} {listed(bodies, 'or')} now, and until when?"


def _to_employer(advice: Advice, step: Step) -> Iterator[Inquiry]:
    enough = _with_articles(advice, rests_on(advice, step))
    name = within(advice.knowledge.name(step.achievement))
    question = f"Do you hire beginners who have {enough or 'no training yet'}?"
    yield Inquiry(f"{EMPLOYER} ({name})", "", step.achievement, question)


def _on_other_ways(advice: Advice) -> Iterator[Inquiry]:
    """What would decide about the ways in that stayed out of the comparison."""
    for way in advice.answer.not_compared:
        route = advice.knowledge.label(way.route) if advice.knowledge.kind(way.route) else ""
        owned = advice.catalog[way.achievement].issuer
        name = advice.knowledge.name(way.achievement) if owned else _with_article(advice, way.achievement)
        what = name + (f" ({within(route)})" if route else "")
        question = f"What does {what} cost? By it the whole could be cheaper, from {dollars(way.at_least)} on."
        yield Inquiry(_offerer(advice, way.achievement), advice.verify_at(way.achievement), way.achievement, question)
    for one in advice.closed:
        if one.words:
            yield _to_issuer(advice, advice.goal.id, f"Would this way be open to me: {_quoted(one.words)}?")


def _on_the_goal(advice: Advice) -> list[Inquiry]:
    """What to ask where no plan is known."""
    name = advice.goal.name
    if heir := advice.knowledge.successor(advice.goal.id):
        return [_to_issuer(advice, advice.goal.id, f"Is {advice.knowledge.name(heir)} what {name} has become?")]
    if advice.knowledge.is_former(advice.goal.id):
        return []
    if advice.goal.kind == "occupation":
        return [_to_issuer(advice, advice.goal.id, f"Whom do you hire as {within(name)}, and what would I still lack?")]
    told = [_to_issuer(advice, id, f"Would this rule admit me: {_quoted(text)}?") for id, text in in_words(advice)]
    rest = [f"What does {name} require today?", f"What does {name} cost, and how long does it take?"]
    if advice.missing != ((advice.goal.id,),):
        sets = [_with_articles(advice, one) for one in advice.missing]
        rest = [f"Is there a way to {name} without {listed(sets, 'or')}?"]
    return [*told, *(_to_issuer(advice, advice.goal.id, question) for question in rest)]


def _quoted(words: str) -> str:
    """A rule in words as it stands within a question."""
    return words.strip().rstrip(".")


# ---- what a step rests on


def rests_on(advice: Advice, step: Step) -> tuple[str, ...]:
    """What is held or earned before by which a step's bare rule is met, memberships left out."""
    bare = advice.knowledge.bare.catalog
    routes = [one for one in bare[step.achievement].routes if one.id == step.route]
    rule = (routes[0] if routes else advice.route(step)).requires
    earlier = advice.steps[: advice.steps.index(step)]
    things = [*(one.achievement for one in reversed(earlier)), *advice.start.said, *advice.start.assumed]
    bearers = {implied: id for id in reversed(things) for implied in bare.closure([id])} | {id: id for id in things}
    used = _least(rule, frozenset(bearers) | advice.answer.question.held) or frozenset()
    named = dict.fromkeys(bearers.get(id, id) for id in sorted(used) if bare[id].kind != "membership")
    return tuple(id for id in named if not any(id != other and id in bare.closure([other]) for other in named))


def _least(rule: Requirement, have: frozenset[str]) -> frozenset[str] | None:
    """The fewest of what one has that meet the rule, None if they do not."""
    match rule:
        case Achieved(id) | Concurrent(id) | Together(id):
            return frozenset({id}) if id in have else None
        case Prose():
            return None
        case AllOf(parts):
            return _together([_least(part, have) for part in parts], len(parts))
        case AnyOf(parts):
            return _together([_least(part, have) for part in parts], 1)
        case AtLeast(number, parts):
            return _together([_least(part, have) for part in parts], number)
        case SumOf(number, parts, amounts):
            return _summed([_least(part, have) for part in parts], amounts, number)


def _summed(options: list[frozenset[str] | None], amounts: tuple[int, ...], number: int) -> frozenset[str] | None:
    """The parts that are met, those first that count for most, until they come to the number."""
    met = [(amount, one) for amount, one in zip(amounts, options, strict=True) if one is not None]
    used: frozenset[str] = frozenset()
    for amount, one in sorted(met, key=lambda pair: (-pair[0], sorted(pair[1]))):
        if number > 0:
            used |= one
            number -= amount
    return used if number <= 0 else None


def _together(options: list[frozenset[str] | None], number: int) -> frozenset[str] | None:
    met = sorted((one for one in options if one is not None), key=lambda one: (len(one), sorted(one)))
    return frozenset[str]().union(*met[:number]) if len(met) >= number else None


def _with_articles(advice: Advice, ids: tuple[str, ...]) -> str:
    return listed([_with_article(advice, id) for id in ids]) if ids else ""


def _with_article(advice: Advice, id: str) -> str:
    name = within(advice.knowledge.name(id))
    if advice.knowledge.kind(id) not in COUNTABLE or not name[:1].islower():
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _evidence(advice: Advice, step: Step, of: str, *, assumed: bool) -> list[Evidence]:
    return [one for one in best(advice.route(step).evidence) if one.of == of and one.assumed == assumed]


def _official(advice: Advice, step: Step, of: str) -> bool:
    sources = advice.knowledge.sources
    return any(
        one.source in sources and sources[one.source].reliability == "official"
        for one in _evidence(advice, step, of, assumed=False)
    )
