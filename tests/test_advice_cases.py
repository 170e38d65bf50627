"""People an adviser meets, one file each: what is expected of the answer, and the reason a sane adviser would give.

An expectation that is ``open`` names what is known to be wrong today; it fails the run as soon as it comes true.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chartway.cli import main
from chartway.knowledge import Knowledge

FOLDER = Path(__file__).parent / "advice"
KEYS = frozenset({"because", "exit", "status", "steps", "never", "cost", "range", "weeks"}) | frozenset(
    {"order", "apart", "says", "silent", "matches", "json", "open"}
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the command answered: its exit code, its JSON ({} where there is none), and its words on one line."""

    exit: int
    found: dict[str, Any]
    words: str


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The ontology is read once for all commands that ask for the same view of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Knowledge, "load", cache(Knowledge.load))
        yield


@cache
def reply(command: str) -> Reply:
    arguments = shlex.split(command.removeprefix("chartway "))
    code, words = printed([*arguments])
    _, text = printed([*arguments, "--format", "json"])
    return Reply(code, json.loads(text) if text.startswith("{") else {}, " ".join(words.split()))


def printed(arguments: list[str]) -> tuple[int, str]:
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(output):
        code = main(arguments)
    return code, output.getvalue()


def differences(expected: dict[str, Any], got: Reply) -> Iterator[str]:
    """What of the answer is not as expected, a few words each."""
    yield from compared(expected, got)
    yield from (f"it does not say {text!r}" for text in expected.get("says", ()) if text not in got.words)
    yield from (f"it says {text!r}" for text in expected.get("silent", ()) if text in got.words)
    yield from (
        f"it says nothing like {text!r}" for text in expected.get("matches", ()) if not re.search(text, got.words)
    )


def compared(expected: dict[str, Any], got: Reply) -> Iterator[str]:
    taken = [step["achievement"] for step in got.found.get("steps", ())]
    named = {name: [one["achievement"] for one in got.found.get(name, ())] for name in expected.get("json", ())}
    low, _, high = got.found.get("costRange", (None, None, None))
    answers = got.found | {"exit": got.exit, "range": [low, high]}
    for key in ("exit", "status", "cost", "range", "weeks"):
        if key in expected and answers.get(key) != expected[key]:
            yield f"{key} {answers.get(key)} instead of {expected[key]}"
    if "steps" in expected and not is_plan(expected["steps"], taken):
        yield f"steps {', '.join(taken) or 'none'} instead of {', '.join(expected['steps']) or 'none'}"
    if (order := [id for id in taken if id in expected.get("order", ())]) != expected.get("order", []):
        yield f"order {', '.join(order) or 'none'}"
    yield from (f"step {id}" for id in expected.get("never", ()) if id in taken)
    weeks = {step["achievement"]: step["start"] for step in got.found.get("steps", ())}
    if len({weeks.get(id) for id in expected.get("apart", ())}) < len(expected.get("apart", ())):
        yield f"{' and '.join(expected['apart'])} at one time"
    for name, ids in expected.get("json", {}).items():
        yield from (f"{id} is not among {name}" for id in ids if id not in named[name])


def is_plan(expected: list[str], taken: list[str]) -> bool:
    """Whether the steps are these, in this order; "a|b" is either of two that are as good."""
    return len(expected) == len(taken) and all(
        one in either.split("|") for either, one in zip(expected, taken, strict=True)
    )


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        case = tomllib.loads(path.read_text("utf-8"))
        for number, expected in enumerate(case["expect"], 1):
            known = expected.get("open", "")
            marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
            yield pytest.param(path.stem, case["command"].strip(), expected, id=f"{path.stem}:{number}", marks=marks)


@pytest.mark.parametrize(("name", "command", "expected"), list(cases()))
def test_answer_is_what_an_adviser_would_say(name: str, command: str, expected: dict[str, Any]) -> None:
    wrong = list(differences(expected, reply(command)))

    assert not wrong, f"{name}: {'; '.join(wrong)}. Expected because: {expected['because']}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_case_is_written_in_full(path: Path) -> None:
    case = tomllib.loads(path.read_text("utf-8"))

    assert re.fullmatch(r"\d\d-[a-z-]+", path.stem)
    assert set(case) == {"person", "command", "expect"}
    assert all(set(expected) <= KEYS and expected["because"].endswith(".") for expected in case["expect"])
    assert all(set(expected) - {"because", "open"} for expected in case["expect"]), "an expectation expects nothing"


def test_numbers_have_no_gap() -> None:
    numbers = [int(path.name[:2]) for path in sorted(FOLDER.glob("*.toml"))]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 20
