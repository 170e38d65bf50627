"""Curricula are read as they come, every fault is found where it is, and what is written is read again."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Route
from chartway.curriculum import Curriculum, metrics
from chartway.curriculum_csv import COLUMNS, Entry, Listing, from_csv, to_csv
from chartway.errors import OptionError, UnreadableError
from chartway.requirement import NOTHING, Achieved, AllOf, AnyOf

HEADER = ",".join(COLUMNS)
SMALL = f"""Curriculum,Small
Institution,Somewhere
Degree Type,BS
System Type,semester
CIP,51.0706
Courses
{HEADER}
1,Algebra,MATH,101,,,,3,,
2,"Physics, with calculus",PHYS,201,1,,3,4,,Physics I
3,Laboratory,PHYS,201L,,1,,1,,
"""
PLAN = """Curriculum,C,,
Degree Plan,In two terms,,
Courses,,
Course ID,Prerequisites,Term
1,9,2
Additional Courses,,
Course ID,Prerequisites,Term
9,,1
Course Learning Outcomes,,
Course ID,Learning Outcome ID
1,nothing;
"""


def courses(*lines: str) -> str:
    return "\n".join(["Curriculum,Some,,", "Courses,,,", HEADER, *lines])


def figures(listing: Listing) -> list[tuple[str, int, int | None]]:
    return [(one.id, one.blocking, one.delay) for one in metrics(listing.curriculum()).courses]


def faults(text: str) -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        from_csv(text, "file")
    return [str(mistake) for mistake in caught.value.mistakes]


# ---- as it comes


def test_every_column_arrives() -> None:
    listing = from_csv(SMALL, "file")

    assert dict(listing.facts) == {
        "Curriculum": "Small",
        "Institution": "Somewhere",
        "Degree Type": "BS",
        "System Type": "semester",
        "CIP": "51.0706",
    }
    assert listing.entries[1] == Entry(
        "2", "Physics, with calculus", "PHYS", "201", ("1",), (), ("3",), "4", "", "Physics I"
    )
    assert figures(listing) == [("1", 2, 3), ("2", 0, 3), ("3", 1, 3)]
    assert (listing.remarks, listing.curriculum().name) == ((), "Small")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + SMALL,
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r"),
        SMALL.replace("\n", "\n\n"),
        SMALL.replace("\n", ",,,,\n"),
        SMALL.replace("\n", "\n,,,,,,,,,\n"),
        SMALL.rstrip("\n"),
        SMALL.replace("1,Algebra", "# the first one\n1,Algebra"),
        SMALL.replace("Course ID", "course id").replace("Strict-Corequisites", "Strict Corequisites"),
        SMALL.replace("Courses\n", "COURSES\n").replace("System Type,semester", "system type,Semester"),
        SMALL.replace("3,Laboratory", "3.0, Laboratory ").replace(",1,,3,4,", ", 1 ;,,3.0,4,"),
        SMALL.replace("Small", '"Small"').replace("3,Laboratory,PHYS", '"3","Laboratory","PHYS"'),
    ],
)
def test_however_programs_write_it(text: str) -> None:
    assert from_csv(text, "file") == from_csv(SMALL, "file")
    assert from_csv(text, "file").remarks == ()


def test_columns_may_be_absent_and_in_any_order() -> None:
    listing = from_csv('Curriculum,C\nCourses\nPrerequisites,Course ID\n,1\n1,2\n"1;2",3\n', "file")

    assert figures(listing) == [("1", 2, 3), ("2", 1, 3), ("3", 0, 3)]
    assert [entry.title for entry in listing.entries] == ["1", "2", "3"]


def test_equal_names_are_different_courses() -> None:
    listing = from_csv(courses("1,Elective,XX,XX,", "2,Elective,XX,XX,1", "3,Elective,XX,XX,"), "file")

    assert figures(listing) == [("1", 1, 2), ("2", 0, 2), ("3", 0, 1)]


@pytest.mark.parametrize("cell", ["1;2", "2;1;", '"1,2"', "1:2", "1.2", " 1 ; 2 ", "1;1;2"])
def test_requisites_are_separated_as_people_separate_them(cell: str) -> None:
    listing = from_csv(courses("1,A,,,", "2,B,,,", f"3,C,,,{cell}"), "file")

    assert sorted(listing.entries[2].prerequisites) == ["1", "2"]


def test_a_degree_plan_has_terms_and_additional_courses() -> None:
    listing = from_csv(PLAN, "file")

    assert [(entry.id, entry.term, entry.additional) for entry in listing.entries] == [
        ("1", "2", False),
        ("9", "1", True),
    ]
    assert figures(listing) == [("1", 0, 2), ("9", 1, 2)]
    assert listing.remarks == ("line 9: learning outcomes are not read",)


def test_figures_in_the_file_are_computed_anew() -> None:
    text = "Curriculum,C\nCourses\nCourse ID,Prerequisites,Complexity,Blocking,Delay,Centrality\n1,,99,99,99,99\n"

    assert figures(from_csv(text, "file")) == [("1", 0, 1)]


@pytest.mark.parametrize(
    ("written", "meant"), [("semster", "semester"), ("Quaters", "quarter"), ("", ""), ("QUARTER", "quarter")]
)
def test_calendars_are_read_as_people_write_them(written: str, meant: str) -> None:
    listing = from_csv(SMALL.replace("semester", written), "file")

    assert listing.facts["System Type"] == meant
    assert bool(listing.remarks) == (meant not in written.lower())


def test_what_is_odd_but_clear_is_remarked_upon() -> None:
    listing = from_csv(SMALL.replace("Degree Type", "Kind").replace("Canonical Name", "Colour"), "file")

    assert listing.remarks == ("line 3: 'Kind' is not read", "line 7: the column 'Colour' is not read")


def test_mutual_corequisites_are_taken_together() -> None:
    listing = from_csv(courses("1,A,,,,2", "2,B,,,,,1", "3,C,,,1"), "file")

    assert listing.together == (frozenset("12"),)
    assert figures(listing) == [("1", 2, 3), ("2", 2, 3), ("3", 0, 3)]


def test_requisites_that_no_order_of_terms_meets_are_remarked_upon() -> None:
    listing = from_csv(courses("1,A,,,3", "2,B,,,1,,3", "3,C,,,"), "file")

    assert listing.remarks == ("line 4: no order of terms meets all requisites of 'A', 'B', 'C'",)
    assert figures(listing) == [("1", 1, 3), ("2", 0, 3), ("3", 2, 3)]


# ---- what cannot be read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no line 'Curriculum'"),
        ("Courses\n" + HEADER, "lists no course"),
        ("Curriculum,C\n", "has no line 'Courses'"),
        ("Curriculum,C\nCourses\n", "lists no course"),
        ("Curriculum,C\nCourses\n1,A,,\n2,B,,1\n", "line 3: has no column 'Course ID', 'Prerequisites'"),
        ("Curriculum,C\nCurriculum,D\nCourses\n" + HEADER + "\n1", "line 2: says 'Curriculum' again"),
        ("Curriculum,C\nSystem Type,trimester\nCourses\n" + HEADER + "\n1", "line 2: 'trimester' is no system type"),
        ("Curriculum,C\nCourses\nCourse ID,Prerequisites,course-id\n1", "line 3: has the column 'Course ID' twice"),
        (courses(",A"), "line 4: has no Course ID"),
        (courses("1;2,A"), "line 4: has '1;2' as its Course ID"),
        (courses("1,A", "", "1,B"), "line 6: has the Course ID '1' of line 4"),
        (courses("1,A,,,9;8"), "line 4: requires '9', '8', which no line has"),
        (courses("1,A,,,,,,many"), "line 4: has 'many' credit hours"),
        (courses("1,A,,,,,,-1"), "line 4: has '-1' credit hours"),
        (courses("1,A,,,,,,nan"), "line 4: has 'nan' credit hours"),
        (courses("1,A, with comma,MA,101,,,,3,Here,A"), "line 4: has 11 cells where the header has 10"),
        (courses('1,"A"x'), "line 4: cannot be read as CSV"),
        (courses('1,"A'), "line 4: cannot be read as CSV"),
        (courses("1,A,,,1"), "line 4: 'A' requires itself"),
        (courses("1,A,,,,1"), "line 4: 'A' requires itself"),
        (courses("1,A,,,2", "2,B,,,,1"), "line 4: 'A' and 'B' require each other"),
    ],
)
def test_what_is_no_curriculum(text: str, said: str) -> None:
    assert any(said in fault for fault in faults(text)), faults(text)


def test_all_faults_are_told_at_once_by_line() -> None:
    text = courses("1,A,,,7", ",B", "3,C,,,4,,,x", "4,D,,,3", '5,"E"!', "6,F,,,", "6,G,,,")
    places = [fault.split(":")[0] for fault in faults("System Type,lunar\n" + text)]

    assert places == ["line 1", "line 5", "line 6", "line 7", "line 7", "line 9", "line 11"]


# ---- anything


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "2", "3", "1;2", "3.0", "Courses", "Curriculum", "Course ID", "Prerequisites", '"', "#", "\n"]
    ),
    st.text(max_size=4),
)


@settings(max_examples=300)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from(["", SMALL, courses()]), st.booleans())
def test_any_table_is_read_or_refused(rows: list[list[str]], before: str, quoted: bool) -> None:  # noqa: FBT001 - drawn
    sign = '"' if quoted else ""
    read_or_refused(before + "\n" + "\n".join(",".join(f"{sign}{cell}{sign}" for cell in row) for row in rows))


def read_or_refused(text: str) -> None:
    try:
        listing = from_csv(text, "file")
    except UnreadableError as refusal:
        told = refusal.mistakes
    else:
        again = from_csv(to_csv(listing, metrics(listing.curriculum())), "again")
        assert again.entries == tuple(sorted(listing.entries, key=lambda entry: entry.additional))
        return
    assert told


# ---- what is written

TITLES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=5).map(str.strip)
IDS = "12345"


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    entries = []
    for place, id in enumerate(IDS):
        kinds = [draw(st.lists(st.sampled_from(IDS[:place]), unique=True)) if place else [] for _ in range(3)]
        names = [draw(TITLES) for _ in range(5)]
        amount = draw(st.one_of(st.just(""), st.decimals(0, 9, places=1).map(str)))
        before, beside, strictly = map(tuple, kinds)
        entries.append(Entry(id, names[0], names[1], names[2], before, beside, strictly, amount, names[3], names[4]))
    entries[-1] = replace(entries[-1], additional=draw(st.booleans()))
    facts = {"Curriculum": draw(TITLES), "System Type": draw(st.sampled_from(["semester", "quarter"]))}
    return Listing(tuple(entries), facts)


@given(listings())
def test_what_is_written_is_read_again(listing: Listing) -> None:
    written = to_csv(listing, metrics(listing.curriculum()))
    again = from_csv(written, "again")

    assert again.entries == listing.entries
    assert {name: fact for name, fact in again.facts.items() if fact} == {k: v for k, v in listing.facts.items() if v}
    assert to_csv(again, metrics(again.curriculum())) == written


def test_it_is_written_in_the_form_of_the_published_files() -> None:
    listing = from_csv(SMALL.replace("semester", "quarter"), "file")

    assert to_csv(listing, metrics(listing.curriculum())).splitlines() == [
        "Curriculum,Small,,,,,,,,,",
        'Institution,"Somewhere",,,,,,,,,',
        'Degree Type,"BS",,,,,,,,,',
        'System Type,"quarter",,,,,,,,,',
        'CIP,"51.0706",,,,,,,,,',
        "Courses,,,,,,,,,,",
        f"{HEADER},Complexity,Blocking,Delay,Centrality",
        '1,"Algebra","MATH","101",,,,3,"","",3.3,2,3.0,0',
        '2,"Physics, with calculus","PHYS","201","1",,"3",4,"","Physics I",2.0,0,3.0,0',
        '3,"Laboratory","PHYS","201L",,"1",,1,"","",2.7,1,3.0,3',
    ]


def test_a_degree_plan_is_written_with_its_terms() -> None:
    listing = from_csv(PLAN, "file")

    written = to_csv(listing, metrics(listing.curriculum()))

    assert from_csv(written, "again").entries == listing.entries
    assert '1,"","","","9",,,,"","",2,2.0,0,2.0,0' in written.splitlines()
    assert 'Degree Plan,"In two terms",,,,,,,,,' in written.splitlines()


# ---- curricula from elsewhere


def graph(**required: AllOf | AnyOf) -> Curriculum:
    things = (Achievement(id, f"The {id}", credits="4", routes=(Route("0", way),)) for id, way in required.items())
    return Curriculum.of(Catalog.of(things), name="From a graph")


def test_a_requirement_graph_without_choices_is_written_too() -> None:
    curriculum = graph(A=NOTHING, B=AllOf((Achieved("A"),)))
    listing = Listing.of(curriculum)

    rows = list(csv.reader(to_csv(listing, metrics(listing.curriculum())).splitlines()))

    assert rows[-1] == ["2", "The B", "", "", "1", "", "", "4", "", "B", "2.0", "0", "2.0", "0"]
    assert [Decimal(row[-4]) for row in rows[-2:]] == [3, 2]


def test_choices_have_no_word_in_the_form() -> None:
    with pytest.raises(OptionError, match="C can be taken in several ways"):
        Listing.of(graph(A=NOTHING, B=NOTHING, C=AnyOf((Achieved("A"), Achieved("B")))))
