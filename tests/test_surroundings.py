"""The picture of anything: its surroundings, its parts, or the whole field."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Route
from chartway.errors import OptionError, UnknownNameError
from chartway.knowledge import Knowledge
from chartway.requirement import Achieved, AllOf, AnyOf, AtLeast, Concurrent, Prose, Requirement, SumOf, Together
from chartway.requirement_graph import to_digraph
from chartway.visualization import Headline, Picture, World, picture_of_all, picture_of_thing, to_html
from chartway.visualization.description import Description
from chartway.visualization.field import MOST_SHOWN, picture_of_field
from chartway.visualization.picture import Thing
from chartway.visualization.rules import rules_of, to_json
from chartway.visualization.subject import picture_of_everything, picture_of_subject, ways_lead_to
from chartway.visualization.world import Relation


def earned(id: str, requires: Requirement, kind: str = "course", issuer: str | None = None) -> Achievement:
    return Achievement(id, f"Thing {id}", kind, (Route("0", requires, weeks=4_000),), issuer=issuer)


CATALOG = Catalog.of(
    [
        Achievement("a", "Thing a", "diploma"),
        earned("b", Achieved("a")),
        earned("c", AllOf((Achieved("b"), Prose("in words")))),
        earned("d", AnyOf((Achieved("b"), Achieved("c"))), "certification", "body"),
        earned("e", Achieved("d"), "occupation"),
        earned("f", Achieved("e"), "occupation"),
        earned("g", Achieved("f"), "occupation"),
        earned("alone", AllOf(()), "certification", "body"),
        Achievement("programme", "A programme", "programme"),
    ]
)
RELATIONS = (
    Relation("body", "alone", "issues"),
    Relation("body", "d", "issues"),
    Relation("b", "programme", "is part of"),
    Relation("c", "programme", "is part of"),
    Relation("programme", "e", "prepares for"),
)
BODY = Achievement("body", "The Body", "body", notation="TB")
WORLD = World(CATALOG, CATALOG, relations=RELATIONS, others={"body": BODY}, names=lambda id: f"The {id}")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in graph."""
    return Knowledge.load()


def arrows(picture: Picture) -> set[tuple[str, str, str]]:
    name = {thing.id: thing.means or thing.name for thing in picture.things}
    return {(name[link.source], link.meaning, name[link.target]) for link in picture.links}


def names(picture: Picture) -> set[str]:
    return {thing.means for thing in picture.things if thing.means}


def test_two_steps_each_way_are_drawn() -> None:
    picture = picture_of_thing(WORLD, "d")

    assert names(picture) == {"a", "b", "c", "d", "e", "f"}
    assert {("d", "is required for", "e"), ("e", "is required for", "f"), ("b", "is among", "any one of 2")} <= arrows(
        picture
    )
    assert next(thing for thing in picture.things if thing.goal).means == "d"


def test_a_body_is_drawn_with_what_it_issues_and_what_that_requires() -> None:
    picture = picture_of_thing(WORLD, "body", {"b"}, "From: b")

    assert names(picture) == {"body", "d", "alone", "b", "c"}
    assert ("body", "issues", "alone") in arrows(picture)
    assert picture.headline == Headline("TB", "The Body", "From: b", "2 certifications")


def test_of_a_programme_only_what_nothing_builds_on_points_to_it() -> None:
    picture = picture_of_thing(WORLD, "programme")

    assert ("c", "is part of", "programme") in arrows(picture)
    assert ("b", "is part of", "programme") not in arrows(picture)
    assert ("b", "is required for", "c") in arrows(picture)


def test_what_some_ways_ask_for_and_others_do_not_is_told_apart() -> None:
    choice = Achievement("z", "Z", "course", (Route("0", Achieved("a")), Route("1", Achieved("b"))))
    catalog = Catalog.of([*CATALOG.achievements.values(), choice])
    picture = picture_of_thing(World(catalog, catalog), "a")

    links = {
        picture.thing(link.source).means: link for link in picture.links if picture.thing(link.target).means == "z"
    }
    assert (links["a"].strength, links["a"].meaning) == ("one of several", "is asked for on one of several ways to")


