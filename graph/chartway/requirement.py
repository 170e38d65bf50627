"""A requirement says which achievements must be held before a step can be taken.

The algebra is that of monotone Boolean functions with thresholds: ``AllOf`` is "and", ``AnyOf`` is "or",
``AtLeast`` is "k of n"; ``Prose`` is a rule known in words only, which nothing can be shown to meet.
Terms follow CTDL (ConditionProfile, alternativeCondition, requiredNumber).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

__all__ = [
    "NOTHING",
    "Achieved",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Prose",
    "Requirement",
    "ids_of",
    "is_met",
    "prose_of",
    "replaced",
]


@dataclass(frozen=True, slots=True)
class Achieved:
    """Met when the achievement with this id is held."""

    id: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is met; with no parts it always is."""

    parts: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one part is met; with no parts it never is."""

    parts: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Met when ``number`` or more of the parts are met."""

    number: int
    parts: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A rule known in words only: it is reported, and never counts as met."""

    text: str


Requirement = Achieved | AllOf | AnyOf | AtLeast | Prose

NOTHING = AllOf(())
"""The requirement that always holds."""


def is_met(requirement: Requirement, held: Set[str]) -> bool:
    """Whether somebody who holds exactly ``held`` meets the requirement.

    Monotone: holding more never turns a met requirement into an unmet one.

    >>> is_met(AllOf((Achieved("BIO 1"), AnyOf((Achieved("MAT 1"), Achieved("MAT 2"))))), {"BIO 1", "MAT 2"})
    True
    >>> is_met(Prose("approved by a foreign association"), {"anything"})
    False
    """
    match requirement:
        case Achieved(id):
            return id in held
        case AllOf(parts):
            return all(is_met(part, held) for part in parts)
        case AnyOf(parts):
            return any(is_met(part, held) for part in parts)
        case AtLeast(number, parts):
            return sum(is_met(part, held) for part in parts) >= number
        case Prose():
            return False


def leaves_of(requirement: Requirement) -> Iterator[Achieved | Prose]:
    """Every leaf of the requirement, from left to right, repetitions included."""
    if isinstance(requirement, (Achieved, Prose)):
        yield requirement
        return
    for part in requirement.parts:
        yield from leaves_of(part)


def ids_of(requirement: Requirement) -> frozenset[str]:
    """The ids of all achievements the requirement mentions.

    >>> sorted(ids_of(AtLeast(1, (Achieved("X"), AllOf((Achieved("Y"), Prose("in writing")))))))
    ['X', 'Y']
    """
    return frozenset(leaf.id for leaf in leaves_of(requirement) if isinstance(leaf, Achieved))


def prose_of(requirement: Requirement) -> tuple[str, ...]:
    """The rules of the requirement that are known in words only, in the order written."""
    return tuple(dict.fromkeys(leaf.text for leaf in leaves_of(requirement) if isinstance(leaf, Prose)))


def replaced(requirement: Requirement, substitute: Callable[[str], Requirement]) -> Requirement:
    """The requirement with every ``Achieved(id)`` replaced by ``substitute(id)``.

    >>> replaced(AllOf((Achieved("associate"),)), lambda id: AnyOf((Achieved(id), Achieved("bachelor"))))
    AllOf(parts=(AnyOf(parts=(Achieved(id='associate'), Achieved(id='bachelor'))),))
    """
    match requirement:
        case Achieved(id):
            return substitute(id)
        case AllOf(parts):
            return AllOf(tuple(replaced(part, substitute) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(replaced(part, substitute) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(replaced(part, substitute) for part in parts))
        case Prose():
            return requirement
