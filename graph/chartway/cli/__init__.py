"""The command ``chartway``: parse what was asked, ask the package, print what it says.

Results go to standard output, talk to standard error. Exit 0: done. Exit 1: understood, and the answer is no.
Exit 2: could not be understood or carried out. Each command is a module with ``add`` and ``run``.
"""

from __future__ import annotations

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

from chartway import __version__
from chartway.cli import (
    cohort,
    compare,
    curriculum,
    explore,
    opening,
    pathway,
    query,
    report,
    show,
    site,
    validate,
    why,
)
from chartway.cli.arguments import DONE, NOT_CARRIED_OUT, Parser, keep_what_is_read
from chartway.cli.terminal import talk, write_utf8
from chartway.errors import ChartwayError

COMMANDS = (pathway, show, opening, why, compare, explore, report, query, curriculum, cohort, site, validate)
"""The modules of the commands, in the order in which help lists them."""
ABOUT = """Chart your way into health information: sourced facts, and pathways that are proved."""
EXAMPLES = """examples:
  chartway pathway RHIT                        what it takes, cheapest first
  chartway pathway CDIP --have CPC,CCS         from where you are
  chartway next --have RHIT                    what opens now, and one step away
  chartway why CDIP                            what you lack for it
  chartway compare RHIT CCS                    side by side
  chartway show CCS                            everything known about it, and who says so
  chartway show data                           how complete, how old and how sure the data are
  chartway explore RHIT                        the ways to it as an interactive page
  chartway explore                             the whole field on one sheet
  chartway report RHIT --out rhit.html         a report to print and hand over
  chartway query what-a-body-issues            the credentials that are described here
  chartway query --list                        questions in SPARQL that are ready to ask
  chartway pathway "HIT 2" --requirements FILE on a requirement graph of your own
  chartway curriculum DEGREE.csv               which courses hold students up
  chartway cohort LEARNERS.csv --out PLANS.csv a plan for every learner
  chartway site public                         all of it as static pages for a web host
  chartway validate                            check the data
"""


class Overview(RawDescriptionHelpFormatter):
    """Help in which the longest name of a command stands on one line with what it does: argparse forgets its indent."""

    def __init__(self, prog: str, **options: Any) -> None:  # noqa: ANN401 - as in argparse
        super().__init__(prog, **options)
        self._action_max_length = len("    curriculum")


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="chartway", description=ABOUT, epilog=EXAMPLES, formatter_class=Overview)
    top.add_argument("--version", action="version", version=f"chartway {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        command.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code."""
    write_utf8()
    try:
        return _run(arguments)
    except ChartwayError as error:
        talk(f"chartway: {error}")
        return NOT_CARRIED_OUT
    except BrokenPipeError:
        # whoever read us has enough
        _forget_output()
        return DONE
    except OSError as error:
        talk(f"chartway: cannot write the output: {error.strerror or error}")
        _forget_output()
        return NOT_CARRIED_OUT
    except KeyboardInterrupt:
        talk("chartway: stopped")
        return NOT_CARRIED_OUT


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
        if not hasattr(options, "run"):
            parser().print_help()
            return DONE
        keep_what_is_read(options)
        return int(options.run(options))
    finally:
        # what cannot be written shows here, while it can still be said
        print(end="", flush=True)


def _forget_output() -> None:
    """Lets Python find nothing to complain about when it closes the standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
