"""The report on a curriculum: what each course blocks and delays, the most blocking first."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from chartway.catalog import Achievement
from chartway.curriculum import CourseMetrics, Curriculum, Metrics, from_tenths
from chartway.knowledge import Knowledge
from chartway.programme import Programme, programmes
from chartway.report.sections import WIDTH
from chartway.wording import counted

HEADINGS = ("blocking", "delay", "centrality", "complexity")
LONGEST_TITLE = 50
"""Letters of a title that are shown."""
LEGEND = (
    "Blocking: courses that cannot be taken without this one. Delay: courses, one a term, in the longest chain "
    "through it. Centrality: the lengths of all chains from a first course to a last one that pass through it. "
    "Complexity: blocking and delay together{factor}; that of the curriculum is the sum over its courses. Where "
    "there is something to choose, only what no choice gets around counts."
)
FACTOR = {"semester": "", "quarter": ", times two thirds for quarters"}


def table(curriculum: Curriculum, found: Metrics) -> str:
    """The metrics for a terminal; courses that have nothing to do with others share one line."""
    shown = sorted((course for course in found.courses if not course.stands_alone), key=_rank)
    alone = len(found.courses) - len(shown)
    lines = [_heading(curriculum), _summary(found), ""]
    lines += _aligned([("course", *HEADINGS), *(_row(curriculum, course) for course in shown)]) if shown else []
    if alone:
        rest = f"{'and ' if shown else ''}{counted(alone, 'course')}"
        lines += [f"  {rest} with nothing before or after (blocking 0, delay 1)"]
    legend = LEGEND.format(factor=FACTOR[curriculum.system])
    return "\n".join([*lines, "", *wrap(legend, WIDTH)]) + "\n"


def _rank(course: CourseMetrics) -> tuple[int, int, int]:
    """The most blocking first, then what delays most, then what is most central; else as the curriculum has them."""
    return -course.blocking, -(course.delay or 0), -course.centrality


def _heading(curriculum: Curriculum) -> str:
    calendar = "quarters" if curriculum.system == "quarter" else ""
    return _on_one_line(" · ".join(filter(None, (curriculum.name, curriculum.institution, calendar)))) or "Curriculum"


def _summary(found: Metrics) -> str:
    return f"{counted(len(found.courses), 'course')}, structural complexity {from_tenths(found.tenths)}"


def _row(curriculum: Curriculum, course: CourseMetrics) -> tuple[str, ...]:
    complexity = "never" if course.tenths is None else str(from_tenths(course.tenths))
    delay = "never" if course.delay is None else str(course.delay)
    return _title(curriculum.catalog[course.id]), str(course.blocking), delay, str(course.centrality), complexity


def _title(course: Achievement) -> str:
    """Its code or id with what it is called, cut short where it is long."""
    title = _on_one_line(" ".join(dict.fromkeys(filter(None, (course.notation or course.id, course.label)))))
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _on_one_line(text: str) -> str:
    """The text without what would move a terminal's cursor."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows in columns: titles to the left, figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            [f"  {row[0]:<{widths[0]}}", *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]


def listing(knowledge: Knowledge) -> str:
    """The programmes of ours whose courses are recorded, the most complete first."""
    found = [Programme.of(knowledge, id) for id in programmes(knowledge)]
    found.sort(key=lambda one: (bool(one.lacking), -len(one.required), one.id))
    rows = [(knowledge.name(one.id), *_recorded(one)) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {name:<{widths[0]}}  {courses:>{widths[1]}}  {state}" for name, courses, state in rows]
    return "\n".join(["Programmes whose courses are in our data", "", *lines]) + "\n"


def _recorded(programme: Programme) -> tuple[str, str]:
    """How many courses are known, and of how many what they ask for."""
    known = len(programme.required) - len(programme.silent)
    state = "in part" if programme.lacking else "all"
    return counted(len(programme.required), "course"), f"{state}; of {known} it is said what comes before"


def to_json(curriculum: Curriculum, found: Metrics) -> dict[str, Any]:
    """The metrics as JSON, in the order of the curriculum; null is what a course that nobody can take has not."""
    return {
        "name": curriculum.name,
        "institution": curriculum.institution,
        "system": curriculum.system,
        "courses": [_json(curriculum.catalog[course.id], course) for course in found.courses],
        "complexity": from_tenths(found.tenths),
    }


def _json(course: Achievement, found: CourseMetrics) -> dict[str, Any]:
    return {
        "id": course.id,
        "name": course.label or course.id,
        "blockingFactor": found.blocking,
        "delayFactor": found.delay,
        "centrality": found.centrality,
        "complexity": None if found.tenths is None else from_tenths(found.tenths),
    }
