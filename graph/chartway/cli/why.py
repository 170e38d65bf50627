"""``chartway why``: what is missing for a goal, what would save, and why this way and not that one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import (
    DONE,
    NO,
    add_circumstances,
    add_format,
    add_preference,
    add_requirements,
    add_start,
    add_time_limit,
    command,
    names,
)
from chartway.cli.asking import advised, answered_in_file, finder, separate, way_in_file
from chartway.cli.terminal import in_format

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "what is missing for a goal, what no way gets around, what would save, and why not another way"
    parser = command(commands, "why", about, "chartway why CDIP --have CPC --rather RHIT", run)
    parser.add_argument("goal", metavar="GOAL", help="what you would like to begin, as people write it")
    parser.add_argument(
        "--rather",
        metavar="THING",
        action="append",
        default=[],
        help="why not by way of this: the best plan that needs it, or why there is none; a credential, a degree, "
        "experience as coding:12mo, or a body and all it issues; repeat it or separate by commas",
    )
    add_start(parser)
    add_preference(parser)
    add_circumstances(parser)
    add_requirements(parser)
    add_time_limit(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints what is missing; exit 1 where there is no way to the goal."""
    if options.requirements:
        return _run_in_file(options)
    from chartway.report.explanation import Choosing, sections, to_json
    from chartway.report.pathway import Sentences
    from chartway.report.sections import markdown, terminal

    (advice,) = advised(options, options.goal)
    things = [advice.knowledge.way(name) for name in names(options.rather)]
    choosing = Choosing.of(advice.planner, advice.answer, advice.choice, things)
    head = Sentences(advice).title()
    in_format(
        options.format,
        lambda: terminal(head, sections(advice, choosing)),
        lambda: to_json(advice, choosing),
        lambda: markdown(head, sections(advice, choosing)),
    )
    return DONE if advice.answer.plan else NO


def _run_in_file(options: argparse.Namespace) -> int:
    from chartway.pathway import Planner
    from chartway.report.explanation import Choosing, sections_in_file, to_json_in_file
    from chartway.report.sections import markdown, terminal

    catalog, answer, choice = answered_in_file(options)
    find = finder(catalog)
    planner = Planner.of(catalog)
    things = [way_in_file(catalog, find, name) for name in separate(catalog, options.rather)]
    choosing = Choosing.of(planner, answer, choice, things)
    head = catalog[answer.question.goal].name
    in_format(
        options.format,
        lambda: terminal(head, sections_in_file(planner, answer, choosing)),
        lambda: to_json_in_file(planner, answer, choosing),
        lambda: markdown(head, sections_in_file(planner, answer, choosing)),
    )
    return DONE if answer.plan else NO
