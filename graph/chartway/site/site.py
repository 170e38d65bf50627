"""What a site is made from, read once: the knowledge, what can be downloaded of it, and what is compared with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from chartway.advice import Advice, Request, advise
from chartway.coverage import Coverage
from chartway.facts import Facts
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, SKOS, compact, expand
from chartway.programme import programmes
from chartway.requirement import ids_of
from chartway.site.download import Download
from chartway.site.schema import Schema, schema_of
from chartway.source import Fact
from chartway.view import EVERYTHING, View
from chartway.visualization.surroundings import Surroundings
from chartway.visualization.world import World
from chartway.wording import seen_from

CLASSES = {"College": "college", "Body": "body", "ApprovalProgramme": "approval programme", "Offering": "offering"}
"""The words for the kinds of things that nobody can hold; a college is a body, too, and called a college."""
FEWEST = 2
"""Credentials that are worth a comparison."""
CROWD = 6
"""Things around a course that are more than its page lists at a glance: such a course has a picture to explore."""


@dataclass(frozen=True)
class Site:
    """All that pages are made from."""

    knowledge: Knowledge
    download: Download

    @classmethod
    def of(cls, paths: Iterable[Path] | None = None, view: View = EVERYTHING) -> Site:
        """The site of the ontology, or of other files, as of a day and from the sources that the view lets count.

        Raises UnreadableError with every file that cannot be parsed.
        """
        files = None if paths is None else tuple(paths)
        knowledge = Knowledge.load(files, view)
        return cls(knowledge, Download.of(files, frozenset(map(expand, knowledge.called)), view))

    @property
    def left_out(self) -> list[str]:
        """What does not count on these pages, in words; nothing where everything does."""
        return seen_from(self.knowledge.said.view, self.knowledge.seen)

    @cached_property
    def things(self) -> Mapping[str, str]:
        """The word for the kind of everything that has a page, by id."""
        return {id: self._kind(id) for id in sorted(self.knowledge.called)}

    @cached_property
    def concepts(self) -> Mapping[str, str]:
        """The word for every term of a vocabulary and every vocabulary, by id."""
        types = self.knowledge.said.types
        words = {SKOS + "Concept": "concept", SKOS + "ConceptScheme": "vocabulary"}
        found = {compact(iri): word for name, word in words.items() for iri in types.get(name, ())}
        return {id: found[id] for id in sorted(found) if id not in self.things}

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The word for the kind of whatever has a page: things, concepts, and sources."""
        sources = dict.fromkeys(sorted(self.knowledge.sources), "source")
        return {**self.things, **self.concepts, **sources}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The id of the thing, concept or source that each subject is, or as a rule or figure belongs to."""
        found = {expand(id): id for id in self.pages}
        for id in (*self.things, *self.concepts):
            for iri in self.download.nodes(expand(id)):
                found.setdefault(iri, id)
        return found

    @cached_property
    def schema(self) -> Schema:
        """The terms of the ontology, and where our data use them."""
        return schema_of(self.download.current, self.owners)

    @cached_property
    def told_by(self) -> Mapping[str, Mapping[str, tuple[Fact, ...]]]:
        """What each source says of each thing and concept, as far as it counts or has counted, in words."""
        found: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for id in (*self.things, *self.concepts):
            for fact in self.facts.of(id):
                for source in fact.sources:
                    found[source][id].append(fact)
        return {source: {id: tuple(facts) for id, facts in told.items()} for source, told in found.items()}

    def _kind(self, id: str) -> str:
        types = self.knowledge.said.types
        classes = (word for name, word in CLASSES.items() if expand(id) in types.get(name, ()))
        return self.knowledge.kind(id) or next(classes, "thing")

    @cached_property
    def facts(self) -> Facts:
        """What is said about each thing, in words."""
        return Facts(self.knowledge)

    @cached_property
    def world(self) -> World:
        """What pictures are drawn of."""
        return World.of(self.knowledge)

    @cached_property
    def advice(self) -> Callable[[str], Advice]:
        """The default advice on a goal: cheapest, from a high-school diploma on; each is worked out once."""
        return cache(lambda id: advise(self.knowledge, Request(id)))

    @cached_property
    def coverage(self) -> Coverage:
        """The credentials by what is known of them."""
        return Coverage.of(self.knowledge)

    @cached_property
    def charted(self) -> tuple[str, ...]:
        """The credentials with pages about their pathways: all complete ones, and those known in part with a plan."""
        partly = (id for id in self.coverage.partly if self.advice(id).answer.plan is not None)
        return self.by_name([*self.coverage.complete, *partly])

    @cached_property
    def explored(self) -> tuple[str, ...]:
        """What has an interactive page: what is charted, and whatever has anything around it, courses if it is much."""
        surroundings = Surroundings(self.world)
        drawn = [id for id in self.things if id in self.world.prepared or id in self.world.others]
        least = {id: CROWD if self.things[id] == "course" else FEWEST for id in drawn}
        near = (id for id in drawn if surroundings.parts(id) or len(surroundings.around(id)[1]) >= least[id])
        return self.by_name({*self.charted, *near})

    @cached_property
    def programmes(self) -> frozenset[str]:
        """The programmes of colleges whose courses are recorded, in part or all."""
        return frozenset(programmes(self.knowledge))

    @cached_property
    def opens(self) -> Mapping[str, tuple[str, ...]]:
        """What asks for each thing, as a requirement or as advice of the issuing body."""
        found: dict[str, set[str]] = defaultdict(set)
        for id, achievement in self.knowledge.prepared.catalog.achievements.items():
            for route in achievement.routes:
                for part in ids_of(route.requires) - {id}:
                    found[part].add(id)
        return {id: self.by_name(others) for id, others in found.items()}

    @cached_property
    def compared(self) -> Mapping[str, tuple[str, ...]]:
        """The credentials to set side by side, by the body that issues them or the occupation they lead to."""
        found: dict[str, list[str]] = defaultdict(list)
        coverage = self.coverage
        for id in (*coverage.complete, *coverage.partly, *coverage.listed):
            issuer = self.knowledge.bare.catalog[id].issuer
            for other in dict.fromkeys(
                [*([issuer] if issuer else []), *(job.occupation for job in self.advice(id).jobs)]
            ):
                found[other].append(id)
        return {
            other: self.by_name(found[other])
            for other in sorted(found)
            if other in self.things and len(found[other]) >= FEWEST
        }

    @cached_property
    def named_by(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """What names each thing and concept today, by the short name of the property."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        said = self.knowledge.said
        named = {**self.things, **self.concepts}
        for iri, id in self.owners.items():
            for one in said.by_subject.get(iri, ()) if id in named else ():
                other = compact(one.object) if one.thing else ""
                whole = iri == expand(id) or other in self.concepts  # what a rule asks for is told elsewhere
                if whole and other in named and other != id and said.standing.holds(one):
                    found[other][compact(one.predicate).removeprefix("cw:")].add(id)
        return {id: {name: self.by_name(ids) for name, ids in sorted(names.items())} for id, names in found.items()}

    def by(self, id: str) -> str:
        """The id of who issues, teaches or offers it, "" where nobody is named."""
        said, iri = self.knowledge.said, expand(id)
        found = (said.value(iri, CW + name) for name in ("issuedBy", "taughtBy", "offeredBy"))
        return compact(next(filter(None, found), ""))

    def full_name(self, id: str) -> str:
        """The full name where it says more than the short one; a course's without its college; "" if none does."""
        label = self.knowledge.label(id)
        if college := self.knowledge.college(id):
            label = label.removesuffix(f" ({self.knowledge.label(college)})")
        return "" if self.knowledge.name(id).endswith(label) else label

    def by_name(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids in the order of what people call them."""
        return tuple(sorted(ids, key=lambda id: (self.knowledge.name(id).casefold(), id)))
