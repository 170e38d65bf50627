"""Requirement graphs as JSON (format ``chartway-requirements/1``), read strictly and with all faults at once.

Money is read as whole cents and time as whole thousandths of a week from the decimal text; finer is a fault.
Amounts of a sum are whole thousandths, too. A key that is not understood is a fault: nothing is ignored but keys that
start with ``x-``.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from chartway.catalog import CENTS, FREE, JOB, MILLIWEEKS, Achievement, Catalog, Cost, Route, Span
from chartway.errors import Mistake, UnreadableError
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    replaced,
)

FORMAT = "chartway-requirements/1"
DEEPEST = 100
"""Levels of nesting in a requirement."""
LARGEST = 10**9
"""Dollars or weeks: a thousand times any career, and small enough for exact arithmetic."""
EXACT = Context(prec=28, traps=[Inexact])
"""Arithmetic that refuses to round: LARGEST in thousandths has 13 digits."""

Unknown = Literal["free", "blocked"]

TOP_KEYS = ("format", "currency", "achievements")
ACHIEVEMENT_KEYS = ("id", "label", "kind", "issuer", "credits", "implies", "validWeeks", "routes")
ROUTE_KEYS = (
    *("id", "requires", "cost", "weeks", "hoursPerWeek", "source", "assumed"),
    *("exclusive", "validFrom", "validThrough"),
)
TIMINGS: dict[str, type[Achieved | Concurrent | Together]] = {
    "before": Achieved,
    "concurrent": Concurrent,
    "together": Together,
}
NONE = frozenset[str]()
THOUSANDTHS = 1000
"""The finest part of a credit, or of whatever a sum counts."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: among a million new objects, none of it garbage, it took half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@uncollected()
def from_json(
    text: str, source: str, unknown: Unknown | None = None, known: Callable[[str], str | None] | None = None
) -> Catalog:
    """The catalog a requirement graph describes.

    ``source`` names the text in messages. ``unknown`` says what to do with ids that are required but described
    nowhere: None makes them a fault, "free" earns them at no cost in no time, "blocked" never earns them.
    ``known`` gives the id of what is described elsewhere, for a graph that is laid on top of another.
    Raises UnreadableError with every fault of the text.

    >>> graph = '{"format": "chartway-requirements/1", "achievements": [{"id": "BIO 1", "routes": [{"cost": 420.5}]}]}'
    >>> from_json(graph, "example")["BIO 1"].routes[0].cost.typical
    42050
    """
    reader = _Reader()
    achievements = reader.document(_parsed(text, source, reader.mistakes))
    if known is not None:
        achievements = [_in_words_of(known, one) for one in achievements]
        reader.repeats([one.id for one in achievements if known(one.id)], "achievements", "meaning")
        reader.one_meaning_each(achievements)
    described = {one.id for one in achievements}
    implied = {id for one in achievements for id in one.implies} - described
    undescribed = sorted(reader.mentioned.keys() - described - implied)
    strangers = [id for id in undescribed if known is None or known(id) is None]
    if strangers and unknown is None and all(one.id for one in achievements):
        listed = ", ".join(repr(id) for id in strangers)
        hint = "describe them, or choose --unknown free or --unknown blocked"
        reader.fault("required but described nowhere", f"{listed}; {hint}")
    if reader.mistakes:
        raise UnreadableError(source, tuple(reader.mistakes))
    routes = (Route("0"),) if unknown == "free" else ()
    others = [Achievement(id) for id in sorted(implied) if known is None or known(id) is None]
    return Catalog.of([*others, *achievements, *(Achievement(id, routes=routes) for id in strangers)])


def _in_words_of(known: Callable[[str], str | None], achievement: Achievement) -> Achievement:
    """The achievement with the ids of what is described elsewhere."""

    def renamed(id: str) -> str:
        return known(id) or id

    routes = (
        replace(route, requires=replaced(route.requires, lambda id: Achieved(renamed(id))))
        for route in achievement.routes
    )
    implies = frozenset(map(renamed, achievement.implies))
    return replace(achievement, id=renamed(achievement.id), routes=tuple(routes), implies=implies)


