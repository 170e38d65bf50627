"""``chartway show``: everything known about one thing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_format, add_view, command, view_of
from chartway.cli.terminal import say, say_json

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = command(commands, "show", "everything known about one thing, with sources", "chartway show RHIT", run)
    parser.add_argument(
        "name", metavar="NAME", help="a credential, degree, course, occupation or body, as people write it"
    )
    add_view(parser)
    add_format(parser, "table", "json")


def run(options: argparse.Namespace) -> int:
    """Prints everything known about one thing."""
    from chartway.knowledge import Knowledge
    from chartway.report.thing import table, to_json

    knowledge = Knowledge.load(view=view_of(options))
    id = knowledge.names.find(options.name)
    if options.format == "json":
        say_json(to_json(knowledge, id))
    else:
        say(table(knowledge, id))
    return DONE
