"""``chartway cohort``: a plan for every learner of a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from chartway import __version__
from chartway.cli.arguments import (
    DONE,
    NO,
    add_budget,
    add_circumstances,
    add_preference,
    add_requirements,
    add_time_limit,
    add_timetable,
    command,
    scheduler,
    workers,
)
from chartway.cli.errand import FILES, HERE, Asked, Errand
from chartway.cli.terminal import counting, talk
from chartway.errors import OptionError
from chartway.wording import counted

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands, Parser
    from chartway.cohort import Notes
    from chartway.cohort_reply import Told
    from chartway.cohort_summary import Summary
    from chartway.journal import Journal


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
    add_budget(parser)
    add_timetable(parser)
    add_circumstances(parser, "a profile (TOML) that holds for every learner")
    add_requirements(parser)
    add_time_limit(parser)
    _add_hands(parser)
    parser.add_argument(
        "--resume", action="store_true", help="go on where it was stopped, from the FILE.partial that it leaves"
    )
    parser.add_argument(
        "--summary", metavar="FILE", type=Path, help="where to write what the rows say together, as JSON"
    )


def _add_hands(parser: Parser) -> None:
    """Who answers."""
    hands = parser.add_mutually_exclusive_group()
    hands.add_argument("--workers", metavar="N", type=workers, default=1, help="processes that answer (default: 1)")
    hands.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        type=scheduler,
        help="a Dask cluster that answers instead, such as tcp://10.0.0.5:8786; it is sent the questions, "
        "the options and the files that they name, and no learner's name",
    )


def run(options: argparse.Namespace) -> int:
    """Writes a row for every learner; exit 1 where some rows failed."""
    from chartway.cohort_reply import form_of, write
    from chartway.cohort_summary import Summary
    from chartway.output import write_text

    form_of(options.out)
    asked, journal, summary = Errand.of(options).asked(), _journal(options), Summary()
    kept = journal.kept() if options.resume else 0
    try:
        with journal.notes(kept) as notes, closing(_rows(options, asked, notes)) as told:
            write(counting(summary.of(told), "learners"), options.out)
    except BaseException:
        _say_what_is_left(journal)
        raise
    journal.forget()
    if options.summary:
        write_text(options.summary, json.dumps(summary.to_json(), indent=2, ensure_ascii=False) + "\n")
    return _say(options, summary, asked.name)


def _say(options: argparse.Namespace, summary: Summary, name: Callable[[str], str]) -> int:
    """What the rows say together; exit 1 where some failed."""
    rows, failed = summary.status.total(), summary.status["error"]
    talk(f"{counted(rows, 'learner')}{f', {failed} failed' if failed else ''}: {options.out}")
    for sentence in summary.sentences(name):
        talk(f"  {sentence}")
    return NO if failed else DONE


def _say_what_is_left(journal: Journal) -> None:
    """What was stopped can go on, if there is anything to go on from."""
    answers = journal.kept()
    if answers:
        talk(f"{counted(answers, 'answer')} kept in {journal.path}: --resume goes on from there")
    else:
        journal.forget()


def _journal(options: argparse.Namespace) -> Journal:
    """The journal beside the output, bound to the table, the graph and the options."""
    from chartway import ontology
    from chartway.journal import Journal, fingerprint

    if options.resume and not options.learners.is_file():
        raise OptionError(f"--resume needs a file of learners that can be read again; {options.learners} is none")
    table = [options.learners] if options.learners.is_file() else []
    given = {name: path for name in FILES if (path := getattr(options, name))}
    graph = given.values() if options.requirements else [*given.values(), *ontology.files()]
    settings = sorted((name, str(value)) for name, value in vars(options).items() if name not in {*HERE, *FILES})
    return Journal.beside(options.out, fingerprint([*table, *graph], __version__, *given, *settings))


def _rows(options: argparse.Namespace, asked: Asked, notes: Notes) -> Generator[Told]:
    """The rows of the learners, worked out here, by several processes, or by a cluster."""
    from chartway.cohort import Cohort, learners
    from chartway.crew import Crew, processes

    errand, form, table = Errand.of(options), options.out.suffix, learners(options.learners)
    if options.scheduler:
        from chartway.cluster import cluster

        return Crew(cluster(errand.abroad(), form, options.scheduler), form, asked.prefer).rows(table, notes)
    if options.workers > 1:
        return Crew(processes(errand, form, options.workers), form, asked.prefer).rows(table, notes)
    return Cohort(asked.tell, form, asked.prefer).rows(table, notes)
