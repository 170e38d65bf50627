"""What there is to choose from beside the best plan: alternatives, trade-off, estimates that would change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chartway.alternative import Alternatives, alternatives
from chartway.leeway import NO_LEEWAY, Leeway, leeway
from chartway.pathway import Planner
from chartway.plan import Answer
from chartway.postponement import Postponed, postponed
from chartway.sensitivity import INSENSITIVE, Sensitivity, sensitivity
from chartway.trade_off import TradeOff, trade_off


@dataclass(frozen=True)
class Choice:
    """Alternatives and trade-off, None where not asked for; ``about`` is the answer, with who gave it."""

    alternatives: Alternatives | None = None
    trade_off: TradeOff | None = None
    about: tuple[Planner, Answer] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, planner: Planner, answer: Answer, number: int = 0, *, front: bool = False) -> Choice:
        """So many alternatives to the answer, and the trade-off of its question if the ``front`` is wanted."""
        return cls(
            alternatives(planner, answer, number) if number else None,
            trade_off(planner, answer.question) if front else None,
            (planner, answer),
        )

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The prices that would change the choice."""
        return sensitivity(*self.about) if self.about else INSENSITIVE

    @cached_property
    def leeway(self) -> Leeway:
        """The lengths that would change the choice."""
        return leeway(*self.about) if self.about else NO_LEEWAY

    @cached_property
    def put_off(self) -> tuple[Postponed, ...]:
        """What the answer's plan puts off for the sake of a renewal."""
        return postponed(*self.about) if self.about else ()

    def to_json(self) -> dict[str, Any]:
        """What was asked for, whether all of it is proved, and the estimates that would change the choice, if any.

        >>> Choice(Alternatives((), asked=2, complete=True)).to_json()
        {'alternatives': [], 'alternativesComplete': True}
        """
        found: dict[str, Any] = {}
        if self.alternatives is not None:
            found |= self.alternatives.to_json()
        if self.trade_off is not None:
            found |= {"tradeOff": self.trade_off.to_json()}
        if self.sensitivity.turns:
            found |= {"sensitivity": [one.to_json() for one in self.sensitivity.turns]}
        if self.leeway.pivots:
            found |= {"leeway": [one.to_json() for one in self.leeway.pivots]}
        if self.put_off:
            found |= {"putOff": [one.to_json() for one in self.put_off]}
        return found


NO_CHOICE = Choice()
"""What there is to choose from where nobody asked."""
