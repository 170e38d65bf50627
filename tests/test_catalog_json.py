"""The words of requirement graphs mean what the format says, and nothing unclear is let through."""

from __future__ import annotations

import gc
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chartway.catalog import FREE, Catalog, Cost, Route, Span
from chartway.catalog_json import FORMAT, LARGEST, Unknown, from_json, read_catalog, uncollected
from chartway.errors import UnreadableError
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
    leaves_of,
)

A, B = Achieved("A"), Achieved("B")


def graph(*achievements: object, **more: object) -> str:
    return json.dumps({"format": FORMAT, "achievements": achievements, **more})


def read(*achievements: object, unknown: Unknown | None = "blocked") -> Catalog:
    return from_json(graph(*achievements), "graph", unknown)


def route(**keys: object) -> Route:
    return read({"id": "GOAL", "routes": [keys]})["GOAL"].routes[0]


def faults(text: str, unknown: Unknown | None = "blocked") -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        from_json(text, "graph", unknown)
    return [str(mistake) for mistake in caught.value.mistakes]


def faults_of_route(**keys: object) -> list[str]:
    return faults(graph({"id": "GOAL", "routes": [keys]}))


# ---- what is understood


def test_every_key_arrives() -> None:
    keys = {"label": "Biology I", "kind": "course", "issuer": "the college", "credits": 4, "implies": ["lab"]}
    way = {"id": "day", "requires": "A", "cost": 420.5, "weeks": 15, "hoursPerWeek": 12.5}

    one = read({"id": "BIO 1", **keys, "routes": [{**way, "source": "catalogue", "assumed": True}]})["BIO 1"]

    assert (one.label, one.kind, one.issuer, one.credits) == ("Biology I", "course", "the college", "4")
    assert one.implies == {"lab"}
    assert one.routes == (Route("day", A, Cost.known(42_050), 15_000, 12_500, source="catalogue", assumed=True),)


def test_what_is_left_out_is_free_takes_no_time_and_requires_nothing() -> None:
    assert route() == Route("0", NOTHING, FREE, 0, 0)
    assert read({"id": "held only"}, {"id": "too", "routes": []})["held only"].routes == ()


def test_an_unknown_cost_is_not_a_cost_of_nothing() -> None:
    assert route(cost=None).cost is None
    assert route(cost=0).cost == FREE
    assert route(cost=[2880, 8100, 17800]).cost == Cost(288_000, 810_000, 1_780_000)


def test_a_length_may_be_a_range() -> None:
    assert (route(weeks=[26, 52, 104.5]).weeks, route(weeks=[26, 52, 104.5]).span) == (52_000, Span(26_000, 104_500))
    assert route(weeks=[52, 52, 52]) == route(weeks=52)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A", A),
        ({"id": "A"}, A),
        ({"id": "A", "timing": "before"}, A),
        ({"all": ["A", "B"]}, AllOf((A, B))),
        ({"any": ["B", "A", "B"]}, AnyOf((A, B))),
        ({"any": ["A", {"id": "A"}]}, A),
        ({"all": [{"any": ["A", "B"]}, {"any": ["B", "A"]}]}, AnyOf((A, B))),
        ({"atLeast": 1, "of": ["B", "A"]}, AtLeast(1, (A, B))),
        ({"atLeast": 0, "of": []}, AtLeast(0, ())),
        ({"id": "A", "timing": "concurrent"}, Concurrent("A")),
        ({"id": "A", "timing": "together"}, Together("A")),
        ({"all": ["A", {"id": "A", "timing": "concurrent"}]}, AllOf((A, Concurrent("A")))),
        (
            {"sum": [{"id": "B", "amount": 4.5}, {"id": "A", "amount": 3}], "atLeast": 7.5, "unit": "credits"},
            SumOf(7500, (A, B), (3000, 4500), "credits"),
        ),
        ({"sum": [{"id": "A", "amount": 0.001}], "atLeast": 0}, SumOf(0, (A,), (1,), "")),
        ({"sum": [], "atLeast": 0, "unit": "hours"}, SumOf(0, (), (), "hours")),
        ({"prose": "in writing"}, Prose("in writing")),
        ({"all": []}, NOTHING),
        ({"any": []}, AnyOf(())),
    ],
)
def test_forms_of_a_requirement(written: object, meant: Requirement) -> None:
    assert route(requires=written).requires == meant


def test_keys_that_start_with_x_are_ignored_everywhere() -> None:
    note: dict[str, Any] = {"x-note": {"anything": ["at", "all"]}}
    requires = {"all": [{"id": "A", **note}, {"atLeast": 1, "of": ["B"], **note}, {"prose": "words", **note}], **note}
    achievement = {"id": "GOAL", "routes": [{"requires": requires, **note}], **note}

    annotated = from_json(graph(achievement, **note), "graph", "blocked")

    bare = {"all": ["A", {"atLeast": 1, "of": ["B"]}, {"prose": "words"}]}
    assert annotated["GOAL"].routes[0].requires == route(requires=bare).requires


