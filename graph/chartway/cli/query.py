"""``chartway query``: SPARQL over the graph, in a query of ours or of one's own."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from chartway.cli.arguments import DONE, NO, NOT_CARRIED_OUT, add_time_limit, add_view, command, view_of
from chartway.cli.terminal import say, talk
from chartway.errors import Mistake, OptionError, UnreadableError

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.sparql.answer import Answer

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
ROWS, SECONDS = 10_000, 10.0
PAGE = (100, 24)
"""Characters and lines where the terminal does not say."""


def add(commands: Commands) -> None:
    """Adds the command."""
    example = "chartway query ways-in --set credential=RHIT\n  chartway query own.rq --format csv > rows.csv"
    parser = command(commands, "query", "a question in SPARQL, one of ours or your own", example, run)
    parser.add_argument(
        "query", metavar="FILE|NAME|-", nargs="?", help="a file, a query of ours by name or number, or standard input"
    )
    parser.add_argument(
        "--set",
        metavar="name=value",
        action="append",
        default=[],
        help='what a selected variable stands for: a thing by any of its names, <an IRI>, "a text", a number, a date; '
        "what is not set stands for everything",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="",
        help="how to print it (default: table of rows, turtle of statements); csv is that of the SPARQL standard to "
        "the byte, and not safe for spreadsheets: they take a text that begins with = for a formula",
    )
    parser.add_argument("--list", action="store_true", help="list our queries, and what can be set in each")
    add_view(parser)
    add_time_limit(parser, f"seconds that a query of yours may run (default: {SECONDS:g})", SECONDS)
    parser.add_argument(
        "--row-limit",
        metavar="N",
        type=_rows,
        default=ROWS,
        help=f"rows that a query of yours may have (default: {ROWS})",
    )


def _rows(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows of 1 or more")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Prints the answer; exit 1 where ASK is answered by no, 2 where rows were cut off."""
    if options.list or options.query is None:
        from chartway.sparql.shipped import listing, shipped

        say(listing(shipped()))
        return DONE
    answer = _answer(options)
    sys.stdout.flush()
    sys.stdout.buffer.write(answer.body)
    sys.stdout.buffer.flush()
    if answer.rows == 0:
        talk("no rows")
    if not answer.whole:
        talk(f"chartway: only the first {answer.rows:,} rows, there are more; --row-limit allows them")
        return NOT_CARRIED_OUT
    return DONE if answer.holds else NO


def _answer(options: argparse.Namespace) -> Answer:
    """From a query of ours at once, from anybody else's within limits."""
    values, width = settings(options.set), shutil.get_terminal_size(PAGE).columns
    view = view_of(options)
    if not is_file(options.query):
        from chartway.sparql import shipped

        return shipped.ask(shipped.find(options.query), values, options.format, width, view)
    from chartway.sparql import confinement

    if not confinement.is_complete():
        talk("this system may not limit the memory and the connections of a query; its time and its rows are limited")
    name, text = written(options.query, sys.stdin.buffer)
    question = confinement.Question(name, text, values, options.format, width, view)
    return confinement.ask(question, confinement.Limits(options.time_limit, options.row_limit))


def settings(written: Iterable[str]) -> dict[str, str]:
    """The names and values of ``name=value`` pairs; raises OptionError for what is none, or is set twice.

    >>> settings(["thing=RHIT"])
    {'thing': 'RHIT'}
    """
    found: dict[str, str] = {}
    for pair in written:
        name, sign, value = pair.partition("=")
        if not sign or not re.fullmatch(r"\w+", name):
            raise OptionError(f"--set {pair}: write it as name=value, such as thing=RHIT")
        if name in found:
            raise OptionError(f"--set {name}: set twice")
        found[name] = value
    return found


def is_file(name: str) -> bool:
    """Whether what was asked for is a file or standard input, and no query of ours.

    >>> is_file("own.rq"), is_file("-"), is_file("what-no-longer-holds")
    (True, True, False)
    """
    return name == "-" or Path(name).name != name or bool(Path(name).suffix)


def written(name: str, standard_input: IO[bytes]) -> tuple[str, str]:
    """What a file or standard input is called, and the query in it; raises UnreadableError if it cannot be read."""
    shown = "standard input" if name == "-" else name
    try:
        content = standard_input.read() if name == "-" else Path(name).read_bytes()
        return shown, content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(shown, (Mistake("", "is not text in UTF-8"),)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(shown, (Mistake("", f"cannot be opened: {why}"),)) from None
