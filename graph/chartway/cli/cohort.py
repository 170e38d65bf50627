"""``chartway cohort``: a plan for every learner of a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chartway import __version__
from chartway.cli.arguments import (
    DONE,
    NO,
    add_preference,
    add_requirements,
    add_time_limit,
    add_view,
    command,
    view_of,
    workers,
)
from chartway.cli.asking import catalog_in_file, finder, held_in_file, refuse_without_file
from chartway.cli.terminal import counting, talk
from chartway.errors import OptionError
from chartway.wording import counted

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.cohort import Learner, Row, Tell
    from chartway.journal import Journal
    from chartway.plan import Preference

ELSEWHERE = ("learners", "out", "requirements", "resume", "run", "summary", "workers")
"""Options that change no row: files, which count by what is in them, and how the work is done."""


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
    parser.add_argument("--workers", metavar="N", type=workers, default=1, help="processes that answer (default: 1)")
    parser.add_argument(
        "--resume", action="store_true", help="go on where it was stopped, from the FILE.partial that it leaves"
    )
    parser.add_argument(
        "--summary", metavar="FILE", type=Path, help="where to write what the rows say together, as JSON"
    )


def run(options: argparse.Namespace) -> int:
    """Writes a row for every learner; exit 1 where some rows failed."""
    from chartway.cohort import learners, write
    from chartway.cohort_summary import Summary
    from chartway.output import write_text

    asked, journal, summary = _asked(options), _journal(options), Summary()
    kept = journal.kept() if options.resume else 0
    fresh = _rows(options, asked.tell, islice(learners(options.learners), kept, None))
    try:
        with closing(journal.rows(kept, fresh)) as told:
            rows, failed = write(counting(summary.of(told), "learners"), options.out)
    except BaseException:
        _say_what_is_left(journal)
        raise
    journal.forget()
    if options.summary:
        write_text(options.summary, json.dumps(summary.to_json(), indent=2, ensure_ascii=False) + "\n")
    talk(f"{rows} learners, {failed} failed: {options.out}" if failed else f"{rows} learners: {options.out}")
    for sentence in summary.sentences(asked.name):
        talk(f"  {sentence}")
    return NO if failed else DONE


def _say_what_is_left(journal: Journal) -> None:
    """What was stopped can go on, if there is anything to go on from."""
    rows = journal.kept()
    if rows:
        talk(f"{counted(rows, 'row')} kept in {journal.path}: --resume goes on from there")
    else:
        journal.forget()


def _journal(options: argparse.Namespace) -> Journal:
    """The journal beside the output, bound to the table, the graph and the options."""
    from chartway import ontology
    from chartway.journal import Journal, fingerprint

    if options.resume and not options.learners.is_file():
        raise OptionError(f"--resume needs a file of learners that can be read again; {options.learners} is none")
    table = [options.learners] if options.learners.is_file() else []
    graph = [options.requirements] if options.requirements else ontology.files()
    settings = sorted((name, str(value)) for name, value in vars(options).items() if name not in ELSEWHERE)
    return Journal.beside(options.out, fingerprint([*table, *graph], __version__, *settings))


def _rows(options: argparse.Namespace, tell: Tell, learners: Iterable[Learner]) -> Iterator[Row]:
    """The rows of the learners, worked out here or by several processes."""
    from chartway.cohort import Cohort
    from chartway.crew import Crew

    prefer: Preference = options.prefer or "cheapest"
    if options.workers == 1:
        return Cohort(tell, prefer).rows(learners)
    return Crew(partial(_tell, options), options.workers, prefer).rows(learners)


class _Asked(NamedTuple):
    """What answers questions, and what an id is called."""

    tell: Tell
    name: Callable[[str], str]


def _tell(options: argparse.Namespace) -> Tell:
    """What answers questions, made anew in each process."""
    return _asked(options).tell


def _asked(options: argparse.Namespace) -> _Asked:
    return _asked_in_file(options) if options.requirements else _asked_built_in(options)


def _asked_in_file(options: argparse.Namespace) -> _Asked:
    from chartway.pathway import Planner
    from chartway.plan import Question

    catalog = catalog_in_file(options)
    planner, find = Planner.of(catalog), finder(catalog)

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        question = Question(find(goal), held_in_file(find, have), prefer, options.time_limit)
        return planner.answer(question).to_json()

    return _Asked(tell, lambda id: catalog[id].name)


def _asked_built_in(options: argparse.Namespace) -> _Asked:
    from chartway.advice import Request, advise
    from chartway.knowledge import Knowledge

    refuse_without_file(options)
    knowledge = Knowledge.load(view=view_of(options))

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        return advise(knowledge, Request(goal, have, prefer, options.bare, options.time_limit)).in_brief()

    return _Asked(tell, knowledge.name)
