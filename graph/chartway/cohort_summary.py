"""What the rows of a cohort say together: how many have a plan, what most of them need, which step opens most doors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chartway.cohort_reply import Counted, Told
from chartway.wording import counted

MOST_NAMED = 3
"""Things named in a sentence at most."""
MOST_APART = 10_000
"""Kinds of rows that are told apart at most before they are counted together."""


@dataclass(frozen=True)
class Summary:
    """Counts of learners, taken as the rows pass.

    ``steps`` are what plans have besides the goal itself; ``missing`` is what stands in a minimal set that would make
    an unreachable goal reachable; ``unlocks`` is what alone is between a learner and the goal: the only other step of
    the plan, or a minimal set by itself.
    """

    status: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    unlocks: Counter[str] = field(default_factory=Counter)

    def of(self, rows: Iterable[Told]) -> Iterator[Told]:
        """The rows, counted on their way."""
        alike: Counter[Counted] = Counter()
        for row in rows:
            alike[row[1].counted] += 1
            if len(alike) > MOST_APART:
                self._count(alike)
                alike.clear()
            yield row
        self._count(alike)

    def _count(self, alike: Counter[Counted]) -> None:
        for (status, *lists), learners in alike.items():
            self.status[status] += learners
            for counts, ids in zip((self.steps, self.missing, self.unlocks), lists, strict=True):
                for id in ids:
                    counts[id] += learners

    def to_json(self) -> dict[str, Any]:
        """The counts, the largest first."""
        counts = {"steps": self.steps, "missing": self.missing, "unlocks": self.unlocks}
        return {
            "learners": self.status.total(),
            "status": dict(sorted(self.status.items())),
            **{
                key: [{"achievement": id, "learners": number} for id, number in _ranked(of)]
                for key, of in counts.items()
            },
        }

    def sentences(self, name: Callable[[str], str]) -> list[str]:
        """The counts in words, the largest only; ``name`` says what an id is called."""
        headed = (
            ("in most plans", self.steps),
            ("missing most where there is no way", self.missing),
            ("the only thing between most and their goal", self.unlocks),
        )
        return [
            f"{heading}: "
            + ", ".join(f"{name(id)} ({counted(number, 'learner')})" for id, number in _ranked(of)[:MOST_NAMED])
            for heading, of in headed
            if of
        ]


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
