"""The command ``chartway``: parse what was asked, ask the package, print what it says.

Results go to standard output, talk to standard error. Exit 0: done. Exit 1: understood, and the answer is no.
Exit 2: could not be understood or carried out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from chartway import __version__
from chartway.errors import ChartwayError, OptionError
from chartway.plan import PREFERENCES, Answer, Question

if TYPE_CHECKING:
    from chartway.advice import Advice
    from chartway.catalog import Catalog

DONE, NO, NOT_CARRIED_OUT = 0, 1, 2

ABOUT = """Chart your way into health information: sourced facts, and pathways that are proved."""
EXAMPLES = """examples:
  chartway pathway RHIT                        what it takes, cheapest first
  chartway pathway CDIP --have CPC,CCS         from where you are
  chartway show CCS                            everything known about it, and who says so
  chartway explore RHIT                        the same as an interactive page
  chartway pathway "HIT 2" --requirements FILE on a requirement graph of your own
  chartway cohort LEARNERS.csv --out PLANS.csv a plan for every learner
  chartway validate                            check the data
"""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(NOT_CARRIED_OUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(
        prog="chartway", description=ABOUT, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"chartway {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _pathway(commands)
    _show(commands)
    _explore(commands)
    _validate(commands)
    _cohort(commands)
    return top


def _command(
    commands: Any, name: str, help: str, example: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.",
        epilog=f"example:\n  {example}\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def _pathway(commands: Any) -> None:
    command = _command(
        commands,
        "pathway",
        "the proved way to a goal: price, time, steps, sources",
        "chartway pathway CCS --have CCA,coding:12mo --prefer fastest",
        pathway,
    )
    command.add_argument(
        "goal", metavar="GOAL", help='what to reach, as people write it: RHIT, ahima:rhit, "medical terminology"'
    )
    _plan_options(command)
    command.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="how to print it (default: table)"
    )


def _plan_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--have",
        metavar="X",
        action="append",
        default=[],
        help='what you hold; repeat it or separate by commas; experience as coding:24mo; "nothing" for no diploma',
    )
    command.add_argument("--prefer", choices=PREFERENCES, default="cheapest", help="what to prefer (default: cheapest)")
    command.add_argument(
        "--bare", action="store_true", help="the bare requirement, without what the issuing body recommends"
    )
    _graph_options(command)


def _graph_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--requirements", metavar="FILE", type=Path, help="a requirement graph to use instead of the built-in one"
    )
    command.add_argument(
        "--unknown",
        choices=("free", "blocked"),
        help="with --requirements: ids described nowhere cost nothing, or are never earned",
    )
    command.add_argument(
        "--time-limit",
        metavar="S",
        type=_seconds,
        help="seconds to search at most; the answer then says how far the proof got",
    )


def _show(commands: Any) -> None:
    command = _command(commands, "show", "everything known about one thing, with sources", "chartway show RHIT", show)
    command.add_argument(
        "name", metavar="NAME", help="a credential, degree, course, occupation or body, as people write it"
    )
    command.add_argument(
        "--format", choices=("table", "json"), default="table", help="how to print it (default: table)"
    )


def _explore(commands: Any) -> None:
    command = _command(
        commands,
        "explore",
        "the ways to a goal as one interactive page that needs no network",
        "chartway explore RHIT --out rhit.html",
        explore,
    )
    command.add_argument("goal", metavar="GOAL", help="what to reach, as people write it")
    _plan_options(command)
    command.add_argument("--out", metavar="FILE", type=Path, help="write the page there instead of opening it")


def _validate(commands: Any) -> None:
    command = _command(
        commands,
        "validate",
        "all faults of the data at once, by file and thing",
        "chartway validate my-college.trig",
        validate,
    )
    command.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="files to check together with the built-in data (.trig, .ttl, requirement graphs as .json)",
    )


def _cohort(commands: Any) -> None:
    command = _command(
        commands,
        "cohort",
        "a plan for every learner of a table",
        "chartway cohort learners.csv --out plans.csv",
        cohort,
    )
    command.add_argument(
        "learners",
        metavar="LEARNERS.csv",
        type=Path,
        help="columns learner,goal,have and optionally prefer; have separated by ;",
    )
    command.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="where to write: .jsonl, .csv or .parquet"
    )
    command.add_argument(
        "--prefer", choices=PREFERENCES, default="cheapest", help="what to prefer where a row does not say"
    )
    command.add_argument(
        "--bare", action="store_true", help="the bare requirement, without what the issuing body recommends"
    )
    _graph_options(command)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        message = f"{text!r} is not a number of seconds of 0 or more"
        raise argparse.ArgumentTypeError(message)
    return seconds


# ---- commands


def pathway(options: argparse.Namespace) -> int:
    """Prints the plan; exit 1 where there is none."""
    if options.requirements:
        return _pathway_in_file(options)
    from chartway.report import pathway as report

    advice = _advice(options)
    match options.format:
        case "json":
            _print_json(advice.to_json())
        case "markdown":
            print(report.markdown(advice), end="")
        case _:
            print(report.table(advice), end="")
    return DONE if advice.answer.plan else NO


def _advice(options: argparse.Namespace) -> Advice:
    from chartway.advice import Request, advise
    from chartway.knowledge import Knowledge

    _refuse_without_file(options)
    request = Request(options.goal, _names(options.have), options.prefer, options.bare, options.time_limit)
    return advise(Knowledge.load(), request)


def _names(have: Sequence[str]) -> tuple[str, ...]:
    """The holdings given: each use of the option may name several."""
    return tuple(name.strip() for given in have for name in given.split(",") if name.strip())


def _refuse_without_file(options: argparse.Namespace) -> None:
    if options.unknown:
        raise OptionError("--unknown is for ids of a --requirements file; the built-in graph describes all of its own")


def _pathway_in_file(options: argparse.Namespace) -> int:
    from chartway.report import graph as report

    catalog, answer = _answer_in_file(options)
    match options.format:
        case "json":
            _print_json(answer.to_json())
        case "markdown":
            print(report.markdown(catalog, answer), end="")
        case _:
            print(report.table(catalog, answer), end="")
    return DONE if answer.plan else NO


def _answer_in_file(options: argparse.Namespace) -> tuple[Catalog, Answer]:
    from chartway.catalog_json import read_catalog
    from chartway.pathway import Planner

    if options.bare:
        raise OptionError("--bare is for the built-in graph; a --requirements file has no recommendations")
    catalog = read_catalog(options.requirements, options.unknown)
    find = _finder(catalog)
    held = frozenset(find(name) for name in _names(options.have) if name != "nothing")
    question = Question(find(options.goal), held, options.prefer, options.time_limit)
    return catalog, Planner.of(catalog).answer(question)


def _finder(catalog: Catalog) -> Callable[[str], str]:
    """Finds ids of a requirement graph by exact id first, which needs no index, then by label."""
    from functools import cache

    from chartway.names import Names

    @cache
    def names() -> Names:
        things = catalog.achievements.values()
        return Names.of([[(one.id, one.id) for one in things], [(one.label, one.id) for one in things if one.label]])

    return lambda name: name if name in catalog else names().find(name)


def show(options: argparse.Namespace) -> int:
    """Prints everything known about one thing."""
    from chartway.knowledge import Knowledge
    from chartway.report import thing as report

    knowledge = Knowledge.load()
    id = knowledge.names.find(options.name)
    if options.format == "json":
        _print_json(report.to_json(knowledge, id))
    else:
        print(report.table(knowledge, id), end="")
    return DONE


def explore(options: argparse.Namespace) -> int:
    """Writes the page of a goal, and opens it unless told where to write it."""
    from chartway import visualization

    picture = _picture_of_file(options) if options.requirements else _picture_of_goal(options)
    if options.out:
        visualization.write_html(picture, options.out)
        talk(f"written: {options.out}")
        return DONE
    page = Path(tempfile.mkdtemp(prefix="chartway-")) / "pathway.html"
    visualization.write_html(picture, page)
    if not webbrowser.open(page.as_uri()):
        talk("no browser could be opened; open the file yourself:")
    print(page)
    return DONE


def _picture_of_goal(options: argparse.Namespace) -> Any:
    from chartway.facts import Facts
    from chartway.report.pathway import headline
    from chartway.visualization import picture_of

    advice = _advice(options)
    knowledge = advice.knowledge
    return picture_of(
        advice.answer,
        bare=knowledge.bare.catalog,
        prepared=advice.catalog,
        sources=knowledge.sources,
        facts=Facts(knowledge).about,
        headline=headline(advice),
    )


def _picture_of_file(options: argparse.Namespace) -> Any:
    from chartway.visualization import picture_of

    catalog, answer = _answer_in_file(options)
    return picture_of(answer, bare=catalog, prepared=catalog, sources={})


def validate(options: argparse.Namespace) -> int:
    """Prints every fault; exit 1 where there is one."""
    from chartway.validation import validate as faults_of

    faults = faults_of(options.files)
    for fault in faults:
        print(fault)
    what = "the built-in data" if not options.files else "these files"
    talk(f"{len(faults)} faults in {what}" if faults else f"no faults in {what}")
    return NO if faults else DONE


def cohort(options: argparse.Namespace) -> int:
    """Writes a row for every learner; exit 1 where some rows failed."""
    from chartway.cohort import Cohort, learners, write

    rows, failed = write(map(_cohort_of(options, Cohort).row, learners(options.learners)), options.out)
    talk(f"{rows} learners, {failed} failed: {options.out}" if failed else f"{rows} learners: {options.out}")
    return NO if failed else DONE


def _cohort_of(options: argparse.Namespace, make: Any) -> Any:
    from chartway.pathway import Planner

    if options.requirements:
        from chartway.catalog_json import read_catalog

        catalog = read_catalog(options.requirements, options.unknown)
        find = _finder(catalog)
        return make(
            Planner.of(catalog), find, lambda names: frozenset(map(find, names)), options.prefer, options.time_limit
        )
    from chartway.knowledge import Knowledge

    _refuse_without_file(options)
    knowledge = Knowledge.load()
    planner = knowledge.bare if options.bare else knowledge.prepared
    return make(planner, knowledge.goal, lambda names: knowledge.start(names).held, options.prefer, options.time_limit)


# ---- talk


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def talk(sentence: str) -> None:
    """Says something beside the result."""
    print(sentence, file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code."""
    _write_utf8()
    options = parser().parse_args(arguments)
    if not hasattr(options, "run"):
        parser().print_help()
        return DONE
    try:
        return int(options.run(options))
    except ChartwayError as error:
        talk(f"chartway: {error}")
        return NOT_CARRIED_OUT
    except BrokenPipeError:
        # whoever read us has enough: nothing more to say, and nothing to complain about at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        talk("chartway: stopped")
        return NOT_CARRIED_OUT


def _write_utf8() -> None:
    """Prints everything everywhere: a terminal that cannot show a sign gets a question mark, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=None if (stream.encoding or "").lower().startswith("utf") else "utf-8", errors="replace"
            )
