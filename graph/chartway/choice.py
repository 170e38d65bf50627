"""What there is to choose from beside the best plan: alternatives, trade-off, prices that would change the choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chartway.alternative import Alternatives, alternatives
from chartway.pathway import Planner
from chartway.plan import Answer
from chartway.sensitivity import INSENSITIVE, Sensitivity, sensitivity
from chartway.trade_off import TradeOff, trade_off


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives and trade-off, None where not asked for, and the prices that would change the choice."""

    alternatives: Alternatives | None = None
    trade_off: TradeOff | None = None
    sensitivity: Sensitivity = INSENSITIVE

    @classmethod
    def of(cls, planner: Planner, answer: Answer, number: int = 0, *, front: bool = False) -> Choice:
        """So many alternatives to the answer, and the trade-off of its question if the ``front`` is wanted."""
        return cls(
            alternatives(planner, answer, number) if number else None,
            trade_off(planner, answer.question) if front else None,
            sensitivity(planner, answer),
        )

    def to_json(self) -> dict[str, Any]:
        """What was asked for, whether all of it is proved, and the prices that would change the choice, if any.

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
        return found


NO_CHOICE = Choice()
"""What there is to choose from where nobody asked."""
