"""``chartway curriculum``: which courses of a curriculum hold students up."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_format, command
from chartway.cli.query import is_file, written
from chartway.cli.terminal import say, say_json, talk
from chartway.errors import OptionError
from chartway.wording import counted, listed

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.curriculum import Curriculum
    from chartway.curriculum_csv import Listing

MOST_NAMED = 5
"""Courses that can never be taken which are named at most."""


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "which courses block and delay most: the metrics of Curricular Analytics"
    example = "chartway curriculum degree.csv\n  chartway curriculum catalogue.json --format json"
    parser = command(commands, "curriculum", about, example, run)
    parser.add_argument(
        "curriculum",
        metavar="FILE|-",
        nargs="?",
        help="a curriculum or degree plan as CSV of Curricular Analytics, or a requirement graph as JSON",
    )
    parser.add_argument(
        "--unknown",
        choices=("free", "blocked"),
        help="of a requirement graph: ids described nowhere cost nothing, or are never earned",
    )
    add_format(parser, "table", "csv", "json")


def run(options: argparse.Namespace) -> int:
    """Prints the metrics of every course."""
    from chartway.curriculum import metrics
    from chartway.curriculum_csv import Listing, to_csv
    from chartway.report.curriculum import table, to_json

    found = _curriculum(options)
    curriculum = found.curriculum() if isinstance(found, Listing) else found
    told = metrics(curriculum)
    match options.format:
        case "csv":
            say(to_csv(found if isinstance(found, Listing) else Listing.of(found), told))
        case "json":
            say_json(to_json(curriculum, told))
        case _:
            say(table(curriculum, told))
    if told.never:
        names = [*told.never[:MOST_NAMED], *(["others"] if len(told.never) > MOST_NAMED else [])]
        talk(f"chartway: {counted(len(told.never), 'course')} can never be taken: {listed(names)}")
    return DONE


def _curriculum(options: argparse.Namespace) -> Curriculum | Listing:
    """What the file holds, by its first sign; remarks on it are said."""
    from chartway.catalog_json import from_json
    from chartway.curriculum import Curriculum
    from chartway.curriculum_csv import from_csv

    name, text = written(_file(options.curriculum), sys.stdin.buffer)
    if text.lstrip()[:1] in ("{", "["):
        return Curriculum.of(from_json(text, name, options.unknown), name=os.path.basename(name))  # noqa: PTH119 - a name
    if options.unknown:
        raise OptionError("--unknown is for requirement graphs; a CSV describes all of its own courses")
    listing = from_csv(text, name)
    for remark in listing.remarks:
        talk(f"chartway: {name}: {remark}")
    return listing


def _file(name: str | None) -> str:
    """The file that is meant; the built-in graph has no curricula yet."""
    if name is None:
        raise OptionError("which curriculum? Name a file: chartway curriculum FILE")
    if not is_file(name) and not os.path.isfile(name):  # noqa: PTH113 - Path.is_file raises where names are long
        raise OptionError(f"{name!r} is no file, and the built-in graph has no curricula yet")
    return name
