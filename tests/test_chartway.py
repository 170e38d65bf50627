"""Chartway in Python: a handful of names, typed, documented, and light to import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import typing

import networkx as nx
import pytest
import rdflib

import chartway
from chartway import rdf
from chartway.advice import Advice
from chartway.errors import AmbiguousNameError, UnknownNameError
from chartway.plan import Preference

EXPORTED = ["__version__", "advise", "current", "dataset", "requirements"]
FUNCTIONS = EXPORTED[1:]
HEAVY = ("highspy", "jinja2", "networkx", "pyoxigraph", "pyshacl", "pyvis", "rdflib")
SIGNATURES = {
    "advise": "(goal: 'str', have: 'Iterable[str]' = (), prefer: 'Preference' = 'cheapest', *, bare: 'bool' = False,"
    " as_of: 'str' = '', sources: 'Trust' = 'all', alternatives: 'int' = 0, trade_off: 'bool' = False)"
    " -> 'Advice'",
    "current": "(as_of: 'str' = '', sources: 'Trust' = 'all') -> 'rdflib.Graph'",
    "dataset": "(as_of: 'str' = '', sources: 'Trust' = 'all') -> 'rdflib.Dataset'",
    "requirements": "(goal: 'str | None' = None) -> 'nx.DiGraph'",
}


# ---- what is promised


def test_names_are_these_and_no_others() -> None:
    assert sorted(chartway.__all__) == EXPORTED
    assert all(hasattr(chartway, name) for name in EXPORTED)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_take_and_give_what_they_did(name: str) -> None:
    """Whoever writes Python on top of this relies on it: a change here is a change for them."""
    assert str(inspect.signature(getattr(chartway, name))) == SIGNATURES[name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_documented_with_an_example(name: str) -> None:
    first, _, rest = str(getattr(chartway, name).__doc__).partition("\n")

    assert re.fullmatch(r"[A-Z].*[.,:]?.*\.", first)
    assert ">>>" in rest


def test_version_is_one() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", chartway.__version__)


def test_import_alone_is_light() -> None:
    """Whoever only wants the version, or --help, does not wait for what graphs need."""
    script = "import sys, chartway; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert set(run.stdout.split()).isdisjoint(HEAVY)
    assert "chartway" in run.stdout.split()


# ---- what it gives


def test_advice_has_plan_proof_sources_and_json() -> None:
    advice = chartway.advise("RHIT", have=["coding:12mo"])

    assert isinstance(advice, Advice)
    assert advice.answer.proof is not None
    assert advice.answer.proof.complete
    assert advice.sources
    assert advice.to_json()["goal"] == "ahima:rhit"


def test_preference_and_bare_are_handed_on() -> None:
    for prefer in typing.get_args(Preference):
        assert chartway.advise("CCA", prefer=prefer).answer.question.prefer == prefer
    assert chartway.advise("CCS").prepared
    assert not chartway.advise("CCS", bare=True).prepared


def test_unknown_and_ambiguous_names_are_errors_to_catch() -> None:
    with pytest.raises(UnknownNameError):
        chartway.advise("no such thing")
    with pytest.raises(UnknownNameError):
        chartway.requirements("no such thing")
    assert issubclass(AmbiguousNameError, LookupError)


def test_requirements_are_a_graph_of_one_goal_or_of_all() -> None:
    one, every = chartway.requirements("RHIT"), chartway.requirements()

    assert isinstance(one, nx.DiGraph)
    assert set(one) < set(every)
    assert {"ahima:rhit", "id:him-associate"} <= set(one)
    assert "recommended" in {strength for _, _, strength in every.edges(data="strength")}


def test_graphs_are_those_of_the_rdf_side() -> None:
    current, dataset = chartway.current(), chartway.dataset()

    assert isinstance(current, rdflib.Graph)
    assert isinstance(dataset, rdflib.Dataset)
    assert len(current) == len(rdf.current())