def test_a_note_may_stand_there_twice() -> None:
    from_json(graph({"id": "A", "x-n": 1}).replace('"x-n"', '"x-n": 2, "x-n"'), "graph")


def test_routes_are_numbered_unless_they_have_an_id() -> None:
    routes = read({"id": "GOAL", "routes": [{}, {"id": "evening"}, {}]})["GOAL"].routes

    assert [one.id for one in routes] == ["0", "2", "evening"]


def test_what_is_implied_need_not_be_described() -> None:
    catalog = read(
        {"id": "degree", "implies": ["any degree"]}, {"id": "job", "routes": [{"requires": "any degree"}]}, unknown=None
    )

    assert catalog["any degree"].routes == ()


@pytest.mark.parametrize(
    ("written", "cents"),
    [("420.00000000000000000000000000000000", 42_000), ("1e3", 100_000), ("0.1e-1", 1), ("-0.0", 0), ("0e-99", 0)],
)
def test_money_is_read_from_the_decimal_text(written: str, cents: int) -> None:
    text = graph({"id": "A", "routes": [{"cost": "COST"}]}).replace('"COST"', written)

    assert from_json(text, "graph")["A"].routes[0].cost == Cost.known(cents)


def test_what_is_required_often_is_one_object() -> None:
    ways = [{"requires": "A"}, {"requires": {"any": ["A", "B"]}}, {"requires": {"atLeast": 1, "of": ["A", "C"]}}]
    routes = read({"id": "GOAL", "routes": ways})["GOAL"].routes

    leaves = [leaf for route in routes for leaf in leaves_of(route.requires) if leaf == A]

    assert len(leaves) == len(ways)
    assert len(set(map(id, leaves))) == 1


def test_nobody_looks_for_garbage_among_what_is_read() -> None:
    looked: list[str] = []
    text = graph(*({"id": f"A{n}", "routes": [{"cost": n}]} for n in range(5_000)))
    gc.callbacks.append(lambda phase, _: looked.append(phase))
    try:
        with uncollected():
            assert len(from_json(text, "graph")) == 5_000
            during = list(looked)
    finally:
        gc.callbacks.pop()

    assert during == []
    assert gc.isenabled()


@pytest.mark.parametrize("digits", [19, 25, 5_000])
def test_a_number_of_any_length_is_told_in_short(digits: int) -> None:
    (cost,) = faults(graph({"id": "A", "routes": [{"cost": "N"}]}).replace('"N"', "9" * digits))
    (many,) = faults(graph({"id": "A", "routes": [{"requires": {"atLeast": 0, "of": []}}]}).replace("0", "9" * digits))

    assert cost == "cost of routes[0] of 'A': is more than 1,000,000,000"
    assert len(many) < 200


def test_nesting_of_a_hundred_is_read() -> None:
    assert route(requires=nested(100)).requires == A


def nested(depth: int) -> object:
    requirement: object = "A"
    for _ in range(depth):
        requirement = {"all": [requirement]}
    return requirement


# ---- ids described nowhere


def test_ids_described_nowhere_are_listed_together() -> None:
    text = graph({"id": "GOAL", "routes": [{"requires": {"all": ["X", {"any": ["Y", "GOAL"]}]}}]})

    (fault,) = faults(text, None)

    assert "'X', 'Y'" in fault
    assert "--unknown free" in fault


def test_ids_described_nowhere_are_free_or_never_earned() -> None:
    achievement = {"id": "GOAL", "routes": [{"requires": "X"}]}

    assert read(achievement, unknown="free")["X"].routes == (Route("0"),)
    assert read(achievement, unknown="blocked")["X"].routes == ()


