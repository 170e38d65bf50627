"""The report on a pathway: the same sentences on the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from chartway.advice import Advice
from chartway.catalog import Cost
from chartway.doubt import Reason
from chartway.knowledge import DIPLOMA
from chartway.plan import Answer, Step, Upkeep
from chartway.report import alternative, leeway, sensitivity, trade_off
from chartway.report.timetable import CLAIMS, limits, no_schedule, soonest
from chartway.wording import (
    about,
    citation,
    counted,
    dollars,
    duration,
    every,
    every_weeks,
    listed,
    outlay,
    price,
    seen_from,
    times,
    total,
    when,
    within,
)

if TYPE_CHECKING:
    from chartway.visualization import Headline

WIDTH = 100
HINT = "; say what you hold with --have"
"""For who can give options: on a page there are none."""
LEFT_OUT = {"requirement": "what it asks for", "award": "what it earns", "duration": "how long it takes"}
"""What a source tells of a step, as a person says it."""


def upkeep(due: Upkeep, name: Callable[[str], str]) -> str:
    """What is to be renewed meanwhile, how often and for how much, and whether the price above has it."""
    each = f"{price(due.cost)}{' each time' * (due.times > 1)}"
    how = f"{times(due.times)} ({every_weeks(due.weeks)}; {each})"
    included = "" if due.counted else "not "
    return f"Upkeep meanwhile, {included}in the price above: {name(due.achievement)} is to be renewed {how}."


@dataclass(frozen=True)
class Sentences:
    """What there is to say about one piece of advice, part by part; ``numbered`` where its sources are listed below."""

    advice: Advice
    numbered: bool = True

    @property
    def answer(self) -> Answer:
        """The planner's answer."""
        return self.advice.answer

    def name(self, id: str) -> str:
        """What people call the thing."""
        return self.advice.knowledge.name(id)

    def title(self) -> str:
        """The goal with its abbreviation, its full name and who issues it."""
        goal = self.advice.goal
        return ("  ".join(part for part in (goal.notation, goal.label) if part) or goal.id) + self.issuer()

    def issuer(self) -> str:
        """Who issues the goal, after a dot; "" if nobody does."""
        return f" · {self.name(self.advice.goal.issuer)}" if self.advice.goal.issuer else ""

    def start(self, hint: str = "") -> str:
        """From where, and what of it was only assumed; the hint says what one can do about it."""
        start = self.advice.start
        said = [within(self.name(id)) for id in start.said]
        assumed = "; ".join(within(self.name(id)) for id in start.assumed)
        if assumed and not said:
            return f"From: {assumed} (assumed{hint})"
        if assumed:
            return f"From: {listed(said)}; {assumed} (assumed)"
        return f"From: {listed(said)}" if said else "From: nothing"

    def reckoned(self) -> list[str]:
        """What the person's weeks allow, where they said it."""
        return limits(self.answer, self.name)[:1]

    def doubt(self) -> list[str]:
        """The first lines: what is left out, too dear, nothing to gain, renamed, or a rule that is only assumed."""
        lines = [
            *self.left_out_of_view(),
            *self._over_budget(),
            *(
                f"Your {self.name(id)} takes the place of {self.name(self.advice.goal.id)}: you do not need it."
                for id in self.advice.absorbed_by
            ),
        ]
        lines += [self._renamed(*pair) for pair in self.advice.start.renamed]
        lines += [self._shortened(*pair) for pair in self.advice.start.shortened]
        lines += self._unprepared()
        for one in self.advice.unconfirmed:
            reason = f" {one.because}" if one.because else ""
            where = f" ({one.address})" if one.address else ""
            lines.append(
                f"UNCONFIRMED: no page in our data says what {self.name(one.achievement)} requires today.{reason} "
                f"Ask {one.ask} before you pay{where}."
            )
        return lines

    def _unprepared(self) -> list[str]:
        """What the issuing body itself recommends, where our data know no way to it and the plan is the bare one."""
        other = self.advice.other
        if other is None or not self.advice.is_unprepared:
            return []
        words = "; ".join(text.rstrip(".") for id, text in other.prose if id == self.advice.goal.id)
        who = self.name(self.advice.goal.issuer) if self.advice.goal.issuer else "The issuing body"
        known = f" ({words}), which is known in words only" if words else ", to which our data know no way"
        known += " within your weeks" if other.ruled_out and not words else ""
        return [f"NOT PREPARED: {who} itself recommends more{known}. This plan is the bare requirement."]

    def left_out_of_view(self) -> list[str]:
        """From when and from whom the facts are, where not all of today count."""
        return seen_from(self.advice.knowledge.said.view, self.advice.knowledge.seen)

    def _shortened(self, written: str, id: str) -> str:
        if not id:
            return f"{written} is shorter than any experience that a rule asks for, and does not count."
        return f"{written} counts as {within(self.name(id))}; what goes beyond is not taken off the time that is left."

    def _renamed(self, old: str, new: str) -> str:
        reason = self.advice.knowledge.because(old)
        return f"{self.name(old)} is {self.name(new)} today" + (f": {reason}" if reason else ".")

    def summary(self) -> str:
        """Money, time and steps in one line."""
        plan = self.answer.plan
        if plan is None:
            return ""
        money = outlay(plan.prices, unsure=self.is_estimated())
        time = duration(plan.weeks) if plan.weeks else "study time unknown" if self.sits() else "at once"
        return f"{money} · {time} · {counted(len(plan.steps), 'step')}"

    def in_a_line(self) -> str:
        """The same with what is doubtful of it, where there is no room for more."""
        doubts = ["unconfirmed"] * bool(self.advice.unconfirmed)
        doubts += ["without what its issuer recommends, known in words only"] * self.advice.is_unprepared
        return " · ".join(filter(None, [self.summary(), *doubts]))

    def sits(self) -> bool:
        """Whether a step is an examination, which takes a moment, and nobody knows how long to prepare for."""
        return any(
            self.advice.route(step).label == "examination"
            or self.advice.catalog[step.achievement].kind == "examination"
            for step in self.advice.steps
        )

    def is_estimated(self) -> bool:
        """Whether the sum rests on a price that is an estimate."""
        return any(self.advice.is_estimate(step) for step in self.advice.steps)

    def step(self, step: Step) -> tuple[str, str, str, str]:
        """What, when, for how much, according to whom."""
        notes = "".join(f"[{number}]" for number in self.advice.numbers(step))
        return (
            self.what(step),
            when(step.start, step.finish, self.answer.question.timetable),
            price(step.cost, unsure=self.advice.is_estimate(step)),
            notes,
        )

    def what(self, step: Step) -> str:
        """What one does at this step, and at which of several prices."""
        route = self.advice.route(step)
        achievement = self.advice.catalog[step.achievement]
        name = self.name(step.achievement)
        if route.label == "examination":
            return f"{name} examination{self._tariff(step)}"
        if route.label == "in a job":
            return f"{name}, in a job"
        if achievement.kind == "occupation":
            return f"Hired as: {achievement.label.lower()} ({route.label}: {within(self.name(route.id))})"
        return f"{name}{self._tariff(step)}"

    def _tariff(self, step: Step) -> str:
        """Which of several prices or lengths this is."""
        others = {route.id for route in self.advice.catalog[step.achievement].routes} - {step.route}
        if step.route != "open":
            kind = self.advice.knowledge.kind(step.route)
            if not kind:
                return ", as you say"
            return ", member price" if kind == "membership" else f", after: {within(self.name(step.route))}"
        kinds = {self.advice.knowledge.kind(id) for id in others}
        return ", non-member price" if "membership" in kinds else ""

    def claim(self) -> list[str]:
        """What is proved, and what is not."""
        proved = self._proved()
        if self.is_estimated():
            proved += " Prices marked ~ are estimates."
        return [
            proved,
            *limits(self.answer, self.name),
            *self._counts_as_goal(),
            *self._not_compared(),
            *self._within_ranges(),
            *leeway.nearest(self.advice.choice.leeway, self.answer, self.name),
            *self._uncounted_time(),
            *self._unneeded(),
        ]

    def _over_budget(self) -> list[str]:
        """How much more than the budget the cheapest way costs."""
        budget, plan = self.answer.question.budget, self.answer.plan
        if self.answer.status != "over-budget" or budget is None or plan is None:
            return []
        cost = plan.cost
        over = Cost(*(max(0, cents - budget) for cents in (cost.low, cost.typical, cost.high)))
        more = total(about(over, unsure=self.is_estimated()), plan.unknowns)
        claim = "this is" if plan.unknown_costs else "this is the cheapest way, and"
        lines = [f"OVER BUDGET: {claim} {more} more than {dollars(budget)}."]
        bare = self.advice.other.plan if self.advice.other and self.advice.prepared else None
        if bare and not bare.unknown_costs and bare.cost.typical <= budget:
            lines.append(f"The bare requirement alone is within {dollars(budget)} (--bare).")
        return lines

    def _within_ranges(self) -> list[str]:
        """Whether other prices within the ranges would change the choice: the one that would soonest by itself."""
        if nearest := sensitivity.nearest(self.advice.choice.sensitivity, self.answer, self.name):
            return nearest
        if self.advice.rival == tuple(step.achievement for step in self.advice.steps):
            return ["With other prices within the ranges another way through the same steps could be cheaper."]
        if self.advice.rival:
            return [f"With other prices within the ranges this could be cheaper: {self.then(self.advice.rival)}."]
        if self.answer.plan and self.answer.plan.cost.estimated and self.answer.question.prefer == "cheapest":
            return ["No price within the ranges would change the choice."]
        return []

    def _counts_as_goal(self) -> list[str]:
        """That what is earned at the end counts as the goal, where it bears another name."""
        goal, steps = self.advice.goal.id, self.advice.steps
        if not steps or any(step.achievement == goal for step in steps):
            return []
        earned = [step.achievement for step in steps if goal in self.advice.catalog.closure([step.achievement])]
        return [f"{self.name(earned[-1])} counts as {within(self.name(goal))}."] if earned else []

    def _uncounted_time(self) -> list[str]:
        """What takes time that nobody can tell beforehand."""
        lines = ["Time to prepare for an examination is not known and not counted."] if self.sits() else []
        return [*lines, "Time to find a job is not known and not counted."] if self.works() else lines

    def works(self) -> bool:
        """Whether a step is done in a job, which must first be found."""
        return any(
            self.advice.route(step).label == "in a job" or self.advice.catalog[step.achievement].kind == "occupation"
            for step in self.advice.steps
        )

    def _unneeded(self) -> list[str]:
        names = [within(self.name(id)) for id in self.advice.unneeded]
        return [f"Your {listed(names)} {'is' if len(names) == 1 else 'are'} not needed for this."] if names else []

    def notes(self) -> list[str]:
        """Everything to say below the steps, the claim first."""
        beside = [*self.other(), *self.alternatives(), *self.trade_off()]
        return [*self.claim(), *beside, *self.upkeep(), *self.afterwards(), *self.check(), *self.reasons()]

    def reasons(self) -> list[str]:
        """What was taken to count by our reading, and how estimates were arrived at."""
        counted = [
            f"Our reading: {self.name(one.achievement)} counts as {self.name(one.counts_as)}{self._note(one.source)}."
            for one in self.advice.counted
        ]
        return [*counted, *map(self._reason, self.advice.reasons)]

    def _reason(self, reason: Reason) -> str:
        return f"Estimated {reason.of} ({'; '.join(map(self.name, reason.achievements))}): {reason.because}"

    def then(self, ids: Iterable[str]) -> str:
        """The things one after the other."""
        return ", then ".join(map(self.name, ids))

    def _proved(self) -> str:
        plan, proof = self.answer.plan, self.answer.proof
        if plan is None or proof is None:
            return ""
        word = CLAIMS["cheapest" if self.answer.status == "over-budget" else self.answer.question.prefer]
        if plan.unknown_costs:
            names = "; ".join(map(self.name, plan.unknown_costs))
            return f"Price not in our data: {names}. So nothing is claimed about the cheapest way."
        if not proof.complete and (claim := soonest(self.answer)):
            return claim
        if not proof.complete:
            found = "The best way found" + (" with its renewals" if plan.upkeep else " in the time given")
            return f"{found}; one for {dollars(proof.cost)} or more may exist."
        compared = " among the ways whose price is known" if self.answer.not_compared else " in our data"
        return f"Nothing {word}{compared} (proved)."

    def _not_compared(self) -> list[str]:
        """The ways in that stayed out of the comparison, and why."""
        found = self.advice.choice.sensitivity
        ways = self.answer.not_compared
        reasons = [f"{self.name(way.achievement)} ({sensitivity.worth(found, way)})" for way in ways]
        refused = [one for one in self.advice.closed if one.achievement in self.advice.knowledge.here.refused]
        reasons += [f"{self.name(one.achievement)} (you refuse it)" for one in refused]
        told = [one for one in self.advice.closed if one.words and one not in refused]
        reasons += [f"{self.name(one.achievement)} (in words only: {one.words.rstrip('.')})" for one in told]
        closed = [one for one in self.advice.closed if not one.words and one not in refused]
        untold = "; ".join(self.name(one.achievement) for one in closed)
        reasons += [f"{untold} (no source we read says how to get there)"] if untold else []
        return [f"Not compared: {'; '.join(reasons)}."] if reasons else []

    def other(self) -> list[str]:
        """The plan with or without the issuing body's advice, where that differs."""
        other = self.advice.other
        if other is None:
            return []
        if self.advice.prepared:
            if other.plan is None:
                return []
            return [f"The bare requirement alone: {self._in_short(other)}."]
        if other.plan is None:
            return []
        advised = "As the issuing body itself recommends" if self.advice.goal.issuer else "With all that is recommended"
        return [f"{advised}: {self._in_short(other)}."]

    def alternatives(self) -> list[str]:
        """The alternatives, as many as asked for."""
        found = self.advice.choice.alternatives
        return alternative.sentences(self.answer, found, self.name, self.figures) if found else []

    def figures(self, answer: Answer) -> str:
        """Money, time and steps of another plan."""
        return self._of(answer).summary()

    def trade_off(self) -> list[str]:
        """The trade-off of money and time, where it was asked for."""
        found, budget = self.advice.choice.trade_off, self.answer.question.budget
        unsure = lambda answer: self._of(answer).is_estimated()  # noqa: E731 - a name for an argument
        return trade_off.sentences(found, budget, self.name, unsure) if found and self.advice.steps else []

    def _of(self, answer: Answer) -> Sentences:
        """What there is to say about another answer."""
        return replace(self, advice=replace(self.advice, answer=answer))

    def _in_short(self, answer: Answer) -> str:
        plan = answer.plan
        if plan is None:
            return "no way known"
        money = outlay(plan.prices)
        time = f", {duration(plan.weeks)}" if plan.weeks else ""
        steps = self.then(step.achievement for step in plan.steps) or "nothing to do"
        return f"{money}{time} ({steps})"

    def upkeep(self) -> list[str]:
        """What falls due again before the goal is reached, and what is put off lest more does."""
        put_off = alternative.put_off(self.advice.choice.put_off, self.name)
        return [*(upkeep(due, self.name) for due in self.advice.upkeep), *put_off]

    def afterwards(self) -> list[str]:
        """What keeps the goal alive, and the jobs it leads to."""
        parts = [self._renewal(rule.units, rule.every_months, rule.source) for rule in self.advice.renewals]
        for job in self.advice.jobs:
            wage = f", median ${job.median:,} a year ({job.year})" if job.median else ""
            parts.append(f"{self.advice.knowledge.label(job.occupation).lower()}{wage}{self._note(job.source)}")
        return [f"Afterwards: {'; '.join(parts)}."] if parts else []

    def _renewal(self, units: str, months: str, source: str) -> str:
        return f"{units or 'some'} CEUs {every(months)}{self._note(source)}"

    def _note(self, source: str) -> str:
        number = self.advice.number(source) if self.numbered else 0
        return f" [{number}]" if number else ""

    def check(self) -> list[str]:
        """Where to look before paying."""
        asked = [self.advice.goal.id, *(step.achievement for step in self.advice.steps[::-1])]
        pages = [page for id in asked if (page := self.advice.verify_at(id))]
        when = "Before you pay" if self.advice.steps else "Where to ask"
        return [f"{when}: {', '.join(dict.fromkeys(pages))}"] if pages else []

    def sources(self) -> list[str]:
        """The sources by their numbers."""
        return [f"[{number}] {citation(source)}" for number, source in enumerate(self.advice.sources, 1)]

    def missing(self) -> list[str]:
        """Why there is no plan, and what would make one."""
        goal = self.answer.question.goal
        where = "fits your weeks" if self.answer.ruled_out else "is in our data"
        if self.answer.status == "unknown":
            where = "was found"
        lines = [f"No way to {self.name(goal)} from here {where}.", *self._former()]
        if late := no_schedule(self.answer):
            return [*lines, *late, *limits(self.answer, self.name)]
        lines += limits(self.answer, self.name)
        lines += [f"{self.name(id)}, in words only: {text.rstrip('.')}." for id, text in in_words(self.advice)]
        if self.advice.left_out:
            return [*lines, *self._left_out()]
        if self.advice.missing == ((goal,),):
            return lines if self._former() else [*lines, self.unknown_way(goal)]
        sets = [listed([self.name(id) for id in one]) for one in self.advice.missing]
        lines.append(f"It would be within reach with{' one of' * (len(sets) > 1)}: {'; '.join(sets)}.")
        lines += [f"Counts as well: {self.name(id)}." for id in self.advice.equivalents]
        all_told = self.answer.missing_complete or self.advice.missing == ((DIPLOMA,),)
        return lines if all_told else [*lines, "Other combinations may do, too."]

    def _left_out(self) -> list[str]:
        """The way that all our data know, and what of it does not count here."""
        sources = self.advice.knowledge.sources
        told = [
            f"{self.name(one.achievement)}, {LEFT_OUT[one.of]}: {citation(sources[one.source])}."
            for one in self.advice.left_out
        ]
        return ["With all our data there is a way. It rests on what does not count here:", *told]

    def unknown_way(self, id: str) -> str:
        """That our data do not say how something is earned, and whether there is a page that does."""
        if id in self.advice.knowledge.here.refused:
            return "You refuse it yourself, in your profile."
        if any(of == id for of, _ in in_words(self.advice)):
            judge = "an employer" if self.advice.goal.kind == "occupation" else "who issues it"
            return f"What is known in words only cannot be planned; {judge} can tell whether you meet it."
        if self.advice.knowledge.lacks_length(id):
            return "What it asks for is known, but no source we read says how long it takes, so it cannot be planned."
        if self.advice.verify_at(id):
            return "How it is earned is not in our data yet; the page below says it."
        return "No source we read says how to get there."

    def _former(self) -> list[str]:
        """What became of a goal that nobody can reach any more, and how sure that is."""
        goal, knowledge = self.advice.goal.id, self.advice.knowledge
        if heir := knowledge.successor(goal):
            return [f"It has become {self.name(heir)}: ask for that."]
        if not knowledge.is_former(goal):
            return []
        reason = knowledge.assumed_status(goal)
        return [f"We take it to be no longer awarded: {reason}" if reason else "It is no longer awarded."]


