"""A learner's profile: what is held, what money there is, what is refused, and what things cost here.

A profile is TOML::

    have = ["CPC", "high-school-diploma"]
    budget = 9000
    prefer = "cheapest"
    refuse = ["him-bachelor"]      # a thing, or a body and all it issues
    study_hours = 15               # in a week
    start = 2027-01-15             # the first day
    terms = ["01-15", "08-25"]     # days of the year on which courses begin

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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from chartway.catalog import CENTS, MILLIWEEKS, Cost
from chartway.errors import Mistake, UnreadableError
from chartway.plan import PREFERENCES, Preference
from chartway.timetable import HOURS_A_WEEK, Term, term

KEYS = ("have", "experience", "budget", "prefer", "refuse", "study_hours", "start", "terms", "cost", "weeks")
LARGEST = Decimal(10**9)
DOLLARS = "dollars from 0 on, to the cent"
WEEKS = "weeks from 0 on, to the thousandth"
HOURS = "hours in a week, such as 20 or 12.5"
UNITS = MappingProxyType({DOLLARS: CENTS, WEEKS: MILLIWEEKS, HOURS: MILLIWEEKS})
"""What is read is a whole number of these parts."""
RANGE = 3
"""Entries of a range: low, typical, high."""
ENDS = ("]", '"""', "'''")
"""What stands in the last line of a value over several lines: an array or a long text ends there."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one learner says of themselves, in their own words: names are resolved where they are used.

    ``have`` includes experience as ``coding:18mo``; ``budget`` is in cents, ``weeks`` and ``study_hours`` in
    thousandths; ``start`` is the first day, ``terms`` those on which courses begin; ``text`` is what was written.
    """

    have: tuple[str, ...] = ()
    budget: int | None = None
    prefer: Preference | None = None
    refuse: tuple[str, ...] = ()
    cost: Mapping[str, Cost] = field(default_factory=lambda: MappingProxyType({}))
    weeks: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    study_hours: int | None = None
    start: date | None = None
    terms: tuple[Term, ...] = ()
    text: str = ""

    def line(self, key: str, name: str) -> int:
        """The line on which a name is given under a key, else that of the key; experience is held."""
        kind = name.rpartition(":")[0]
        places = [(key, name), *([("experience", kind)] if key == "have" else []), (key,)]
        lines = lines_of(self.text)
        return next((lines[place] for place in places if place in lines), 1)


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
    except (ValueError, InvalidOperation):
        raise UnreadableError(source, (Mistake("", "has a number too long to be meant"),)) from None
    reader = _Reader(text)
    profile = reader.profile(values)
    refuse_faulty(source, reader.faults)
    return profile


def refuse_faulty(source: str, faults: list[tuple[int, str]]) -> None:
    """Raises UnreadableError with these faults of a profile, each with its line, if there are any."""
    if faults:
        in_order = sorted(faults, key=lambda one: one[0])
        raise UnreadableError(source, tuple(Mistake(f"line {line}", what) for line, what in in_order))


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


@lru_cache(maxsize=1)
def lines_of(text: str) -> Mapping[tuple[str, ...], int]:
    r"""The line on which each key of a TOML text is first given, by its path: its statements are parsed one by one.

    >>> lines_of("[cost]\nRHIT = [1,\n 2, 3]\nCCS = 4")[("cost", "CCS")]
    4
    """
    found: dict[tuple[str, ...], int] = {}
    heading = ""
    statement: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        statement.append(line)
        if len(statement) > 1 and not any(end in line for end in ENDS):
            continue
        try:
            values = tomllib.loads("\n".join([heading, *statement]))
        except tomllib.TOMLDecodeError:
            continue
        for path in _paths(values):
            found.setdefault(path, number - len(statement) + 1)
        if line.lstrip().startswith("[") and len(statement) == 1:
            heading = line
        statement = []
    return MappingProxyType(found)


def _paths(values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    for key, value in values.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, inner) for inner in value)


class _Reader:
    """Reads a profile, collecting every fault with its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[tuple[int, str]] = []

    def fault(self, key: str, what: str, table: str = "") -> None:
        path = (table, key) if table else (key,)
        self.faults.append((lines_of(self.text)[path], f"{key} {what}"))

    def profile(self, values: dict[str, object]) -> Profile:
        for key in values:
            if key not in KEYS:
                self.fault(key, f"is not one of {', '.join(KEYS)}")
        return Profile(
            have=(*self.names(values, "have"), *self.experience(values)),
            budget=self.money(values["budget"], "budget") if "budget" in values else None,
            prefer=self.preference(values.get("prefer")),
            refuse=self.names(values, "refuse"),
            cost={key: cost for key, value in self.table(values, "cost") if (cost := self.cost(key, value))},
            weeks={key: self.amount(value, WEEKS, key, "weeks") for key, value in self.table(values, "weeks")},
            study_hours=self.hours(values),
            start=self.first_day(values),
            terms=self.terms(values),
            text=self.text,
        )

    def hours(self, values: dict[str, object]) -> int | None:
        faults = len(self.faults)
        hours = self.amount(values.get("study_hours", 0), HOURS, "study_hours")
        if "study_hours" in values and len(self.faults) == faults and not 0 < hours <= HOURS_A_WEEK * MILLIWEEKS:
            self.fault("study_hours", f"is not a number of {HOURS}")
        return hours or None

    def first_day(self, values: dict[str, object]) -> date | None:
        value = values.get("start")
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            day = None
        # a moment of a day is a day in Python, too
        if "start" in values and type(day) is not date:
            self.fault("start", "is not a day, such as 2027-01-15")
        return day if type(day) is date else None

    def terms(self, values: dict[str, object]) -> tuple[Term, ...]:
        days = [term(name.strip()) for name in self.names(values, "terms", 'days of the year, such as ["01-15"]')]
        if None in days:
            self.fault("terms", 'has a day that is not one of every year, such as "01-15"')
        return tuple(sorted({day for day in days if day is not None}))

    def names(
        self, values: dict[str, object], key: str, what: str = 'names, such as ["CPC", "RHIT"]'
    ) -> tuple[str, ...]:
        value = values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.fault(key, f"is not a list of {what}")
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
        faults = len(self.faults)
        low, typical, high = (self.money(one, key, "cost") for one in value)
        if len(self.faults) == faults and not low <= typical <= high:
            self.fault(key, "is out of order; a range is [low, typical, high]", "cost")
        return Cost(low, typical, high)

    def money(self, value: object, key: str, table: str = "") -> int:
        return self.amount(value, DOLLARS, key, table)

    def amount(self, value: object, what: str, key: str, table: str = "") -> int:
        unit = UNITS[what]
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.fault(key, "is not a number", table)
            return 0
        number = Decimal(value)
        if not number.is_finite() or not 0 <= number <= LARGEST or number * unit != int(number * unit):
            self.fault(key, f"is not a number of {what}", table)
            return 0
        return int(number * unit)
