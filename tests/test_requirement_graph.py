"""The requirement graph says what the catalog says."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartway.catalog import Achievement, Catalog, Cost, Route
from chartway.errors import UnknownNameError
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    is_met,
)
from chartway.requirement_graph import (
    ALL,
    Condition,
    earliest_finish,
    generations,
    narrowed,
    relevant,
    threshold,
    to_digraph,
)

IDS = tuple("ABCDEF")


def requirements() -> st.SearchStrategy[Requirement]:
    """Nested requirements on a few achievements."""
    leaves = st.sampled_from(IDS).map(Achieved) | st.just(Prose("in words"))
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3, unique=True)
            .map(tuple)
            .flatmap(
                lambda parts: st.sampled_from(
                    [AllOf(parts), AnyOf(parts), *(AtLeast(number, parts) for number in range(1, len(parts) + 1))]
                )
            )
        ),
        max_leaves=6,
    )


def catalogs() -> st.SearchStrategy[Catalog]:
    """Catalogs of six achievements, cycles and steps of no time included."""
    routes = st.lists(st.tuples(requirements(), st.integers(0, 3)), max_size=2)
    implied = st.frozensets(st.sampled_from(IDS), max_size=1)
    return st.tuples(*[st.tuples(routes, implied) for _ in IDS]).map(
        lambda drawn: Catalog.of(
            Achievement(
                id,
                routes=tuple(Route(str(place), requires, weeks=weeks) for place, (requires, weeks) in enumerate(ways)),
                implies=implies - {id},
            )
            for id, (ways, implies) in zip(IDS, drawn, strict=True)
        )
    )


def holdable(catalog: Catalog, held: frozenset[str]) -> frozenset[str]:
    """Everything that can come to be held: the least fixed point, by the meaning of requirements alone."""
    while True:
        earned = {id for id in IDS if any(is_met(route.requires, held) for route in catalog[id].routes)}
        more = held | earned | {implied for id in held | earned for implied in catalog[id].implies}
        if more == held:
            return held
        held = more


@given(catalogs(), st.frozensets(st.sampled_from(IDS), max_size=2))
def test_exactly_what_requirements_allow_has_an_earliest_finish(catalog: Catalog, held: frozenset[str]) -> None:
    finish = earliest_finish(to_digraph(catalog), held)

    assert {id for id in IDS if id in finish} == holdable(catalog, held)


@given(catalogs())
def test_nothing_is_settled_before_what_it_rests_on(catalog: Catalog) -> None:
    graph = to_digraph(catalog)
    settled = list(earliest_finish(graph))

    for place, node in enumerate(settled):
        before = set(settled[:place])
        assert sum(part in before for part in graph.predecessors(node)) >= (threshold(graph, node) or 0)


@given(catalogs())
def test_the_part_for_a_goal_answers_for_the_goal_as_the_whole_does(catalog: Catalog) -> None:
    whole, part = to_digraph(catalog), to_digraph(catalog, "A")

    assert set(part) == relevant(whole, "A")
    assert earliest_finish(part).get("A") == earliest_finish(whole).get("A")


def test_a_requirement_becomes_routes_conditions_and_arrows() -> None:
    either = AllOf((Achieved("BIO"), AnyOf((Achieved("MAT 1"), Achieved("MAT 2")))))
    route = Route("day", either, Cost.known(30_000), 15_000)
    graph = to_digraph(Catalog.of([Achievement("HIT", "Coding", "course", (route,))]))

    day, choice = Condition("HIT", "day"), Condition("HIT", "day", (1,))
    assert sorted(graph.edges, key=str) == sorted(
        [("BIO", day), ("MAT 1", choice), ("MAT 2", choice), (choice, day), (day, "HIT")], key=str
    )
    assert graph.nodes["HIT"] == {
        "role": "achievement",
        "number": 1,
        "kind": "course",
        "label": "Coding",
        "name": "Coding",
    }
    assert graph.nodes[day] == {
        "role": "route",
        "number": ALL,
        "label": "",
        "weeks": 15_000,
        "cost": Cost.known(30_000),
    }
    assert graph.nodes[choice] == {"role": "condition", "number": 1}


def test_what_only_the_prepared_catalog_asks_for_is_recommended() -> None:
    def catalog(requires: Requirement) -> Catalog:
        return Catalog.of([Achievement("CCS", routes=(Route("exam", requires),))])

    prepared = catalog(AllOf((Achieved("diploma"), AnyOf((Achieved("RHIT"), Achieved("experience"))))))
    graph = to_digraph(prepared, bare=catalog(Achieved("diploma")))

    exam = Condition("CCS", "exam")
    assert graph.edges["diploma", exam]["strength"] == "required"
    assert graph.edges[Condition("CCS", "exam", (1,)), exam]["strength"] == "recommended"


def test_what_is_implied_is_held_with_it() -> None:
    degree = Achievement("HIM degree", routes=(Route("0", weeks=104_000),), implies=frozenset({"any degree"}))
    graph = to_digraph(Catalog.of([degree, Achievement("any degree")]))

    assert graph.edges["HIM degree", "any degree"]["relation"] == "implies"
    assert earliest_finish(graph)["any degree"] == 104_000


def test_steps_of_no_time_never_support_themselves() -> None:
    either = [
        Achievement("A", routes=(Route("0", Achieved("B")),)),
        Achievement("B", routes=(Route("0", Achieved("A")),)),
    ]
    graph = to_digraph(Catalog.of(either))

    assert earliest_finish(graph) == {}
    assert generations(graph)["A"] == generations(graph)["B"] == 0


def test_words_are_never_known_to_hold() -> None:
    graph = to_digraph(Catalog.of([Achievement("A", routes=(Route("0", Prose("by agreement")),))]))

    (words,) = [node for node, role in graph.nodes(data="role") if role == "prose"]
    assert graph.nodes[words]["text"] == "by agreement"
    assert threshold(graph, words) is None
    assert earliest_finish(graph) == {}


def test_at_least_counts_its_arrows() -> None:
    routes = {"A": 1, "B": 2, "C": 5}
    parts = [Achievement(id, routes=(Route("0", weeks=weeks),)) for id, weeks in routes.items()]
    two = AtLeast(2, tuple(map(Achieved, routes)))
    graph = to_digraph(Catalog.of([*parts, Achievement("goal", routes=(Route("0", two, weeks=10),))]))

    assert earliest_finish(graph)["goal"] == 12


def test_what_is_planned_holds_when_it_is_planned() -> None:
    first = Achievement("first", routes=(Route("0", weeks=10),))
    second = Achievement("second", routes=(Route("0", Achieved("first"), weeks=5),))
    graph = to_digraph(Catalog.of([first, second]))

    assert earliest_finish(graph)["second"] == 15
    assert earliest_finish(graph, planned={"first": 40})["second"] == 45


def test_equal_content_in_any_order_is_one_graph() -> None:
    things = [Achievement("B", routes=(Route("0", Achieved("A")),)), Achievement("A", routes=(Route("0", NOTHING),))]
    one, other = to_digraph(Catalog.of(things)), to_digraph(Catalog.of(reversed(things)))

    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))


def test_networkx_can_work_on_it() -> None:
    degree = Achievement("degree", routes=(Route("0"),))
    graph = to_digraph(Catalog.of([degree, Achievement("RHIT", routes=(Route("0", Achieved("degree")),))]))

    assert nx.is_directed_acyclic_graph(graph)
    assert nx.descendants(graph, "degree") == {Condition("RHIT", "0"), "RHIT"}


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        to_digraph(Catalog.of([]), "RHIT")


def test_co_requisites_and_amounts_stand_on_the_arrows() -> None:
    total = SumOf(6000, (Achieved("A"), Concurrent("B")), (4000, 3000), "credits")
    graph = to_digraph(Catalog.of([Achievement("C", routes=(Route("0", AllOf((Together("A"), total))),))]))
    way, credits_ = Condition("C", "0"), Condition("C", "0", (1,))

    assert graph.edges["A", way]["timing"] == "together"
    assert graph.nodes[credits_] == {"role": "condition", "number": 6000, "unit": "credits"}
    assert (graph.edges["A", credits_]["timing"], graph.edges["A", credits_]["amount"]) == ("before", 4000)
    assert (graph.edges["B", credits_]["timing"], graph.edges["B", credits_]["amount"]) == ("concurrent", 3000)


def test_what_is_asked_for_before_and_as_a_co_requisite_has_two_arrows() -> None:
    both = AnyOf((Achieved("A"), Concurrent("A")))
    graph = to_digraph(
        Catalog.of([Achievement("A", routes=(Route("0", weeks=5),)), Achievement("B", routes=(Route("0", both),))])
    )

    assert earliest_finish(graph)["B"] == 0


def test_a_part_of_a_graph_comes_in_the_order_of_the_graph_in_every_process() -> None:
    ids = [f"course {number}" for number in range(200)]
    goal = Achievement("a goal", routes=(Route("0", AllOf(tuple(map(Achieved, ids[:40])))),))
    whole = to_digraph(Catalog.of([goal, *map(Achievement, ids)]))
    part = narrowed(whole, "a goal")
    assert list(part) == [node for node in whole if node in relevant(whole, "a goal")]
    assert set(part) < set(whole)
