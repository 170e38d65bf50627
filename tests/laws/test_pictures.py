"""Laws of pictures: what is drawn and listed is what the requirement graph says, arrow for arrow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from tests.laws.test_requirement_graphs import IDS, graphs

from chartway.catalog_json import from_json
from chartway.pathway import Planner
from chartway.plan import Question
from chartway.visualization import Picture, World, picture_of, picture_of_all, picture_of_thing, to_html

Json = Any
Pair = tuple[str, str]
LENT = {"explore.css": "explore.css", "explore.js": "explore.js", "network.js": "network.js"}
"""A page that leaves the drawing library to its site is small."""


def named(requirement: Json) -> Iterator[str]:
    """The ids in a requirement, as the file has it."""
    if isinstance(requirement, str):
        yield requirement
    elif isinstance(requirement, list):
        for part in requirement:
            yield from named(part)
    elif isinstance(requirement, dict):
        for key in ("all", "any", "of", "sum", "id"):
            yield from named(requirement.get(key))


def written(graph: Json) -> set[Pair]:
    """What leads to what in a file: a thing that is asked for to what asks for it, a thing to what it implies."""
    found = set[Pair]()
    for one in graph["achievements"]:
        found |= {(id, one["id"]) for route in one["routes"] for id in named(route.get("requires"))}
        found |= {(one["id"], implied) for implied in one["implies"]}
    return found


def through_junctions(arrows: set[Pair], things: dict[str, str]) -> set[Pair]:
    """The pairs of things that arrows lead from one to the other, passing nothing but junctions."""
    after = defaultdict[str, list[str]](list)
    for source, target in arrows:
        after[source].append(target)
    found = set[Pair]()
    for start, name in things.items():
        seen, waiting = set[str](), list(after[start])
        while waiting:
            end = waiting.pop()
            if end in things:
                found.add((name, things[end]))
            elif end not in seen:
                seen.add(end)
                waiting += after[end]
    return found


def drawn(picture: Picture) -> set[Pair]:
    """What leads to what in a picture."""
    things = {thing.id: thing.means for thing in picture.things if thing.means}
    return through_junctions({(link.source, link.target) for link in picture.links}, things)


class _Tables(HTMLParser):
    """The rows of the tables of a page: for each, the things its links name."""

    def __init__(self) -> None:
        super().__init__()
        self.table = ""
        self.rows: dict[str, list[list[str]]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.table = given.get("id") or ""
        elif tag == "tr":
            self.rows[self.table].append([])
        elif tag == "a" and (given.get("href") or "").startswith("#row-") and self.table:
            self.rows[self.table][-1].append(str(given["href"]).removeprefix("#row-"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.table = ""


def listed(picture: Picture) -> tuple[list[str], list[Pair]]:
    """The things and the arrows in the list of the page of a picture."""
    tables = _Tables()
    tables.feed(to_html(picture, lent=LENT))
    arrows = [(row[0], row[1]) for row in tables.rows["links"] if row]
    return [row[0] for row in tables.rows["things"] if row], arrows


def assert_listed(picture: Picture) -> None:
    things, arrows = listed(picture)
    assert things == [thing.id for thing in picture.things]
    assert arrows == [(link.source, link.target) for link in picture.links]


@given(graphs())
def test_a_file_is_drawn_and_listed_arrow_for_arrow(graph: Json) -> None:
    catalog = from_json(json.dumps(graph), "graph")
    picture = picture_of_all(World(catalog, catalog), "All")

    assert drawn(picture) == written(graph)
    assert_listed(picture)


@given(graphs())
def test_every_way_to_a_thing_is_in_its_surroundings(graph: Json) -> None:
    catalog = from_json(json.dumps(graph), "graph")
    picture = picture_of_thing(World(catalog, catalog), IDS[0])

    pairs, all_pairs = drawn(picture), written(graph)
    assert pairs <= all_pairs
    assert {pair for pair in pairs if pair[1] == IDS[0]} == {pair for pair in all_pairs if pair[1] == IDS[0]}
    assert_listed(picture)


@given(graphs())
def test_what_the_ways_to_a_goal_show_stands_in_the_file(graph: Json) -> None:
    catalog = from_json(json.dumps(graph), "graph")
    picture = picture_of(Planner.of(catalog).answer(Question(IDS[0])), World(catalog, catalog))

    assert drawn(picture) <= written(graph)
    assert_listed(picture)
