"""The state of the data: what plans cost and rest on, how old their pages are, and whom to ask again when.

Today is the last day on which a source was seen, never the clock's: equal data give equal numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

from chartway.advice import Advice, Request, advise
from chartway.catalog import from_cents
from chartway.coverage import READ, Coverage, unknown_parts
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, DCTERMS, SKOS, expand
from chartway.source import RELIABILITIES, Source

LOOK_AGAIN = {"cost": 12}
LOOK_AGAIN_AT_ALL = 24
"""Months after which a page is read again, if it is used for a price and otherwise: a rule of thumb of ours."""
KINDS = (
    *("Certification", "Certificate", "Microcredential", "Degree", "Diploma", "Programme", "Course", "Examination"),
    *("License", "Membership", "Experience", "Achievement", "Occupation", "Body", "College", "Offering"),
    *("Publisher", "Requirement", "Fee", "Duration", "RenewalRule", "JointRenewalRule"),
)
"""The classes of things that are counted, by local name."""
TERMS = (DCTERMS + "license", DCTERMS + "rights", CW + "attribution")
"""Where a source states its terms of use: the address of a licence, rights in words, how to credit it."""
MIDYEAR = 7
"""The month that stands for a year of which no month is known."""
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Credential:
    """A certification that is awarded today, the default plan for it, and what no page says of it."""

    id: str
    unknown: tuple[str, ...]
    advice: Advice

    def to_json(self) -> dict[str, Any]:
        """The credential with the money in dollars and the time in weeks, or what is missing for a plan."""
        found = self.advice.in_brief()
        told = ("status", "cost", "costRange", "unknownCosts", "weeks", "missing", "inWords", "unconfirmed")
        return {"id": self.id, "unknown": list(self.unknown)} | {key: found[key] for key in told if key in found}


@dataclass(frozen=True, slots=True)
class Money:
    """The typical cost of all plans together, in cents: known to a page or estimated; and whose price is unknown."""

    known: int
    estimated: int
    unknown: tuple[str, ...]

    @property
    def share(self) -> int:
        """The percentage that is known.

        >>> Money(100, 200, ()).share
        33
        """
        return round(100 * self.known / ((self.known + self.estimated) or 1))

    def to_json(self) -> dict[str, Any]:
        """The sums in dollars."""
        return {
            "known": from_cents(self.known),
            "estimated": from_cents(self.estimated),
            "shareKnown": self.share,
            "unknownPrices": list(self.unknown),
        }


@dataclass(frozen=True, slots=True)
class Review:
    """When to look again at what a publisher says: a month ("2027-05"), the pages, and the oldest of them."""

    publisher: str
    due: str
    oldest: str
    pages: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The review as JSON."""
        return {"publisher": self.publisher, "due": self.due, "oldest": self.oldest, "pages": list(self.pages)}


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of use that sources state: a licence's address, rights and credit in words, who states them, how often."""

    address: str
    rights: str
    attribution: str
    publishers: tuple[str, ...]
    sources: int

    def to_json(self) -> dict[str, Any]:
        """The licence as JSON."""
        return {
            "licence": self.address or None,
            "rights": self.rights or None,
            "attribution": self.attribution or None,
            "publishers": list(self.publishers),
            "sources": self.sources,
        }


