"""``chartway cohort``: a plan for every learner of a table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chartway.cli.arguments import (
    DONE,
    NO,
    add_preference,
    add_requirements,
    add_time_limit,
    add_view,
    command,
    view_of,
)
from chartway.cli.asking import catalog_in_file, finder, held_in_file, refuse_without_file
from chartway.cli.terminal import talk

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.cohort import Cohort
    from chartway.plan import Preference


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "a plan for every learner of a table"
    parser = command(commands, "cohort", about, "chartway cohort learners.csv --out plans.csv", run)
    columns = "columns learner,goal,have and optionally prefer; have separated by ;"
    parser.add_argument("learners", metavar="LEARNERS.csv", type=Path, help=columns)
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="where to write: .jsonl, .csv or .parquet"
    )
    add_preference(parser)
    add_requirements(parser)
    add_view(parser)
    add_time_limit(parser)


def run(options: argparse.Namespace) -> int:
    """Writes a row for every learner; exit 1 where some rows failed."""
    from chartway.cohort import learners, write

    cohort = _cohort_in_file(options) if options.requirements else _cohort(options)
    rows, failed = write(map(cohort.row, learners(options.learners)), options.out)
    talk(f"{rows} learners, {failed} failed: {options.out}" if failed else f"{rows} learners: {options.out}")
    return NO if failed else DONE


def _cohort_in_file(options: argparse.Namespace) -> Cohort:
    from chartway.cohort import Cohort
    from chartway.pathway import Planner
    from chartway.plan import Question

    catalog = catalog_in_file(options)
    planner, find = Planner.of(catalog), finder(catalog)

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        question = Question(find(goal), held_in_file(find, have), prefer, options.time_limit)
        return planner.answer(question).to_json()

    return Cohort(tell, options.prefer or "cheapest")


def _cohort(options: argparse.Namespace) -> Cohort:
    from chartway.advice import Request, advise
    from chartway.cohort import Cohort
    from chartway.knowledge import Knowledge

    refuse_without_file(options)
    knowledge = Knowledge.load(view=view_of(options))

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        return advise(knowledge, Request(goal, have, prefer, options.bare, options.time_limit)).in_brief()

    return Cohort(tell, options.prefer or "cheapest")
