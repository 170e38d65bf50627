"""The report one prints and hands over: what it says, part by part, and the same as Markdown and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from chartway.advice import Advice
from chartway.alternative import Alternative, Alternatives, alternatives
from chartway.catalog import Catalog, Route
from chartway.choice import NO_CHOICE, Choice
from chartway.pathway import Planner
from chartway.plan import Answer, Step
from chartway.report import leeway, saving, sensitivity
from chartway.report.alternative import in_line, no_other, put_off, remarks, sure
from chartway.report.figure import Money, TimeLine, money, time_line
from chartway.report.graph import claim, estimates, figures, in_short, missing, over_budget, trade_offs
from chartway.report.inquiry import Inquiry, inquiries
from chartway.report.pathway import Sentences
from chartway.report.sections import Section, escaped
from chartway.requirement import ids_of
from chartway.saving import savings
from chartway.wording import citation, day, listed, price, ranged, when, within

HELD = "You hold it already."
ASK_FIRST = "Ask first"
TRADE_OFF = "Money or time"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in words: what, when, for how much, by which sources; then its grounds, each after a word."""

    what: str
    when: str
    price: str
    notes: str
    grounds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask of one body, college or employer."""

    ask: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything the report says. ``summary`` are price, time and number of steps; with no plan, there are none.

    ``before`` come ahead of the steps and ``after`` behind them; ``check`` is where to look where no step says it;
    ``sources`` are citations, ``seen`` is the last day on which one of them was read.
    """

    name: str
    full_name: str
    start: str
    cautions: tuple[str, ...]
    summary: tuple[str, ...]
    before: tuple[Section, ...]
    time_line: TimeLine | None
    money: Money | None
    entries: tuple[Entry, ...]
    after: tuple[Section, ...]
    asked: tuple[Asked, ...]
    check: tuple[str, ...]
    sources: tuple[str, ...]
    seen: str

    @property
    def title(self) -> str:
        """The goal by all its names."""
        return " ".join(part for part in (self.name, self.full_name) if part)


# ---- on the built-in graph


def handout(advice: Advice) -> Handout:
    """The report on a piece of advice."""
    says = Sentences(advice)
    plan, goal = advice.answer.plan, advice.goal
    names = [says.what(step) for step in advice.steps]
    examinations = frozenset(one.achievement for one in advice.steps if advice.route(one).label == "examination")
    unsure = frozenset(one.achievement for one in advice.steps if advice.is_estimate(one))
    return Handout(
        name=goal.notation or goal.label or goal.id,
        full_name=(goal.label if goal.notation else "") + says.issuer(),
        start=says.start(),
        cautions=tuple(says.doubt()),
        summary=tuple(says.summary().split(" · ")) if advice.steps else (),
        before=tuple(_before(says)),
        time_line=time_line(plan, names, examinations, advice.answer.question.timetable) if plan and names else None,
        money=money(plan, names, unsure=unsure) if plan and names else None,
        entries=tuple(_entry(says, step) for step in advice.steps),
        after=tuple(_after(says)),
        asked=_asked(inquiries(advice)),
        check=() if advice.steps else tuple(says.check()),
        sources=tuple(f"[{number}] {citation(source)}" for number, source in enumerate(advice.sources, 1)),
        seen=max((source.seen for source in advice.sources), default=""),
    )


def _before(says: Sentences) -> Iterator[Section]:
    if says.answer.plan is None:
        yield Section("What is missing", tuple(says.missing()))
    elif not says.advice.steps:
        yield Section("", (HELD,))
    else:
        readings = says.reasons()[: len(says.advice.counted)]
        yield Section("How sure", (*says.claim(), *readings))


def _entry(says: Sentences, step: Step) -> Entry:
    return Entry(*says.step(step), tuple(_grounds(says, step)))


def _grounds(says: Sentences, step: Step) -> Iterator[tuple[str, str]]:
    """Why the step is in the plan, how its price and length come about, and where to look."""
    advice = says.advice
    yield "why", _why(says, step)
    because = {one.of: one.because for one in advice.reasons if step.achievement in one.achievements}
    if advice.is_estimate(step) and step.cost:
        amount = f": {ranged(step.cost)}" if step.cost.estimated else ""
        yield "price", f"Estimated{amount}. {because.get('price', '')}".rstrip()
    if "time" in because:
        yield "time", f"Estimated. {because['time']}"
    if page := advice.verify_at(step.achievement):
        yield "where", page


def _why(says: Sentences, step: Step) -> str:
    """What asks for the step, and who only advises it."""
    advice = says.advice
    if step.achievement == advice.goal.id:
        return "It is the goal."
    later = advice.why(step)
    cheaper = [one.achievement for one in advice.steps if one.route == step.achievement]
    required = [id for id in later if id not in cheaper and _requires(advice, id, step.achievement)]
    advised = [id for id in later if id not in (*cheaper, *required)]
    parts = [f"needed for {_names(says, required)}"] if required else []
    parts += [_advised(says, advised)] if advised else []
    parts += [f"lowers the price of {_names(says, cheaper)}"] if cheaper else []
    return f"{_capital('; '.join(parts) or 'other steps rest on it')}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _names(says: Sentences, ids: list[str]) -> str:
    return listed([within(says.name(id)) for id in ids])


