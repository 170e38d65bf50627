"""A view says which statements count: those known on a day, from sources trusted so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chartway.source import Source

Trust = Literal["issuer", "published", "all"]
TRUSTS: tuple[Trust, ...] = ("issuer", "published", "all")
"""Whose word counts: the issuing body's own and the government's; every page's; our estimates, too."""
TRUSTED = {"issuer": {"own", "official", "editorial"}, "published": {"own", "official", "reported", "editorial"}}
"""Reliabilities that count; names and groupings of ours always do, for they claim nothing."""
WORDS = {"issuer": "no official page", "published": "on no page"}
"""Why a source does not count, in a word."""
ROUGHLY = re.compile(r"(?:c\. )?(?:\d{4}-)?(?P<last>\d{4})")
"""How a page is dated by what it tells of: a year, or years of which the last one counts."""
DATED = frozenset({"official", "reported"})
"""Reliabilities of pages: what we ourselves assume or name has no day on which it was published."""


@dataclass(frozen=True, slots=True)
class View:
    """Which statements count; ``day`` is "" for the last day on which a source was seen.

    A page counts from the day it is dated on, one dated roughly ("c. 2014-2017") from the last of its years, any other
    from the day it was seen. A rule that says itself when
    it began counts from then on, however late the page that tells of it.

    >>> View("2024-06-30").leaves_out(Source("a", "A", "official", page_date="2024-07"))
    'not said by then'
    >>> View(trust="issuer").leaves_out(Source("b", "B", "reported"))
    'no official page'
    """

    day: str = ""
    trust: Trust = "all"

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.day and self.trust == "all"

    def leaves_out(self, source: Source) -> str:
        """Why the source does not count, in a word; "" if it does."""
        if self.trust != "all" and source.reliability not in TRUSTED[self.trust]:
            return WORDS[self.trust]
        return "" if self.is_by_then(source) else "not said by then"

    def is_by_then(self, source: Source) -> bool:
        """Whether the page is dated on the day of the view or before; "2026" is by any day of 2026."""
        roughly = ROUGHLY.fullmatch(source.page_date_note)
        said = source.page_date or (roughly["last"] if roughly else source.seen)
        return not self.day or source.reliability not in DATED or said <= self.day[: len(said)]

    def to_json(self) -> dict[str, str | None]:
        """The view as one asks for it."""
        return {"asOf": self.day or None, "sources": self.trust}


EVERYTHING = View()
"""What holds today, whoever says it."""
