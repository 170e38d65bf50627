"""What the rows of a cohort say together: how many have a plan, what most of them need, which step opens most doors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chartway.cohort import Row
from chartway.wording import counted

MOST_NAMED = 3
"""Things named in a sentence at most."""


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

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, counted on their way."""
        for row in rows:
            self._count(row)
            yield row

    def _count(self, row: Row) -> None:
        self.status[row["status"]] += 1
        steps = {step["achievement"] for step in row.get("steps") or ()} - {row["goal"]}
        sets = row.get("missing") or ()
        self.steps.update(steps)
        self.missing.update({id for one in sets for id in one})
        self.unlocks.update({*(steps if len(steps) == 1 else ()), *(one[0] for one in sets if len(one) == 1)})

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
