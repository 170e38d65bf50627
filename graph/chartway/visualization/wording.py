"""How money and time are said on a page: rounded as people say them, never more exact than they are known."""

from __future__ import annotations

from chartway.catalog import CENTS, MILLIWEEKS, Cost

__all__ = ["amount", "duration", "moment", "price", "price_range", "span"]

WEEKS_IN_MONTH = 365.2425 / 12 / 7
WEEKS_SAID_AS_WEEKS = 10
MONTHS_SAID_AS_MONTHS = 23


def amount(cents: int) -> str:
    """US dollars; cents only where there are any.

    >>> amount(840_000), amount(29_950)
    ('$8,400', '$299.50')
    """
    return f"${cents / CENTS:,.0f}" if cents % CENTS == 0 else f"${cents / CENTS:,.2f}"


def price(cost: Cost | None, *, assumed: bool = False) -> str:
    """A price in a few words; "~" marks an estimate.

    >>> price(None), price(Cost.known(0)), price(Cost.known(29_900)), price(Cost(288_000, 810_000, 1_780_000))
    ('price unknown', 'no fee', '$299', '~$8,100')
    """
    if cost is None:
        return "price unknown"
    if cost.high == 0:
        return "no fee"
    return f"~{amount(cost.typical)}" if cost.estimated or assumed else amount(cost.typical)


def price_range(cost: Cost | None) -> str:
    """The range of an estimate, nothing for a price that is known.

    >>> price_range(Cost(288_000, 810_000, 1_780_000)), price_range(Cost.known(100))
    ('$2,880–17,800', '')
    """
    return f"{amount(cost.low)}–{amount(cost.high)[1:]}" if cost is not None and cost.estimated else ""


def duration(milliweeks: int) -> str:
    """A length of time in weeks, months or years, to the precision people use.

    >>> [duration(weeks * 1000) for weeks in (1, 6, 26, 104, 130)]
    ['1 week', '6 weeks', '6 months', '2 years', '2½ years']
    """
    weeks = milliweeks / MILLIWEEKS
    if weeks <= WEEKS_SAID_AS_WEEKS:
        return _counted(max(1, round(weeks)), "week")
    months = round(weeks / WEEKS_IN_MONTH)
    if months <= MONTHS_SAID_AS_MONTHS:
        return _counted(months, "month")
    halves = round(months / 6)
    years, half = divmod(halves, 2)
    return f"{years}½ years" if half else _counted(years, "year")


def moment(milliweeks: int) -> str:
    """A point in time, counted from the start.

    >>> moment(0), moment(104_000)
    ('now', 'after 2 years')
    """
    return "now" if milliweeks == 0 else f"after {duration(milliweeks)}"


def span(start: int, finish: int) -> str:
    """From when to when, in thousandths of a week: weeks for short plans, else months.

    >>> span(0, 104_000), span(104_000, 104_000), span(2_000, 8_000)
    ('months 0–24', 'month 24', 'weeks 2–8')
    """
    weeks = finish / MILLIWEEKS <= WEEKS_SAID_AS_WEEKS
    unit, length = ("week", MILLIWEEKS) if weeks else ("month", MILLIWEEKS * WEEKS_IN_MONTH)
    first, last = round(start / length), round(finish / length)
    return f"{unit} {last}" if first == last else f"{unit}s {first}–{last}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