def _requires(advice: Advice, id: str, earlier: str) -> bool:
    """Whether a way to the thing asks for what was earned earlier, advice left aside; its price may hang on it."""
    bare = advice.knowledge.bare.catalog
    return any(ids_of(route.requires) & bare.closure([earlier]) for route in bare[id].routes)


def _advised(says: Sentences, ids: list[str]) -> str:
    issuers = dict.fromkeys(says.advice.catalog[id].issuer for id in ids)
    who = listed([says.name(issuer) for issuer in issuers if issuer]) if all(issuers) else "its issuer"
    return f"recommended by {who} for {_names(says, ids)}"


def _after(says: Sentences) -> Iterator[Section]:
    if instead := [*_instead(says), *says.other()]:
        yield Section("Instead", tuple(instead))
    if points := says.trade_off():
        yield Section(TRADE_OFF, tuple(points))
    if says.advice.steps:
        yield from _other_estimates(says.advice.choice, says.answer, says.name)
    if told := saving.sentences(savings(says.advice.planner, says.answer), says.name, saving.MOST_PRINTED):
        yield Section(saving.HEADING, tuple(told))
    afterwards = [_capital(line.removeprefix("Afterwards: ")) for line in says.afterwards()]
    if afterwards or says.upkeep():
        yield Section("Afterwards", (*says.upkeep(), *afterwards))


def _other_estimates(choice: Choice, answer: Answer, name: Callable[[str], str]) -> Iterator[Section]:
    """The prices and the lengths that would change the choice as well, beyond the ones told with the claim."""
    prices, lengths = choice.sensitivity, choice.leeway
    if len(prices.estimated) > 1:
        others = replace(prices, turns=prices.estimated[1:])
        yield Section(sensitivity.OTHERS, tuple(sensitivity.sentences(others, answer, name)))
    if len(lengths.pivots) > 1:
        rest = replace(lengths, pivots=lengths.pivots[1:])
        yield Section(leeway.OTHERS, tuple(leeway.sentences(rest, answer, name)))


def _instead(says: Sentences) -> list[str]:
    """The next best plans, each with its difference."""
    found = _alternatives(says.advice.planner, says.answer, says.advice.choice)
    lines = [line for one in found.found for line in (in_line(one, says.name, says.figures), _contrast(says, one))]
    return [*lines, *_how_sure(says.answer, says.advice.choice, found)]


def _alternatives(planner: Planner, answer: Answer, choice: Choice) -> Alternatives:
    """The alternatives asked for; the next best alone where none were."""
    return choice.alternatives or alternatives(planner, answer, 1)


def _how_sure(answer: Answer, choice: Choice, found: Alternatives) -> list[str]:
    """That there is no other plan, or whether there may be more than the ones asked for."""
    if not found.found:
        return no_other(answer, found)
    return [sure(found)] if choice.alternatives else []


def _contrast(says: Sentences, found: Alternative) -> str:
    sentences = [remarks(found, says.name)]
    for word, steps in (("Left out", found.without), ("Taken instead", found.beyond)):
        names = "; ".join(within(says.name(step.achievement)) for step in steps)
        sentences += [f"{word}: {names}."] if names else []
    return " ".join(sentences)


def _asked(found: tuple[Inquiry, ...]) -> tuple[Asked, ...]:
    names = dict.fromkeys(one.ask for one in found)
    return tuple(Asked(_capital(name), tuple(one.question for one in found if one.ask == name)) for name in names)


def to_json(advice: Advice) -> dict[str, Any]:
    """What ``pathway`` says in JSON, with the next best plan and what to ask first."""
    return advice.to_json() | {
        "instead": _next_best(advice.planner, advice.answer, advice.choice),
        **savings(advice.planner, advice.answer).to_json(),
        "askFirst": [one.to_json() for one in inquiries(advice)],
    }


def _next_best(planner: Planner, answer: Answer, choice: Choice) -> dict[str, Any] | None:
    found = _alternatives(planner, answer, choice).found
    return found[0].to_json() if found else None


# ---- on a requirement graph in a file