@pytest.mark.parametrize(
    ("id", "asked"), [("alone", "nothing"), ("b", "1 thing"), ("c", "1 thing and what is known in words only")]
)
def test_what_is_known_in_words_only_is_not_nothing(id: str, asked: str) -> None:
    assert f"1 way in, asking for {asked} ·" in picture_of_thing(WORLD, id).headline.summary


def test_words_alone_are_not_nothing() -> None:
    catalog = Catalog.of([earned("a", Prose("in words")), earned("b", Achieved("a"))])
    summary = picture_of_thing(World(catalog, catalog), "a").headline.summary
    assert summary.startswith("1 way in, asking for what is known in words only ·")


def test_nothing_of_that_name_is_said() -> None:
    with pytest.raises(UnknownNameError):
        picture_of_thing(WORLD, "nothing")


IDS = tuple("ABCDEFGHIJ")


def requirements() -> st.SearchStrategy[Requirement]:
    leaves = st.sampled_from(IDS).map(Achieved) | st.sampled_from(IDS).map(Concurrent) | st.just(Prose("in words"))
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3).map(tuple).map(AnyOf), max_leaves=4)


def catalogs() -> st.SearchStrategy[Catalog]:
    routes = st.lists(requirements(), max_size=2)
    implied = st.lists(st.sampled_from(IDS), max_size=1)
    return st.tuples(*[st.tuples(routes, implied) for _ in IDS]).map(
        lambda drawn: Catalog.of(
            Achievement(
                id,
                f"Thing {id}",
                "course",
                tuple(Route(str(n), one) for n, one in enumerate(ways)),
                frozenset(implies) - {id},
            )
            for id, (ways, implies) in zip(IDS, drawn, strict=True)
        )
    )


def overlap(one: Thing, other: Thing) -> bool:
    across, down = abs(one.x - other.x), abs(one.y - other.y)
    return across < (one.width + other.width) / 2 and down < (one.height + other.height) / 2


@given(catalogs(), st.frozensets(st.sampled_from(IDS), max_size=3))
def test_nothing_lies_on_anything_and_everything_is_told(catalog: Catalog, held: frozenset[str]) -> None:
    world = World(catalog, catalog)
    pictures = picture_of_all(world, "All", held), picture_of_field(world, Headline("Field"), held)
    for picture in (*pictures, picture_of_thing(world, "A", held)):
        assert not [pair for pair in combinations(picture.things, 2) if overlap(*pair)]
        ids = {thing.id for thing in picture.things}
        assert all(link.source in ids and link.target in ids for link in picture.links)
    assert all(names(picture) == set(IDS) for picture in pictures)


@given(catalogs())
def test_the_arrows_of_the_field_are_those_of_the_requirement_graph(catalog: Catalog) -> None:
    graph = to_digraph(catalog)
    ends = {(part, node if isinstance(node, str) else node.achievement) for part, node in graph.edges}
    expected = {(part, end) for part, end in ends if isinstance(part, str) and part != end}
    picture = picture_of_field(World(catalog, catalog), Headline("Field"))

    assert {(source, target) for source, _, target in arrows(picture) if source != target} == expected


# ---- the built-in graph


def test_a_page_of_anything_is_made_in_the_same_way_twice(knowledge: Knowledge) -> None:
    for id in ("id:ahima", "soc:29-2072", "illustrative:hit-aas", "ahima:ccs"):
        once, again = picture_of_subject(knowledge, id), picture_of_subject(Knowledge.load(), id)
        assert to_html(once) == to_html(again)


