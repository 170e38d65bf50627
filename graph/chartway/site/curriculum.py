"""How the courses of a programme build on each other: the metrics of Curricular Analytics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from chartway.curriculum import CourseMetrics, from_tenths, metrics
from chartway.programme import Programme
from chartway.report.curriculum import HEADINGS, LEGEND
from chartway.site.site import Site

NEVER = "never"
"""What stands for a figure of a course that nobody can take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a programme: ``rows`` are courses that build on others, ``alone`` how many others there are.

    Of ``silent`` courses no source says what comes before; ``lacking`` says in words what is not recorded.
    """

    courses: int
    complexity: int | float
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    alone: int
    silent: int
    lacking: str
    headings: tuple[str, ...] = HEADINGS
    legend: str = LEGEND.format(factor="")

    @classmethod
    def of(cls, site: Site, id: str) -> Self | None:
        """The figures of the programme, None of what has no courses of its own in our data."""
        if id not in site.programmes:
            return None
        programme = Programme.of(site.knowledge, id)
        if not programme.required:
            return None
        found = metrics(programme.curriculum(site.knowledge))
        joined = sorted((one for one in found.courses if not one.stands_alone), key=_rank)
        return cls(
            courses=len(found.courses),
            complexity=from_tenths(found.tenths),
            rows=tuple((one.id, _figures(one)) for one in joined),
            alone=len(found.courses) - len(joined),
            silent=len(programme.silent),
            lacking=programme.lacking,
        )


def _rank(course: CourseMetrics) -> tuple[int, int, int, str]:
    """The most blocking first, then what delays most, then what is most central."""
    return -course.blocking, -(course.delay or 0), -course.centrality, course.id


def _figures(course: CourseMetrics) -> tuple[str, ...]:
    delay = NEVER if course.delay is None else str(course.delay)
    complexity = NEVER if course.tenths is None else str(from_tenths(course.tenths))
    return str(course.blocking), delay, str(course.centrality), complexity