@cache
def _as_set(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset(keys)


class _Repeating(dict[str, Any]):
    """A JSON object that was given keys twice, and remembers which."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(key for key, _ in pairs)
        self.repeated = [key for key in self if times[key] > 1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The JSON object of these keys and values: a plain one, unless there are keys twice."""
    value = dict(pairs)
    return value if len(value) == len(pairs) else _Repeating(pairs)


def _parsed(text: str, source: str, mistakes: list[Mistake]) -> object:
    """The JSON value of the text, numbers as they are written."""
    read = partial(json.loads, text, parse_constant=Decimal, object_pairs_hook=_object)
    try:
        try:
            return read(parse_float=Decimal)
        except (ValueError, InvalidOperation):  # a number without bounds, for which the quick ways are no good
            return read(parse_float=_decimal, parse_int=_integer)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(source, (Mistake(where, f"not JSON: {error.msg[0].lower()}{error.msg[1:]}"),)) from None
    except RecursionError:
        raise UnreadableError(source, (*mistakes, Mistake("", f"nested more than {DEEPEST} deep"))) from None


def _integer(digits: str) -> int | Decimal:
    """A whole number; one of thousands of digits stays a Decimal, too large to be meant."""
    return int(digits) if len(digits) < 20 else Decimal(digits)  # noqa: PLR2004 - LARGEST has 10 digits


def _decimal(text: str) -> Decimal:
    """The number as it is written; NaN, which is a fault wherever it stands, if no computer can hold it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


class _Reader:
    """Walks a requirement graph, collecting every fault with its place."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.mentioned: dict[str, Achieved] = {}
        """What requirements mention: one object for an id, however many ask for it."""
        self.price = cache(Cost.known)

    def fault(self, where: str, what: str) -> None:
        self.mistakes.append(Mistake(where, what))

    def document(self, value: object) -> list[Achievement]:
        if not isinstance(value, dict):
            self.fault("the file", 'is not a JSON object with "format" and "achievements"')
            return []
        self.keys(value, TOP_KEYS, "the file")
        if value.get("format") != FORMAT:
            found = f"is {_shown(value['format'])}" if "format" in value else "is missing"
            self.fault("format", f"{found}; this program reads {FORMAT!r}")
        if value.get("currency", "USD") != "USD":
            self.fault("currency", f"is {_shown(value['currency'])}; only 'USD' is understood")
        entries = value.get("achievements")
        if not isinstance(entries, list):
            self.fault("achievements", "is missing or not a list")
            return []
        achievements = [self.achievement(entry, f"achievements[{n}]") for n, entry in enumerate(entries)]
        self.repeats([one.id for one in achievements if one.id], "achievements", "id")
        return achievements

    def achievement(self, value: object, where: str) -> Achievement:
        if not isinstance(value, dict):
            self.fault(where, f'is {_shown(value)}, not an object with an "id"')
            return Achievement("")
        id = self.text(value, "id", where, required=True)
        where = repr(id) if id else where
        self.keys(value, ACHIEVEMENT_KEYS, where)
        return Achievement(
            id,
            self.text(value, "label", where) if "label" in value else "",
            self.text(value, "kind", where) if "kind" in value else "",
            self.routes(value.get("routes", []), where),
            frozenset(self.texts(value["implies"], f"implies of {where}")) if "implies" in value else NONE,
            (self.text(value, "issuer", where) or None) if "issuer" in value else None,
            self.credits(value.get("credits"), where),
            valid_weeks=self.valid_weeks(value, where) if "validWeeks" in value else None,
        )

    def valid_weeks(self, value: dict[str, Any], where: str) -> int:
        """How long it holds once earned; what never held could never be used."""
        faults = len(self.mistakes)
        weeks = self.time(value, "validWeeks", where, "thousandths of a week")
        if weeks == 0 and len(self.mistakes) == faults:
            self.fault(f"validWeeks of {where}", "is 0; what lapses holds for some time first")
        return weeks

    def credits(self, value: object, where: str) -> str | None:
        if value is None:
            return None
        return None if self.number(value, f"credits of {where}") is None else str(value)

    def routes(self, value: object, where: str) -> tuple[Route, ...]:
        if not isinstance(value, list):
            self.fault(f"routes of {where}", f"is {_shown(value)}, not a list")
            return ()
        routes = [self.route(entry, number, f"routes[{number}] of {where}") for number, entry in enumerate(value)]
        if len(routes) == 1:
            return tuple(routes)
        self.repeats([route.id for route in routes], f"routes of {where}", "id")
        return tuple(sorted(routes, key=lambda route: route.id))

    def route(self, value: object, number: int, where: str) -> Route:
        if not isinstance(value, dict):
            self.fault(where, f"is {_shown(value)}, not an object")
            return Route(str(number))
        self.keys(value, ROUTE_KEYS, where)
        first, last = self.validity(value, where) if "validFrom" in value or "validThrough" in value else (None, None)
        weeks, span = self.weeks(value["weeks"], where) if "weeks" in value else (0, None)
        return Route(
            (self.text(value, "id", where) if "id" in value else "") or str(number),
            self.requirement(value["requires"], f"requires in {where}", 0) if "requires" in value else NOTHING,
            self.cost(value["cost"], where) if "cost" in value else FREE,
            weeks,
            self.time(value, "hoursPerWeek", where, "thousandths of an hour") if "hoursPerWeek" in value else 0,
            source=(self.text(value, "source", where) or None) if "source" in value else None,
            assumed="assumed" in value and self.flag(value["assumed"], f"assumed of {where}"),
            exclusive=self.exclusive(value, where) if "exclusive" in value else "",
            valid_from=first,
            valid_through=last,
            span=span,
        )

    def weeks(self, value: object, where: str) -> tuple[int, Span | None]:
        """How long it takes, and the fewest and the most weeks where that is an estimate."""
        low, typical, high = self.figures(value, MILLIWEEKS, f"weeks of {where}", "thousandths of a week")
        return typical, Span(low, high) if low < high else None

    def time(self, value: dict[str, Any], key: str, where: str, finest: str) -> int:
        return self.amount(value[key], MILLIWEEKS, f"{key} of {where}", finest)

    def exclusive(self, value: dict[str, Any], where: str) -> str:
        """What one does one at a time; a job is all there is of that kind."""
        if "exclusive" in value and value["exclusive"] != JOB:
            found = _shown(value["exclusive"])
            self.fault(f"exclusive of {where}", f"is {found}; only {JOB!r} is understood: one has one at a time")
        return JOB if "exclusive" in value else ""

    def validity(self, value: dict[str, Any], where: str) -> tuple[date | None, date | None]:
        """The first and the last day on which the way in can be begun."""
        first, last = self.day(value, "validFrom", where), self.day(value, "validThrough", where)
        if first and last and last < first:
            self.fault(f"validThrough of {where}", f"is {last}, before validFrom, {first}")
        return first, last

    def day(self, value: dict[str, Any], key: str, where: str) -> date | None:
        if key not in value:
            return None
        text = self.text(value, key, where)
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(f"{key} of {where}", f"is {_shown(text)}, not a day, such as '2027-01-15'")
            return None

    def cost(self, value: object, where: str) -> Cost | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return self.price(self.amount(value, CENTS, f"cost of {where}", "cents"))
        return Cost(*self.figures(value, CENTS, f"cost of {where}", "cents"))

    def figures(self, value: object, unit: int, where: str, finest: str) -> tuple[int, int, int]:
        """Low, typical and high in whole units: of a range, or three times the same number."""
        if not isinstance(value, list):
            number = self.amount(value, unit, where, finest)
            return number, number, number
        if len(value) != 3:  # noqa: PLR2004 - low, typical, high
            self.fault(where, f"has {len(value)} entries; a range is [low, typical, high]")
            return 0, 0, 0
        faults = len(self.mistakes)
        low, typical, high = (self.amount(one, unit, where, finest) for one in value)
        if len(self.mistakes) == faults and not low <= typical <= high:
            self.fault(where, "is out of order; a range is [low, typical, high]")
        return low, typical, high

    def amount(self, value: object, unit: int, where: str, finest: str) -> int:
        """The number in whole units, 0 where it is at fault."""
        if type(value) is int and 0 <= value <= LARGEST:  # no bool; nearly all numbers, without Decimal
            return value * unit
        number = self.number(value, where)
        if number is None:
            return 0
        if number > LARGEST:
            self.fault(where, f"is more than {LARGEST:,}")
            return 0
        try:
            return int(EXACT.to_integral_exact(EXACT.multiply(number, unit)))
        except Inexact:
            self.fault(where, f"is {_shown(value)}; nothing finer than whole {finest} is read")
            return 0

    def number(self, value: object, where: str) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.fault(where, f"is {_shown(value)}, not a number")
            return None
        number = value if isinstance(value, Decimal) else Decimal(value)
        if not number.is_finite() or number < 0:
            self.fault(where, f"is {_shown(value)}; only finite numbers of 0 or more are understood")
            return None
        return number

    def flag(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            self.fault(where, f"is {_shown(value)}, not true or false")
        return bool(value)

    def requirement(self, value: object, where: str, depth: int) -> Requirement:
        if isinstance(value, str):
            return self.mentioned.get(value) or self.achieved(value, where)
        if depth >= DEEPEST:
            self.fault(where[where.find("requires in") :], f"is nested more than {DEEPEST} deep")
            return NOTHING
        if not isinstance(value, dict):
            self.fault(where, f"is {_shown(value)}; a requirement is an id or an object with one of {_names(FORMS)}")
            return NOTHING
        forms = [form for form in FORMS if form in value]
        if forms == ["atLeast", "sum"]:
            forms = ["sum"]
        if len(forms) != 1:
            found = f"has {_names(forms)}" if forms else "has none of these keys"
            self.fault(where, f"{found}; a requirement has exactly one of {_names(FORMS)}")
            return NOTHING
        return FORMS[forms[0]](self, value, where, depth + 1)

    def achieved(self, id: str, where: str) -> Achieved:
        if not id:
            self.fault(where, "has an empty id")
        elif self.written(id, where):
            return self.mentioned.setdefault(id, Achieved(id))
        return Achieved("")

    def leaf(self, value: dict[str, Any], where: str, _depth: int) -> Requirement:
        self.keys(value, ("id", "timing"), where)
        id = self.text(value, "id", where, required=True)
        if not id:
            return NOTHING
        timing = value.get("timing", "before")
        if not isinstance(timing, str) or timing not in TIMINGS:
            self.fault(where, f"has the timing {_shown(timing)}; it is 'before', 'concurrent' or 'together'")
            return NOTHING
        leaf = self.achieved(id, where)
        return leaf if timing == "before" else TIMINGS[timing](id)

    def prose(self, value: dict[str, Any], where: str, _depth: int) -> Requirement:
        self.keys(value, ("prose",), where)
        return Prose(self.text(value, "prose", where, required=True))

    def all_of(self, value: dict[str, Any], where: str, depth: int) -> Requirement:
        self.keys(value, ("all",), where)
        return _joined(AllOf, self.parts(value["all"], f"all of {where}", depth))

    def any_of(self, value: dict[str, Any], where: str, depth: int) -> Requirement:
        self.keys(value, ("any",), where)
        return _joined(AnyOf, self.parts(value["any"], f"any of {where}", depth))

    def at_least(self, value: dict[str, Any], where: str, depth: int) -> Requirement:
        self.keys(value, ("atLeast", "of"), where)
        faults = len(self.mistakes)
        if "of" not in value:
            self.fault(where, "has 'atLeast' without 'of', the list to choose from")
            return NOTHING
        parts = self.parts(value["of"], f"of in {where}", depth)
        number = value["atLeast"]
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            self.fault(where, f"asks for {_shown(number)} of a list; that is a whole number of 0 or more")
        if len(self.mistakes) > faults:
            return NOTHING
        once = _ordered(parts)
        if len(once) != len(parts):
            self.fault(where, "lists the same option twice; each counts once")
        if number > len(parts):
            self.fault(where, f"asks for {_shown(number)} of a list of {len(parts)}")
        return AtLeast(number, once)

    def sum_of(self, value: dict[str, Any], where: str, _depth: int) -> Requirement:
        self.keys(value, ("sum", "atLeast", "unit"), where)
        faults = len(self.mistakes)
        terms = self.terms(value["sum"], f"sum of {where}")
        unit = self.text(value, "unit", where)
        if "atLeast" not in value:
            self.fault(where, "has 'sum' without 'atLeast', what it must come to")
            return NOTHING
        number = self.amount(value["atLeast"], THOUSANDTHS, f"atLeast of {where}", f"thousandths of {unit or 'a unit'}")
        if len({id for id, _ in terms}) != len(terms):
            self.fault(where, "lists the same option twice; each counts once")
        if len(self.mistakes) > faults:
            return NOTHING
        total = sum(amount for _, amount in terms)
        if number > total:
            asked, there = (f"{Decimal(one) / THOUSANDTHS}" for one in (number, total))
            self.fault(where, f"asks for {asked} of a list that comes to {there}")
        ids, amounts = zip(*sorted(terms), strict=True) if terms else ((), ())
        return SumOf(number, tuple([self.achieved(id, where) for id in ids]), tuple(amounts), unit)

    def terms(self, value: object, where: str) -> list[tuple[str, int]]:
        if not isinstance(value, list):
            self.fault(where, f"is {_shown(value)}, not a list")
            return []
        place = where.removeprefix("sum of ")
        return [self.term(entry, f"sum[{number}] of {place}") for number, entry in enumerate(value)]

    def term(self, value: object, where: str) -> tuple[str, int]:
        """What counts for the sum, and for how much."""
        if not isinstance(value, dict):
            self.fault(where, f'is {_shown(value)}, not an object with an "id" and an "amount"')
            return "", 0
        self.keys(value, ("id", "amount"), where)
        id = self.text(value, "id", where, required=True)
        if "amount" not in value:
            self.fault(where, "has no 'amount', what it counts for")
            return id, 0
        faults = len(self.mistakes)
        amount = self.amount(value["amount"], THOUSANDTHS, f"amount of {where}", "thousandths")
        if amount == 0 and len(self.mistakes) == faults:
            self.fault(f"amount of {where}", "is 0; what counts for a sum counts for more")
        return id, amount

    def parts(self, value: object, where: str, depth: int) -> list[Requirement]:
        if not isinstance(value, list):
            self.fault(where, f"is {_shown(value)}, not a list")
            return []
        return [self.requirement(part, where, depth) for part in value]

    def keys(self, value: dict[str, Any], known: tuple[str, ...], where: str) -> None:
        if type(value) is dict and value.keys() <= _as_set(known):
            return
        repeated = value.repeated if isinstance(value, _Repeating) else ()
        for key in value:
            if key.startswith("x-"):
                continue
            if key not in known:
                self.fault(where, f"has the key {key!r}, which is not one of {_names(known)}")
            if key in repeated:
                self.fault(where, f"has the key {key!r} twice")

    def text(self, value: dict[str, Any], key: str, where: str, *, required: bool = False) -> str:
        if key not in value and not required:
            return ""
        text = value.get(key, "")
        if not isinstance(text, str) or (required and not text):
            self.fault(where, f"has {_shown(text) if key in value else 'nothing'} as its {key!r}; that is a text")
            return ""
        return text if text.isascii() else self.written(text, f"{key} of {where}")

    def written(self, text: str, where: str) -> str:
        """The text, if it can be written again: JSON can name halves of characters that no file can hold."""
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fault(where, f"is {text!r}, which holds half a character")
            return ""
        return text

    def texts(self, value: object, where: str) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.fault(where, "is not a list of ids")
            return []
        return [self.written(one, where) for one in value]

    def one_meaning_each(self, achievements: list[Achievement]) -> None:
        """No list that counts its options names one of them in two ways."""
        for achievement in achievements:
            for route in achievement.routes:
                if _counts_twice(route.requires):
                    where = f"requires in route {route.id!r} of {achievement.id!r}"
                    self.fault(where, "lists the same option twice under two names; each counts once")

    def repeats(self, ids: list[str], where: str, what: str) -> None:
        if len(set(ids)) == len(ids):
            return
        seen: set[str] = set()
        for id in ids:
            if id in seen:
                self.fault(where, f"two have the {what} {id!r}")
            seen.add(id)


FORMS: dict[str, Callable[[_Reader, dict[str, Any], str, int], Requirement]] = {
    "all": _Reader.all_of,
    "any": _Reader.any_of,
    "atLeast": _Reader.at_least,
    "sum": _Reader.sum_of,
    "prose": _Reader.prose,
    "id": _Reader.leaf,
}
"""What a requirement is called by, and how it is read."""


def _counts_twice(requirement: Requirement) -> bool:
    """Whether a list in it that counts its options has equal ones."""
    parts = () if isinstance(requirement, (Achieved, Concurrent, Together, Prose)) else requirement.parts
    twice = isinstance(requirement, (AtLeast, SumOf)) and len(set(parts)) != len(parts)
    return twice or any(map(_counts_twice, parts))


def _joined(gate: type[AllOf | AnyOf], parts: list[Requirement]) -> Requirement:
    """The gate over the parts, equal ones once, in an order that does not depend on the file's."""
    once = _ordered(parts)
    return once[0] if len(once) == 1 else gate(once)


def _ordered(parts: list[Requirement]) -> tuple[Requirement, ...]:
    """The parts, equal ones once, in the order of how they are written."""
    written = {repr(part): part for part in parts}
    return tuple([written[text] for text in sorted(written)])


def _names(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _shown(value: object) -> str:
    """The value as it stands in the file, cut short where it is long."""
    match value:
        case list():
            return "a list"
        case dict():
            return "an object"
        case Decimal():
            text = str(value)
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}…"  # noqa: PLR2004 - about half a line


def read_catalog(
    path: Path, unknown: Unknown | None = None, known: Callable[[str], str | None] | None = None
) -> Catalog:
    """The catalog in a file; raises UnreadableError with every fault of it."""
    try:
        return from_json(path.read_text(encoding="utf-8-sig"), str(path), unknown, known)
    except UnicodeDecodeError:
        raise UnreadableError(str(path), (Mistake("", "is not text in UTF-8"),)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(str(path), (Mistake("", f"cannot be opened: {why}"),)) from None