# ---- what is not understood


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"cost": -1}, "cost of routes[0] of 'GOAL': is -1"),
        ({"cost": 0.001}, "nothing finer than whole cents"),
        ({"cost": "420"}, 'is "420", not a number'),
        ({"cost": True}, "is true, not a number"),
        ({"cost": [1, 2]}, "has 2 entries"),
        ({"cost": [3, 2, 1]}, "out of order"),
        ({"cost": [1, None, 3]}, "is null, not a number"),
        ({"cost": LARGEST + 1}, "is more than"),
        ({"weeks": 0.0001}, "weeks of routes[0] of 'GOAL': is 0.0001; nothing finer"),
        ({"weeks": None}, "is null, not a number"),
        ({"weeks": [1, 2]}, "weeks of routes[0] of 'GOAL': has 2 entries"),
        ({"weeks": [3, 2, 4]}, "weeks of routes[0] of 'GOAL': is out of order"),
        ({"hoursPerWeek": [1, 2, 3]}, "is a list, not a number"),
        ({"hoursPerWeek": -40}, "hoursPerWeek of routes[0] of 'GOAL'"),
        ({"assumed": "yes"}, 'is "yes", not true or false'),
        ({"price": 3}, "has the key 'price', which is not one of"),
        ({"validWeeks": 3}, "has the key 'validWeeks', which is not one of"),
        ({"id": 3}, "has 3 as its 'id'"),
        ({"requires": None}, "requires in routes[0] of 'GOAL': is null"),
        ({"requires": ["A"]}, "is a list"),
        ({"requires": ""}, "has an empty id"),
        ({"requires": {}}, "has none of these keys"),
        ({"requires": {"all": ["A"], "any": ["B"]}}, "has 'all', 'any'; a requirement has exactly one"),
        ({"requires": {"all": "A"}}, "all of requires in routes[0] of 'GOAL': is \"A\", not a list"),
        ({"requires": {"all": [], "timing": "before"}}, "has the key 'timing'"),
        ({"requires": {"atLeast": 2, "of": ["A"]}}, "asks for 2 of a list of 1"),
        ({"requires": {"atLeast": -1, "of": ["A"]}}, "asks for -1 of a list"),
        ({"requires": {"atLeast": 1.5, "of": ["A", "B"]}}, "asks for 1.5 of a list"),
        ({"requires": {"atLeast": 1}}, "has 'atLeast' without 'of'"),
        ({"requires": {"atLeast": 1, "of": ["A", {"id": "A"}]}}, "lists the same option twice"),
        ({"requires": {"atLeast": 1, "of": [{"any": ["A", "B"]}, {"any": ["B", "A"]}]}}, "the same option twice"),
        ({"requires": {"prose": ""}}, "has \"\" as its 'prose'"),
        ({"requires": {"id": "A", "timing": "soon"}}, 'has the timing "soon"'),
        ({"requires": {"id": "A", "timing": ["together"]}}, "has the timing a list"),
        ({"requires": {"id": "A", "timing": None}}, "has the timing null"),
        ({"requires": {"sum": "A", "atLeast": 1}}, "sum of requires in routes[0] of 'GOAL': is \"A\", not a list"),
        ({"requires": {"sum": ["A"], "atLeast": 1}}, "sum[0] of requires in routes[0] of 'GOAL': is \"A\", not an obj"),
        ({"requires": {"sum": [{"id": "A"}], "atLeast": 1}}, "has no 'amount'"),
        ({"requires": {"sum": [{"amount": 3}], "atLeast": 1}}, "has nothing as its 'id'"),
        ({"requires": {"sum": [{"id": "A", "amount": 0}], "atLeast": 0}}, "amount of sum[0] of requires in routes[0]"),
        ({"requires": {"sum": [{"id": "A", "amount": -3}], "atLeast": 0}}, "is -3; only finite numbers of 0 or more"),
        ({"requires": {"sum": [{"id": "A", "amount": 1.0001}], "atLeast": 1}}, "nothing finer than whole thousandths"),
        ({"requires": {"sum": [{"id": "A", "amount": 1, "unit": "h"}], "atLeast": 1}}, "has the key 'unit'"),
        ({"requires": {"sum": [{"id": "A", "amount": 1}]}}, "has 'sum' without 'atLeast'"),
        ({"requires": {"sum": [{"id": "A", "amount": 4.5}], "atLeast": 5}}, "asks for 5 of a list that comes to 4.5"),
        ({"requires": {"sum": [{"id": "A", "amount": 4}], "atLeast": "4"}}, 'is "4", not a number'),
        ({"requires": {"sum": [{"id": "A", "amount": 4}], "atLeast": 4, "unit": 3}}, "has 3 as its 'unit'"),
        ({"requires": {"sum": [{"id": "A", "amount": 4}] * 2, "atLeast": 4}}, "lists the same option twice"),
        ({"requires": {"sum": [], "atLeast": 0, "of": []}}, "has the key 'of'"),
        ({"requires": nested(101)}, "requires in routes[0] of 'GOAL': is nested more than 100 deep"),
    ],
)
def test_a_fault_names_its_place_and_says_what_it_is(keys: dict[str, object], said: str) -> None:
    (fault,) = faults_of_route(**keys)

    assert said in fault
    assert "'GOAL'" in fault


