"""Money, time and doubt in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from chartway.catalog import CENTS, MILLIWEEKS, Cost, from_milliweeks
from chartway.source import Source
from chartway.timetable import UNLIMITED, Timetable
from chartway.view import View

WEEKS_A_MONTH = 52 * MILLIWEEKS // 12
"""Thousandths of a week in a month, as experience is counted: 52 weeks for 12 months."""
ROUGHNESS = ((100, 1), (2_000, 5), (10_000, 50))
"""Below how many dollars an estimate is rounded to how many; to a hundred above. More would claim to know more."""
MONTHS_A_YEAR = 12
RELIABILITY = {
    "own": "your own word",
    "official": "official",
    "reported": "third party",
    "assumed": "no page says it: our estimate",
    "editorial": "our wording",
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def dollars(cents: int) -> str:
    """Exact money.

    >>> dollars(29_900), dollars(1_234_550)
    ('$299', '$12,345.50')
    """
    return f"${cents // CENTS:,}" if cents % CENTS == 0 else f"${cents / CENTS:,.2f}"


def _rough(cents: int) -> int:
    """The money in dollars, rounded the more coarsely the more it is.

    >>> _rough(405_000), _rough(107_000), _rough(839_900), _rough(1_809_900), _rough(350)
    (4050, 1070, 8400, 18100, 4)
    """
    amount = cents / CENTS
    unit = next((unit for below, unit in ROUGHNESS if amount < below), 100)
    return round(amount / unit) * unit


def about(cost: Cost, *, unsure: bool = False) -> str:
    """Money as one says it: exact where it is known, rounded with its range where it is estimated.

    >>> about(Cost.known(59_800)), about(Cost(317_900, 839_900, 1_809_900)), about(Cost.known(32_900), unsure=True)
    ('$598', 'about $8,400 ($3,200–18,100)', 'about $329')
    """
    if not cost.estimated:
        return f"about {dollars(cost.typical)}" if unsure else dollars(cost.typical)
    return f"about ${_rough(cost.typical):,} (${_rough(cost.low):,}–{_rough(cost.high):,})"


def recorded(cost: Cost, *, unsure: bool = False) -> str:
    """One price as its source has it, with its range where it is estimated: nothing is rounded.

    >>> recorded(Cost(14_400, 40_500, 89_000)), recorded(Cost.known(29_900)), recorded(Cost.known(32_900), unsure=True)
    ('about $405 ($144–890)', '$299', 'about $329')
    """
    known = dollars(cost.typical)
    if cost.estimated:
        return f"about {known} ({dollars(cost.low)}–{dollars(cost.high)[1:]})"
    return f"about {known}" if unsure else known


def outlay(prices: Iterable[Cost | None], *, unsure: bool = False) -> str:
    """Money for a whole plan: one price as it is recorded, what several add up to rounded; a range has its own least.

    >>> outlay([]), outlay([Cost.known(59_800)]), outlay([Cost.known(59_800), None]), outlay([None])
    ('no fees', '$598', 'at least $598', 'price unknown')
    >>> outlay([Cost(14_400, 40_500, 89_000)]), outlay([Cost(288_000, 810_000, 1_780_000), Cost.known(29_900), None])
    ('about $405 ($144–890)', 'about $8,400 ($3,200–18,100) and an unknown price')
    """
    prices = list(prices)
    paid = [one for one in prices if one is not None and one.high]
    unknown = prices.count(None)
    if not paid:
        return "price unknown" if unknown else "no fees"
    words = (recorded if len(paid) == 1 else about)(sum(paid, Cost.known(0)), unsure=unsure)
    return total(words, unknown)


def total(words: str, unknown: int) -> str:
    """The words for known prices, and what so many unknown ones leave open.

    >>> total("$598", 1), total("about $8,400 ($3,200–18,100)", 2)
    ('at least $598', 'about $8,400 ($3,200–18,100) and 2 unknown prices')
    """
    if unknown and "(" not in words:
        return f"at least {words.removeprefix('about ')}"
    prices = "an unknown price" if unknown == 1 else counted(unknown, "unknown price")
    return f"{words} and {prices}" if unknown else words


def price(cost: Cost | None, *, unsure: bool = False) -> str:
    """The price of one step: ``~`` marks an estimate, an unknown price says so.

    >>> price(None), price(Cost.known(0)), price(Cost(1, 810_000, 2_000_000))
    ('price unknown', 'no fee', '~$8,100')
    """
    if cost is None:
        return "price unknown"
    if cost == Cost.known(0):
        return "no fee"
    return f"~{dollars(cost.typical)}" if cost.estimated or unsure else dollars(cost.typical)


def ranged(cost: Cost | None, *, unsure: bool = False) -> str:
    """The price of one step as elsewhere, with its range where it is estimated.

    >>> ranged(Cost(144_000, 405_000, 890_000)), ranged(Cost.known(29_900)), ranged(None)
    ('~$4,050 ($1,440–8,900)', '$299', 'price unknown')
    """
    if cost and cost.estimated:
        return f"~{recorded(cost).removeprefix('about ')}"
    return price(cost, unsure=unsure)


def duration(milliweeks: int) -> str:
    """Time as one says it.

    >>> duration(0), duration(15_000), duration(104_000), duration(130_000), duration(36_000)
    ('no waiting time', '15 weeks', 'about 2 years', 'about 2 years 6 months', 'about 8 months')
    """
    if milliweeks == 0:
        return "no waiting time"
    months = round(milliweeks / WEEKS_A_MONTH)
    if milliweeks < 26 * MILLIWEEKS:
        weeks = milliweeks / MILLIWEEKS
        return counted(round(weeks, 1) if weeks % 1 else int(weeks), "week")
    if months < MONTHS_A_YEAR:
        return f"about {counted(months, 'month')}"
    years, rest = divmod(months, MONTHS_A_YEAR)
    return f"about {counted(years, 'year')}" + (f" {counted(rest, 'month')}" if rest else "")


def spans(lengths: list[int]) -> list[str]:
    """Lengths of time beside one another: as one says them, or to the day where two would sound alike.

    >>> spans([156_000, 104_000]), spans([209_143, 208_715]), spans([15_000, 0])
    (['about 3 years', 'about 2 years'], ['4 years 1 week 1 day', '4 years 5 days'], ['15 weeks', 'at once'])
    """
    words = [duration(length) if length else "at once" for length in lengths]
    return words if len(set(words)) == len(set(lengths)) else [_to_the_day(length) for length in lengths]


def _to_the_day(milliweeks: int) -> str:
    weeks, days = divmod(round(milliweeks * 7 / MILLIWEEKS), 7)
    years, weeks = divmod(weeks, 52)
    parts = ((years, "year"), (weeks, "week"), (days, "day"))
    return " ".join(counted(number, word) for number, word in parts if number) or "at once"


def when(start: int, finish: int, timetable: Timetable = UNLIMITED) -> str:
    """When a step happens: counted in months from the start, or in months of the year where the first day is known.

    >>> when(0, 104_000), when(104_000, 104_000), when(15_000, 30_000), when(0, 0)
    ('months 0–24', 'month 24', 'weeks 15–30', 'at once')
    >>> from datetime import date
    >>> when(0, 104_000, Timetable(start=date(2027, 1, 1)))
    'January 2027 – December 2028'
    """
    if finish == 0:
        return "at once"
    if timetable.start is not None:
        months = [day(timetable.day(moment).isoformat()[:7]) for moment in (start, finish)]
        return " – ".join(dict.fromkeys(months))
    word, unit = ("week", MILLIWEEKS) if finish < 52 * MILLIWEEKS else ("month", WEEKS_A_MONTH)
    first, last = round(start / unit), round(finish / unit)
    return f"{word} {last}" if start == finish else f"{word}s {first}–{last}"


def every(months: str) -> str:
    """How often something falls due.

    >>> every("24"), every("12"), every("18"), every("")
    ('every 2 years', 'every year', 'every 18 months', 'from time to time')
    """
    if not months:
        return "from time to time"
    years, rest = divmod(int(months), MONTHS_A_YEAR)
    if rest:
        return f"every {counted(int(months), 'month')}"
    return f"every {years} years" if years > 1 else "every year"


def every_weeks(milliweeks: int) -> str:
    """How often something falls due, of which 52 weeks are a year.

    >>> every_weeks(52_000), every_weeks(26_000), every_weeks(10_000)
    ('every year', 'every 6 months', 'every 10 weeks')
    """
    months = -(-milliweeks * MONTHS_A_YEAR // (52 * MILLIWEEKS))
    whole = months * 52 * MILLIWEEKS // MONTHS_A_YEAR == milliweeks
    return every(str(months)) if whole else f"every {counted(from_milliweeks(milliweeks), 'week')}"


def times(number: int) -> str:
    """How many times.

    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def within(name: str) -> str:
    """A name as it stands within a sentence: small at the start, unless it begins with an abbreviation.

    >>> within("Associate degree"), within("RHIT"), within("CCS-P examination"), within("AHIMA membership")
    ('associate degree', 'RHIT', 'CCS-P examination', 'AHIMA membership')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def counted(number: float, word: str) -> str:
    """The number with its noun.

    >>> counted(1, "step"), counted(2, "step")
    ('1 step', '2 steps')
    """
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def measured(thousandths: int, unit: str = "") -> str:
    """An amount with its unit.

    >>> measured(6000, "credits"), measured(4500)
    ('6 credits', '4.5')
    """
    return f"{Decimal(thousandths) / 1000:f} {unit}".strip()


def listed(names: list[str], word: str = "and") -> str:
    """Names as one says them; semicolons keep apart those that have a comma of their own.

    >>> listed(["a"]), listed(["a", "b", "c"], "or"), listed(["work, 1 year", "CCA"])
    ('a', 'a, b or c', 'work, 1 year, and CCA')
    >>> listed(["CCA", "work, 1 year", "CPC"])
    'CCA; work, 1 year; and CPC'
    """
    *others, last = names
    if not others:
        return last
    if len(others) > 1 and any(", " in name for name in names):
        return f"{'; '.join(others)}; {word} {last}"
    return f"{', '.join(others)}{',' * (', ' in others[-1])} {word} {last}"


def dated(source: Source) -> str:
    """The date of a source in words: that of the page, else the day it was seen.

    >>> dated(Source("s", "T", "official", page_date="2026-05"))
    'May 2026'
    """
    if source.page_date_note:
        return source.page_date_note
    if source.page_date:
        return day(source.page_date)
    return f"undated, seen {day(source.seen)}" if source.seen else "undated"


def day(text: str) -> str:
    """A day, a month or a year as one writes it.

    >>> day("2020-07-13"), day("2025-12"), day("1933")
    ('13 July 2020', 'December 2025', '1933')
    """
    year, *rest = text.split("-")
    parts = [MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([str(int(rest[1])), *parts] if len(rest) > 1 else parts)


def seen_from(view: View, last: str) -> list[str]:
    """What a view leaves out; ``last`` is the day on which the newest page was seen.

    >>> seen_from(View("2020-06-30"), "2026-11-23")
    ['As of 30 June 2020: pages of a later date are left out; estimates of ours are of today.']
    >>> seen_from(View(trust="issuer"), "2026-11-23")
    ['Only official pages count here: third parties and estimates of ours are left out.']
    """
    lines = []
    if view.day > last:
        lines.append(
            f"As of {day(view.day)}: as the pages said on {day(last)} and before; what came later is not known."
        )
    elif view.day:
        ours = "; estimates of ours are of today" if view.trust == "all" else ""
        lines.append(f"As of {day(view.day)}: pages of a later date are left out{ours}.")
    if view.trust == "issuer":
        lines.append("Only official pages count here: third parties and estimates of ours are left out.")
    if view.trust == "published":
        lines.append("Only pages count here: estimates of ours are left out.")
    return lines


def citation(source: Source) -> str:
    """A source in one line: title, how far to trust it, its date and its address."""
    date = f" · {dated(source)}" if source.reliability in ("official", "reported") else ""
    address = f" · {source.url}" if source.url else ""
    return f"{source.title} · {RELIABILITY[source.reliability]}{date}{address}"
