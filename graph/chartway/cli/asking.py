"""From options to answers: on the built-in graph, or on a requirement graph in a file."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from chartway.cli.arguments import names, timetable_of, view_of
from chartway.errors import OptionError
from chartway.plan import Answer, Question

if TYPE_CHECKING:
    from chartway.advice import Advice, Request
    from chartway.catalog import Catalog
    from chartway.choice import Choice
    from chartway.knowledge import Knowledge
    from chartway.learner import Profile
    from chartway.plan import Preference


def advised(options: argparse.Namespace, *goals: str) -> list[Advice]:
    """The advice on each goal, on the built-in graph."""
    from chartway.advice import advise

    refuse_without_file(options)
    profile = profile_of(options)
    knowledge = knowledge_of(options, profile)
    request = request_of(options, profile)
    return [advise(knowledge, replace(request, goal=goal)) for goal in goals]


def request_of(options: argparse.Namespace, profile: Profile) -> Request:
    """What is asked for of any goal on the built-in graph, by the options, else by the profile."""
    from chartway.advice import Request

    budget = getattr(options, "budget", None)
    return Request(
        goal="",
        have=(*profile.have, *names(getattr(options, "have", ()))),
        prefer=options.prefer or profile.prefer or "cheapest",
        bare=options.bare,
        time_limit=options.time_limit,
        budget=profile.budget if budget is None else budget,
        timetable=timetable_of(options, profile),
        alternatives=getattr(options, "alternatives", 0),
        trade_off=getattr(options, "trade_off", False),
    )


def profile_of(options: argparse.Namespace) -> Profile:
    """The learner's profile, an empty one if none is given."""
    from chartway.learner import Profile, read_profile

    return read_profile(options.profile) if options.profile else Profile()


def knowledge_of(options: argparse.Namespace, profile: Profile) -> Knowledge:
    """The built-in graph with what is different for this person."""
    from chartway.knowledge import Knowledge

    knowledge = Knowledge.load(view=view_of(options))
    if options.add:
        knowledge = knowledge.on_top(options.add)
    return knowledge.of_learner(profile, str(options.profile)) if options.profile else knowledge


def refuse_days(knowledge: Knowledge) -> None:
    """Refuses ways in with days of their own where nothing is planned, so none is passed off as open now."""
    for achievement in knowledge.here.added.achievements.values():
        if any(route.has_days for route in achievement.routes):
            what = f"{achievement.name!r} can be begun on certain days only"
            raise OptionError(
                f"{what}, which only a plan can tell: ask pathway, report, explore or compare with --start"
            )


def refuse_without_file(options: argparse.Namespace) -> None:
    """Refuses what only makes sense with a file."""
    if getattr(options, "unknown", None):
        raise OptionError("--unknown is for ids of a --requirements file; the built-in graph describes all of its own")


def answered_in_file(options: argparse.Namespace) -> tuple[Catalog, Answer, Choice]:
    """The requirement graph in the file, the answer on it, and what there is to choose from beside it."""
    from chartway.choice import Choice
    from chartway.pathway import Planner

    catalog = catalog_in_file(options)
    find = finder(catalog)
    question = question_in_file(options, find(options.goal), held_in_file(find, separate(catalog, options.have)))
    planner = Planner.of(catalog.toward(question.goal))
    answer = planner.answer(question)
    beside, front = getattr(options, "alternatives", 0), getattr(options, "trade_off", False)
    return catalog, answer, Choice.of(planner, answer, beside, front=front)


def question_in_file(options: argparse.Namespace, goal: str, held: frozenset[str]) -> Question:
    """A question about the requirement graph, by the options."""
    prefer: Preference = options.prefer or "cheapest"
    budget = getattr(options, "budget", None)
    return Question(goal, held, prefer, options.time_limit, budget, timetable_of(options))


def catalog_in_file(options: argparse.Namespace) -> Catalog:
    """The requirement graph in the file; what is laid over the built-in graph has no place there."""
    from chartway.catalog_json import read_catalog, uncollected

    for option in ("bare", "profile", "add"):
        if getattr(options, option, None):
            raise OptionError(f"--{option} is for the built-in graph and does nothing for a --requirements file")
    if not view_of(options).is_everything:
        raise OptionError("--as-of and --sources are for the built-in graph; a --requirements file has no sources")
    with uncollected():
        catalog = read_catalog(options.requirements, options.unknown)
        gc.freeze()  # it stays to the end: with 100,000 achievements the collector looked through them for a second
    return catalog


def separate(catalog: Catalog, given: Iterable[str]) -> list[str]:
    """The names given, separated at commas where they are no names as they stand."""
    return [name for one in given for name in ([one] if one in catalog else names([one]))]


def way_in_file(catalog: Catalog, find: Callable[[str], str], name: str) -> tuple[str, frozenset[str]]:
    """What a name of a way means in a requirement graph: a thing, or an issuer with all that it issues."""
    issued = frozenset(one.id for one in catalog.achievements.values() if one.issuer == name)
    return (name, issued) if issued and name not in catalog else (find(name), frozenset())


def held_in_file(find: Callable[[str], str], have: Iterable[str]) -> frozenset[str]:
    """What is held of a requirement graph, where nothing is taken for granted."""
    return frozenset(find(name) for name in have if name.lower() != "nothing")


def finder(catalog: Catalog) -> Callable[[str], str]:
    """Finds ids of a requirement graph by exact id first, which needs no index, then by label."""
    from chartway.names import Names

    @cache
    def index() -> Names:
        things = catalog.achievements.values()
        return Names.of([[(one.id, one.id) for one in things], [(one.label, one.id) for one in things if one.label]])

    return lambda name: name if name in catalog else index().find(name)