@dataclass(frozen=True)
class State:
    """What there is to say about all the data at once."""

    knowledge: Knowledge

    @cached_property
    def coverage(self) -> Coverage:
        """The credentials by what is known of them."""
        return Coverage.of(self.knowledge)

    @property
    def day(self) -> str:
        """The day on which one looks: the last one on which a source was seen, unless another was asked for."""
        return self.knowledge.said.view.day or self.knowledge.seen

    def credentials(self, ids: tuple[str, ...]) -> tuple[Credential, ...]:
        """The credentials with their default plans: cheapest, from a diploma on; sorted by name."""
        named = sorted(ids, key=self.knowledge.name)
        return tuple(Credential(id, unknown_parts(self.knowledge, id), self._advice[id]) for id in named)

    @cached_property
    def _advice(self) -> Mapping[str, Advice]:
        ids = (*self.coverage.complete, *self.coverage.partly, *self.coverage.listed)
        return {id: advise(self.knowledge, Request(id)) for id in ids}

    @cached_property
    def plans(self) -> tuple[Advice, ...]:
        """The default plans, one for each credential that has one."""
        return tuple(advice for _, advice in sorted(self._advice.items()) if advice.answer.plan is not None)

    @cached_property
    def unconfirmed(self) -> tuple[str, ...]:
        """The credentials whose plan rests on a rule that is only assumed."""
        return tuple(advice.goal.id for advice in self.plans if advice.unconfirmed)

    # ---- counts

    @property
    def statements(self) -> int:
        """How many statements there are."""
        return sum(map(len, self.knowledge.said.by_subject.values()))

    @property
    def holding(self) -> int:
        """How many of them hold today."""
        said = self.knowledge.said
        return sum(said.standing.holds(one) for statements in said.by_subject.values() for one in statements)

    @property
    def things(self) -> Mapping[str, int]:
        """How many things of each kind are described; kinds without any are left out."""
        types = self.knowledge.said.types
        counts = {kind: len(types.get(kind, ())) for kind in KINDS} | {"Concept": len(types.get(SKOS + "Concept", ()))}
        return {kind: count for kind, count in counts.items() if count}

    @property
    def sources(self) -> Mapping[str, int]:
        """How many sources of each reliability there are, the most reliable first."""
        counts = Counter(source.reliability for source in self.knowledge.sources.values())
        return {word: counts[word] for word in RELIABILITIES if counts[word]}

    # ---- money

    @cached_property
    def money(self) -> Money:
        """What the plans cost together: a step counts in every plan that needs it."""
        known = estimated = 0
        unknown = set()
        for advice in self.plans:
            for step in advice.steps:
                if step.cost is None:
                    unknown.add(step.achievement)
                elif advice.is_estimate(step):
                    estimated += step.cost.typical
                else:
                    known += step.cost.typical
        return Money(known, estimated, tuple(sorted(unknown)))

    # ---- pages

    @cached_property
    def pages(self) -> Mapping[str, frozenset[str]]:
        """The pages that plans rest on, each with what it is used for ("cost", "requirement" …)."""
        used: dict[str, set[str]] = defaultdict(set)
        for source, of in self._grounds():
            if self.knowledge.sources[source].reliability in READ:
                used[source].add(of)
        return {source: frozenset(of) for source, of in sorted(used.items())}

    def _grounds(self) -> Iterator[tuple[str, str]]:
        for advice in self.plans:
            for step in advice.steps:
                yield from ((one.source, one.of) for one in advice.grounds(step))

    @property
    def undated(self) -> tuple[str, ...]:
        """The pages that plans rest on and that bear no date."""
        return tuple(page for page in self.pages if not self.knowledge.sources[page].page_date)

    @property
    def median_age(self) -> int | None:
        """The age in months of the pages that plans rest on, half being older; None where none bears a date."""
        dates = [self.knowledge.sources[page].page_date for page in self.pages if page not in self.undated]
        ages = [max(0, _month(self.day) - _month(date)) for date in dates]
        return round(median(ages)) if ages else None

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """When to look again at what each publisher says, the most pressing first.

        Counted from the date of the page, or from the day it was seen where it bears none: ``LOOK_AGAIN``.
        """
        by_publisher: dict[str, list[str]] = defaultdict(list)
        for page in self.pages:
            by_publisher[self.knowledge.sources[page].publisher].append(page)
        found = [self._review(publisher, pages) for publisher, pages in by_publisher.items()]
        return tuple(sorted(found, key=lambda one: (one.due, one.publisher)))

    def _review(self, publisher: str, pages: list[str]) -> Review:
        oldest = min(pages, key=lambda page: (_month(_date(self.knowledge.sources[page])), page))
        return Review(publisher, min(map(self._due, pages)), oldest, tuple(pages))

    def _due(self, page: str) -> str:
        """The month in which to look at a page again: this one if nobody noted when it was read."""
        if not _date(self.knowledge.sources[page]):
            return self.day[:7]
        months = min(LOOK_AGAIN.get(of, LOOK_AGAIN_AT_ALL) for of in self.pages[page])
        year, month = divmod(_month(_date(self.knowledge.sources[page])) + months, MONTHS_A_YEAR)
        return f"{year}-{month + 1:02}"

    # ---- licences

    @cached_property
    def licences(self) -> tuple[Licence, ...]:
        """The terms on which sources can be used, where they state any, those of most sources first."""
        granted: dict[tuple[str, str, str], list[Source]] = defaultdict(list)
        for id, source in self.knowledge.sources.items():
            licence, rights, attribution = (self.knowledge.said.value(expand(id), term) for term in TERMS)
            if licence or rights or attribution:
                granted[licence, rights, attribution].append(source)
        found = [Licence(*terms, _publishers(sources), len(sources)) for terms, sources in granted.items()]
        return tuple(sorted(found, key=lambda one: (-one.sources, one.publishers)))

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON."""
        coverage = self.coverage
        return {
            "day": self.day,
            "complete": [one.to_json() for one in self.credentials(coverage.complete)],
            "partly": [one.to_json() for one in self.credentials(coverage.partly)],
            "listed": [one.to_json() for one in self.credentials(coverage.listed)],
            "statements": {"all": self.statements, "holdToday": self.holding},
            "things": dict(self.things),
            "sources": dict(self.sources),
            "plans": {
                "number": len(self.plans),
                "unconfirmed": list(self.unconfirmed),
                "money": self.money.to_json(),
                "pages": len(self.pages),
                "undatedPages": list(self.undated),
                "medianAgeMonths": self.median_age,
            },
            "lookAgain": [review.to_json() for review in self.reviews],
            "licences": [licence.to_json() for licence in self.licences],
        }


def _publishers(sources: list[Source]) -> tuple[str, ...]:
    return tuple(sorted({source.publisher for source in sources}))


def _date(source: Source) -> str:
    """The date of the page, else the day it was seen, "" where neither is known."""
    return source.page_date or source.seen


def _month(date: str) -> int:
    """The months from the year 0 to a day, a month or a year, which counts as its middle; 0 for no date.

    >>> _month("2026-11-23") - _month("2026-05"), _month("2026-11") - _month("2025")
    (6, 16)
    """
    year, *rest = map(int, (date or "0-1").split("-"))
    return year * MONTHS_A_YEAR + (rest[0] if rest else MIDYEAR) - 1
