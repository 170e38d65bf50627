"""The report on the state of the data: what is known, what plans rest on, and what is to be read again."""

from __future__ import annotations

from collections import defaultdict

from chartway.advice import Advice
from chartway.report import sections
from chartway.report.pathway import Sentences, in_words
from chartway.report.sections import Section
from chartway.state import LOOK_AGAIN, LOOK_AGAIN_AT_ALL, Credential, Licence, Review, State
from chartway.wording import WEEKS_A_MONTH, counted, dated, day, dollars, duration, every, listed, seen_from

RELIABILITY = {"reported": "from third parties", "editorial": "of our own wording"}
"""The words for how far sources can be trusted, where they are not those of the data."""
PLURALS = {
    "Achievement": "other awards",
    "Body": "bodies",
    "Concept": "terms",
    "Duration": "lengths of time",
    "Experience": "lengths of experience",
    "Fee": "prices",
    "JointRenewalRule": "joint renewal rules",
    "License": "licences",
    "RenewalRule": "renewal rules",
    "Requirement": "rules of entry",
}
"""The words for several things of a class, where they are not the name of the class with an s."""
LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0."}
"""What people call the licences."""


def table(state: State) -> str:
    """The state of the data for a terminal."""
    return sections.terminal(_title(state), parts(state))


def markdown(state: State) -> str:
    """The state of the data as Markdown."""
    return sections.markdown(_title(state), parts(state))


def _title(state: State) -> str:
    return f"The data on {day(state.day)}"


def parts(state: State) -> list[Section]:
    """The report, part by part."""
    left_out = seen_from(state.knowledge.said.view, state.knowledge.seen)
    in_short = (_credentials(state), _statements(state), _things(state), _money(state), _age(state))
    return [
        Section("", (*left_out, *in_short)),
        _complete(state),
        _partly(state),
        _unconfirmed(state),
        _listed(state),
        _review(state),
        _licences(state),
    ]


# ---- in a minute


def _credentials(state: State) -> str:
    found = state.coverage
    complete, partly, only = (len(group) for group in (found.complete, found.partly, found.listed))
    return (
        f"{complete + partly + only} credentials are awarded today: {complete} complete, {partly} partly known, "
        f"{only} only listed. {len(state.plans)} have a plan from a high-school diploma."
    )


def _statements(state: State) -> str:
    graded = listed([f"{count} {RELIABILITY.get(word, word)}" for word, count in state.sources.items()])
    return (
        f"{state.statements:,} statements ({state.holding:,} hold today), each in the graph of its source: "
        f"{sum(state.sources.values())} sources, {graded}."
    )


def _things(state: State) -> str:
    return f"They describe {listed([_counted(count, kind) for kind, count in state.things.items()])}."


def _counted(count: int, kind: str) -> str:
    return f"{count} {PLURALS[kind]}" if kind in PLURALS and count > 1 else counted(count, kind.lower())


def _money(state: State) -> str:
    money = state.money
    unknown = f"; unknown prices: {listed(_names(state, money.unknown))}" if money.unknown else ""
    return (
        f"Of the money in all plans together ({dollars(money.known + money.estimated)}) {money.share} % is a price on "
        f"a page and {100 - money.share} % an estimate{unknown}."
    )


def _age(state: State) -> str:
    age = state.median_age
    words = f", whose median age is {_months(age)}" if age is not None else ""
    return f"Plans rest on {counted(len(state.pages), 'page')}{words}; {len(state.undated)} of them without a date."


def _months(number: int) -> str:
    return duration(number * WEEKS_A_MONTH).removeprefix("about ") if number else "a month"


def _names(state: State, ids: tuple[str, ...]) -> list[str]:
    return sorted(map(state.knowledge.name, ids))


# ---- credentials


def _complete(state: State) -> Section:
    says = "Eligibility, examination, fee, renewal and issuer are each on a page that was read."
    rows = [(state.knowledge.name(one.id), _plan(one.advice)) for one in state.credentials(state.coverage.complete)]
    return Section("Complete", (says,), ("credential", "from a high-school diploma"), tuple(rows))


def _partly(state: State) -> Section:
    columns = ("credential", "no page says", "from a high-school diploma")
    rows = [
        (state.knowledge.name(one.id), ", ".join(one.unknown), _plan(one.advice))
        for one in state.credentials(state.coverage.partly)
    ]
    return Section("Partly known", ("There is a way in, with something assumed or unknown.",), columns, tuple(rows))


def _unconfirmed(state: State) -> Section:
    names = listed(_names(state, state.unconfirmed)) if state.unconfirmed else "none"
    return Section("Plans on unconfirmed rules", (f"Rules remembered, which no page we read says today: {names}.",))


def _listed(state: State) -> Section:
    """What cannot be planned, by the reason why."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in state.credentials(state.coverage.listed):
        unknown = f" ({', '.join(one.unknown)})" if one.unknown else ""
        found[_obstacle(one)].append(f"{state.knowledge.name(one.id)}{unknown}")
    says = [f"{reason}: {', '.join(names)}." for reason, names in sorted(found.items())]
    return Section("Only listed", ("In brackets: what no page says.", *says))


def _plan(advice: Advice) -> str:
    """The default plan in a line, or exactly why there is none."""
    says = Sentences(advice)
    if advice.answer.plan is None:
        return f"No plan. {' '.join(says.missing()[1:])}"
    return says.in_a_line()


def _obstacle(one: Credential) -> str:
    """Why nothing can be planned, in a word."""
    if in_words(one.advice):
        return "How they are earned is known in words only"
    return "No page that was read says how they are earned"


# ---- pages


def _review(state: State) -> Section:
    fees, rest = every(str(LOOK_AGAIN["cost"])), every(str(LOOK_AGAIN_AT_ALL))
    says = (
        f"Our rule of thumb for the pages that plans rest on: one with a price is read again {fees}, another {rest}, "
        "counted from its date, or from the day it was seen where it bears none."
    )
    rows = tuple(_row(state, review) for review in state.reviews)
    return Section("When to look again", (says,), ("look again", "pages", "the oldest", "published by"), rows)


def _row(state: State, review: Review) -> tuple[str, ...]:
    due = "now, since" if review.due <= state.day[: len(review.due)] else "in"
    oldest = dated(state.knowledge.sources[review.oldest])
    return (f"{due} {day(review.due)}", str(len(review.pages)), oldest, _name(state, review.publisher))


def _name(state: State, publisher: str) -> str:
    return state.knowledge.label(publisher) if publisher else "nobody named"


# ---- licences


def _licences(state: State) -> Section:
    says = [_licence(state, licence) for licence in state.licences]
    return Section("Licences of the sources", (*says, "From all other pages we take facts, in our own words."))


def _licence(state: State, licence: Licence) -> str:
    names = listed([_name(state, one) for one in licence.publishers])
    terms = [LICENCES.get(licence.address, licence.address), licence.rights, licence.attribution]
    return f"{names} ({counted(licence.sources, 'source')}): {' '.join(filter(None, terms))}"
