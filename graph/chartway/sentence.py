"""The sentence that says what a rule or figure carries: "$299", "20 units every 24 months"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from chartway.wording import day, every, within

Said = Mapping[str, str]
"""The properties of one node by local name, in words."""


def fee(said: Said) -> str:
    """A price, with its range, its rhythm and the people it is for.

    >>> fee({"amount": "229.00", "onlyFor": "AHIMA membership"})
    'for holders of AHIMA membership: $229'
    >>> fee({"amount": "8100.00", "amountLow": "2880.00", "amountHigh": "17800.00"})
    'about $8,100 ($2,880–17,800)'
    """
    if "amount" not in said:
        return f"{_group(said)}unknown: {said.get('unknown', 'no page says it')}"
    text = dollars(said["amount"])
    if "amountLow" in said and "amountHigh" in said:
        text = f"about {text} ({dollars(said['amountLow'])}–{dollars(said['amountHigh'])[1:]})"
    name = f"{said['prefLabel']}: " if "prefLabel" in said else ""
    rhythm = f" {every(said['everyMonths'])}" if "everyMonths" in said else ""
    further = (
        f", {dollars(said['feePerFurtherCredential'])} for each further credential"
        if "feePerFurtherCredential" in said
        else ""
    )
    return f"{_group(said)}{name}{text}{rhythm}{further}{_period(said)}"


def duration(said: Said) -> str:
    """A length of time.

    >>> duration({"weeks": "104.0", "weeksLow": "104.0", "weeksHigh": "182.0", "hoursPerWeek": "26.0"})
    '104 weeks (104 to 182), 26 hours a week'
    """
    span = (
        f" ({plain(said['weeksLow'])} to {plain(said['weeksHigh'])})"
        if "weeksLow" in said and "weeksHigh" in said
        else ""
    )
    hours = f", {plain(said['hoursPerWeek'])} hours a week" if "hoursPerWeek" in said else ""
    weeks = f"{plain(said['weeks'])} weeks" if "weeks" in said else "some weeks"
    return f"{_group(said)}{weeks}{span}{hours}"


def examination_format(said: Said) -> str:
    """How an examination looks.

    >>> examination_format({"items": "150", "scoredItems": "130", "minutes": "210", "passingScore": "300"})
    '150 items, 130 of them scored; 210 minutes; passing score 300'
    """
    items = said.get("items") or "–".join(said[key] for key in ("itemsLow", "itemsHigh") if key in said)
    scored = f", {said['scoredItems']} of them scored" if "scoredItems" in said else ""
    scale = (
        f" on a scale of {said['scaleLow']} to {said['scaleHigh']}"
        if "scaleLow" in said and "scaleHigh" in said
        else ""
    )
    parts = [
        f"{items} items{scored}" if items else scored.removeprefix(", ").replace("of them", "items"),
        f"{said['multipleChoiceItems']} multiple-choice items" if "multipleChoiceItems" in said else "",
        f"{said['caseItems']} cases" if "caseItems" in said else "",
        f"{said['minutes']} minutes" if "minutes" in said else "",
        f"passing score {said['passingScore']}{scale}" if "passingScore" in said else "",
    ]
    return "; ".join(part for part in parts if part)


def wage(said: Said) -> str:
    """What a job pays in a year.

    >>> wage({"median": "50250.00", "year": "2024", "percentile10": "35780.00", "percentile90": "80950.00"})
    'median $50,250 a year in 2024; a tenth earn less than $35,780, a tenth more than $80,950'
    """
    low, high = said.get("percentile10"), said.get("percentile90")
    spread = f"; a tenth earn less than {dollars(low)}, a tenth more than {dollars(high)}" if low and high else ""
    return f"median {dollars(said['median'])} a year in {said.get('year', 'an unknown year')}{spread}"


def outlook(said: Said) -> str:
    """How many work in an occupation, and how many will.

    >>> outlook({"employment": "194800", "fromYear": "2024", "projectedEmployment": "208600", "toYear": "2034"})
    '194,800 in 2024; 208,600 expected in 2034'
    """
    years = f"{said.get('fromYear', '')} to {said.get('toYear', '')}"
    parts = [
        f"{number(said['employment'])} in {said.get('fromYear')}" if "employment" in said else "",
        f"{number(said['projectedEmployment'])} expected in {said.get('toYear')}"
        if "projectedEmployment" in said
        else "",
        f"growth {plain(said['growthPercent'])} % from {years}" if "growthPercent" in said else "",
        f"{number(said['openingsPerYear'])} openings a year" if "openingsPerYear" in said else "",
    ]
    return "; ".join(part for part in parts if part)


def renewal(said: Said) -> str:
    """What keeps a credential alive.

    >>> renewal({"units": "20", "everyMonths": "24"})
    '20 units every 2 years'
    >>> renewal({"unitsAtMost": "50", "everyMonths": "24", "fee": "$218", "note": "Members pay less."})
    '50 units at most, every 2 years; fee $218. Members pay less.'
    """
    amounts = [
        f"{said['units']} units" if "units" in said else "",
        f"{said['unitsPerFurtherCredential']} units for each further credential"
        if "unitsPerFurtherCredential" in said
        else "",
        f"{said['unitsAtMost']} units at most" if "unitsAtMost" in said else "",
        f"units by number of credentials held: {said['unitsByCount']}" if "unitsByCount" in said else "",
    ]
    amount = ", ".join(part for part in amounts if part)
    quota = said.get("quota", "")
    comma = "," if amount != amounts[0] else ""
    rhythm = f"{comma} {every(said['everyMonths'])}" if "everyMonths" in said else ""
    parts = [
        f"{amount or quota}{rhythm}".strip(),
        f"of these {quota}" if amount and quota else "",
        f"fee {said['fee']}" if "fee" in said else "",
    ]
    return "; ".join(part for part in parts if part) + _period(said) + _remark(said)


def quota(said: Said) -> str:
    """A part of the units with a condition of its own.

    >>> quota({"shareAtLeast": "0.8", "topic": "HIIM domains"})
    'at least 80 % on HIIM domains'
    """
    amount = (
        f"at least {percent(said['shareAtLeast'])}"
        if "shareAtLeast" in said
        else f"at least {said.get('unitsAtLeast', 'some')} units"
    )
    ways = [
        f" {word} {said[key]}" for key, word in (("topic", "on"), ("origin", "from"), ("mode", "taken")) if key in said
    ]
    return amount + "".join(ways)


def unit_award(said: Said) -> str:
    """How many units an offering gives, and whose.

    >>> unit_award({"units": "16", "unitsOf": "AAPC", "note": "For all specialties but CIRCC."})
    '16 units of AAPC. For all specialties but CIRCC.'
    """
    word = "unit" if said["units"] == "1" else "units"
    whose = f" of {said['unitsOf']}" if "unitsOf" in said else ""
    return f"{said['units']} {word}{whose}{_remark(said)}"


def acceptance(said: Said) -> str:
    """Whose units of continuing education a body counts, how many, and on what condition.

    >>> acceptance({"unitsOf": "AHIMA", "unitsAtMostEach": "10", "condition": "those of bodies like it as well"})
    'units of AHIMA, at most 10 from one offering: those of bodies like it as well'
    >>> acceptance({"approval": "if approved beforehand", "approvedBy": "NCRA", "validFrom": "2025"})
    'units of others, if approved beforehand by NCRA, since 2025'
    """
    approver = f" by {said['approvedBy']}" if "approvedBy" in said else ""
    parts = [
        f"units of {said.get('unitsOf', 'others')}",
        f"{said['approval']}{approver}" if "approval" in said else "",
        f"at most {said['unitsAtMostEach']} from one offering" if "unitsAtMostEach" in said else "",
        f"at most {percent(said['shareAtMost'])} of all" if "shareAtMost" in said else "",
    ]
    condition = f": {said['condition']}" if "condition" in said else ""
    return ", ".join(part for part in parts if part) + _period(said) + condition + _remark(said)


def former_name(said: Said) -> str:
    """What a thing was once called.

    >>> former_name({"prefLabel": "American Medical Record Association", "notation": "AMRA", "validFrom": "1970"})
    'American Medical Record Association (AMRA), since 1970'
    """
    short = f" ({said['notation']})" if "notation" in said else ""
    return f"{said.get('prefLabel', '')}{short}{_period(said)}"


def pass_rate(said: Said) -> str:
    """How many pass at the first attempt.

    >>> pass_rate({"share": "0.84", "candidates": "6331", "year": "2025"})
    '84 % in 2025, of 6,331 candidates'
    """
    candidates = f", of {number(said['candidates'])} candidates" if "candidates" in said else ""
    return f"{percent(said['share'])} in {said.get('year', 'an unknown year')}{candidates}"


def holder_count(said: Said) -> str:
    """How many hold it."""
    return f"{number(said['count'])}, counted {said.get('countedOn', 'on an unknown day')}"


def retake(said: Said) -> str:
    """How long one waits after failing."""
    return f"after {said['days']} days{_period(said)}"


def extension(said: Said) -> str:
    """How far a term can be put off, and for how much.

    >>> extension({"days": "30", "daysAtMost": "90", "fee": "$50"})
    '30 days each, 90 days at most; fee $50'
    """
    each = " each" if "daysAtMost" in said else ""
    most = f", {said['daysAtMost']} days at most" if "daysAtMost" in said else ""
    fee = f"; fee {said['fee']}" if "fee" in said else ""
    return f"{said.get('days', 'some')} days{each}{most}{fee}"


def domain(said: Said) -> str:
    """What an examination asks about, and how much of it.

    >>> domain({"prefLabel": "Coding documentation", "shareLow": "0.18", "shareHigh": "0.22"})
    'Coding documentation (18 % to 22 %)'
    >>> domain({"prefLabel": "Registries", "shareLow": "0.25", "shareHigh": "0.25"})
    'Registries (25 %)'
    """
    name = said.get("prefLabel", "")
    if "shareLow" not in said or "shareHigh" not in said:
        return name
    low, high = percent(said["shareLow"]), percent(said["shareHigh"])
    return f"{name} ({low if low == high else f'{low} to {high}'})"


def practice(said: Said) -> str:
    """How long one practises under supervision, and where.

    >>> practice({"times": "2", "hours": "160.0", "hoursOnSite": "40.0", "hoursOnline": "280.0"})
    '2 times 160 hours; 40 hours on site; 280 hours online'
    >>> practice({"hours": "160.0", "note": "A management affiliation."}), practice({"note": "One month."})
    ('160 hours (a management affiliation)', 'One month')
    """
    times = f"{said['times']} times" if "times" in said else ""
    hours = f"{plain(said['hours'])} hours" if "hours" in said else ""
    places = [
        f"{plain(said[key])} hours {word}"
        for key, word in (("hoursOnSite", "on site"), ("hoursOnline", "online"))
        if key in said
    ]
    told = "; ".join(part for part in (f"{times} {hours}".strip(), *places) if part)
    return f"{told}{_aside(said)}" if told else said.get("note", "").rstrip(".")


def transfer(said: Said) -> str:
    """What a college takes of something earned elsewhere.

    >>> transfer({"brings": "KCTCS MIT 212 Medications", "takenAs": "EKU EMC 225 Introduction to Pharmacology"})
    'KCTCS MIT 212 Medications is taken as EKU EMC 225 Introduction to Pharmacology'
    >>> transfer({"brings": "Associate degree", "creditsGranted": "25.0", "stillAsks": "HIM1125", "note": "At most."})
    'Associate degree is taken for 25 credits; still asked for: HIM1125 (at most)'
    """
    taken = [
        f"is taken as {said['takenAs']}" if "takenAs" in said else "",
        f"is taken for {plain(said['creditsGranted'])} credits" if "creditsGranted" in said else "",
    ]
    how = " and ".join(part for part in taken if part) or "is taken"
    still = f"; still asked for: {said['stillAsks']}" if "stillAsks" in said else ""
    return f"{said.get('brings', 'something')} {how}{still}{_aside(said)}"


def figure(said: Said) -> str:
    """A figure with what it counts."""
    unit = said.get("unit", "")
    value = f"{number(said['value'])} {unit}" if "value" in said else ""
    span = (
        f"{number(said['valueLow'])} to {number(said['valueHigh'])} {unit}"
        if "valueLow" in said and "valueHigh" in said
        else ""
    )
    return f"{said.get('prefLabel', 'figure')}: {', '.join(part for part in (value, span) if part)}{_period(said)}"


def _remark(said: Said) -> str:
    return f". {said['note']}" if "note" in said else ""


def _aside(said: Said) -> str:
    """The note of a node in brackets."""
    return f" ({within(said['note'].rstrip('.'))})" if "note" in said else ""


def _group(said: Said) -> str:
    return f"for holders of {within(said['onlyFor'])}: " if "onlyFor" in said else ""


def _period(said: Said) -> str:
    start, end = said.get("validFrom"), said.get("validThrough")
    if start and end:
        return f", {start} to {end}"
    return f", since {start}" if start else f", until {end}" if end else ""


def dollars(amount: str) -> str:
    """Money, cents only where there are any."""
    value = Decimal(amount)
    return f"${value:,.0f}" if value == value.to_integral_value() else f"${value:,.2f}"


def percent(share: str) -> str:
    """A share from 0 to 1 in per cent.

    >>> percent("0.4"), percent("0.845")
    ('40 %', '84.5 %')
    """
    return f"{plain(str(Decimal(share) * 100))} %"


def plain(value: str) -> str:
    """A number without idle zeros.

    >>> plain("104.0"), plain("7.50"), plain("40")
    ('104', '7.5', '40')
    """
    return f"{Decimal(value).normalize():f}"


def told(value: str) -> str:
    """A value as one says it: days by their month's name, numbers without idle zeros, yes and no, all else as it is.

    >>> told("2020-07-13"), told("2025-12"), told("40.0"), told("29-2072"), told("false")
    ('13 July 2020', 'December 2025', '40', '29-2072', 'no')
    """
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-[0-3]\d)?", value):
        return day(value)
    if re.fullmatch(r"\d+\.\d+", value):
        return plain(value)
    return {"true": "yes", "false": "no"}.get(value, value)


def number(value: str) -> str:
    """A number with its thousands set apart."""
    return f"{Decimal(value).normalize():,f}"


SENTENCES: Mapping[str, Callable[[Said], str]] = {
    "AcceptanceRule": acceptance,
    "Duration": duration,
    "ExaminationDomain": domain,
    "ExaminationFormat": examination_format,
    "Extension": extension,
    "Fee": fee,
    "Figure": figure,
    "FormerName": former_name,
    "HolderCount": holder_count,
    "JointRenewalRule": renewal,
    "Outlook": outlook,
    "PassRate": pass_rate,
    "Practice": practice,
    "Quota": quota,
    "RenewalRule": renewal,
    "RetakeRule": retake,
    "Transfer": transfer,
    "UnitAward": unit_award,
    "Wage": wage,
}
"""The sentence for each class of node, by its local name."""
