"""``chartway next``: what opens now, and one step away."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, NO, add_circumstances, add_format, add_start, command, names
from chartway.cli.asking import knowledge_of, profile_of, refuse_days
from chartway.cli.terminal import in_format

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "what opens now with what you hold, and what one more step would open"
    parser = command(commands, "next", about, "chartway next --have RHIT,coding:12mo", run)
    add_start(parser)
    add_circumstances(parser)
    add_format(parser, "table", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Prints what opens; exit 1 where nothing does."""
    from chartway.report.opening import sections, title, to_json
    from chartway.report.sections import markdown, terminal

    profile = profile_of(options)
    knowledge = knowledge_of(options, profile)
    refuse_days(knowledge)
    start = knowledge.start((*profile.have, *names(options.have)))
    parts = sections(knowledge, start)
    head = title(knowledge, start)
    in_format(
        options.format,
        lambda: terminal(head, parts),
        lambda: to_json(knowledge, start),
        lambda: markdown(head, parts),
    )
    return DONE if parts[-1].heading else NO
