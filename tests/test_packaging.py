"""The package is whole however it is installed, and says truthfully what it needs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

import chartway

if TYPE_CHECKING:
    from pathlib import Path

LOAD = "import chartway, chartway.ontology as o; print(chartway.__file__); print(o.folder() / 'schema.ttl')"


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What a command prints, run as a newcomer would: from another folder, with nothing but this on the path."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the source archive built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, checkout, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Chartway installed from the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder)
    run(*pip, wheel, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict[str, Any]:
    """The ``[project]`` table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def files_under(folder: Path, name: str) -> set[str]:
    """Every file of a folder that belongs into the wheel, under the name it has there."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_the_ontology_and_nothing_else(checkout: Path, wheel: Path) -> None:
    expected = files_under(checkout / "graph/chartway", "chartway") | files_under(
        checkout / "ontology", "chartway/ontology"
    )
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == expected


def test_the_wheel_carries_both_licences_and_its_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    licences = [name for name in names if ".dist-info/licenses/" in name]
    assert [name.partition("/licenses/")[2] for name in sorted(licences)] == ["LICENSE", "ontology/LICENSE"]
    assert "chartway/py.typed" in names


def test_the_metadata_agree_with_the_project(site: Path, project: dict[str, Any]) -> None:
    (path,) = site.glob("*.dist-info/METADATA")
    fields = Parser().parsestr(path.read_text("utf-8"))
    assert fields["Version"] == chartway.__version__ == metadata.version("chartway")
    assert fields["License-Expression"] == project["license"]
    assert fields["Requires-Python"] == project["requires-python"]


def test_an_installed_wheel_finds_its_own_ontology(site: Path, tmp_path: Path) -> None:
    module, schema = run(sys.executable, "-c", LOAD, cwd=tmp_path, PYTHONPATH=str(site)).split()
    assert module == str(site / "chartway/__init__.py")
    assert schema == str(site / "chartway/ontology/schema.ttl")


def test_a_bare_checkout_finds_the_ontology_at_its_top(checkout: Path, tmp_path: Path) -> None:
    module, schema = run(sys.executable, "-c", LOAD, cwd=tmp_path, PYTHONPATH=str(checkout / "graph")).split()
    assert module == str(checkout / "graph/chartway/__init__.py")
    assert schema == str(checkout / "ontology/schema.ttl")


def test_the_installed_command_answers(site: Path, tmp_path: Path) -> None:
    said = run(sys.executable, site / "bin/chartway", "pathway", "RHIT", cwd=tmp_path, PYTHONPATH=str(site))
    assert said.startswith("RHIT")


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(checkout: Path, project: dict[str, Any]) -> None:
    ours = {"chartway", *sys.stdlib_module_names}
    extras = project["optional-dependencies"]
    optional = {Requirement(line).name for extra in ("dask", "parquet") for line in extras[extra]}
    declared = {Requirement(line).name for line in project["dependencies"]}
    imported = {name for path in (checkout / "graph").rglob("*.py") for name in imports_of(path)} - ours
    assert imported - optional == declared


def imports_of(path: Path) -> set[str]:
    """The top-level names of all packages that a module imports, wherever in the module it does."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module).partition(".")[0])
    return names


def test_the_lock_has_every_dependency_in_a_version_that_fits(checkout: Path, project: dict[str, Any]) -> None:
    text = (checkout / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    optional = [line for lines in project["optional-dependencies"].values() for line in lines]
    wanted = [Requirement(line) for line in (*project["dependencies"], *optional)]
    others = [need for need in wanted if need.name != project["name"]]
    faults = [str(need) for need in others if locked.get(need.name, "0") not in need.specifier]
    assert not faults, f"run scripts/lock: requirements.lock does not fit {faults}"


def test_every_locked_version_has_a_hash(checkout: Path) -> None:
    entries = (checkout / "requirements.lock").read_text("utf-8").replace("\\\n", "").splitlines()
    bare = [entry for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry]
    assert not bare
