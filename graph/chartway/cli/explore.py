"""``chartway explore``: the ways to a goal as one interactive page."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_plan, command
from chartway.cli.asking import advised, answered_in_file
from chartway.cli.terminal import talk

if TYPE_CHECKING:
    from chartway.cli.arguments import Commands
    from chartway.visualization import Picture


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "the ways to a goal as one interactive page that needs no network"
    parser = command(commands, "explore", about, "chartway explore RHIT --out rhit.html", run)
    parser.add_argument("goal", metavar="GOAL", help="what to reach, as people write it")
    add_plan(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the page there instead of opening it")


def run(options: argparse.Namespace) -> int:
    """Writes the page of a goal, and opens it unless told where to write it."""
    import tempfile
    import webbrowser

    from chartway.visualization import write_html

    picture = _picture_of_file(options) if options.requirements else _picture_of_goal(options)
    if options.out:
        write_html(picture, options.out)
        talk(f"written: {options.out}")
        return DONE
    page = Path(tempfile.mkdtemp(prefix="chartway-")) / "pathway.html"
    write_html(picture, page)
    if not webbrowser.open(page.as_uri()):
        talk("no browser could be opened; open the file yourself:")
    print(page)
    return DONE


def _picture_of_goal(options: argparse.Namespace) -> Picture:
    from chartway.facts import Facts
    from chartway.report.pathway import headline
    from chartway.visualization import picture_of

    (advice,) = advised(options, options.goal)
    knowledge = advice.knowledge
    return picture_of(
        advice.answer,
        bare=knowledge.bare.catalog,
        prepared=advice.catalog,
        sources=knowledge.sources,
        facts=Facts(knowledge).about,
        names=knowledge.name,
        headline=headline(advice),
    )


def _picture_of_file(options: argparse.Namespace) -> Picture:
    from chartway.report.graph import beside
    from chartway.visualization import picture_of

    catalog, answer, choice = answered_in_file(options)
    names = {id: achievement.name for id, achievement in catalog.achievements.items()}
    picture = picture_of(answer, bare=catalog, prepared=catalog, sources={})
    notes = (*picture.headline.notes, *beside(answer, choice, names))
    return replace(picture, headline=replace(picture.headline, notes=notes))
