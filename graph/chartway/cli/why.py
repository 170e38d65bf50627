"""``chartway why``: what is missing for a goal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import (
    DONE,
    NO,
    add_circumstances,
    add_format,
    add_preference,
    add_start,
    add_time_limit,
    command,
)
from chartway.cli.asking import advised
from chartway.cli.terminal import in_format

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "what is missing for a goal, as minimal sets, and what no way gets around"
    parser = command(commands, "why", about, "chartway why CDIP --have CPC", run)
    parser.add_argument("goal", metavar="GOAL", help="what you would like to begin, as people write it")
    add_start(parser)
    add_preference(parser)
    add_circumstances(parser)
    add_time_limit(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints what is missing; exit 1 where there is no way to the goal."""
    from chartway.report.explanation import sections, to_json
    from chartway.report.pathway import Sentences
    from chartway.report.sections import markdown, terminal

    (advice,) = advised(options, options.goal)
    head = Sentences(advice).title()
    in_format(
        options.format,
        lambda: terminal(head, sections(advice)),
        lambda: to_json(advice),
        lambda: markdown(head, sections(advice)),
    )
    return DONE if advice.answer.plan else NO
