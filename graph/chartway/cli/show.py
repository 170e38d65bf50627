"""``chartway show``: everything known about one thing, or about the data themselves."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_format, add_view, command, view_of
from chartway.cli.terminal import in_format

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.knowledge import Knowledge

DATA = "data"
"""What one writes to be told about the data themselves."""


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = command(commands, "show", "everything known about one thing, with sources", "chartway show RHIT", run)
    parser.add_argument(
        "name",
        metavar="NAME",
        help=f'a credential, degree, course, occupation or body, as people write it; "{DATA}": the data themselves, '
        "how complete and how old they are",
    )
    add_view(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints everything known about one thing, or about the data."""
    from chartway.knowledge import Knowledge

    knowledge = Knowledge.load(view=view_of(options))
    if options.name == DATA:
        _show_data(knowledge, options.format)
    else:
        _show_thing(knowledge, knowledge.names.find(options.name), options.format)
    return DONE


def _show_data(knowledge: Knowledge, form: str) -> None:
    from chartway.report.state import markdown, table
    from chartway.state import State

    state = State(knowledge)
    in_format(form, lambda: table(state), state.to_json, lambda: markdown(state))


def _show_thing(knowledge: Knowledge, id: str, form: str) -> None:
    from chartway.report.thing import markdown, table, to_json

    in_format(form, lambda: table(knowledge, id), lambda: to_json(knowledge, id), lambda: markdown(knowledge, id))
