"""Names as people write them, and the one thing each of them means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from chartway.errors import AmbiguousNameError, UnknownNameError

NEAREST = 4
"""Names suggested at most."""
MOST_COMPARED = 10_000
"""Names compared letter by letter at most: a quarter of a second, for each row of a cohort that has a wrong name."""


@dataclass(frozen=True)
class Names:
    """An index from names to ids, in tiers: an id beats an abbreviation, that a label, that a former or other name."""

    tiers: tuple[Mapping[str, frozenset[str]], ...]
    shown: Mapping[str, str]

    @classmethod
    def of(cls, tiers: Iterable[Iterable[tuple[str, str]]]) -> Names:
        """The index of (name, id) pairs, one collection for each tier, the strongest first.

        >>> names = Names.of([[("ahima:rhit", "ahima:rhit")], [("RHIT", "ahima:rhit")]])
        >>> names.find("rhit")
        'ahima:rhit'
        """
        shown: dict[str, str] = {}
        folded = []
        for pairs in tiers:
            tier: dict[str, set[str]] = defaultdict(set)
            for name, id in pairs:
                tier[_folded(name)].add(id)
                shown.setdefault(_folded(name), name)
            folded.append({name: frozenset(ids) for name, ids in tier.items()})
        return cls(tuple(folded), shown)

    def find(self, name: str) -> str:
        """The id the name means; raises UnknownNameError or AmbiguousNameError, with what one can write instead."""
        key = _folded(name)
        for tier in self.tiers if key else ():
            ids = tier.get(key, frozenset())
            if len(ids) == 1:
                return next(iter(ids))
            if name in ids:
                return name
            if ids:
                candidates = tuple(sorted(ids))
                raise AmbiguousNameError(name, candidates, tuple(self._title(id, key) for id in candidates))
        raise UnknownNameError(name, self.nearest(name))

    def _title(self, id: str, asked: str) -> str:
        """The strongest name of the thing that says more than its id and what was asked, "" if it has none."""
        for tier in self.tiers:
            every = sorted(name for name, ids in tier.items() if id in ids)
            names = [name for name in every if name != asked and not _folded(id).endswith(name)]
            if names:
                return self.shown[names[0]]
        return ""

    def nearest(self, name: str) -> tuple[str, ...]:
        """The names that come closest, of one thing one: those spelt alike, then those that contain it."""
        key = _folded(name)
        inside = [one for one in self._all if key and re.search(rf"\b{re.escape(key)}", one)]
        few = self._all if len(self._all) <= MOST_COMPARED else inside
        alike = difflib.get_close_matches(key, few, n=NEAREST, cutoff=0.6)
        found: dict[frozenset[str], str] = {}
        for one in [*alike, *sorted(inside, key=lambda one: (len(one), one))]:
            found.setdefault(self._meant(one), self.shown[one])
        return tuple(found.values())[:NEAREST]

    def _meant(self, key: str) -> frozenset[str]:
        return next(tier[key] for tier in self.tiers if key in tier)

    @cached_property
    def _all(self) -> list[str]:
        return sorted(self.shown)


def _folded(name: str) -> str:
    """The name without case, accents, dashes and doubled spaces.

    >>> _folded("  Medical–Terminology ") == _folded("medical terminology")
    True
    """
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\s\-–—_,.()/]+", " ", plain).split())
