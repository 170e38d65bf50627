"""Competency questions: what the graph and the commands must be able to answer, one numbered file each.

001–029 ask about credentials and eligibility, 030–059 about what the article handed to us says, 060–109 about
trust and history, 110 and up about curricula. Queries must give these rows, and no others, in both engines.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from chartway.cli import main
from chartway.knowledge import Knowledge
from chartway.namespaces import compact
from chartway.sparql.dataset import Dataset
from chartway.statements import current_view, read

FOLDER = Path(__file__).parent / "competency"
FILES = sorted(FOLDER.glob("*.toml"))
QUESTIONS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FILES}
QUERIES = sorted(name for name, asked in QUESTIONS.items() if "query" in asked)
COMMANDS = sorted(name for name, asked in QUESTIONS.items() if "command" in asked)
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Graph:
    """The graph in both engines, with the current view as the default graph, and the prefixes a query may use."""

    store: ox.Store
    dataset: rdflib.Dataset
    prefixes: str

    @classmethod
    def load(cls) -> Graph:
        quads = read()
        ours = Dataset.of(quads)
        known = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(ours.prefixes.items()))
        return cls(ours.store, in_rdflib(quads), known)

    def in_pyoxigraph(self, query: str) -> bool | Rows:
        found = self.store.query(self.prefixes + query)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple(plain(value.value if value else None) for value in values(row)) for row in found)

    def in_rdflib(self, query: str) -> bool | Rows:
        found = self.dataset.query(self.prefixes + query)
        if found.type == "ASK":
            return bool(found.askAnswer)
        return sorted(tuple(plain(value) for value in row) for row in found if isinstance(row, tuple))


def in_rdflib(quads: list[ox.Quad]) -> rdflib.Dataset:
    """The same from what the parser gave: a store has already shortened the numbers."""
    today = [ox.Quad(*triple) for triple in current_view(quads)]
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=ox.serialize([*quads, *today], format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def values(row: ox.QuerySolution) -> Iterator[Any]:
    """The terms of a row, each of which has a value."""
    yield from row


def plain(value: object) -> str:
    """A term as it is written in the files: a short name, a text, or a number without needless zeros."""
    text = "" if value is None else compact(str(value))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number.normalize():f}" if re.fullmatch(r"-?\d+\.\d+", text) else text


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph.load()


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The ontology is read once for all commands that ask for the same view of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Knowledge, "load", cache(Knowledge.load))
        yield


# ---- queries


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_query_gives_these_rows(graph: Graph, name: str, engine: str) -> None:
    asked = QUESTIONS[name]

    found = graph.in_pyoxigraph(asked["query"]) if engine == "pyoxigraph" else graph.in_rdflib(asked["query"])

    assert not (wrong := unlike(asked, found)), f"{name} in {engine}: {asked['question']} {wrong}"


def unlike(asked: dict[str, Any], found: bool | Rows) -> str:  # noqa: FBT001 - the answer to ASK is one
    """How the answer differs, in a few words; "" if it does not."""
    if isinstance(found, bool):
        return "" if found == asked["holds"] else f"The answer is {'yes' if found else 'no'}."
    expected = sorted(tuple(row) for row in asked["rows"])
    lacking = [row for row in expected if row not in found]
    beyond = [row for row in found if row not in expected]
    if not lacking and not beyond and len(expected) != len(found):
        return f"{len(found)} rows instead of {len(expected)}."
    parts = [f"lacking {shown(lacking)}"] * bool(lacking) + [f"not expected {shown(beyond)}"] * bool(beyond)
    return "; ".join(parts)


def shown(rows: Rows) -> str:
    return ", ".join(" ".join(row) for row in rows)


# ---- commands


@pytest.mark.parametrize("name", COMMANDS)
def test_command_answers(name: str) -> None:
    asked = QUESTIONS[name]

    wrong = list(differences(asked))

    assert not wrong, f"{name}: {asked['question']} {'; '.join(wrong)}"


def differences(asked: dict[str, Any]) -> Iterator[str]:
    code, text = printed(asked["command"])
    words = " ".join(text.split())
    if code != asked["exit"]:
        yield f"exit {code} instead of {asked['exit']}"
    yield from (f"it does not say {part!r}" for part in asked.get("says", ()) if part not in words)
    yield from (f"it says {part!r}" for part in asked.get("silent", ()) if part in words)
    if "json" in asked:
        _, document = printed(f"{asked['command']} --format json")
        answer = json.loads(document)
        found = {path: at(answer, path) for path in asked["json"]}
        yield from (
            f"{path} is {found[path]!r} instead of {value!r}"
            for path, value in asked["json"].items()
            if found[path] != value
        )


@cache
def printed(command: str) -> tuple[int, str]:
    """The exit code of the command and all it prints, results as bytes included."""
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(output):
        patch.setattr(sys, "stdout", output)
        code = main(shlex.split(command.removeprefix("chartway ")))
    output.seek(0)
    return code, output.read()


def at(value: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    """What stands at a path such as ``steps.0.achievement``, None where there is nothing."""
    for part in path.split("."):
        inside = dict(enumerate(value)) if isinstance(value, list) else value
        value = inside.get(int(part) if isinstance(value, list) else part) if isinstance(inside, dict) else None
    return value


# ---- the files


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_is_written_in_full(name: str) -> None:
    asked = QUESTIONS[name]

    assert re.fullmatch(r"\d{3}-[a-z0-9-]+", name)
    assert "?" in asked["question"]
    if "query" in asked:
        assert set(asked) - {"question", "query"} in ({"rows"}, {"holds"})
    else:
        assert set(asked) <= {"question", "command", "exit", "says", "silent", "json"}
        assert {"says", "silent", "json"} & set(asked), "nothing is expected"


def test_questions_are_many_and_numbered_once() -> None:
    numbers = [int(name[:3]) for name in QUESTIONS]

    assert len(set(numbers)) == len(numbers) >= 60
    assert len([number for number in numbers if 30 <= number < 60]) == 30
