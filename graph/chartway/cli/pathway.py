"""``chartway pathway``: the proved way to a goal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, NO, add_format, add_plan, command
from chartway.cli.asking import advised, answered_in_file
from chartway.cli.terminal import in_format

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "the proved way to a goal: price, time, steps, sources"
    parser = command(commands, "pathway", about, "chartway pathway CCS --have CCA,coding:12mo --prefer fastest", run)
    parser.add_argument(
        "goal", metavar="GOAL", help='what to reach, as people write it: RHIT, ahima:rhit, "medical terminology"'
    )
    add_plan(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints the plan; exit 1 where there is none, or none within the budget."""
    if options.requirements:
        return _run_in_file(options)
    from chartway.report.pathway import markdown, table

    (advice,) = advised(options, options.goal)
    in_format(options.format, lambda: table(advice), advice.to_json, lambda: markdown(advice))
    return DONE if advice.answer.found else NO


def _run_in_file(options: argparse.Namespace) -> int:
    from chartway.report.graph import markdown, table

    catalog, answer, choice = answered_in_file(options)
    in_format(
        options.format,
        lambda: table(catalog, answer, choice),
        lambda: answer.to_json() | choice.to_json(),
        lambda: markdown(catalog, answer, choice),
    )
    return DONE if answer.found else NO
