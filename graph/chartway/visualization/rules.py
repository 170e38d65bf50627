"""The rules behind a picture, as its page evaluates them: what opens when more is held, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chartway.catalog import Catalog, from_milliweeks
from chartway.requirement import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    ids_of,
)

__all__ = ["Rules", "rules_of"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What can matter for the things of a picture, in the words of a requirement graph as JSON.

    ``achievements`` have an id, a name, what they imply, and the requirement and length of each way in; ``start`` is
    held before anybody marks anything; ``follows`` is what is taken to be held with a thing beyond what it implies.
    """

    achievements: tuple[dict[str, Any], ...] = ()
    start: tuple[str, ...] = ()
    follows: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The rules as the page reads them: of what follows, each set is said once, with all that it follows from."""
        follows: dict[tuple[str, ...], list[str]] = {}
        for id, more in self.follows:
            follows.setdefault(more, []).append(id)
        grouped = [[list(more), ids] for more, ids in follows.items()]
        return {"achievements": list(self.achievements), "start": list(self.start), "follows": grouped}


def rules_of(catalog: Catalog, drawn: Iterable[str], held: Iterable[str], follows: Any) -> Rules:  # noqa: ANN401
    """The rules of all that can lead to what is drawn; what a rule mentions and nobody describes can be held only.

    ``follows`` gives what is taken to be held with the thing of an id.
    """
    drawn = sorted(id for id in drawn if id in catalog)
    relevant = _behind(catalog, drawn)
    closures = [(id, follows(id) - catalog.closure([id])) for id in drawn]
    return Rules(
        tuple(_achievement(catalog, id, relevant) for id in sorted(relevant)),
        tuple(sorted(frozenset(held) & relevant)),
        tuple((id, tuple(sorted(more & relevant))) for id, more in closures if more & relevant),
    )


def _behind(catalog: Catalog, drawn: Iterable[str]) -> frozenset[str]:
    """The things drawn, and all that can lead to them."""
    givers: dict[str, list[str]] = {}
    for id, achievement in catalog.achievements.items():
        for implied in achievement.implies:
            givers.setdefault(implied, []).append(id)
    found, waiting = set[str](), list(drawn)
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        found.add(id)
        waiting += givers.get(id, ())
        waiting += [one for route in (catalog[id].routes if id in catalog else ()) for one in ids_of(route.requires)]
    return frozenset(found)


def _achievement(catalog: Catalog, id: str, relevant: frozenset[str]) -> dict[str, Any]:
    if id not in catalog:
        return {"id": id, "name": id, "routes": []}
    one = catalog[id]
    implies = sorted(one.implies & relevant)
    routes = [to_json(route.requires) for route in one.routes]
    weeks = [round(from_milliweeks(route.weeks)) for route in one.routes]
    return (
        {"id": id, "name": one.name, "routes": routes}
        | ({"weeks": weeks} if any(weeks) else {})
        | ({"implies": implies} if implies else {})
    )


def to_json(requirement: Requirement) -> Any:  # noqa: ANN401, PLR0911 - an id or an object, one for each kind
    """A requirement nearly in the words of a requirement graph; amounts are thousandths.

    >>> to_json(AtLeast(1, (Achieved("X"), AllOf((Achieved("Y"), Prose("in writing"))))))
    {'atLeast': 1, 'of': ['X', {'all': ['Y', {'prose': 'in writing'}]}]}
    """
    match requirement:
        case Achieved(id):
            return id
        case Concurrent(id):
            return {"id": id, "timing": "concurrent"}
        case Together(id):
            return {"id": id, "timing": "together"}
        case SumOf(number, parts, amounts, unit):
            return {"sum": [to_json(part) for part in parts], "amounts": amounts, "atLeast": number, "unit": unit}
        case AllOf(parts):
            return {"all": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_json(part) for part in parts]}
        case AtLeast(number, parts):
            return {"atLeast": number, "of": [to_json(part) for part in parts]}
        case Prose(text):
            return {"prose": text}
