"""``chartway site``: everything that needs no server, as static files."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_view, command, view_of, workers
from chartway.cli.terminal import counting, stoppable, talk

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands

USUAL = min(os.cpu_count() or 1, 8)
"""Each process reads all data, half a second: more would not be done sooner."""


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "everything as static files for any web host: a page for each thing, search, downloads"
    parser = command(commands, "site", about, "chartway site public", run)
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="where to write it: a new folder, an empty one, or an earlier site"
    )
    add_view(parser)
    parser.add_argument(
        "--workers", metavar="N", type=workers, default=USUAL, help="processes (default: one a processor, 8 at most)"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the site, whole or not at all."""
    from chartway.site import published
    from chartway.site.site import Site

    make = partial(Site.of, view=view_of(options))
    with stoppable(), closing(published(options.folder, make, options.workers)) as written:
        files = sum(1 for _ in counting(written, "files"))
    talk(f"{files:,} files: open {options.folder / 'index.html'}")
    return DONE
