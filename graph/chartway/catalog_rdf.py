"""The catalog that the statements of the ontology describe.

Of each thing the best account is taken: the most reliable, then the newest. Eligibility, price and length come from
different sources and are put together here into ways in; a price or length that holds only for some people
(members, holders of a degree) makes a way in of its own, which requires what they hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from chartway.catalog import CENTS, FREE, MILLIWEEKS, Achievement, Catalog, Cost, Evidence, Route, Span
from chartway.namespaces import CW, SKOS, compact, expand
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    Together,
    prose_of,
)
from chartway.statements import Statements

KINDS = {
    "Certification": "certification",
    "Degree": "degree",
    "Certificate": "certificate",
    "Diploma": "diploma",
    "Programme": "programme",
    "Course": "course",
    "Examination": "examination",
    "License": "licence",
    "Membership": "membership",
    "Experience": "experience",
    "Occupation": "occupation",
    "Microcredential": "microcredential",
    "Achievement": "award",
}
"""The classes of achievements, by local name, and the word for each."""
TAKES_TIME = frozenset({"degree", "certificate", "programme", "course"})
"""Kinds that cannot be planned without a known or assumed length."""
TIMED = MappingProxyType({"concurrent": "before or at the same time", "together": "at the same time"})
"""The parts of a rule that speak of terms, by local name, and how each is said."""
COREQUISITES: Mapping[str, type[Concurrent | Together]] = MappingProxyType(
    {"concurrent": Concurrent, "together": Together}
)
"""The same parts as a plan keeps to them."""
WEEKS_A_YEAR = 52
"""Weeks counted for twelve months of experience or membership: months are a twelfth of it."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one thing's best account of something is: the node that carries it and the sources that say it."""

    node: str
    sources: tuple[str, ...]
    assumed: bool
    because: str


