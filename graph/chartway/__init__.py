"""Chartway charts sourced, proved pathways into health information careers.

In Python, a handful of names does most of it::

    import chartway

    advice = chartway.advise("RHIT", have=["coding:12mo"])   # a plan with its proof, sources and doubts
    graph = chartway.requirements("RHIT")                     # the AND/OR graph, a networkx DiGraph
    today = chartway.current()                                # what holds today, an rdflib Graph
    everything = chartway.dataset()                           # every source a named graph, an rdflib Dataset

``advice.answer.plan.steps`` are the steps, ``advice.answer.proof`` what was proved, ``advice.sources`` the pages
behind it; ``advice.to_json()`` is what ``chartway pathway --format json`` prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from chartway.advice import Advice
    from chartway.plan import Preference
    from chartway.view import Trust

__all__ = ["__version__", "advise", "current", "dataset", "requirements"]
__version__ = "0.1.0"


def advise(  # noqa: PLR0913 - what one can ask for, all but the first by name
    goal: str,
    have: Iterable[str] = (),
    prefer: Preference = "cheapest",
    *,
    bare: bool = False,
    as_of: str = "",
    sources: Trust = "all",
    alternatives: int = 0,
    trade_off: bool = False,
) -> Advice:
    """The advice on the way to a goal, on the built-in graph.

    ``goal`` and ``have`` are names as people write them, experience as ``coding:24mo``; ``prefer`` is "cheapest",
    "fastest" or "fewest"; ``bare`` leaves out what the issuing body only recommends; ``as_of`` is a day such as
    "2024-06-30", after which no page counts, and ``sources`` whose word does: "issuer", "published" or "all";
    ``alternatives`` is how many of the next best plans are wanted and ``trade_off`` whether every plan is than which
    none is both as cheap and as soon: ``advice.choice`` has them. Raises UnknownNameError and AmbiguousNameError of
    :mod:`chartway.errors`.

    >>> [step.achievement for step in advise("RHIT").steps]
    ['id:him-associate', 'ahima:rhit']
    """
    from chartway import advice  # noqa: PLC0415 - late, for the command line
    from chartway.knowledge import Knowledge  # noqa: PLC0415 - late, for the command line
    from chartway.view import View  # noqa: PLC0415 - late, for the command line

    known = Knowledge.load(view=View(as_of, sources))
    request = advice.Request(goal, tuple(have), prefer, bare=bare, alternatives=alternatives, trade_off=trade_off)
    return advice.advise(known, request)


def requirements(goal: str | None = None) -> nx.DiGraph:
    """The AND/OR graph of what requires what, for one goal or for everything.

    Nodes and arrows are described in :mod:`chartway.requirement_graph`; arrows that are only advice of the issuing
    body have the strength "recommended".

    >>> "id:him-associate" in requirements("RHIT")
    True
    """
    from chartway.knowledge import Knowledge  # noqa: PLC0415 - late, for the command line
    from chartway.requirement_graph import to_digraph  # noqa: PLC0415 - late, for the command line

    knowledge = Knowledge.load()
    id = knowledge.goal(goal) if goal else None
    return to_digraph(knowledge.prepared.catalog, id, bare=knowledge.bare.catalog)


def current(as_of: str = "", sources: Trust = "all") -> rdflib.Graph:
    """What holds today, or held on a day by the word of some sources, each statement once, as an rdflib Graph.

    >>> len(current()) > len(current(sources="issuer")) > 1000
    True
    """
    from chartway import rdf  # noqa: PLC0415 - late, for the command line
    from chartway.view import View  # noqa: PLC0415 - late, for the command line

    return rdf.current(View(as_of, sources))


def dataset(as_of: str = "", sources: Trust = "all") -> rdflib.Dataset:
    """Every statement in the named graph of its source, as an rdflib Dataset; the default graph is what holds.

    >>> len(list(dataset().graphs())) > 100
    True
    """
    from chartway import rdf  # noqa: PLC0415 - late, for the command line
    from chartway.view import View  # noqa: PLC0415 - late, for the command line

    return rdf.dataset(View(as_of, sources))