def in_words(advice: Advice) -> list[tuple[str, str]]:
    """The rules known in words only that stand before the goal itself or before what would bring it within reach."""
    asked = {advice.goal.id, *(id for one in advice.missing for id in one)}
    return list(dict.fromkeys((id, text) for id, text in advice.answer.prose if id in asked))


def headline(advice: Advice) -> Headline:
    """The advice as the head of a page, whose sources have numbers of its own."""
    from chartway.visualization import Headline  # noqa: PLC0415 - only a page needs what pages are made of

    says = Sentences(advice, numbered=False)
    goal = advice.goal
    missing = says.missing() if advice.answer.plan is None else []
    return Headline(
        name=goal.notation or goal.label,
        full_name=(goal.label if goal.notation else "") + says.issuer(),
        start=says.start(),
        summary=missing[0] if missing else says.summary(),
        sure=says.claim()[0],
        cautions=tuple(says.doubt()),
        notes=tuple([*missing[1:], *says.check()] if missing else says.notes()[1:]),
    )


def table(advice: Advice) -> str:
    """The advice for a terminal."""
    says = Sentences(advice)
    lines = [says.title(), *wrapped(says.doubt()), says.start(HINT), ""]
    if advice.answer.plan is None:
        return "\n".join([*lines, *wrapped([*says.missing(), *says.check()])]) + "\n"
    if not advice.steps:
        return "\n".join([*lines, "You hold it already."]) + "\n"
    lines += [f"  {says.summary()}", "", *in_columns([says.step(step) for step in advice.steps]), ""]
    lines += wrapped(says.notes())
    sources = says.sources()
    return "\n".join([*lines, *(["Sources"] if sources else []), *(f"  {one}" for one in sources)]) + "\n"


