"""Curricula and degree plans in the CSV form of Curricular Analytics, read as they come and written with metrics.

The form is that of CurricularAnalytics.jl: lines that name the curriculum, then ``Courses``, a header, and a line for
each course. Requisites of every kind (before, in the same term at the latest, in the same term) count alike in the
metrics, there as here; the additional courses of a degree plan count as well, its terms do not. What is odd but clear
is read, with a remark; what is not clear is a fault, and all faults are told at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from types import MappingProxyType

from chartway.catalog import Achievement, Catalog, Route
from chartway.curriculum import TENTHS, CourseMetrics, Curriculum, Metrics, System
from chartway.errors import Mistake, OptionError, UnreadableError
from chartway.requirement import Achieved, AllOf, Requirement

__all__ = ["Entry", "Listing", "from_csv", "to_csv"]

FACTS = ("Curriculum", "Degree Plan", "Institution", "Degree Type", "System Type", "CIP")
"""The lines before the courses, in the order in which they are written."""
CALENDARS: Mapping[str, System] = {
    "": "semester",
    "semester": "semester",
    "semesters": "semester",
    "quarter": "quarter",
    "quarters": "quarter",
}
COURSES = ("Courses", "Additional Courses")
OUTCOMES = ("Course Learning Outcomes", "Curriculum Learning Outcomes")
COLUMNS = (
    *("Course ID", "Course Name", "Prefix", "Number", "Prerequisites", "Corequisites", "Strict-Corequisites"),
    *("Credit Hours", "Institution", "Canonical Name"),
)
NEEDED = ("Course ID", "Prerequisites")
"""Columns without which there is nothing to compute; of the others one can do without any."""
METRICS = ("Complexity", "Blocking", "Delay", "Centrality")
"""Columns that are not read but computed."""
CELLS = 11
"""Cells in the lines before the courses, as other programs write them."""
SEPARATORS = re.compile(r"[;,:.]")
"""What stands between the ids of requisites: a semicolon, and what people type for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One course as it is listed, with the ids of its requisites.

    ``prerequisites`` come before it, ``corequisites`` before it or in the same term, ``strict_corequisites`` in the
    same term. ``additional`` courses are required of those whom a degree plan is for, not of everybody.
    """

    id: str
    name: str = ""
    prefix: str = ""
    number: str = ""
    prerequisites: tuple[str, ...] = ()
    corequisites: tuple[str, ...] = ()
    strict_corequisites: tuple[str, ...] = ()
    credits: str = ""
    institution: str = ""
    canonical_name: str = ""
    term: str = ""
    additional: bool = False
    line: int = field(default=0, compare=False)

    @property
    def requisites(self) -> tuple[str, ...]:
        """The requisites of all kinds, each once."""
        return tuple(dict.fromkeys((*self.prerequisites, *self.corequisites, *self.strict_corequisites)))

    @property
    def title(self) -> str:
        """What a catalogue calls it: its code, its name, or both; the id if it has neither."""
        return " ".join(part for part in (self.prefix, self.number, self.name) if part) or self.id


@dataclass(frozen=True, slots=True)
class Listing:
    """A curriculum as its file lists it: ``facts`` about the whole, then the courses in their order.

    ``together`` are the groups of courses that are each other's co-requisites; ``remarks`` say what was odd.
    """

    entries: tuple[Entry, ...]
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    together: tuple[frozenset[str], ...] = field(default=(), compare=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)

    @property
    def system(self) -> System:
        """The calendar of the institution."""
        return CALENDARS[self.facts.get("System Type", "")]

    def curriculum(self) -> Curriculum:
        """What the metrics are computed on."""
        catalog = Catalog.of(map(_achievement, self.entries))
        ids = tuple(entry.id for entry in self.entries)
        name, institution = self.facts.get("Curriculum", ""), self.facts.get("Institution", "")
        return Curriculum(catalog, ids, self.together, self.system, name, institution)

    @classmethod
    def of(cls, curriculum: Curriculum) -> Listing:
        """The listing of a curriculum that comes from elsewhere; its courses are numbered.

        Raises OptionError where there is something to choose: the form has no word for it.
        """
        number = {id: str(place) for place, id in enumerate(curriculum.courses, 1)}
        entries = tuple(_entry(curriculum.catalog[id], number) for id in curriculum.courses)
        facts = {"Curriculum": curriculum.name, "Institution": curriculum.institution, "System Type": curriculum.system}
        return cls(entries, {name: fact for name, fact in facts.items() if fact})


def _achievement(entry: Entry) -> Achievement:
    requires = AllOf(tuple(map(Achieved, entry.requisites)))
    code = f"{entry.prefix} {entry.number}".strip()
    return Achievement(
        entry.id, entry.name, "course", (Route("0", requires),), credits=entry.credits or None, notation=code
    )


def _entry(course: Achievement, number: Mapping[str, str]) -> Entry:
    ids = _conjunction(course.routes[0].requires) if len(course.routes) == 1 else None
    if ids is None or any(id not in number for id in ids):
        reason = "can be taken in several ways, or after something that is no course"
        raise OptionError(
            f"{course.id} {reason}; the CSV of Curricular Analytics has no word for that, --format json has"
        )
    name, canonical = course.label or course.id, course.id if course.label else ""
    before = tuple(number[id] for id in ids)
    return Entry(number[course.id], name, prerequisites=before, credits=course.credits or "", canonical_name=canonical)


def _conjunction(requirement: Requirement) -> tuple[str, ...] | None:
    """The ids that are all required; None where the requirement says anything else."""
    match requirement:
        case Achieved(id=id):
            return (id,)
        case AllOf(parts=parts):
            ids = [_conjunction(part) for part in parts]
            known = [one for one in ids if one is not None]
            return tuple(dict.fromkeys(chain(*known))) if len(known) == len(ids) else None
        case _:
            return None


# ---- reading


def from_csv(text: str, source: str) -> Listing:
    r"""The curriculum or degree plan in a text; ``source`` names it in messages.

    Raises UnreadableError with every fault, by line.

    >>> text = "Curriculum,Small\nCourses\nCourse ID,Course Name,Prerequisites\n1,Algebra,\n2,Calculus,1\n"
    >>> [(entry.name, entry.prerequisites) for entry in from_csv(text, "small.csv").entries]
    [('Algebra', ()), ('Calculus', ('1',))]
    """
    reader = _Reader()
    for line, cells in reader.rows(text.removeprefix("\ufeff")):
        reader.row(line, cells)
    listing = reader.listing()
    if reader.mistakes:
        raise UnreadableError(source, tuple(_told(line, what) for line, what in sorted(reader.mistakes)))
    return listing


def _told(line: int, what: str) -> Mistake:
    return Mistake(f"line {line}" if line else "", what)


class _Reader:
    """Goes through the lines, collecting what they say, every fault and every remark."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[int, str]] = []
        self.remarks: list[str] = []
        self.facts: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.section = ""
        self.columns: dict[str, int] | None = None
        self.width = 0

    def fault(self, line: int, what: str) -> None:
        self.mistakes.append((line, what))

    def remark(self, line: int, what: str) -> None:
        self.remarks.append(f"line {line}: {what}")

    def rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The lines that say something, with their numbers; a line that begins with # is a comment."""
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
        while True:
            line = table.line_num + 1
            try:
                cells = [cell.strip() for cell in next(table)]
            except StopIteration:
                return
            except csv.Error as error:
                self.fault(line, f"cannot be read as CSV: {error}")
                continue
            if any(cells) and not cells[0].startswith("#"):
                yield line, cells

    def row(self, line: int, cells: list[str]) -> None:
        heading = None if any(cells[1:]) else _named(cells[0], (*COURSES, *OUTCOMES))
        if heading:
            self.section, self.columns = heading, None
            if heading in OUTCOMES:
                self.remark(line, "learning outcomes are not read")
        elif not self.section:
            self.fact(line, cells)
        elif self.section in COURSES and self.columns is None:
            self.header(line, cells)
        elif self.section in COURSES and self.columns:
            self.course(line, cells, self.columns)

    def fact(self, line: int, cells: list[str]) -> None:
        """One of the lines before the courses; a comma in a name that is not quoted makes cells of its own."""
        name, value = _named(cells[0], FACTS), ", ".join(filter(None, cells[1:]))
        if name is None:
            self.remark(line, f"{_short(cells[0])} is not read")
        elif name in self.facts:
            self.fault(line, f"says {name!r} again")
        else:
            self.facts[name] = self.calendar(line, value) if name == "System Type" else value

    def calendar(self, line: int, value: str) -> str:
        alike = get_close_matches(value.casefold(), CALENDARS, n=1, cutoff=0.75)
        if not value or not alike:
            if value:
                self.fault(line, f"{_short(value)} is no system type; it is 'semester' or 'quarter'")
            return ""
        if alike[0] != value.casefold():
            self.remark(line, f"{_short(value)} is taken for {CALENDARS[alike[0]]!r}")
        return CALENDARS[alike[0]]

    def header(self, line: int, cells: list[str]) -> None:
        """The names of the columns; where one that is needed is missing, the lines below say nothing."""
        self.columns, self.width = {}, max(place for place, cell in enumerate(cells, 1) if cell)
        for place, cell in enumerate(cells):
            name = _named(cell, (*COLUMNS, "Term", *METRICS))
            if name in self.columns:
                self.fault(line, f"has the column {name!r} twice")
            elif name:
                self.columns[name] = place
            elif cell:
                self.remark(line, f"the column {_short(cell)} is not read")
        absent = [repr(name) for name in NEEDED if name not in self.columns]
        if absent:
            self.fault(line, f"has no column {', '.join(absent)}; a header follows after 'Courses'")
            self.columns = {}

    def course(self, line: int, cells: list[str], columns: Mapping[str, int]) -> None:
        def cell(column: str) -> str:
            place = columns.get(column, len(cells))
            return cells[place] if place < len(cells) else ""

        if any(cells[self.width :]):
            self.fault(line, f"has {len(cells)} cells where the header has {self.width}; is a comma not in quotes?")
        id = _whole(cell("Course ID"))
        if not id or SEPARATORS.search(id):
            self.fault(line, f"has {_short(id)} as its Course ID; that is a number" if id else "has no Course ID")
        elif id in self.entries:
            self.fault(line, f"has the Course ID {_short(id)} of line {self.entries[id].line}")
        else:
            self.entries[id] = self.entry(id, line, cell)

    def entry(self, id: str, line: int, cell: Callable[[str], str]) -> Entry:
        if not _is_amount(cell("Credit Hours")):
            self.fault(line, f"has {_short(cell('Credit Hours'))} credit hours; that is a number of 0 or more")
        return Entry(
            id,
            name=cell("Course Name"),
            prefix=cell("Prefix"),
            number=cell("Number"),
            prerequisites=_ids(cell("Prerequisites")),
            corequisites=_ids(cell("Corequisites")),
            strict_corequisites=_ids(cell("Strict-Corequisites")),
            credits=cell("Credit Hours"),
            institution=cell("Institution"),
            canonical_name=cell("Canonical Name"),
            term=cell("Term"),
            additional=self.section == COURSES[1],
            line=line,
        )

    def listing(self) -> Listing:
        """All that was read, once it is known whether it makes sense as a whole."""
        if "Curriculum" not in self.facts and (self.facts or not self.section):
            self.fault(
                0, "has no line 'Curriculum' with a name; this reads curricula in the CSV of Curricular Analytics"
            )
        if not self.section:
            self.fault(0, "has no line 'Courses', after which a header and the courses follow")
        elif not self.entries and not self.mistakes:
            self.fault(0, "lists no course")
        for entry in self.entries.values():
            strangers = [_short(id) for id in entry.requisites if id not in self.entries]
            if strangers:
                self.fault(entry.line, f"requires {', '.join(strangers)}, which no line has as its Course ID")
        together = self.together()
        return Listing(tuple(self.entries.values()), self.facts, together, tuple(self.remarks))

    def together(self) -> tuple[frozenset[str], ...]:
        """The groups of mutual co-requisites; requirements that no order of terms can meet are told."""
        entries = self.entries
        circles = _circles({id: set(entry.requisites) & entries.keys() for id, entry in entries.items()})
        groups = []
        for circle in circles:
            inside = [entries[id] for id in entries if id in circle]
            if len(circle) == 1 or any(circle.intersection(entry.prerequisites) for entry in inside):
                names = " and ".join(_short(entry.title) for entry in inside)
                how = "requires itself" if len(circle) == 1 else "require each other"
                self.fault(inside[0].line, f"{names} {how}, so that nobody can ever begin")
            else:
                groups.append(circle)
        if not circles:
            self.in_one_term()
        return tuple(groups)

    def in_one_term(self) -> None:
        """Remarks on courses that must be taken in one term and yet one after the other."""
        entries = self.entries
        arrows = {id: set(entry.requisites) & entries.keys() for id, entry in entries.items()}
        for id, entry in entries.items():
            for other in entries.keys() & entry.strict_corequisites:
                arrows[other].add(id)
        for circle in _circles(arrows):
            inside = [entries[id] for id in entries if id in circle]
            if any(circle.intersection(entry.prerequisites) for entry in inside):
                names = ", ".join(_short(entry.title) for entry in inside)
                self.remark(inside[0].line, f"no order of terms meets all requisites of {names}")