@dataclass(frozen=True)
class _Reader:
    """Reads achievements out of statements; with ``prepared`` an issuer's own advice counts as required."""

    said: Statements
    prepared: bool
    folded: Mapping[str, str]

    # ---- accounts

    def accounts(self, thing: str, predicate: str) -> list[Account]:
        """The accounts of the thing that hold today, the best first."""
        links: dict[str, list[str]] = defaultdict(list)
        for statement in self.said.about(thing, CW + predicate):
            links[statement.object].append(statement.source)
        found = [self.account(node, sources) for node, sources in links.items()]
        return sorted(found, key=lambda one: (self.said.precedence(one.sources[0]), one.node), reverse=True)

    def account(self, node: str, sources: list[str]) -> Account:
        ranked = sorted(sources, key=self.said.precedence, reverse=True)
        best = self.said.sources.get(compact(ranked[0]))
        assumed = best is not None and best.reliability == "assumed"
        because = self.said.value(node, CW + "because") or (best.description if best and assumed else "")
        return Account(node, tuple(ranked), assumed, because)

    def evidence(self, of: str, account: Account | None) -> tuple[Evidence, ...]:
        if account is None:
            return ()
        reason = account.because if account.assumed else ""
        return tuple(Evidence(of, compact(source), account.assumed, reason) for source in account.sources)

    # ---- requirements

    def requirement(self, node: str) -> Requirement:
        """The requirement a node stands for: a rule of its own, or a thing that must be held."""
        if node == CW + "Nothing":
            return NOTHING
        if parts := self.parts(node, "all"):
            return parts[0] if len(parts) == 1 else AllOf(parts)
        if parts := self.parts(node, "any"):
            return parts[0] if len(parts) == 1 else AnyOf(parts)
        if parts := self.parts(node, "of"):
            return AtLeast(int(self.said.value(node, CW + "atLeast") or len(parts)), parts)
        if prose := self.said.values(node, CW + "prose"):
            return Prose(prose[0])
        return self.corequisite(node) or Achieved(compact(node))

    def corequisite(self, node: str) -> Requirement | None:
        """The course of the same term that the node stands for, None if it stands for something else."""
        for name, kind in COREQUISITES.items():
            if course := self.said.value(node, CW + name):
                return kind(compact(course))
        return None

    def parts(self, node: str, predicate: str) -> tuple[Requirement, ...]:
        """The parts in an order of their own: that of nameless nodes is another at every reading."""
        return tuple(sorted(map(self.requirement, self.said.values(node, CW + predicate)), key=repr))

    def advice(self, thing: str) -> Account | None:
        """What the issuing body itself recommends: on its own pages, or as somebody who names it as the author says."""
        issuers = set(self.said.values(thing, CW + "issuedBy"))
        return next((one for one in self.accounts(thing, "recommends") if self.is_advice_of(issuers, one)), None)

    def is_advice_of(self, issuers: set[str], account: Account) -> bool:
        if issuers & set(self.said.values(account.node, CW + "recommendedBy")):
            return True
        pages = [self.said.sources.get(compact(source)) for source in account.sources]
        return any(page and page.reliability == "official" and expand(page.publisher) in issuers for page in pages)

    # ---- ways in

    def conditions(self, thing: str) -> list[str]:
        """The groups for whom there is a price or length of their own; "" is everybody."""
        nodes = [account.node for predicate in ("fee", "duration") for account in self.accounts(thing, predicate)]
        return sorted({"", *(group for node in nodes for group in self.said.values(node, CW + "onlyFor"))})

    def for_group(self, thing: str, predicate: str, group: str) -> Account | None:
        """The best account for the group, else the one for everybody."""
        accounts = self.accounts(thing, predicate)
        for wanted in dict.fromkeys((group, "")):
            for account in accounts:
                if self.said.value(account.node, CW + "onlyFor") == wanted:
                    return account
        return None

    def cost(self, account: Account | None) -> Cost | None:
        if account is None or not (amount := self.said.value(account.node, CW + "amount")):
            return None
        low = self.said.value(account.node, CW + "amountLow") or amount
        high = self.said.value(account.node, CW + "amountHigh") or amount
        return Cost(*(int(Decimal(value) * CENTS) for value in (low, amount, high)))

    def tariff(self, account: Account | None) -> str:
        """The figures a price rests on, else the price itself: estimates on one figure move together."""
        if account is None:
            return ""
        figures = set(self.said.values(account.node, CW + "basedOn")) & set(self.said.types.get("Figure", ()))
        return " ".join(sorted(map(compact, figures))) or compact(account.node)

    def span(self, account: Account | None) -> Span | None:
        """The fewest and the most weeks, None where only one figure is known."""
        low, high = (self.thousandths(account, predicate) for predicate in ("weeksLow", "weeksHigh"))
        return Span(low, high) if low < high else None

    def thousandths(self, account: Account | None, predicate: str) -> int:
        value = self.said.value(account.node, CW + predicate) if account else ""
        return int(Decimal(value or "0") * MILLIWEEKS)

    def routes(self, thing: str, kind: str, rule: Account) -> Iterator[Route]:
        """A way in for everybody, and one for each group with a price or length of its own."""
        requires = self.requirement(rule.node)
        evidence = self.evidence("requirement", rule)
        advice = self.advice(thing) if self.prepared else None
        if advice is not None:
            requires = _both(requires, self.requirement(advice.node))
            evidence += self.evidence("recommendation", advice)
        for group in self.conditions(thing):
            length = self.for_group(thing, "duration", group)
            fee = self.for_group(thing, "fee", group)
            if kind in TAKES_TIME and length is None and not prose_of(requires):
                continue
            yield Route(
                id=compact(group) if group else "open",
                requires=_both(requires, Achieved(compact(group))) if group else requires,
                cost=self.cost(fee),
                weeks=self.thousandths(length, "weeks"),
                hours_per_week=self.thousandths(length, "hoursPerWeek"),
                assumed=rule.assumed,
                evidence=(*evidence, *self.evidence("cost", fee), *self.evidence("duration", length)),
                tariff=self.tariff(fee),
                span=self.span(length),
                length=compact(length.node) if length else "",
            )

    def earned(self, thing: str, kind: str) -> tuple[Route, ...]:
        """The ways to earn it: none if it is no longer awarded, or if no account of them is known.

        An examination that alone earns it is its way.
        """
        rules = self.accounts(thing, "requires")
        if not rules or self.is_former(thing):
            return ()
        examination = self.sole_examination(rules[0])
        if examination:
            inner = self.accounts(examination, "requires")
            routes = tuple(self.routes(examination, "examination", inner[0])) if inner else ()
            award = self.evidence("award", rules[0])
            return tuple(replace(route, label="examination", evidence=(*route.evidence, *award)) for route in routes)
        return tuple(self.routes(thing, kind, rules[0]))

    def is_former(self, thing: str) -> bool:
        """Whether nobody can earn it any more: it was retired, renamed or replaced."""
        gone = self.said.value(thing, CW + "status") in {CW + "retired", CW + "renamed"}
        return gone or bool(self.said.value(thing, CW + "supersededBy"))

    def sole_examination(self, rule: Account) -> str:
        """The examination that alone earns this certification and nothing else, "" if there is none."""
        requirement = self.requirement(rule.node)
        if isinstance(requirement, Achieved) and requirement.id in self.folded:
            return expand(requirement.id)
        return ""

    def leaves(self, node: str) -> set[str]:
        """The things a rule mentions."""
        inner = [value for name in ("all", "any", "of", *TIMED) for value in self.said.values(node, CW + name)]
        return set().union(*(self.leaves(value) for value in inner)) if inner else {node}

    # ---- experience and occupations

    def hired(self, occupation: str) -> Iterator[Route]:
        """The ways to be employable: the typical entry, or a credential employers there prefer; else words alone."""
        for predicate, label in (("typicalEntry", "typical entry"), ("prefers", "preferred by employers")):
            for account in self.accounts(occupation, predicate):
                yield Route(
                    id=compact(account.node),
                    requires=Achieved(compact(account.node)),
                    label=label,
                    evidence=self.evidence("requirement", account),
                )
        if not self.said.values(occupation, CW + "typicalEntry"):
            for account in self.accounts(occupation, "entryProse"):
                evidence = self.evidence("requirement", account)
                yield Route(id=account.sources[0], requires=Prose(account.node), label="in words", evidence=evidence)

    def thresholds(self, kind: str) -> list[tuple[int, str]]:
        """The experiences of one kind of work with their months, the shortest first."""
        things = self.said.types.get("Experience", ())
        return sorted(
            (int(self.said.value(t, CW + "months")), t) for t in things if self.said.value(t, CW + "kind") == kind
        )

    def experience(self, thing: str) -> Iterator[Route]:
        """So long in a job one can be hired into, or as long as is still lacking after a shorter experience.

        Where no source says what job that is, one has to have begun: who has the experience has the job.
        """
        kind = self.said.value(thing, CW + "kind")
        months = int(self.said.value(thing, CW + "months"))
        jobs = self.accounts(kind, "gainedIn")
        gained = tuple(one for job in jobs for one in self.evidence("requirement", job))
        for shorter, before in self.thresholds(kind):
            if shorter < months:
                yield self.stretch(compact(before), Achieved(compact(before)), months - shorter, jobs, gained)
        if not jobs:
            return
        entry = [route for job in jobs for route in self.hired(job.node)]
        hired = AnyOf(tuple(sorted({route.requires for route in entry}, key=repr)))
        known = dict.fromkeys(one for route in entry for one in route.evidence)
        yield self.stretch("job", hired, months, jobs, (*known, *gained))

    def stretch(
        self, id: str, requires: Requirement, months: int, jobs: list[Account], evidence: tuple[Evidence, ...]
    ) -> Route:
        """So many months in one of these jobs; work is paid, so it costs nothing."""
        weeks = -(-months * WEEKS_A_YEAR * MILLIWEEKS // 12)
        hours = [Decimal(self.said.value(job.node, CW + "hoursPerWeek") or 0) for job in jobs]
        return Route(
            id, requires, FREE, weeks, int(max(hours, default=Decimal(0)) * MILLIWEEKS), "in a job", evidence=evidence
        )

    # ---- achievements

    def achievement(self, thing: str, kind: str) -> Achievement:
        match kind:
            case "occupation":
                routes = tuple(self.hired(thing))
            case "experience":
                routes = tuple(self.experience(thing))
            case _:
                routes = self.earned(thing, kind)
        return Achievement(
            id=compact(thing),
            label=self.said.value(thing, SKOS + "prefLabel"),
            kind=kind,
            routes=tuple(sorted(routes, key=lambda route: route.id)),
            implies=frozenset(compact(other) for other in self.implied(thing, kind)),
            issuer=compact(self.said.value(thing, CW + "issuedBy")) or None,
            notation=self.said.value(thing, SKOS + "notation") if kind != "occupation" else "",
            valid_weeks=self.valid_weeks(thing) if kind == "membership" else None,
        )

    def valid_weeks(self, thing: str) -> int | None:
        """How long dues once paid reach, twelve months counted as 52 weeks; None where that is not known."""
        dues = self.for_group(thing, "fee", "")
        months = self.said.value(dues.node, CW + "everyMonths") if dues else ""
        return int(months) * WEEKS_A_YEAR * MILLIWEEKS // 12 if months else None

    def implied(self, thing: str, kind: str) -> list[str]:
        counted = self.said.values(thing, CW + "countsAs")
        if kind != "experience":
            return counted
        own = self.thresholds(self.said.value(thing, CW + "kind"))
        return [*counted, *(other for months, other in own if months < int(self.said.value(thing, CW + "months")))]

    def catalog(self) -> Catalog:
        things: dict[str, str] = {}
        for name, kind in KINDS.items():
            for thing in self.said.types.get(name, ()):
                things.setdefault(thing, kind)
        return Catalog.of(
            self.achievement(thing, kind) for thing, kind in things.items() if compact(thing) not in self.folded
        )


def _both(one: Requirement, other: Requirement) -> Requirement:
    """Both requirements as one flat "all"."""
    parts = [part for each in (one, other) for part in (each.parts if isinstance(each, AllOf) else (each,))]
    return AllOf(tuple(dict.fromkeys(parts)))


def to_catalog(said: Statements, *, prepared: bool, folded: Mapping[str, str] | None = None) -> Catalog:
    """The catalog the current view describes, with (``prepared``) or without the issuing bodies' own advice.

    ``folded`` is what :func:`folded_examinations` gives, for who has it already.
    """
    return _Reader(said, prepared, folded_examinations(said) if folded is None else folded).catalog()


def required_by(said: Statements, thing: str) -> Requirement | None:
    """What the best account of a thing says it requires, None if no source says it; the thing is an IRI."""
    reader = _Reader(said, prepared=False, folded=MappingProxyType({}))
    return next((reader.requirement(account.node) for account in reader.accounts(thing, "requires")), None)


def folded_examinations(said: Statements) -> dict[str, str]:
    """The examinations that are the only thing one certification asks for, and that certification: short names.

    Such an examination is the way to its certification and no step of its own.
    """
    reader = _Reader(said, prepared=False, folded=MappingProxyType({}))
    examinations = set(said.types.get("Examination", ()))
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind in KINDS:
        for thing in said.types.get(kind, ()):
            for account in reader.accounts(thing, "requires")[:1]:
                for exam in reader.leaves(account.node) & examinations:
                    asked[compact(exam)].append((compact(thing), account.node))
    return {
        exam: users[0][0]
        for exam, users in sorted(asked.items())
        if len(users) == 1 and reader.requirement(users[0][1]) == Achieved(exam)
    }
