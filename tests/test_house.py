"""The rules of the house that no linter knows; each fault is one line."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sysconfig
from pathlib import Path
from typing import TypeAlias

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "graph/chartway"
MODULES = sorted(PACKAGE.rglob("*.py"))
Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

LONGEST_FUNCTION = 80
MEDIAN_FUNCTION = 10
NAMES_THAT_SAY_NOTHING = frozenset(
    ["base", "common", "core", "engine", "helper", "helpers", "manager", "misc", "service", "services", "util", "utils"]
)

# Written in pieces, so that this file does not name what it forbids.
REGISTRY_HOSTS = [".".join(pieces) for pieces in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
MACHINE_PATHS = [rf"(?<![\w.:/-])/{folder}/" for folder in ("work", "root", "home")]
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRY_HOSTS), *MACHINE_PATHS]))

README_LINES = (
    'python -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest',
    "python -m venv .venv && .venv/bin/pip install -e . && .venv/bin/chartway pathway RHIT",
)


def text_of(name: str) -> str:
    return (CHECKOUT / name).read_text("utf-8")


def definitions(path: Path) -> list[Definition]:
    """The functions and classes of a module, however deep."""
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, Definition)]


def place(path: Path, node: Definition) -> str:
    return f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}"


def lines_of_code(node: Definition) -> int:
    """The lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return lines
    return lines - ((node.body[0].end_lineno or 0) - node.body[0].lineno + 1)


def test_the_folders_are_where_people_look_for_them() -> None:
    missing = [name for name in ("graph", "ontology", "scripts", "tests") if not (CHECKOUT / name).is_dir()]
    assert not missing


def test_the_ontology_holds_no_code() -> None:
    assert not list((CHECKOUT / "ontology").rglob("*.py"))


def test_every_module_has_a_name_that_says_something() -> None:
    names = {path: {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts} for path in MODULES}
    assert not [str(path) for path, parts in names.items() if parts & NAMES_THAT_SAY_NOTHING]


def test_functions_are_short() -> None:
    lengths = {
        place(path, node): lines_of_code(node)
        for path in MODULES
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert not long, f"over {LONGEST_FUNCTION} lines: {long}"
    assert statistics.median(lengths.values()) < MEDIAN_FUNCTION


def test_what_is_public_is_described() -> None:
    bare = [
        place(path, node)
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, Definition) and not node.name.startswith("_") and ast.get_docstring(node) is None
    ]
    assert not bare


def test_every_script_can_be_run() -> None:
    scripts = [path for path in (CHECKOUT / "scripts").iterdir() if path.is_file()]
    assert scripts
    assert not [path.name for path in scripts if not (os.access(path, os.X_OK) and path.read_bytes().startswith(b"#!"))]


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git there is
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("only a git checkout knows which files are its own")
    names = [name for name in listed.stdout.split("\0") if (CHECKOUT / name).is_file()]
    assert names
    assert not [fault for name in names for fault in forbidden_words(name)]


def forbidden_words(name: str) -> list[str]:
    """Each line of a text file that names a folder of somebody's machine, or the host of a package registry."""
    try:
        lines = text_of(name).splitlines()
    except UnicodeDecodeError:
        return []
    return [f"{name}:{number} {found[0]}" for number, line in enumerate(lines, 1) if (found := FORBIDDEN.search(line))]


def test_the_changelog_says_what_is_in_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased" or re.fullmatch(r"\d+\.\d+\.\d+", headings[0])


@pytest.mark.parametrize("line", README_LINES)
def test_the_readme_tells_how_to_begin(line: str) -> None:
    assert line in text_of("README.md").splitlines()


def test_what_contributors_are_told_to_run_is_there() -> None:
    text = text_of(".github/CONTRIBUTING.md")
    scripts = set(re.findall(r"\bscripts/[a-z-]+", text))
    assert not [script for script in sorted(scripts) if not (CHECKOUT / script).is_file()]
    commands = set(re.findall(r"`\.venv/bin/chartway ([a-z]+)\b", text))
    assert not [command for command in sorted(commands) if not is_a_command(command)]


def is_a_command(name: str) -> bool:
    chartway = Path(sysconfig.get_path("scripts")) / "chartway"
    return subprocess.run([chartway, name, "--help"], capture_output=True, check=False).returncode == 0


def test_every_script_is_explained_to_contributors() -> None:
    text = text_of(".github/CONTRIBUTING.md")
    assert not [path.name for path in (CHECKOUT / "scripts").iterdir() if f"scripts/{path.name}" not in text]


@pytest.mark.parametrize("name", ["CHANGELOG.md", ".github/CONTRIBUTING.md"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text_of(name))
    assert not [target for target in targets if not (CHECKOUT / name).parent.joinpath(target).exists()]