def _circles(arrows: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """The groups of ids in which each leads to each other, in the order of their ids."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError:
        import networkx as nx  # noqa: PLC0415 - 0.3 s, for what hardly ever happens

        graph = nx.DiGraph([(id, other) for id, others in arrows.items() for other in others])
        parts = nx.strongly_connected_components(graph)
        circles = (part for part in parts if len(part) > 1 or any(graph.has_edge(id, id) for id in part))
        return sorted(map(frozenset, circles), key=sorted)
    return []


def _named(text: str, names: Iterable[str]) -> str | None:
    """The one of the names that is meant, whatever its case, spaces and hyphens."""
    key = _folded(text)
    return next((name for name in names if _folded(name) == key), None)


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


def _whole(text: str) -> str:
    """An id without the decimals that spreadsheets give to whole numbers.

    >>> _whole("19.0"), _whole("19")
    ('19', '19')
    """
    return re.sub(r"(?a)^(\d+)\.0+$", r"\1", text)


def _ids(text: str) -> tuple[str, ...]:
    """The ids in a cell, each once.

    >>> _ids("3; 5;19;"), _ids("3,5"), _ids("4.0")
    (('3', '5', '19'), ('3', '5'), ('4',))
    """
    return tuple(dict.fromkeys(id for part in SEPARATORS.split(_whole(text)) if (id := part.strip())))


def _is_amount(text: str) -> bool:
    """Whether the text is a number of 0 or more, or nothing."""
    try:
        amount = Decimal(text or 0)
    except InvalidOperation:
        return False
    return amount.is_finite() and amount >= 0


def _short(text: str) -> str:
    """The text in quotes, cut short where it is long."""
    return repr(text if len(text) <= 40 else f"{text[:37]}…")  # noqa: PLR2004 - about half a line


# ---- writing


def to_csv(listing: Listing, metrics: Metrics) -> str:
    """The listing with the metrics of each course, in the form in which Curricular Analytics writes them."""
    found = {course.id: course for course in metrics.courses}
    plan = "Degree Plan" in listing.facts
    columns = (*COLUMNS, *(["Term"] if plan else []), *METRICS)
    lines = [_line(_fact(name, listing.facts.get(name, ""))) for name in FACTS if name != "Degree Plan" or plan]
    for heading, additional in zip(COURSES, (False, True), strict=True):
        entries = [entry for entry in listing.entries if entry.additional == additional]
        if entries or not additional:
            lines += [_line([heading]), ",".join(columns)]
            lines += [",".join((*_cells(entry, plan=plan), *_figures(found[entry.id]))) for entry in entries]
    return "\n".join(lines) + "\n"


def _fact(name: str, value: str) -> list[str]:
    return [name, _plain(value) if name == "Curriculum" else _quoted(value)]


def _line(cells: list[str]) -> str:
    return ",".join(cells + [""] * (CELLS - len(cells)))


def _cells(entry: Entry, *, plan: bool) -> Iterator[str]:
    yield _plain(entry.id)
    yield from map(_quoted, (entry.name, entry.prefix, entry.number))
    for ids in (entry.prerequisites, entry.corequisites, entry.strict_corequisites):
        yield _quoted(";".join(ids)) if ids else ""
    yield entry.credits
    yield from map(_quoted, (entry.institution, entry.canonical_name))
    if plan:
        yield _plain(entry.term)


def _figures(course: CourseMetrics) -> Iterator[str]:
    """The metrics with the decimals they are published with; empty for a course that nobody can take."""
    yield "" if course.tenths is None else f"{course.tenths // TENTHS}.{course.tenths % TENTHS}"
    yield str(course.blocking)
    yield "" if course.delay is None else f"{course.delay}.0"
    yield str(course.centrality)


def _plain(text: str) -> str:
    """The text as it is, in quotes only where it needs them."""
    return _quoted(text) if re.search(r'[",\r\n]', text) else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
