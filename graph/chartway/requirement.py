"""A requirement says which achievements must be held before a step can be taken.

The algebra is that of monotone Boolean functions with thresholds: ``AllOf`` is "and", ``AnyOf`` is "or",
``AtLeast`` is "k of n", ``SumOf`` is "so many credits out of these"; ``Concurrent`` and ``Together`` are the
co-requisites; ``Prose`` is a rule known in words only, which nothing can be shown to meet.
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
    "Concurrent",
    "Prose",
    "Requirement",
    "SumOf",
    "Together",
    "corequisites_of",
    "has_corequisites",
    "ids_of",
    "is_met",
    "leaves_of",
    "prose_of",
    "replaced",
    "untimed",
]


@dataclass(frozen=True, slots=True)
class Achieved:
    """Met when the achievement with this id is held."""

    id: str

    def __repr__(self) -> str:
        # the words are dataclass's own; lists are put in order by them, and this is five times as fast
        return f"Achieved(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Concurrent:
    """Met when the achievement with this id is held, or has been started no later."""

    id: str


@dataclass(frozen=True, slots=True)
class Together:
    """Met when the achievement with this id is started at the same moment, or was held from the outset."""

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
class SumOf:
    """Met when the parts that are met come to ``number`` or more.

    ``amounts`` say what each part counts for, each once; like ``number`` they are whole thousandths of the ``unit``.
    """

    number: int
    parts: tuple[Requirement, ...]
    amounts: tuple[int, ...]
    unit: str = "credits"


@dataclass(frozen=True, slots=True)
class Prose:
    """A rule known in words only: it is reported, and never counts as met."""

    text: str


Leaf = Achieved | Concurrent | Together | Prose
Requirement = Leaf | AllOf | AnyOf | AtLeast | SumOf

NOTHING = AllOf(())
"""The requirement that always holds."""


def is_met(  # noqa: PLR0911 - one answer for each kind of requirement
    requirement: Requirement, held: Set[str], begun: Set[str] | None = None, joined: Set[str] | None = None
) -> bool:
    """Whether somebody who holds exactly ``held`` meets the requirement.

    Monotone: holding more never turns a met requirement into an unmet one.

    Args:
        requirement: what is asked for.
        held: the ids of what is held by then.
        begun: the ids of what has been started by then, with what is held; if nothing is given, ``held``.
        joined: the ids of what starts then, with what was held from the outset; if nothing is given, ``held``.

    >>> is_met(AllOf((Achieved("BIO 1"), AnyOf((Achieved("MAT 1"), Achieved("MAT 2"))))), {"BIO 1", "MAT 2"})
    True
    >>> is_met(SumOf(6000, (Achieved("BIO 1"), Achieved("MAT 1")), (4000, 3000)), {"BIO 1"})
    False
    >>> is_met(Concurrent("lecture"), held=set(), begun={"lecture"})
    True
    >>> is_met(Prose("approved by a foreign association"), {"anything"})
    False
    """
    begun = held if begun is None else begun
    joined = held if joined is None else joined
    match requirement:
        case Achieved(id):
            return id in held
        case Concurrent(id):
            return id in begun
        case Together(id):
            return id in joined
        case AllOf(parts):
            return all(is_met(part, held, begun, joined) for part in parts)
        case AnyOf(parts):
            return any(is_met(part, held, begun, joined) for part in parts)
        case AtLeast(number, parts):
            return sum(is_met(part, held, begun, joined) for part in parts) >= number
        case SumOf(number, parts, amounts):
            pairs = zip(amounts, parts, strict=True)
            return sum(amount for amount, part in pairs if is_met(part, held, begun, joined)) >= number
        case Prose():
            return False


def leaves_of(requirement: Requirement) -> Iterator[Leaf]:
    """Every leaf of the requirement, from left to right, repetitions included."""
    if isinstance(requirement, Leaf):
        yield requirement
        return
    for part in requirement.parts:
        yield from leaves_of(part)


def ids_of(requirement: Requirement) -> frozenset[str]:
    """The ids of all achievements the requirement mentions.

    >>> sorted(ids_of(AtLeast(1, (Achieved("X"), AllOf((Together("Y"), Prose("in writing")))))))
    ['X', 'Y']
    """
    return frozenset(leaf.id for leaf in leaves_of(requirement) if not isinstance(leaf, Prose))


def corequisites_of(requirement: Requirement) -> frozenset[Concurrent | Together]:
    """The co-requisites of the requirement, which need not be held before.

    >>> corequisites_of(AllOf((Achieved("BIO 1"), Concurrent("BIO 1 laboratory"))))
    frozenset({Concurrent(id='BIO 1 laboratory')})
    """
    return frozenset(leaf for leaf in leaves_of(requirement) if isinstance(leaf, (Concurrent, Together)))


def has_corequisites(requirement: Requirement) -> bool:
    """Whether anything in the requirement is a co-requisite."""
    if isinstance(requirement, Achieved):
        return False
    if isinstance(requirement, (Concurrent, Together)):
        return True
    return not isinstance(requirement, Prose) and any(map(has_corequisites, requirement.parts))


def prose_of(requirement: Requirement) -> tuple[str, ...]:
    """The rules of the requirement that are known in words only, in the order written."""
    return tuple(dict.fromkeys(leaf.text for leaf in leaves_of(requirement) if isinstance(leaf, Prose)))


def untimed(requirement: Requirement) -> Requirement:
    """The requirement with every co-requisite taken for something that is required before.

    >>> untimed(AllOf((Concurrent("lecture"), Together("laboratory"))))
    AllOf(parts=(Achieved(id='lecture'), Achieved(id='laboratory')))
    """
    return _mapped(requirement, lambda leaf: leaf if isinstance(leaf, Prose) else Achieved(leaf.id))


def replaced(requirement: Requirement, substitute: Callable[[str], Requirement]) -> Requirement:
    """The requirement with every ``Achieved(id)`` replaced by ``substitute(id)``.

    A co-requisite becomes one of all that the substitute asks for.

    >>> replaced(AllOf((Achieved("associate"),)), lambda id: AnyOf((Achieved(id), Achieved("bachelor"))))
    AllOf(parts=(AnyOf(parts=(Achieved(id='associate'), Achieved(id='bachelor'))),))
    >>> replaced(Together("lecture"), lambda id: Achieved(f"college/{id}"))
    Together(id='college/lecture')
    """

    def one(leaf: Leaf) -> Requirement:
        match leaf:
            case Achieved(id):
                return substitute(id)
            case Concurrent(id) | Together(id):
                kind = type(leaf)
                return _mapped(substitute(id), lambda part: kind(part.id) if isinstance(part, Achieved) else part)
            case Prose():
                return leaf

    return _mapped(requirement, one)


def _mapped(requirement: Requirement, change: Callable[[Leaf], Requirement]) -> Requirement:
    """The requirement with every leaf changed."""
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            return type(requirement)(tuple(_mapped(part, change) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(_mapped(part, change) for part in parts))
        case SumOf(number, parts, amounts, unit):
            return SumOf(number, tuple(_mapped(part, change) for part in parts), amounts, unit)
        case _:
            return change(requirement)
