"""The options that commands share, and the parser that says in one line what is wrong with them."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from chartway.catalog import CENTS, MILLIWEEKS
from chartway.errors import OptionError
from chartway.plan import PREFERENCES
from chartway.timetable import HOURS_A_WEEK, Term, Timetable, term
from chartway.view import TRUSTS, View

if TYPE_CHECKING:
    from typing import TypeAlias

    from chartway.learner import Profile

    Commands: TypeAlias = argparse._SubParsersAction["Parser"]  # noqa: SLF001 - argparse gives it no public name

DONE, NO, NOT_CARRIED_OUT = 0, 1, 2
"""The exit codes: done; understood, and the answer is no; not understood or not carried out."""
MOST_ALTERNATIVES = 100
"""Alternatives that can be asked for; a person reads a few."""
MOST_WORKERS = 64
MOST_DOLLARS = 10**9
"""As in requirement graphs and profiles."""
READ = ("learners", "profile", "add", "requirements")
WRITTEN = ("out", "summary")
"""The options that name files to read, and those that name files to write."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and where help is; examples keep their lines."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(**{"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False, **options})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 - as in argparse
        """What is understood; what is left over is refused by the command it was given to, not by the whole."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Ends the program with the fault in one line."""
        self.exit(NOT_CARRIED_OUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def command(
    commands: Commands, name: str, about: str, example: str, run: Callable[[argparse.Namespace], int]
) -> Parser:
    """A command with its sentence, an example, and what runs it."""
    epilog = f"example:\n  {example}\n"
    added = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=epilog)
    added.set_defaults(run=run)
    return added


def add_start(parser: Parser) -> None:
    """What is held."""
    parser.add_argument(
        "--have",
        metavar="X",
        action="append",
        default=[],
        help="what you hold; repeat it or separate by commas; experience as coding:24mo; "
        '"nothing" if you have no diploma either',
    )


def add_preference(parser: Parser) -> None:
    """What kind of plan is asked for."""
    parser.add_argument("--prefer", choices=PREFERENCES, help="what to prefer (default: cheapest)")
    parser.add_argument(
        "--bare", action="store_true", help="the bare requirement, without what the issuing body recommends"
    )


def add_budget(parser: Parser) -> None:
    """What a plan may cost."""
    parser.add_argument(
        "--budget", metavar="USD", type=_cents, help="dollars a plan may cost; exit 1 if none costs so little"
    )


def add_timetable(parser: Parser) -> None:
    """What a person's weeks allow."""
    parser.add_argument(
        "--study-hours",
        metavar="H",
        type=_hours,
        help="hours of study there are in a week, for all courses at a time together; a job beside them takes none",
    )
    parser.add_argument(
        "--start", metavar="DATE", type=_first_day, help="the first day, such as 2027-01-15: the plan then has dates"
    )
    parser.add_argument(
        "--terms",
        metavar="DAYS",
        type=_terms,
        help="with --start: the days of the year on which courses begin, such as 01-15,08-25",
    )


def timetable_of(options: argparse.Namespace, profile: Profile | None = None) -> Timetable:
    """What a person's weeks allow, by the options, else by their profile.

    Raises OptionError for terms without a first day.
    """
    hours = getattr(options, "study_hours", None) or (profile.study_hours if profile else None)
    start = getattr(options, "start", None) or (profile.start if profile else None)
    terms = getattr(options, "terms", None) or (profile.terms if profile else ())
    if terms and start is None:
        raise OptionError("terms begin on days of the year; say when you start with --start DATE")
    return Timetable(hours, start, terms)


def add_circumstances(parser: Parser, whose: str = "a learner's profile (TOML)") -> None:
    """What is different for this person."""
    parser.add_argument(
        "--profile",
        metavar="FILE",
        type=Path,
        help=f"{whose}: what is held, experience, refusals, own prices and lengths",
    )
    parser.add_argument(
        "--add",
        metavar="FILE",
        type=Path,
        help="a requirement graph on top of the built-in one: your own college's courses, prerequisites, prices",
    )
    add_view(parser)


def add_view(parser: Parser) -> None:
    """From when and from whom the facts are."""
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=_day,
        help="as far as it was known on that day, such as 2024-06-30: later pages are left out",
    )
    parser.add_argument(
        "--sources",
        choices=TRUSTS,
        default="all",
        help="whose word counts: official pages only, every published page, or our estimates, too (default: all)",
    )


def keep_what_is_read(options: argparse.Namespace) -> None:
    """Refuses to write over a file that is read, or two things into one file; raises OptionError."""
    taken = {os.path.realpath(path) for name in READ if (path := getattr(options, name, None))}
    for name in WRITTEN:
        path = getattr(options, name, None)
        if path and os.path.realpath(path) in taken:
            raise OptionError(
                f"--{name} {path} would take the place of another file that is named here: name a new one"
            )
        taken |= {os.path.realpath(path)} if path else set()


def view_of(options: argparse.Namespace) -> View:
    """Which statements count."""
    return View(options.as_of or "", options.sources)


def add_time_limit(
    parser: Parser,
    about: str = "seconds to search at most; the answer then says how far the proof got",
    default: float | None = None,
) -> None:
    """How long to search."""
    parser.add_argument("--time-limit", metavar="S", type=_seconds, default=default, help=about)


def add_requirements(parser: Parser) -> None:
    """A requirement graph instead of the built-in one."""
    parser.add_argument(
        "--requirements",
        metavar="FILE",
        type=Path,
        help="a requirement graph to use instead of the built-in one",
    )
    parser.add_argument(
        "--unknown",
        choices=("free", "blocked"),
        help="with --requirements: ids described nowhere cost nothing, or are never earned",
    )


def add_choice(parser: Parser) -> None:
    """What to choose from beside the plan."""
    parser.add_argument(
        "--alternatives",
        metavar="N",
        type=_number,
        default=0,
        help="the N next best plans as well, none of which contains all that an earlier one rests on",
    )
    parser.add_argument(
        "--trade-off", action="store_true", help="every plan than which none is both as cheap and as soon, as well"
    )


def add_plan(parser: Parser) -> None:
    """All that shapes a plan."""
    add_start(parser)
    add_preference(parser)
    add_budget(parser)
    add_timetable(parser)
    add_circumstances(parser)
    add_requirements(parser)
    add_time_limit(parser)
    add_choice(parser)


def add_format(parser: Parser, *formats: str) -> None:
    """How to print the result; the first format is the default."""
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help=f"how to print it (default: {formats[0]})"
    )


