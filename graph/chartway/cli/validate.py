"""``chartway validate``: all faults of the data at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, NO, command
from chartway.cli.terminal import talk
from chartway.wording import counted

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "all faults of the data at once, by file and thing"
    parser = command(commands, "validate", about, "chartway validate my-college.trig", run)
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="files to check together with the built-in data (.trig, .ttl, requirement graphs as .json)",
    )


def run(options: argparse.Namespace) -> int:
    """Prints every fault; exit 1 where there is one."""
    from chartway.validation import validate

    faults = validate(options.files)
    for fault in faults:
        print(fault)
    what = "these files" if options.files else "the built-in data"
    talk(f"{counted(len(faults), 'fault')} in {what}" if faults else f"no faults in {what}")
    return NO if faults else DONE
