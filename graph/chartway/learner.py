"""A learner's profile: what is held, what money there is, what is refused, and what things cost here.

A profile is TOML::

    have = ["CPC", "high-school-diploma"]
    budget = 9000
    prefer = "cheapest"
    refuse = ["him-bachelor"]      # a thing, or a body and all it issues

    [experience]                   # months of each kind
    coding = 18

    [cost]                         # dollars: a number, or [low, typical, high]
    him-associate = 5200

    [weeks]
    him-associate = 80
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from chartway.catalog import CENTS, MILLIWEEKS, Cost
from chartway.errors import Mistake, UnreadableError
from chartway.plan import PREFERENCES, Preference

NOT_BUILT = ("study-hours",)
KEYS = ("have", "experience", "budget", "prefer", "refuse", "cost", "weeks")
LARGEST = Decimal(10**9)
RANGE = 3
"""Entries of a range: low, typical, high."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one learner says of themselves, in their own words: names are resolved where they are used.

    ``have`` includes experience as ``coding:18mo``; ``budget`` is in cents, ``weeks`` in thousandths.
    """

    have: tuple[str, ...] = ()
    budget: int | None = None
    prefer: Preference | None = None
    refuse: tuple[str, ...] = ()
    cost: Mapping[str, Cost] = field(default_factory=lambda: MappingProxyType({}))
    weeks: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def from_toml(text: str, source: str) -> Profile:
    r"""The profile a text describes; raises UnreadableError with every fault of it and its line.

    >>> from_toml('have = ["CPC"]\n[experience]\ncoding = 18', "example").have
    ('CPC', 'coding:18mo')
    """
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(source, (_syntax(error),)) from None
    except RecursionError:
        raise UnreadableError(source, (Mistake("", "is nested too deeply"),)) from None
    reader = _Reader(text)
    profile = reader.profile(values)
    if reader.mistakes:
        raise UnreadableError(source, tuple(reader.mistakes))
    return profile


def read_profile(path: Path) -> Profile:
    """The profile in a file; raises UnreadableError with every fault of it."""
    try:
        return from_toml(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise UnreadableError(str(path), (Mistake("", "is not text in UTF-8"),)) from None
    except OSError as error:
        raise UnreadableError(str(path), (Mistake("", f"cannot be opened: {error.strerror}"),)) from None


def _syntax(error: tomllib.TOMLDecodeError) -> Mistake:
    """The parser's complaint with its place in front."""
    match = re.fullmatch(r"(?P<what>.*) \(at (?P<where>.*)\)", str(error))
    return Mistake(match["where"], f"not TOML: {match['what']}") if match else Mistake("", f"not TOML: {error}")


class _Reader:
    """Reads a profile, collecting every fault with its line."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.mistakes: list[Mistake] = []

    def fault(self, key: str, what: str, table: str = "") -> None:
        self.mistakes.append(Mistake(f"line {self.line(key, table)}", f"{key} {what}"))

    def line(self, key: str, table: str = "") -> int:
        """The line on which a key is given, from the heading of its table on."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        heading = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]") if table else None
        inside = heading is None
        for number, line in enumerate(self.lines, 1):
            inside = inside or bool(heading and heading.match(line))
            if inside and re.match(rf"\s*(\[\s*)?({re.escape(table)}\.)?{name}\s*(=|\]|\.)", line):
                return number
        return 1

    def profile(self, values: dict[str, object]) -> Profile:
        for key in values:
            if key in NOT_BUILT:
                self.fault(key, "is understood but not built yet")
            elif key not in KEYS:
                self.fault(key, f"is not one of {', '.join(KEYS)}")
        return Profile(
            have=(*self.names(values, "have"), *self.experience(values)),
            budget=self.money(values["budget"], "budget") if "budget" in values else None,
            prefer=self.preference(values.get("prefer")),
            refuse=self.names(values, "refuse"),
            cost={key: cost for key, value in self.table(values, "cost") if (cost := self.cost(key, value))},
            weeks={key: self.amount(value, MILLIWEEKS, key, "weeks") for key, value in self.table(values, "weeks")},
        )

    def names(self, values: dict[str, object], key: str) -> tuple[str, ...]:
        value = values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.fault(key, 'is not a list of names, such as ["CPC", "RHIT"]')
            return ()
        return tuple(value)

    def table(self, values: dict[str, object], key: str) -> list[tuple[str, object]]:
        value = values.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, "is not a table")
            return []
        return list(value.items())

    def experience(self, values: dict[str, object]) -> tuple[str, ...]:
        found = []
        for kind, months in self.table(values, "experience"):
            if isinstance(months, bool) or not isinstance(months, int) or months < 0:
                self.fault(kind, "is not a whole number of months", "experience")
            else:
                found.append(f"{kind}:{months}mo")
        return tuple(found)

    def preference(self, value: object) -> Preference | None:
        found = next((one for one in PREFERENCES if one == value), None)
        if value is not None and found is None:
            self.fault("prefer", f"is not one of {', '.join(PREFERENCES)}")
        return found

    def cost(self, key: str, value: object) -> Cost | None:
        if not isinstance(value, list):
            return Cost.known(self.money(value, key, "cost"))
        if len(value) != RANGE:
            self.fault(key, "is not [low, typical, high]", "cost")
            return None
        low, typical, high = (self.money(one, key, "cost") for one in value)
        if not low <= typical <= high:
            self.fault(key, "is out of order; a range is [low, typical, high]", "cost")
        return Cost(low, typical, high)

    def money(self, value: object, key: str, table: str = "") -> int:
        return self.amount(value, CENTS, key, table)

    def amount(self, value: object, unit: int, key: str, table: str = "") -> int:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.fault(key, "is not a number", table)
            return 0
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number <= LARGEST or number * unit != int(number * unit):
            self.fault(key, "is not a number from 0 on, in whole cents or thousandths of a week", table)
            return 0
        return int(number * unit)
