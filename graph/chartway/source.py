"""A source is one page as seen on one day; trust and date decide between what sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reliability = Literal["own", "official", "reported", "assumed", "editorial"]
RELIABILITIES: tuple[Reliability, ...] = ("own", "official", "reported", "assumed", "editorial")
"""From the most to the least trusted account; "own" is what a person says of their own circumstances, which no
page of ours carries; editorial names and groups, it claims nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """One page as seen on one day: who publishes it, where, and how far it can be trusted.

    ``page_date`` is the date on the page as exact as it is known ("2026", "2026-05", "2026-05-12"), "" if none;
    ``page_date_note`` how the date was found ("c. 2021"), ``seen`` the day it was read.
    """

    id: str
    title: str
    reliability: Reliability
    url: str = ""
    publisher: str = ""
    page_date: str = ""
    page_date_note: str = ""
    seen: str = ""
    description: str = ""

    @property
    def precedence(self) -> tuple[int, str, str]:
        """Sort key of competing accounts: the greatest is the most reliable, then the newest.

        >>> official = Source("a", "A", "official", page_date="2019")
        >>> blog = Source("b", "B", "reported", page_date="2026")
        >>> max(official, blog, key=lambda source: source.precedence).id
        'a'
        """
        return (-RELIABILITIES.index(self.reliability), self.page_date, self.id)

    def to_json(self) -> dict[str, str | None]:
        """The source as a citation."""
        return {
            "id": self.id,
            "title": self.title,
            "address": self.url or None,
            "reliability": self.reliability,
            "pageDate": self.page_date or None,
            "seen": self.seen or None,
        }


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a source says, in words for people: property, value, who says it, and what became of it.

    ``link`` is the id of the thing the value names, if it names one; ``standing`` is "" for what holds today,
    else why it is not used ("disputed: …", "superseded: …").
    """

    property: str
    value: str
    sources: tuple[str, ...]
    link: str = ""
    standing: str = ""
