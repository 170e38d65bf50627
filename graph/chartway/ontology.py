"""Where the ontology's files are: beside the package in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from chartway.errors import Mistake, UnreadableError

DATA_FILES = ("seed.trig", "sources.trig")
DATA_FOLDERS = ("bodies", "continuing-education", "occupations", "programs", "vocabularies")


def folder() -> Path:
    """The folder of the ontology, in a wheel, an editable install and a bare checkout alike.

    Raises UnreadableError where there is none, which means that the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for place in (package / "ontology", package.parent.parent / "ontology"):
        if (place / "schema.ttl").is_file():
            return place
    raise UnreadableError("the ontology", (Mistake(str(package), "has none beside it; install Chartway again"),))


def file(name: str) -> Path:
    """The file of that name below the folder: ``schema.ttl``, ``bodies/ahima.trig``."""
    return folder() / name


def files() -> tuple[Path, ...]:
    """The files that hold statements about the world and their sources, sorted; the schema is not among them."""
    top = folder()
    found = [
        *(top / name for name in DATA_FILES),
        *(path for name in DATA_FOLDERS for path in (top / name).glob("*.trig")),
    ]
    return tuple(sorted(path for path in found if path.is_file()))


def name_of(path: Path) -> str:
    """How a file is named to people: from ``ontology/`` on if it is ours, else as it was given."""
    top = folder()
    resolved = path.resolve()
    return f"ontology/{resolved.relative_to(top).as_posix()}" if resolved.is_relative_to(top) else str(path)
