"""What a timetable does to a plan, in words: the limits it keeps to, what they rule out, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chartway.catalog import from_milliweeks
from chartway.plan import Answer
from chartway.timetable import UNLIMITED, RuledOut, Timetable
from chartway.wording import MONTHS, counted, day, duration, listed

CLAIMS = {"cheapest": "cheaper", "fastest": "faster", "fewest": "shorter"}
"""What no other plan is, where that is proved."""

MOST_NAMED = 4
"""Ways in that are named at most; JSON lists all."""


def limits(answer: Answer, name: Callable[[str], str]) -> list[str]:
    """The limits a plan keeps to, and the ways in that they rule out; nothing where none was said."""
    timetable = answer.question.timetable
    if timetable == UNLIMITED:
        return []
    too_many = [one for one in answer.ruled_out if _takes_too_many(timetable, one)]
    over = [one for one in answer.ruled_out if one not in too_many]
    lines = [f"Reckoned with {_allowed(timetable)}; one job at a time, beside study."]
    if too_many:
        named = _named(too_many, name, _hours)
        lines.append(
            f"More hours a week than that: {named}; slower ways to study them are not known here, ask for them."
        )
    if over:
        lines.append(f"Over before you could begin: {_named(over, name, _last_day)}.")
    return lines


def _allowed(timetable: Timetable) -> str:
    hours = f"{_number(timetable.study_hours)} of study a week" if timetable.study_hours is not None else ""
    first = f"{day(timetable.start.isoformat())} as the first day" if timetable.start else ""
    terms = [f"{day_of_month} {MONTHS[month - 1]}" for month, day_of_month in timetable.terms]
    begins = f"courses that begin on {listed(terms)}" if terms else ""
    return ", ".join(part for part in (hours, first, begins) if part)


def _number(hours: int) -> str:
    return counted(from_milliweeks(hours), "hour")


def _takes_too_many(timetable: Timetable, one: RuledOut) -> bool:
    return timetable.study_hours is not None and one.route.hours_per_week > timetable.study_hours


def _hours(one: RuledOut) -> str:
    return str(from_milliweeks(one.route.hours_per_week))


def _last_day(one: RuledOut) -> str:
    return f"through {day(one.route.valid_through.isoformat())}" if one.route.valid_through else ""


def _named(ruled_out: Iterable[RuledOut], name: Callable[[str], str], what: Callable[[RuledOut], str]) -> str:
    named = list(dict.fromkeys(f"{name(one.achievement)} ({what(one)})" for one in ruled_out))
    more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    return "; ".join([*named[:MOST_NAMED], *more])


def no_schedule(answer: Answer) -> list[str]:
    """Why there is no plan where only the days on which things begin stand in the way, or the search ended early."""
    if answer.status == "unknown":
        fitting = " that keeps to the days and hours" if answer.question.timetable != UNLIMITED else ""
        return [f"No plan{fitting} was found in the time given; there may be one."]
    if answer.plan is None and not answer.missing and not answer.prose:
        if answer.question.timetable.start is None:
            return ["In every way something has to start together that the week has no room for."]
        return ["In every way something would have to be begun after its last day, or what the week has no room for."]
    return []


def soonest(answer: Answer) -> str:
    """What is claimed where the weeks are not proved but something else is; "" if that is not so."""
    plan, proof, prefer = answer.plan, answer.proof, answer.question.prefer
    if plan is None or proof is None or proof.complete:
        return ""
    least = duration(proof.weeks).removeprefix("about ")
    if prefer == "fastest":
        return "" if proof.weeks_proved else f"The fastest way found; one of {least} or more may exist."
    if not proof.cost_proved:
        return ""
    claim = f"Nothing {CLAIMS[prefer]} in our data (proved)" if prefer == "cheapest" else "The best way found"
    later = f"a schedule sooner than {duration(plan.weeks)}, of {least} at least, may exist"
    return f"{claim}; {'another of as much in fewer steps may exist' if proof.weeks_proved else later}."
