"""From options to answers: on the built-in graph, or on a requirement graph in a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from chartway.cli.arguments import names
from chartway.errors import OptionError
from chartway.plan import Answer, Question

if TYPE_CHECKING:
    from chartway.advice import Advice
    from chartway.catalog import Catalog


def advised(options: argparse.Namespace, *goals: str) -> list[Advice]:
    """The advice on each goal, on the built-in graph."""
    from chartway.advice import Request, advise
    from chartway.knowledge import Knowledge

    refuse_without_file(options)
    knowledge = Knowledge.load()
    have = names(options.have)
    return [advise(knowledge, Request(goal, have, options.prefer, options.bare, options.time_limit)) for goal in goals]


def refuse_without_file(options: argparse.Namespace) -> None:
    """Refuses what only makes sense with a file."""
    if getattr(options, "unknown", None):
        raise OptionError("--unknown is for ids of a --requirements file; the built-in graph describes all of its own")


def answered_in_file(options: argparse.Namespace) -> tuple[Catalog, Answer]:
    """The requirement graph in the file, and the answer on it."""
    from chartway.pathway import Planner

    catalog = catalog_in_file(options)
    find = finder(catalog)
    held = frozenset(find(name) for name in names(options.have) if name != "nothing")
    question = Question(find(options.goal), held, options.prefer, options.time_limit)
    return catalog, Planner.of(catalog).answer(question)


def catalog_in_file(options: argparse.Namespace) -> Catalog:
    """The requirement graph in the file; it has no recommendations that ``--bare`` could leave out."""
    from chartway.catalog_json import read_catalog

    if options.bare:
        raise OptionError("--bare is for the built-in graph; a --requirements file has no recommendations")
    return read_catalog(options.requirements, options.unknown)


def finder(catalog: Catalog) -> Callable[[str], str]:
    """Finds ids of a requirement graph by exact id first, which needs no index, then by label."""
    from chartway.names import Names

    @cache
    def index() -> Names:
        things = catalog.achievements.values()
        return Names.of([[(one.id, one.id) for one in things], [(one.label, one.id) for one in things if one.label]])

    return lambda name: name if name in catalog else index().find(name)