def handout_in_file(catalog: Catalog, answer: Answer, choice: Choice = NO_CHOICE) -> Handout:
    """The report on a requirement graph of one's own, which names no sources."""
    names = {id: achievement.name for id, achievement in catalog.achievements.items()}
    plan = answer.plan
    steps = plan.steps if plan else ()
    called = [names[step.achievement] for step in steps]
    held = listed([names[id] for id in sorted(answer.question.held)]) if answer.question.held else "nothing"
    if plan is None:
        before = Section("What is missing", tuple(missing(answer, names)))
    else:
        late = put_off(choice.put_off, names.__getitem__)
        told = (*claim(answer, names, choice), *late, *estimates(answer, choice, names))
        before = Section("How sure", told) if steps else Section("", (HELD,))
    return Handout(
        name=names[answer.question.goal],
        full_name="",
        start=f"From: {held}",
        cautions=tuple(over_budget(answer)),
        summary=figures(answer),
        before=(before,),
        time_line=time_line(plan, called, frozenset(), answer.question.timetable) if plan and steps else None,
        money=money(plan, called) if plan and steps else None,
        entries=tuple(_entry_in_file(catalog, answer, step) for step in steps),
        after=tuple(_after_in_file(catalog, answer, choice)),
        asked=(),
        check=(),
        sources=(),
        seen="",
    )


def _entry_in_file(catalog: Catalog, answer: Answer, step: Step) -> Entry:
    steps = answer.plan.steps if answer.plan else ()
    serves = catalog.closure([step.achievement])
    later = [one for one in steps[steps.index(step) + 1 :] if ids_of(_route(catalog, one).requires) & serves]
    why = f"Needed for {listed([catalog[one.achievement].name for one in later])}." if later else "It is the goal."
    moment = when(step.start, step.finish, answer.question.timetable)
    return Entry(catalog[step.achievement].name, moment, price(step.cost), "", (("why", why),))


def _route(catalog: Catalog, step: Step) -> Route:
    return next(route for route in catalog[step.achievement].routes if route.id == step.route)


def _after_in_file(catalog: Catalog, answer: Answer, choice: Choice) -> Iterator[Section]:
    names = {id: achievement.name for id, achievement in catalog.achievements.items()}
    found = _alternatives(Planner.of(catalog.toward(answer.question.goal)), answer, choice)
    name = names.__getitem__
    told = [line for one in found.found for line in (in_line(one, name, in_short), remarks(one, name))]
    if instead := [*told, *_how_sure(answer, choice, found)]:
        yield Section("Instead", tuple(instead))
    if points := trade_offs(answer, choice, names):
        yield Section(TRADE_OFF, tuple(points))
    if answer.plan and answer.plan.steps:
        yield from _other_estimates(choice, answer, names.__getitem__)
    if told := saving.sentences(
        savings(Planner.of(catalog.toward(answer.question.goal)), answer), names.__getitem__, saving.MOST_PRINTED
    ):
        yield Section(saving.HEADING, tuple(told))


def to_json_in_file(catalog: Catalog, answer: Answer, choice: Choice = NO_CHOICE) -> dict[str, Any]:
    """What ``pathway`` says of a requirement graph in JSON, with the next best plan."""
    planner = Planner.of(catalog.toward(answer.question.goal))
    next_best, saved = _next_best(planner, answer, choice), savings(planner, answer).to_json()
    return answer.to_json() | choice.to_json() | {"instead": next_best, **saved, "askFirst": []}


# ---- Markdown


def markdown(report: Handout) -> str:
    """The report as Markdown; the figures are in the steps' own words."""
    cautions = [f"> **{_literal(line)}**" for line in report.cautions]
    lines = [f"# {_literal(report.title)}", "", *cautions, *([""] if cautions else []), _literal(report.start)]
    lines += ["", f"**{_literal(' · '.join(report.summary))}**"] if report.summary else []
    lines += [line for section in report.before for line in _section(section)]
    lines += ["", "## Step by step"] if report.entries else []
    lines += [line for number, entry in enumerate(report.entries, 1) for line in _item(number, entry)]
    lines += [line for section in report.after for line in _section(section)]
    lines += _questions(report)
    lines += _section(Section("Sources", report.sources)) if report.sources else []
    lines += ["", f"Sources read until {day(report.seen)}."] if report.seen else []
    return "\n".join(lines) + "\n"


def _section(section: Section) -> list[str]:
    head = ["", f"## {_literal(section.heading)}"] if section.heading else []
    return [*head, "", *(f"- {_literal(sentence)}" for sentence in section.sentences)]


def _item(number: int, entry: Entry) -> list[str]:
    head = f"{number}. **{_literal(entry.what)}** · {_literal(f'{entry.when} · {entry.price} {entry.notes}'.rstrip())}"
    return ["", head, *(f"   - {word}: {_literal(text)}" for word, text in entry.grounds)]


def _questions(report: Handout) -> list[str]:
    if not report.asked and not report.check:
        return []
    lines = ["", f"## {ASK_FIRST}", ""]
    for asked in report.asked:
        lines += [f"- {_literal(asked.ask)}", *(f"  - {_literal(question)}" for question in asked.questions)]
    return [*lines, *(f"- {_literal(line)}" for line in report.check)]


def _literal(text: str) -> str:
    """The text in one line, with nothing in it that Markdown would take for markup or a link."""
    return escaped(" ".join(text.split())).replace("](", "]\\(")
