"""The picture shows what the answer says, in places that can be read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Evidence, Route
from chartway.errors import UnknownNameError, UnwritableError
from chartway.link import safe_url
from chartway.plan import Answer, Plan, Question, Step
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Prose, Requirement, SumOf
from chartway.source import Fact, Source
from chartway.visualization import Headline, Picture, World, picture_of, to_html, write_html
from chartway.visualization.chart import chart_of
from chartway.visualization.layout import GAP_BETWEEN_PARTS, Arrow, Box, Drawing, drawn
from chartway.visualization.picture import Link, Thing
from chartway.visualization.shape import KINDS, outline, wrapped

DEGREE_COST = Cost(288_000, 810_000, 1_780_000)
DIPLOMA = Achievement("diploma", "High-school diploma", "diploma")
DEGREE = Achievement(
    "degree",
    "Associate degree",
    "degree",
    (
        Route(
            "0",
            Achieved("diploma"),
            DEGREE_COST,
            104_000,
            evidence=(Evidence("cost", "mean", assumed=True, because="A mean"),),
        ),
    ),
)
MEMBERSHIP = Achievement("membership", "Membership", "membership", (Route("0", cost=None),))
ABROAD = Prose("a programme abroad with an agreement")
RHIT = Achievement(
    "rhit",
    "Registered Health Information Technician",
    "certification",
    (
        Route("abroad", ABROAD, Cost.known(29_900)),
        Route("exam", Achieved("degree"), Cost.known(29_900), evidence=(Evidence("requirement", "page"),)),
        Route("member", AllOf((Achieved("degree"), Achieved("membership"))), Cost.known(22_900)),
    ),
    notation="RHIT",
)
CATALOG = Catalog.of([DIPLOMA, DEGREE, MEMBERSHIP, RHIT, Achievement("other", "Something else", "course")])
PLAN = Plan(
    (Step("degree", "0", 0, 104_000, DEGREE_COST), Step("rhit", "exam", 104_000, 104_000, Cost.known(29_900))), 104_000
)
SOURCES = {
    "page": Source("page", "Eligibility", "official", "https://issuer.example/rhit", "issuer", "2026-05"),
    "mean": Source("mean", "Tuition", "assumed", description="Our reasoning"),
}


def rhit(catalog: Catalog = CATALOG, plan: Plan | None = PLAN, held: Sequence[str] = ("diploma",)) -> Picture:
    """The picture of the way to RHIT."""
    answer = Answer(Question("rhit", frozenset(held)), "optimal" if plan else "unreachable", plan)
    return picture_of(answer, World(catalog, catalog, SOURCES))


def arrows(picture: Picture) -> set[tuple[str, str, str, bool]]:
    """The arrows by the names of their ends."""
    name = {thing.id: thing.name for thing in picture.things}
    return {(name[link.source], name[link.target], link.strength, link.chosen) for link in picture.links}


def named(picture: Picture, name: str) -> Thing:
    return next(thing for thing in picture.things if thing.name == name)


def test_no_wide_strip_is_empty_between_parts_that_nothing_links() -> None:
    bands = {"diploma": 0, "alone": 3, "work": 3, "degree": 2, "unlinked": 2}
    boxes = [Box(name, 100, 40, band) for name, band in bands.items()]
    drawing = drawn(boxes, [Arrow("diploma", "degree"), Arrow("diploma", "work")])

    heights = sorted(y for _, y in drawing.places.values())
    assert max(below - above for above, below in pairwise(heights)) <= 40 + GAP_BETWEEN_PARTS


def test_the_plan_and_the_other_ways_in_are_drawn() -> None:
    assert arrows(rhit()) == {
        ("High-school diploma", "Associate degree", "required", True),
        ("Associate degree", "any one of 3", "required", True),
        (ABROAD.text, "any one of 3", "required", False),
        ("Associate degree", "all of 2", "required", False),
        ("Membership", "all of 2", "required", False),
        ("all of 2", "any one of 3", "required", False),
        ("any one of 3", "RHIT", "required", True),
    }


def test_cards_say_price_time_and_step() -> None:
    picture = rhit()

    assert [(thing.name, thing.price, thing.when, thing.step) for thing in map(picture.thing, picture.steps)] == [
        ("Associate degree", "~$8,100", "months 0–24", 1),
        ("RHIT", "$299", "month 24", 2),
    ]
    assert named(picture, "High-school diploma").held
    assert named(picture, "RHIT").goal


def test_an_unknown_price_is_said() -> None:
    catalog = Catalog.of([replace(RHIT, routes=(RHIT.routes[2],)), DEGREE, DIPLOMA, MEMBERSHIP])

    assert named(rhit(catalog, plan=None), "Membership").price == "price unknown"


def test_a_way_in_that_asks_for_more_is_drawn_and_told() -> None:
    picture = rhit()

    assert ("Membership", "all of 2", "required", False) in arrows(picture)
    ways = named(picture, "RHIT").ways
    assert [way.price for way in ways] == ["$299", "$299", "$229"]
    assert [way.chosen for way in ways] == [True, False, False]
    assert [clause.text for clause in ways[2].required] == ["Associate degree", "Membership"]


def test_the_chosen_way_in_is_drawn_even_if_it_asks_for_more() -> None:
    steps = (PLAN.steps[0], Step("membership", "0", 104_000, 104_000, None), replace(PLAN.steps[1], route="member"))
    picture = rhit(plan=Plan(steps, 104_000))

    assert ("Membership", "all of 2", "required", True) in arrows(picture)
    assert ("Associate degree", "all of 2", "required", True) in arrows(picture)


def test_how_to_earn_what_is_held_is_not_drawn() -> None:
    picture = rhit(plan=Plan((replace(PLAN.steps[1], start=0, finish=0),), 0), held=("degree",))

    things = {thing.name for thing in picture.things if thing.role == "achievement"}
    assert things == {"Associate degree", "Membership", "RHIT"}


def test_a_goal_already_held_is_alone() -> None:
    picture = rhit(plan=Plan((), 0), held=("rhit",))

    assert [thing.name for thing in picture.things] == ["RHIT"]
    assert "You hold it already." in to_html(picture)


def test_an_unreachable_goal_shows_what_it_would_take() -> None:
    picture = rhit(Catalog.of([DIPLOMA, replace(DEGREE, routes=()), MEMBERSHIP, RHIT]), plan=None)

    assert not named(picture, "Associate degree").earnable
    assert named(picture, "Associate degree").when == "way in not recorded"
    assert "The picture shows what it would take." in to_html(picture)


def test_recommendations_are_dashed() -> None:
    bare = Catalog.of([DIPLOMA, DEGREE, Achievement("ccs", "CCS", routes=(Route("0", Achieved("diploma")),))])
    advised = AllOf((Achieved("diploma"), AnyOf((Achieved("degree"), Achieved("experience")))))
    prepared = Catalog.of([DIPLOMA, DEGREE, Achievement("ccs", "CCS", routes=(Route("0", advised),))])
    picture = picture_of(Answer(Question("ccs", frozenset({"diploma"})), "unknown"), World(bare, prepared))

    strengths = {(source, target): strength for source, target, strength, _ in arrows(picture)}
    assert strengths["High-school diploma", "CCS"] == "required"
    assert strengths["any one of 2", "CCS"] == "recommended"
    assert strengths["Associate degree", "any one of 2"] == "recommended"
    drawn = re.findall(r'"strength":"(\w+)"', to_html(picture))
    assert {"required", "recommended"} == set(drawn)


def test_a_detour_is_not_drawn_but_the_goal_shows_all_its_ways() -> None:
    long = Achievement("long", "Long", routes=(Route("0", weeks=200_000),))
    short = Achievement("short", "Short", routes=(Route("0", weeks=10_000),))
    job = Achievement("job", "Job", routes=(Route("a", Achieved("long")), Route("b", Achieved("short"))))
    goal = Achievement("goal", "Goal", routes=(Route("a", Achieved("job"), weeks=1000), Route("b", Achieved("long"))))
    catalog = Catalog.of([long, short, job, goal])
    picture = picture_of(Answer(Question("goal"), "unknown"), World(catalog, catalog))

    assert {(source, target) for source, target, _, _ in arrows(picture)} == {
        ("Short", "Job"),
        ("Job", "any one of 2"),
        ("Long", "any one of 2"),
        ("any one of 2", "Goal"),
    }


def test_what_several_ways_ask_for_is_drawn_once() -> None:
    either = AnyOf((Achieved("degree"), Achieved("abroad")))
    ways = Route("open", either), Route("member", AllOf((either, Achieved("membership"))))
    catalog = Catalog.of([Achievement("rhit", routes=ways), *map(Achievement, ("degree", "abroad", "membership"))])
    picture = picture_of(Answer(Question("rhit"), "unknown"), World(catalog, catalog))

    either_way, all_of, any_way = (thing for thing in picture.things if thing.role == "junction")
    assert {(link.source, link.target) for link in picture.links if link.source == either_way.id} == {
        (either_way.id, all_of.id),
        (either_way.id, any_way.id),
    }


def test_of_two_ways_one_may_ask_for_nothing() -> None:
    ways = Route("day"), Route("transfer", Achieved("HIT 2"))
    catalog = Catalog.of([Achievement("MAT 1", routes=ways), Achievement("HIT 2")])
    picture = picture_of(Answer(Question("MAT 1"), "unknown"), World(catalog, catalog))

    assert {(source, target) for source, target, _, _ in arrows(picture)} == {
        ("nothing required", "any one of 2"),
        ("HIT 2", "any one of 2"),
        ("any one of 2", "MAT 1"),
    }


def test_a_count_within_a_count_stays_a_count_of_its_own() -> None:
    two = AtLeast(2, (Achieved("A"), Achieved("B"), Achieved("C")))
    ways = (Route("0", AtLeast(2, (two, Achieved("D"), Achieved("E")))),)
    catalog = Catalog.of([Achievement("goal", routes=ways), *map(Achievement, "ABCDE")])
    picture = picture_of(Answer(Question("goal"), "unknown"), World(catalog, catalog))

    assert {target for source, target, _, _ in arrows(picture) if source in "ABC"} == {"2 of these 3"}
    assert {target for source, target, _, _ in arrows(picture) if source in "DE"} == {"2 of these 3"}
    assert sum(thing.role == "junction" for thing in picture.things) == 2


def test_a_sum_is_reached_when_its_amounts_are_there() -> None:
    parts = [Achievement(id, routes=(Route("0", weeks=weeks),)) for id, weeks in {"A": 90, "B": 5, "C": 50}.items()]
    credits_ = SumOf(4000, (Achieved("A"), Achieved("B"), Achieved("C")), (4000, 1000, 3000))
    middle = Achievement("middle", routes=(Route("0", credits_),))
    catalog = Catalog.of([*parts, middle, Achievement("goal", routes=(Route("0", Achieved("middle")),))])
    picture = picture_of(Answer(Question("goal"), "unknown"), World(catalog, catalog))

    assert {source for source, target, _, _ in arrows(picture) if target.startswith("4 credits")} == {"B", "C"}


def test_what_a_step_implies_is_marked_as_part_of_the_plan() -> None:
    him = Achievement("him", "HIM degree", routes=(Route("0", weeks=10),), implies=frozenset({"any"}))
    goal = Achievement("goal", "Goal", routes=(Route("0", Achieved("any")),))
    catalog = Catalog.of([him, Achievement("any", "Any degree"), goal])
    plan = Plan((Step("him", "0", 0, 10, Cost.known(0)), Step("goal", "0", 10, 10, Cost.known(0))), 10)
    picture = picture_of(Answer(Question("goal"), "optimal", plan), World(catalog, catalog))

    assert arrows(picture) == {("HIM degree", "Any degree", "required", True), ("Any degree", "Goal", "required", True)}


def test_a_goal_that_comes_with_the_last_step_is_marked() -> None:
    him = Achievement("him", "HIM degree", routes=(Route("0", weeks=10),), implies=frozenset({"any"}))
    catalog = Catalog.of([him, Achievement("any", "Any degree", routes=(Route("0", weeks=20),))])
    plan = Plan((Step("him", "0", 0, 10, Cost.known(0)),), 10)
    picture = picture_of(Answer(Question("any"), "optimal", plan), World(catalog, catalog))

    assert ("HIM degree", "any one of 2", "required", True) in arrows(picture)
    assert ("any one of 2", "Any degree", "required", True) in arrows(picture)


def test_what_rests_on_a_late_step_of_the_plan_comes_later_still() -> None:
    weeks = {"quick": 10, "slow": 90}
    ways = [Achievement(id, id, routes=(Route("0", weeks=length * 1000),)) for id, length in weeks.items()]
    middle = Achievement("middle", routes=(Route("q", Achieved("quick")), Route("s", Achieved("slow"))))
    after = Achievement("after", routes=(Route("0", Achieved("middle")), Route("1", Achieved("goal"))))
    goal = Achievement("goal", routes=(Route("m", Achieved("middle")), Route("a", Achieved("after"))))
    catalog = Catalog.of([*ways, middle, after, goal])
    late = [("slow", "0", 0), ("middle", "s", 90_000), ("goal", "m", 90_000)]
    plan = Plan(tuple(Step(id, route, start, 90_000, Cost.known(0)) for id, route, start in late), 90_000)
    picture = picture_of(Answer(Question("goal"), "optimal", plan), World(catalog, catalog))

    x = {thing.name: thing.x for thing in picture.things}
    assert x["quick"] < x["slow"] < x["middle"] < x["after"] < x["goal"]


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        picture_of(Answer(Question("nothing"), "unknown"), World(CATALOG, CATALOG))


# ---- places

IDS = tuple("ABCDEFGH")


def requirements() -> st.SearchStrategy[Requirement]:
    leaves = st.sampled_from(IDS).map(Achieved) | st.just(Prose("in words"))
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3, unique=True)
            .map(tuple)
            .flatmap(lambda parts: st.sampled_from([AllOf(parts), AnyOf(parts), AtLeast(len(parts), parts)]))
        ),
        max_leaves=5,
    )


def catalogs() -> st.SearchStrategy[Catalog]:
    routes = st.lists(st.tuples(requirements(), st.sampled_from([0, 0, 4_000, 52_000, 104_000])), max_size=3)
    return st.tuples(*[routes for _ in IDS]).map(
        lambda drawn: Catalog.of(
            Achievement(id, f"Thing {id}", "course", tuple(Route(str(n), r, weeks=w) for n, (r, w) in enumerate(ways)))
            for id, ways in zip(IDS, drawn, strict=True)
        )
    )


ROUNDED = 0.11
"""Places are written with one decimal."""


def overlap(one: Thing, other: Thing) -> bool:
    return (
        abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < (one.height + other.height) / 2
    )


def level_parts(link: Link) -> list[tuple[float, float, float]]:
    """Where an arrow runs level: its left and right end, its height."""
    return [(min(x, x_end), max(x, x_end), y) for (x, y), (x_end, y_end) in pairwise(link.points) if y == y_end]


def turns(link: Link) -> list[tuple[float, float, float]]:
    """Where an arrow turns round: where from left to right, its upper and lower end."""
    ends = pairwise(link.points)
    return [(x, min(y, y_end), max(y, y_end)) for (x, y), (x_end, y_end) in ends if x == x_end and y != y_end]


@given(catalogs(), st.frozensets(st.sampled_from(IDS[1:]), max_size=2))
def test_nothing_lies_on_anything(catalog: Catalog, held: frozenset[str]) -> None:
    picture = picture_of(Answer(Question("A", held), "unknown"), World(catalog, catalog))

    assert not [pair for pair in combinations(picture.things, 2) if overlap(*pair)]
    for link in picture.links:
        for left, right, y in level_parts(link):
            through = [
                thing
                for thing in picture.things
                if left < thing.x + thing.width / 2 - ROUNDED
                and right > thing.x - thing.width / 2 + ROUNDED
                and abs(y - thing.y) < thing.height / 2
            ]
            assert not through
        for x, _, _ in turns(link):
            assert all(abs(x - thing.x) > thing.width / 2 for thing in picture.things)


def test_an_arrow_back_goes_round() -> None:
    boxes = [Box("first", 100, 40, 0), Box("between", 100, 40, 1), Box("last", 100, 40, 2)]
    onward = [Arrow("first", "between"), Arrow("between", "last")]
    drawing = drawn(boxes, [*onward, Arrow("last", "first"), Arrow("between", "between")])

    x, y = drawing.places["between"]
    back = drawing.paths["last", "first"]
    assert min(back)[0] < drawing.places["first"][0] - 50 < back[-1][0] + 1
    assert all(abs(y_way - y) > 20 for x_way, y_way in back if abs(x_way - x) < 50)
    assert len(drawing.paths["between", "between"]) == 6


@given(catalogs())
def test_what_can_be_earned_leads_to_the_right(catalog: Catalog) -> None:
    picture = picture_of(Answer(Question("A"), "unknown"), World(catalog, catalog))
    thing = {thing.id: thing for thing in picture.things}

    for link in picture.links:
        if all(thing[end].earnable and thing[end].role == "achievement" for end in (link.source, link.target)):
            assert thing[link.source].x < thing[link.target].x
    goal = next(one for one in picture.things if one.goal)
    assert all(one.x <= goal.x for one in picture.things)


@given(catalogs())
def test_arrows_end_at_their_things(catalog: Catalog) -> None:
    picture = picture_of(Answer(Question("A"), "unknown"), World(catalog, catalog))
    thing = {thing.id: thing for thing in picture.things}

    for link in picture.links:
        source, target = thing[link.source], thing[link.target]
        assert link.points[0] == pytest.approx((source.x + source.width / 2, source.y), abs=0.11)
        assert link.points[-1] == pytest.approx((target.x - target.width / 2, target.y), abs=0.11)


def crossings(drawing: Drawing) -> int:
    """Pairs of arrows between two columns whose ends change sides."""
    ends = [(path[0][1], path[-1][1]) for path in drawing.paths.values()]
    return sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(ends, 2))


def test_arrows_that_need_not_cross_do_not() -> None:
    boxes = [*(Box(f"left {n}", 10, 10, 0) for n in range(5)), *(Box(f"right {n}", 10, 10, 1) for n in (3, 1, 4, 0, 2))]
    drawing = drawn(boxes, [Arrow(f"left {n}", f"right {n}") for n in range(5)])

    assert crossings(drawing) == 0


def test_bands_follow_each_other() -> None:
    boxes = [Box("a", 10, 10, 0), Box("b", 30, 10, 1), Box("c", 10, 10, 1, 1), Box("d", 10, 10, 4)]
    bands = drawn(boxes, [Arrow("a", "d"), Arrow("b", "c")]).bands

    assert sorted(bands) == [0, 1, 4]
    assert all(bands[one][1] < bands[other][0] for one, other in pairwise(sorted(bands)))


def test_three_hundred_things_are_laid_out() -> None:
    things = [
        Achievement(
            f"{place:03}",
            f"Course {place}",
            "course",
            (
                Route(
                    "0", AllOf(tuple(Achieved(f"{place // 3 + step:03}") for step in (0, 7) if place > 20)), weeks=place
                ),
            ),
        )
        for place in range(300)
    ]
    goal = Achievement("goal", "Goal", "degree", (Route("0", AllOf(tuple(Achieved(thing.id) for thing in things))),))
    catalog = Catalog.of([*things, goal])
    picture = picture_of(Answer(Question("goal"), "unknown"), World(catalog, catalog))

    assert len(picture.things) == 301
    assert len(to_html(picture)) < 4_000_000


# ---- plans to choose from


def way(id: str, dollars: int | None, weeks: int) -> Plan:
    cost = None if dollars is None else Cost.known(100 * dollars)
    return Plan((Step(id, "0", 0, 1000 * weeks, cost),), 1000 * weeks)


@given(st.lists(st.tuples(st.none() | st.integers(0, 90_000), st.integers(0, 600)), min_size=1, max_size=9))
def test_each_plan_has_its_letter_in_the_chart(drawn: list[tuple[int | None, int]]) -> None:
    plans = [way(str(number), *one) for number, one in enumerate(drawn)]
    chart = chart_of(plans, range(len(plans)))
    assert (chart is None) == (len({(dollars or 0, weeks) for dollars, weeks in drawn}) == 1)
    if chart is None:
        return
    width, height, left, right, top, bottom = chart.size
    assert all(left <= mark.x <= right and top <= mark.y <= bottom for mark in chart.marks)
    assert all(0 < mark.x_letter < width and 0 < mark.y_letter < height for mark in chart.marks)
    for one, other in combinations(chart.marks, 2):
        assert max(abs(one.x_letter - other.x_letter), abs(one.y_letter - other.y_letter)) > 20
    assert [mark.open_ended for mark in chart.marks] == [dollars is None for dollars, _ in drawn]
    assert 2 <= len(chart.prices) <= 6
    assert 2 <= len(chart.times) <= 6


def test_a_point_of_the_trade_off_that_is_no_better_than_a_plan_is_that_plan() -> None:
    roads = {"slow": (100, 90), "slower": (100, 90), "middle": (300, 50), "quick": (900, 10)}
    things = [
        Achievement(id, routes=(Route("0", cost=Cost.known(100 * dollars), weeks=1000 * weeks),))
        for id, (dollars, weeks) in roads.items()
    ]
    goal = Achievement("goal", routes=tuple(Route(id, Achieved(id)) for id in roads))
    catalog = Catalog.of([*things, goal])
    last = {id: Step("goal", id, 1000 * weeks, 1000 * weeks, Cost.known(0)) for id, (_, weeks) in roads.items()}
    plans = {id: Plan((*way(id, *figures).steps, last[id]), 1000 * figures[1]) for id, figures in roads.items()}
    answers = {id: Answer(Question("goal"), "optimal", plan) for id, plan in plans.items()}
    picture = picture_of(
        answers["slow"],
        World(catalog, catalog),
        others=[("Fastest", answers["quick"])],
        trade_off=[answers["slower"], answers["middle"], answers["quick"]],
    )

    assert [option.label for option in picture.options] == [
        "Cheapest and trade-off 1 of 3",
        "Fastest and trade-off 3 of 3",
        "Trade-off 2 of 3",
    ]
    assert picture.chart is not None
    assert all(mark.traded for mark in picture.chart.marks)
    assert len(picture.chart.lines) == 2


# ---- words


@given(st.text("ab-c …", max_size=60), st.integers(2, 20), st.integers(1, 4))
def test_wrapped_text_fits(text: str, width: int, lines: int) -> None:
    rows = wrapped(text, width, lines)

    assert len(rows) <= lines
    assert all(row and len(row) <= width for row in rows)


@given(st.text("ab-c ", max_size=40), st.integers(2, 20))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    assert "".join(wrapped(text, width, 100)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("shape", sorted({kind.shape for kind in KINDS}))
def test_outlines_stay_within_their_box(shape: str) -> None:
    path = outline(shape, 100, 40)  # type: ignore[arg-type]
    ends = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)

    assert path.startswith("M")
    assert path.endswith("Z")
    assert all(abs(float(x)) <= 50 and abs(float(y)) <= 20 for x, y in ends)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/path",
        "https:",
        "http://[broken",
        "",
    ],
)
def test_only_plain_web_and_mail_addresses_are_followed(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize("url", ["https://ahima.org/ccs?a=1&b=2#c", "http://example.org", "mailto:info@ahima.org"])
def test_web_and_mail_addresses_are_followed(url: str) -> None:
    assert safe_url(url) == url


def test_sources_are_numbered_as_the_plan_needs_them() -> None:
    citations = rhit().citations

    assert [(citation.number, citation.title) for citation in citations] == [(1, "Tuition"), (2, "Eligibility")]
    assert citations[1].url == "https://issuer.example/rhit"


def test_facts_come_with_sources_and_standing() -> None:
    fact = Fact("accredited by", "CAAHEP", ("page",), standing="superseded: CAHIIM has taken over")
    picture = picture_of(
        Answer(Question("rhit", frozenset({"diploma"})), "optimal", PLAN),
        World(CATALOG, CATALOG, SOURCES, facts=lambda id: (fact,) if id == "rhit" else ()),
    )

    (claim,) = named(picture, "RHIT").facts
    assert (claim.of, claim.text, claim.standing) == ("accredited by", "CAAHEP", fact.standing)
    assert [picture.citations[number - 1].title for number in claim.sources] == ["Eligibility"]


# ---- the page


def test_the_page_has_one_heading_a_title_and_a_language() -> None:
    html = to_html(replace(rhit(), headline=Headline("RHIT", "Technician", cautions=("UNCONFIRMED: ask.",))))

    assert html.lstrip().startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Ways to RHIT · Chartway</title>" in html
    assert len(re.findall("<h1[ >]", html)) == 1
    assert html.index("UNCONFIRMED: ask.") < html.index("The plan, step by step")


def test_the_page_loads_nothing() -> None:
    markup = re.sub(r"<script>.*?</script>", "", to_html(rhit()), flags=re.DOTALL)

    assert re.findall(r"<(?:script|link|img|iframe|object|embed)\b[^>]*\b(?:src|href)=([^ >]+)", markup) == ['"data:,"']
    assert "@import" not in markup


def test_the_policy_names_every_script_and_style_by_its_hash() -> None:
    html = to_html(rhit())
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, flags=re.DOTALL)

    assert len(policy) == 1
    assert policy[0].startswith("default-src &#39;none&#39;; ")
    assert "unsafe" not in policy[0]
    assert len(inline) == 3
    for text in inline:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy[0].replace("&#43;", "+")


def test_equal_pictures_give_equal_pages() -> None:
    assert to_html(rhit()) == to_html(rhit(Catalog.of(reversed([*CATALOG.achievements.values()]))))


def test_the_page_is_written_as_utf_8(tmp_path: Path) -> None:
    page = tmp_path / "rhit.html"
    write_html(replace(rhit(), headline=Headline("½ – ☃ 健康 \ud800 \x00")), page)

    assert "½ – ☃ 健康 \ufffd \ufffd" in page.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize("name", ["missing/page.html", "", "folder", "null\0.html"])
def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnwritableError):
        write_html(rhit(), tmp_path / name)

    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "rhit.html"
    page.write_text("before")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnwritableError, match="No space left"):
        write_html(rhit(), page)

    assert page.read_text() == "before"
    assert list(tmp_path.iterdir()) == [page]
