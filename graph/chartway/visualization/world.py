"""What pictures are drawn of: catalogs of ways in, and what is said of each thing beyond them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from chartway.catalog import Achievement, Catalog
from chartway.errors import OptionError
from chartway.namespaces import CW, SKOS, compact, expand
from chartway.source import RELIABILITIES, Fact, Source

if TYPE_CHECKING:
    from chartway.knowledge import Knowledge

__all__ = ["Relation", "World"]

FORWARD = {
    "leadsTo": "leads to",
    "prepares": "prepares for",
    "preparesFor": "prepares for",
    "advancesTo": "can lead on to",
    "supersededBy": "was followed by",
    "specialtyOf": "is a specialty of",
    "kindOf": "is a kind of",
}
"""Properties that are drawn as they are said, by local name, and the arrow as the middle of a sentence."""
BACKWARD = {"includes": "is part of", "prefers": "is preferred for", "issuedBy": "issues", "taughtBy": "teaches"}
"""Properties that are drawn from their object to their subject."""


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """Something said of two things that is no requirement; ``meaning`` is the middle of the sentence."""

    source: str
    target: str
    meaning: str


@dataclass(frozen=True)
class World:
    """The catalogs of requirements alone and with what issuing bodies recommend, and what else is known.

    Each function takes the id of a thing: ``facts`` gives what is known of it, ``names`` what people call a body,
    ``aliases`` every other name of a thing, ``status`` what became of it ("" while it is current), ``follows`` all that
    is taken to be held by who holds it. ``others`` are things that nobody holds, such as issuing bodies.
    """

    bare: Catalog
    prepared: Catalog
    sources: Mapping[str, Source] = field(default_factory=dict)
    facts: Callable[[str], tuple[Fact, ...]] = lambda _: ()
    names: Callable[[str], str] = lambda _: ""
    aliases: Callable[[str], tuple[str, ...]] = lambda _: ()
    status: Callable[[str], str] = lambda _: ""
    follows: Callable[[str], frozenset[str]] = lambda id: frozenset({id})
    relations: tuple[Relation, ...] = ()
    others: Mapping[str, Achievement] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge, *, prepared: Catalog | None = None, diploma: bool = True) -> World:
        """The world as the built-in graph describes it; without ``diploma``, nobody is taken to have one.

        ``prepared`` takes the place of the catalog of what is recommended as well.
        """
        from chartway.facts import Facts  # noqa: PLC0415 - rdflib is of no use to a requirement graph of one's own

        others = _bodies(knowledge)
        denied = () if diploma else ("nothing",)
        return cls(
            bare=knowledge.bare.catalog,
            prepared=prepared or knowledge.prepared.catalog,
            sources=knowledge.sources,
            facts=Facts(knowledge).about,
            names=knowledge.name,
            aliases=lambda id: _aliases(knowledge, id),
            status=lambda id: compact(knowledge.said.value(expand(id), CW + "status")).removeprefix("cw:"),
            follows=cache(lambda id: _follows(knowledge, id, denied) if id not in others else frozenset()),
            relations=_relations(knowledge, {*knowledge.prepared.catalog.achievements, *others}),
            others=others,
        )

    def thing(self, id: str) -> Achievement:
        """The thing with an id; of what is described nowhere, the id is all there is."""
        if id in self.prepared:
            return self.prepared[id]
        return self.others.get(id) or Achievement(id)

    def sure(self, id: str) -> str:
        """How reliable the best account of what the thing requires is; "unsaid" where there is none."""
        said = [
            "assumed" if one.assumed or one.source not in self.sources else self.sources[one.source].reliability
            for route in self.thing(id).routes
            for one in route.evidence
            if one.of == "requirement"
        ]
        return min(said, key=RELIABILITIES.index, default="unsaid")


def _follows(knowledge: Knowledge, id: str, denied: tuple[str, ...]) -> frozenset[str]:
    """What is taken to be held by who holds the thing; an id of one's own may read like a time of experience."""
    try:
        return knowledge.start([id, *denied]).held
    except OptionError:
        return frozenset({id})


def _bodies(knowledge: Knowledge) -> dict[str, Achievement]:
    """What issues and offers things, as things that nobody can hold."""
    found = [compact(iri) for name in ("Body", "College") for iri in knowledge.said.types.get(name, ())]
    return {id: Achievement(id, knowledge.label(id), "body", notation=knowledge.name(id)) for id in sorted(found)}


def _aliases(knowledge: Knowledge, id: str) -> tuple[str, ...]:
    """Every name by which the thing, or the examination that alone earns it, can be found, the strongest first."""
    exams = [exam for exam, thing in knowledge.folded.items() if thing == id]
    iris = [expand(one) for one in (id, *exams)]
    said = [
        value
        for iri in iris
        for name in ("notation", "prefLabel", "altLabel")
        for value in knowledge.said.values(iri, SKOS + name)
    ]
    former = [node for iri in iris for node in knowledge.said.values(iri, CW + "formerName")]
    names = ("notation", "prefLabel")
    said += [value for node in former for name in names for value in knowledge.said.values(node, SKOS + name)]
    return tuple(dict.fromkeys(said))


def _relations(knowledge: Knowledge, ids: set[str]) -> tuple[Relation, ...]:
    found = set[Relation]()
    for id in ids:
        for names, turned in ((FORWARD, False), (BACKWARD, True)):
            for name, meaning in names.items():
                for link in knowledge.said.best_links(expand(id), CW + name):
                    other = knowledge.folded.get(compact(link.object), compact(link.object))
                    if other in ids and other != id:
                        found.add(Relation(other, id, meaning) if turned else Relation(id, other, meaning))
    return tuple(sorted(found))
