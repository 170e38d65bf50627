"""What there is to doubt in a plan: rules no page confirms, ways left out, readings and estimates of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chartway.catalog import FREE, Evidence, Route
from chartway.plan import Step

RULES = frozenset({"requirement", "award"})
"""What a rule is about: what must be held first, and what the examination then earns."""
ASKED_OF_ISSUERS = frozenset({"certification", "examination"})
"""Kinds whose rules somebody issues and can confirm."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A step whose rule no page confirms, why it is believed, and where to ask."""

    achievement: str
    because: str
    ask: str
    address: str

    def to_json(self) -> dict[str, str]:
        """The doubt as JSON."""
        return {"achievement": self.achievement, "because": self.because, "ask": self.ask, "address": self.address}


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

    def to_json(self) -> dict[str, str | None]:
        """The way in as one that was not compared."""
        return {"achievement": self.achievement, "inWords": self.words or None}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a view leaves out of a way that there otherwise is: what of which step, and who says it."""

    achievement: str
    of: str
    source: str

    def to_json(self) -> dict[str, str]:
        """What is left out as JSON."""
        return {"achievement": self.achievement, "of": self.of, "source": self.source}


@dataclass(frozen=True, slots=True)
class Counted:
    """Something held or earned that is taken to count as what a rule asks for, by our reading, and who says so."""

    achievement: str
    counts_as: str
    source: str

    def to_json(self) -> dict[str, str]:
        """The reading as JSON."""
        return {"achievement": self.achievement, "as": self.counts_as, "source": self.source}


def is_unconfirmed(kind: str, route: Route) -> bool:
    """Whether this is something that a body issues, by a rule that no page in our data says."""
    rules = [one for one in best(route.evidence) if one.of in RULES]
    return kind in ASKED_OF_ISSUERS and any(one.assumed for one in rules)


def is_estimate(step: Step, route: Route) -> bool:
    """Whether the price is a range, or a figure that no page in our data confirms."""
    assumed = any(one.of == "cost" and one.assumed for one in best(route.evidence))
    return step.cost is not None and step.cost != FREE and (step.cost.estimated or assumed)


def best(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The best source of each part of a way in: sources come best first."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        found.setdefault(one.of, one)
    return tuple(found.values())
