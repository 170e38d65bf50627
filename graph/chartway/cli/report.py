"""``chartway report``: the pathway report one prints and hands over."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chartway.cli.arguments import DONE, NO, add_plan, command
from chartway.cli.asking import advised, answered_in_file
from chartway.cli.terminal import say, talk
from chartway.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chartway.cli.arguments import Commands
    from chartway.report.handout import Handout

FORMATS = ("html", "markdown", "json")
ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".json": "json"}
"""The format a file's ending stands for."""


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "the plan as a report to print and hand over: figures, sources, what to ask first"
    parser = command(commands, "report", about, "chartway report RHIT --out rhit.html", run)
    parser.add_argument("goal", metavar="GOAL", help="what to reach, as people write it")
    add_plan(parser)
    parser.add_argument("--format", choices=FORMATS, help="how to write it (default: by the ending of FILE, else html)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write it there instead of printing it")


def run(options: argparse.Namespace) -> int:
    """Writes or prints the report; exit 1 where there is no plan, or none within the budget."""
    from chartway.output import write_text

    format = format_of(options.format, options.out)
    text, found = _report_in_file(options, format) if options.requirements else _report(options, format)
    if options.out:
        write_text(options.out, text)
        talk(f"written: {options.out}")
    else:
        say(text)
    return DONE if found else NO


def format_of(format: str | None, out: Path | None) -> str:
    """The format asked for, by name or by the ending of the file; raises OptionError where the two contradict."""
    by_ending = ENDINGS.get(out.suffix.lower()) if out else None
    if format and by_ending and format != by_ending:
        raise OptionError(f"--format {format} contradicts the ending of {out}, which stands for {by_ending}")
    if out and not format and not by_ending:
        raise OptionError(f"the ending of {out} says no format: end it in .html, .md or .json, or give --format")
    return format or by_ending or FORMATS[0]


def _report(options: argparse.Namespace, format: str) -> tuple[str, bool]:
    from chartway.report.handout import handout, to_json

    (advice,) = advised(options, options.goal)
    return _text(format, lambda: to_json(advice), lambda: handout(advice)), advice.answer.found


def _report_in_file(options: argparse.Namespace, format: str) -> tuple[str, bool]:
    from chartway.report.handout import handout_in_file, to_json_in_file

    asked = answered_in_file(options)
    return _text(format, lambda: to_json_in_file(*asked), lambda: handout_in_file(*asked)), asked[1].found


def _text(format: str, to_json: Callable[[], dict[str, Any]], handout: Callable[[], Handout]) -> str:
    """The report in its format; only that one is made."""
    if format == "json":
        return json.dumps(to_json(), indent=2, ensure_ascii=False) + "\n"
    if format == "markdown":
        from chartway.report.handout import markdown

        return markdown(handout())
    from chartway.report.printed import to_html

    return to_html(handout())