def wrapped(lines: list[str]) -> list[str]:
    """The sentences in lines of a readable length; addresses stay whole."""
    return [
        row
        for line in lines
        for row in wrap(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    ]


def in_columns(cells: list[tuple[str, str, str, str]]) -> list[str]:
    """Numbered steps in columns, money to the right."""
    what, time, money = (max(len(row[column]) for row in cells) for column in range(3))
    return [
        f"  {number:>{len(str(len(cells)))}}  {row[0]:<{what}}  {row[1]:<{time}}  {row[2]:>{money}} {row[3]}".rstrip()
        for number, row in enumerate(cells, 1)
    ]


def markdown(advice: Advice) -> str:
    """The advice as Markdown."""
    says = Sentences(advice)
    doubt = [f"> **{_escaped(line)}**" for line in says.doubt()]
    lines = [f"# {_escaped(says.title())}", "", *doubt, *([""] if doubt else []), _escaped(says.start(HINT)), ""]
    if advice.answer.plan is None:
        return "\n".join([*lines, *_bullets(says.missing()), *_bullets(says.check())]) + "\n"
    if not advice.steps:
        return "\n".join([*lines, "You hold it already."]) + "\n"
    lines += [
        f"**{_escaped(says.summary())}**",
        "",
        "| # | step | when | price | sources |",
        "| --- | --- | --- | ---: | --- |",
    ]
    for number, step in enumerate(advice.steps, 1):
        lines.append(f"| {number} | {' | '.join(_escaped(cell) for cell in says.step(step))} |")
    lines += ["", *_bullets(says.notes()), "", "## Sources", "", *_bullets(says.sources())]
    return "\n".join(lines) + "\n"


def _bullets(lines: list[str]) -> list[str]:
    return [f"- {_escaped(line)}" for line in lines]


def _escaped(text: str) -> str:
    """The text with what Markdown would take for markup taken literally."""
    for sign in ("\\", "`", "*", "_", "<", "|", "~"):
        text = text.replace(sign, f"\\{sign}")
    return text