def test_the_field_holds_everything_in_frames(knowledge: Knowledge) -> None:
    picture = picture_of_everything(knowledge)

    assert names(picture) == set(knowledge.prepared.catalog.achievements)
    framed = [id for frame in picture.frames for id in frame.things]
    assert sorted(framed) == sorted(thing.id for thing in picture.things)
    assert sum(len(frame.things) for frame in picture.frames if frame.opened) <= MOST_SHOWN
    for one, other in combinations(picture.frames, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_bodies_work_and_curricula_are_no_goals(knowledge: Knowledge) -> None:
    goals = ["ahima:rhit", "id:him-associate", "id:medical-terminology"]
    others = ["id:ahima", "soc:29-2072", "illustrative:hit-aas"]

    assert [id for id in [*goals, *others] if ways_lead_to(knowledge, id)] == goals


def test_what_stands_alone_is_refused(knowledge: Knowledge) -> None:
    offering = next(iter(knowledge.said.types["Offering"]))
    with pytest.raises(OptionError, match="chartway show"):
        picture_of_subject(knowledge, offering)


# ---- the rules a page evaluates


def test_rules_are_written_nearly_as_in_a_requirement_graph() -> None:
    parts = (Achieved("a"), Concurrent("b"), Together("c"))
    rule = AllOf((AtLeast(2, parts), SumOf(6000, parts[:1], (7000,)), AnyOf(()), Prose("said")))

    assert json.loads(json.dumps(to_json(rule))) == {
        "all": [
            {"atLeast": 2, "of": ["a", {"id": "b", "timing": "concurrent"}, {"id": "c", "timing": "together"}]},
            {"sum": ["a"], "amounts": [7000], "atLeast": 6000, "unit": "credits"},
            {"any": []},
            {"prose": "said"},
        ]
    }


def test_rules_reach_as_far_as_what_can_lead_there() -> None:
    rules = rules_of(CATALOG, ["d"], ["a", "g"], lambda id: frozenset({id, "b"} if id == "d" else {id}))

    assert [one["id"] for one in rules.achievements] == ["a", "b", "c", "d"]
    assert rules.start == ("a",)
    assert rules.follows == (("d", ("b",)),)


@given(catalogs())
def test_no_arrow_of_the_field_crosses_a_card(catalog: Catalog) -> None:
    kinds = {"A": "degree", "B": "occupation", "C": "certification", "D": "experience", "E": "certification"}
    things = [replace(one, kind=kinds.get(id, one.kind)) for id, one in catalog.achievements.items()]
    taught = [Relation("college", id, "teaches") for id in "GHI"]
    varied = Catalog.of(things)
    assert_clear(picture_of_field(World(varied, varied, relations=tuple(taught)), Headline("Field")))


def test_no_arrow_of_the_whole_field_crosses_a_card(knowledge: Knowledge) -> None:
    assert_clear(picture_of_everything(knowledge))


def assert_clear(picture: Picture) -> None:
    """Every arrow begins and ends at the side of its card, and runs level or upright through no card."""
    for link in picture.links:
        for thing, (x, y) in (
            (picture.thing(link.source), link.points[0]),
            (picture.thing(link.target), link.points[-1]),
        ):
            assert (abs(x - thing.x), y) == (thing.width / 2, thing.y)
        for (x, y), (x_end, y_end) in pairwise(link.points):
            assert x == x_end or y == y_end
            left, right, top, bottom = min(x, x_end), max(x, x_end), min(y, y_end), max(y, y_end)
            crossed = [
                thing.name
                for thing in picture.things
                if left < thing.x + thing.width / 2
                and right > thing.x - thing.width / 2
                and top < thing.y + thing.height / 2
                and bottom > thing.y - thing.height / 2
            ]
            assert not crossed


def test_ways_called_the_same_are_told_apart_by_what_they_ask_for(knowledge: Knowledge) -> None:
    description = Description(World.of(knowledge))
    names = {
        name: [description.called(id, route) for route in description.routes(id)]
        for name, id in {"RHIT": "ahima:rhit", "COC": "aapc:coc", "degree": "id:bachelor-degree"}.items()
    }

    assert names == {
        "RHIT": ["examination, with AHIMA membership", "examination, without AHIMA membership"],
        "COC": [""],
        "degree": ["with associate degree", "without associate degree"],
    }