def test_jobs_and_days_of_beginning_are_read() -> None:
    keys = {"exclusive": "job", "validFrom": "2027-01-01", "validThrough": "2027-06-30"}
    (route,) = from_json(graph({"id": "GOAL", "routes": [keys]}), "mine")["GOAL"].routes

    assert (route.exclusive, route.valid_from, route.valid_through) == ("job", date(2027, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"exclusive": "room"}, "exclusive of routes[0] of 'GOAL': is \"room\"; only 'job' is understood"),
        ({"exclusive": ""}, "exclusive of routes[0] of 'GOAL': is"),
        ({"validFrom": "soon"}, "validFrom of routes[0] of 'GOAL': is"),
        ({"validFrom": 2027}, "routes[0] of 'GOAL': has 2027 as its 'validFrom'; that is a text"),
        (
            {"validFrom": "2027-02-01", "validThrough": "2027-01-01"},
            "validThrough of routes[0] of 'GOAL': is 2027-01-01, before validFrom, 2027-02-01",
        ),
    ],
)
def test_faulty_jobs_and_days_are_told(keys: dict[str, object], said: str) -> None:
    assert faults_of_route(**keys)[0].startswith(said)


def test_validity_is_read_in_weeks() -> None:
    catalog = from_json(graph({"id": "GOAL", "validWeeks": 104.5}, {"id": "for good"}), "mine")

    assert (catalog["GOAL"].valid_weeks, catalog["for good"].valid_weeks) == (104_500, None)


@pytest.mark.parametrize(
    ("weeks", "said"),
    [(0, "is 0; what lapses"), (-1, "is -1"), (None, "is null"), ("52", 'is "52"'), (0.0001, "finer")],
)
def test_faulty_validity_is_told(weeks: object, said: str) -> None:
    (fault,) = faults(graph({"id": "GOAL", "validWeeks": weeks}))

    assert fault.startswith("validWeeks of 'GOAL': ")
    assert said in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: not JSON: expecting value"),
        ("{", "line 1, column 2: not JSON"),
        ("[" * 100_000, "nested more than 100 deep"),
        ("[]", "is not a JSON object"),
        (json.dumps({"format": FORMAT}), "achievements: is missing or not a list"),
        ('{"achievements": []}', "format: is missing"),
        ('{"format": "chartway-requirements/2", "achievements": []}', 'format: is "chartway-requirements/2"'),
        (graph(currency="EUR"), 'currency: is "EUR"'),
        (graph(comment="hello"), "the file: has the key 'comment'"),
        (graph("A"), 'achievements[0]: is "A", not an object'),
        (graph({"label": "nameless"}), "achievements[0]: has nothing as its 'id'"),
        (graph({"id": ""}), "achievements[0]: has \"\" as its 'id'"),
        (graph({"id": "A"}, {"id": "A"}), "achievements: two have the id 'A'"),
        (graph({"id": "A", "routes": [{"id": "1"}, {}]}), "routes of 'A': two have the id '1'"),
        (graph({"id": "A", "routes": {}}), "routes of 'A': is an object, not a list"),
        (graph({"id": "A", "implies": "B"}), "implies of 'A': is not a list of ids"),
        (graph({"id": "A", "credits": -3}), "credits of 'A': is -3"),
        (graph({"id": "\ud800"}), "holds half a character"),
        (graph({"id": "A"}).replace('"id"', '"id": "B", "id"'), "'A': has the key 'id' twice"),
    ],
)
def test_faults_of_the_whole(text: str, said: str) -> None:
    (fault,) = faults(text)

    assert said in fault


@pytest.mark.parametrize(
    "number",
    ["NaN", "Infinity", "-Infinity", "1e400", "1e99999999999999999999", "1e-99999999999999999999", "9" * 5000,
     "123456789.00000000000000000001", "1e-999999"],
)  # fmt: skip
def test_numbers_that_are_none_are_faults(number: str) -> None:
    text = graph({"id": "A", "routes": [{"cost": "N", "weeks": "N"}], "credits": 1}).replace('"N"', number)

    assert len(faults(text)) == 2


def test_all_faults_are_told_at_once() -> None:
    found = faults(
        graph(
            {
                "id": "A",
                "routes": [{"cost": -1, "weeks": "long", "requires": {"all": ["B", {"atLeast": 3, "of": []}]}}],
            },
            {"id": "A", "colour": "red"},
            currency="EUR",
        ),
        None,
    )

    assert len(found) == 7
    assert "'B'" in found[-1]


def test_two_names_of_one_thing_count_once() -> None:
    sum_of_both = {"sum": [{"id": "A", "amount": 4}, {"id": "a", "amount": 4}], "atLeast": 8}

    with pytest.raises(UnreadableError, match="under two names"):
        from_json(graph({"id": "GOAL", "routes": [{"requires": sum_of_both}]}), "graph", known={"A": "A", "a": "A"}.get)


# ---- files


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(graph({"id": "Ä"}), encoding="utf-8-sig")

    assert "Ä" in read_catalog(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'{"format": 1'])
def test_files_that_are_no_graphs(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_bytes(content)

    with pytest.raises(UnreadableError, match=r"graph\.json"):
        read_catalog(path)


def test_a_folder_and_nothing_at_all_are_no_graphs(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.json"):
        with pytest.raises(UnreadableError, match="cannot be opened"):
            read_catalog(path)
