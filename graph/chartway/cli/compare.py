"""``chartway compare``: goals side by side."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import (
    DONE,
    add_circumstances,
    add_format,
    add_preference,
    add_start,
    add_time_limit,
    add_timetable,
    command,
)
from chartway.cli.asking import advised
from chartway.cli.terminal import in_format
from chartway.errors import OptionError

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands

FEWEST = 2
"""Goals that can be compared."""


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "goals side by side: money, time, entry, upkeep, wage"
    parser = command(commands, "compare", about, "chartway compare RHIT CCS --have coding:12mo", run)
    parser.add_argument("goals", metavar="GOAL", nargs="+", help="two or more goals, as people write them")
    add_start(parser)
    add_preference(parser)
    add_timetable(parser)
    add_circumstances(parser)
    add_time_limit(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints the comparison."""
    from chartway.report.comparison import markdown, table, to_json

    if len(options.goals) < FEWEST:
        raise OptionError("compare needs two goals or more")
    advices = advised(options, *options.goals)
    in_format(
        options.format,
        lambda: table(advices),
        lambda: to_json(advices),
        lambda: markdown(advices),
    )
    return DONE
