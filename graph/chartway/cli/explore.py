"""``chartway explore``: a goal, anything else, or everything, as one interactive page."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chartway.cli.arguments import DONE, add_plan, command, names
from chartway.cli.asking import (
    advised,
    answered_in_file,
    catalog_in_file,
    finder,
    held_in_file,
    knowledge_of,
    profile_of,
    refuse_without_file,
)
from chartway.cli.terminal import talk
from chartway.errors import OptionError, UnknownNameError

if TYPE_CHECKING:
    from chartway.choice import Choice
    from chartway.cli.arguments import Commands
    from chartway.knowledge import Knowledge
    from chartway.pathway import Planner
    from chartway.plan import Answer
    from chartway.visualization import Picture


def add(commands: Commands) -> None:
    """Adds the command."""
    about = "a goal, a body, an occupation, a curriculum or the whole field as an interactive page without network"
    parser = command(commands, "explore", about, "chartway explore RHIT --out rhit.html", run)
    parser.add_argument(
        "goal",
        metavar="NAME",
        nargs="?",
        help="what to reach, or a body, occupation or programme to look at, as people write it; everything if left out",
    )
    parser.add_argument(
        "--neighbourhood",
        action="store_true",
        help="what it requires and what asks for it, rather than the ways to it",
    )
    add_plan(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the page there instead of opening it")


def run(options: argparse.Namespace) -> int:
    """Writes the page, and opens it unless told where to write it."""
    import tempfile
    import webbrowser

    from chartway.visualization import write_html

    picture = _picture_in_file(options) if options.requirements else _picture(options)
    if options.out:
        write_html(picture, options.out)
        talk(f"written: {options.out}")
        return DONE
    page = Path(tempfile.mkdtemp(prefix="chartway-")) / "explore.html"
    write_html(picture, page)
    if not webbrowser.open(page.as_uri()):
        talk("no browser could be opened; open the file yourself:")
    print(page)
    return DONE


def _picture(options: argparse.Namespace) -> Picture:
    """The picture on the built-in graph."""
    from chartway.visualization.subject import picture_of_everything, picture_of_subject, ways_lead_to

    refuse_without_file(options)
    profile = profile_of(options)
    knowledge = knowledge_of(options, profile)
    have = (*profile.have, *names(options.have))
    if options.goal is None:
        _refuse_plan(options)
        _refuse_neighbourhood(options)
        return picture_of_everything(knowledge, have)
    id = _meant(knowledge, options.goal)
    if ways_lead_to(knowledge, id) and not options.neighbourhood:
        return _picture_of_ways(options)
    _refuse_plan(options)
    return picture_of_subject(knowledge, id, have)


def _meant(knowledge: Knowledge, name: str) -> str:
    """What the name means: a goal before anything else."""
    try:
        return knowledge.goal(name)
    except UnknownNameError:
        return knowledge.names.find(name)


def _picture_of_ways(options: argparse.Namespace) -> Picture:
    from chartway.report.pathway import headline
    from chartway.visualization import World, picture_of

    (advice,) = advised(options, options.goal)
    world = World.of(advice.knowledge, prepared=advice.catalog, diploma="nothing" not in names(options.have))
    others = _others(advice.planner, advice.answer, advice.choice)
    front = advice.choice.trade_off.points if advice.choice.trade_off else ()
    return picture_of(advice.answer, world, headline=headline(advice), others=others, trade_off=front)


def _others(planner: Planner, answer: Answer, choice: Choice) -> list[tuple[str, Answer]]:
    """What would be planned with another preference, and the alternatives that were asked for."""
    from chartway.plan import PREFERENCES
    from chartway.visualization.composition import PREFERRED

    question = answer.question
    rest = [prefer for prefer in PREFERENCES if prefer != question.prefer] if answer.plan else []
    found = [(PREFERRED[prefer], planner.answer(replace(question, prefer=prefer))) for prefer in rest]
    alternatives = choice.alternatives.found if choice.alternatives else ()
    return found + [(f"Alternative {number}", one.answer) for number, one in enumerate(alternatives, 1)]


def _picture_in_file(options: argparse.Namespace) -> Picture:
    """The picture of a requirement graph in a file."""
    from chartway.pathway import Planner
    from chartway.report.graph import beside, missing, over_budget
    from chartway.visualization import World, picture_of, picture_of_all, picture_of_thing

    if options.goal is not None and not options.neighbourhood:
        catalog, answer, choice = answered_in_file(options)
        others = _others(Planner.of(catalog.toward(answer.question.goal)), answer, choice)
        front = choice.trade_off.points if choice.trade_off else ()
        picture = picture_of(answer, World(catalog, catalog), others=others, trade_off=front)
        known = {id: achievement.name for id, achievement in catalog.achievements.items()}
        summary, *notes = [picture.headline.summary] if answer.plan else missing(answer, known)
        notes += beside(answer, choice, known)
        cautions = tuple(over_budget(answer))
        return replace(
            picture, headline=replace(picture.headline, summary=summary, notes=tuple(notes), cautions=cautions)
        )
    _refuse_plan(options)
    catalog = catalog_in_file(options)
    find = finder(catalog)
    have = [name for given in options.have for name in ([given] if given in catalog else names([given]))]
    held = held_in_file(find, have)
    if options.goal is None:
        _refuse_neighbourhood(options)
        return picture_of_all(World(catalog, catalog), options.requirements.name, held)
    return picture_of_thing(World(catalog, catalog), find(options.goal), held)


def _refuse_neighbourhood(options: argparse.Namespace) -> None:
    """Refuses to look around nothing."""
    if options.neighbourhood:
        raise OptionError("--neighbourhood needs a NAME: whose?")


def _refuse_plan(options: argparse.Namespace) -> None:
    """Refuses what shapes a plan where there is none."""
    for option in (
        "prefer",
        "bare",
        "budget",
        "time_limit",
        "alternatives",
        "trade_off",
        "study_hours",
        "start",
        "terms",
    ):
        if getattr(options, option):
            name = option.replace("_", "-")
            raise OptionError(f"--{name} shapes the plan to a goal; this page shows none")