def names(have: Sequence[str]) -> tuple[str, ...]:
    """The holdings given: each use of the option may name several."""
    return tuple(name.strip() for given in have for name in given.split(",") if name.strip())


def scheduler(text: str) -> str:
    """Where a Dask scheduler listens."""
    if not re.fullmatch(r"((tcp|tls|ws|wss)://)?([\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}", text):
        message = f"{text!r} is not the address of a scheduler, such as tcp://10.0.0.5:8786"
        raise argparse.ArgumentTypeError(message)
    return text


def _cents(text: str) -> int:
    dollars = _decimal(text.removeprefix("$").replace(",", ""))
    if not 0 <= dollars <= MOST_DOLLARS or dollars * CENTS != int(dollars * CENTS):
        message = f"{text!r} is not an amount of dollars, such as 9000 or 899.50"
        raise argparse.ArgumentTypeError(message)
    return int(dollars * CENTS)


def _decimal(text: str) -> Decimal:
    """The number as it is written, -1 where it is none: Decimal itself takes "nan", and what no sum can hold."""
    return Decimal(text) if re.fullmatch(r"\d{1,15}(\.\d{1,15})?|\.\d{1,15}", text, re.ASCII) else Decimal(-1)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST_ALTERNATIVES:
        message = f"{text!r} is not a number of plans from 1 to {MOST_ALTERNATIVES}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        message = f"{text!r} is not a number of seconds of 0 or more"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _day(text: str) -> str:
    return _date(text, "2024-06-30").isoformat()


def _first_day(text: str) -> date:
    return _date(text, "2027-01-15")


def _date(text: str, example: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a day, such as {example}"
        raise argparse.ArgumentTypeError(message) from None


def _terms(text: str) -> tuple[Term, ...]:
    days = [term(day.strip()) for day in text.split(",")]
    found = tuple(sorted({day for day in days if day is not None}))
    if None in days:
        message = f"{text!r} are not days of every year, such as 01-15,08-25"
        raise argparse.ArgumentTypeError(message)
    return found


def _hours(text: str) -> int:
    hours = _decimal(text)
    if not 0 < hours <= HOURS_A_WEEK or hours * MILLIWEEKS != int(hours * MILLIWEEKS):
        message = f"{text!r} is not a number of hours in a week, such as 20 or 12.5"
        raise argparse.ArgumentTypeError(message)
    return int(hours * MILLIWEEKS)


def workers(text: str) -> int:
    """So many processes."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        message = f"{text!r} is not a number of processes from 1 to {MOST_WORKERS}"
        raise argparse.ArgumentTypeError(message)
    return int(text)
