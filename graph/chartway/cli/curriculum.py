"""``chartway curriculum``: which courses of a curriculum hold students up."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_format, add_view, command, view_of
from chartway.cli.query import is_file, written
from chartway.cli.terminal import say, say_json, talk
from chartway.errors import OptionError
from chartway.wording import counted, listed, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chartway.cli.arguments import Commands
    from chartway.curriculum import Curriculum
    from chartway.curriculum_csv import Listing
    from chartway.knowledge import Knowledge
    from chartway.programme import Programme

MOST_NAMED = 5
"""Courses that can never be taken which are named at most."""


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "which courses block and delay most: the metrics of Curricular Analytics"
    example = 'chartway curriculum "WGU BSHIM"\n  chartway curriculum degree.csv --format json'
    parser = command(commands, "curriculum", about, example, run)
    parser.add_argument(
        "curriculum",
        metavar="FILE|NAME|-",
        nargs="?",
        help="a curriculum or degree plan as CSV of Curricular Analytics, a requirement graph as JSON, or a programme "
        "of ours by name; without it, the programmes of ours are listed",
    )
    parser.add_argument(
        "--unknown",
        choices=("free", "blocked"),
        help="of a requirement graph: ids described nowhere cost nothing, or are never earned",
    )
    add_view(parser)
    add_format(parser, "table", "csv", "json")


def run(options: argparse.Namespace) -> int:
    """Prints the metrics of every course, or which programmes there are."""
    if options.curriculum is None:
        from chartway.report.curriculum import listing

        say(listing(_knowledge(options)))
        return DONE
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

    if not _is_file(options.curriculum):
        return _programme(options)
    if not view_of(options).is_everything:
        raise OptionError("--as-of and --sources are for programmes of ours; a file has no sources")
    name, text = written(options.curriculum, sys.stdin.buffer)
    if text.lstrip()[:1] in ("{", "["):
        return Curriculum.of(from_json(text, name, options.unknown), name=os.path.basename(name))  # noqa: PTH119 - a name
    if options.unknown:
        raise OptionError("--unknown is for requirement graphs; a CSV describes all of its own courses")
    listing = from_csv(text, name)
    for remark in listing.remarks:
        talk(f"chartway: {name}: {remark}")
    return listing


def _is_file(name: str) -> bool:
    return is_file(name) or os.path.isfile(name)  # noqa: PTH113 - Path.is_file raises where names are long


def _programme(options: argparse.Namespace) -> Curriculum:
    """The programme of ours that is named; what its sources do not say is said."""
    from chartway.programme import Programme

    if options.unknown:
        raise OptionError("--unknown is for requirement graphs; our data say of each course what is known")
    knowledge = _knowledge(options)
    id = knowledge.names.find(options.curriculum)
    found = Programme.of(knowledge, id)
    if not found.required:
        raise OptionError(f"no courses of {knowledge.name(id)} are in our data; chartway curriculum lists what is")
    for sentence in (*seen_from(knowledge.said.view, knowledge.seen), *_reservations(found)):
        talk(f"chartway: {sentence}")
    return found.curriculum(knowledge)


def _reservations(found: Programme) -> Iterator[str]:
    """What the figures do not know."""
    if found.lacking:
        yield f"not recorded: {found.lacking}"
    if found.silent:
        number = counted(len(found.silent), "course")
        yield f"of {number} no source says what comes before; counted as if nothing did, so the figures are too low"


def _knowledge(options: argparse.Namespace) -> Knowledge:
    from chartway.knowledge import Knowledge

    return Knowledge.load(view=view_of(options))
