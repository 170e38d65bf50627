"""What Chartway knows: the statements of the ontology, the catalogs they describe, and the names of things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from chartway.cache import statements
from chartway.catalog_json import read_catalog
from chartway.catalog_rdf import KINDS, TAKES_TIME, folded_examinations, required_by, to_catalog
from chartway.circumstances import OWN, Circumstances
from chartway.errors import AmbiguousNameError, OptionError, UnknownNameError
from chartway.learner import Profile, refuse_faulty
from chartway.names import Names
from chartway.namespaces import CW, SKOS, compact, expand
from chartway.pathway import Planner
from chartway.source import Source
from chartway.start import implied_by
from chartway.statements import Statements, read
from chartway.view import EVERYTHING, View

OWN_WORD = Source(OWN, "What you say of your own circumstances", "own")
"""The source of a person's own prices, lengths and ways in."""
DIPLOMA = "id:high-school-diploma"
"""What a person is taken to hold unless they say otherwise."""
NOTHING_HELD = "nothing"
"""What one writes after --have to start without a diploma."""
EXPERIENCE = re.compile(r"(?P<kind>[^:]+):(?P<number>\d+) *(?P<unit>mo|months?|yr?s?|years?)", re.IGNORECASE)
MONTHS_A_YEAR = 12

Meaning = TypeVar("Meaning")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Start:
    """What a plan starts from: ``said`` by the person, ``assumed`` by us, ``held`` with all that follows.

    ``renamed`` pairs what is held under a former name with its name of today, ``shortened`` an experience as it was
    written with the shorter length that counts, "" if none does.
    """

    said: tuple[str, ...]
    assumed: tuple[str, ...]
    held: frozenset[str]
    renamed: tuple[tuple[str, str], ...] = ()
    shortened: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """The start as ids."""
        return {
            "said": list(self.said),
            "assumed": list(self.assumed),
            "held": sorted(self.held),
            "renamed": dict(self.renamed),
            **({"shortened": dict(self.shortened)} if self.shortened else {}),
        }


def _months(match: re.Match[str]) -> int:
    """The months of an experience as it is written."""
    return int(match["number"]) * (MONTHS_A_YEAR if match["unit"].lower().startswith("y") else 1)


@dataclass(frozen=True)
class Knowledge:
    """The built-in graph, read once; catalogs and indexes are made when they are asked for."""

    said: Statements
    here: Circumstances = field(default_factory=Circumstances)

    @classmethod
    def load(cls, paths: Iterable[Path] | None = None, view: View = EVERYTHING) -> Knowledge:
        """Reads the ontology (or other files), as of a day and from the sources that the view lets count.

        Raises UnreadableError with every file that cannot be parsed.
        """
        return cls(Statements.of(statements() if paths is None else read(paths), view))

    @property
    def sources(self) -> dict[str, Source]:
        """All sources by their short names; what a person says of their own circumstances is one of them."""
        return self.said.sources if self.here == Circumstances() else {**self.said.sources, OWN: OWN_WORD}

    @property
    def seen(self) -> str:
        """The last day on which a source was seen."""
        return max((source.seen for source in self.said.sources.values()), default="")

    @cached_property
    def unrestricted(self) -> Knowledge:
        """The same with all statements of today, whoever says them."""
        return replace(self, said=self.said.seen_from(EVERYTHING))

    @cached_property
    def bare(self) -> Planner:
        """The planner on what is required."""
        return Planner.of(self.here.over(to_catalog(self.said, prepared=False, folded=self.folded)))

    @cached_property
    def prepared(self) -> Planner:
        """The planner on what is required and what issuing bodies themselves recommend."""
        return Planner.of(self.here.over(to_catalog(self.said, prepared=True, folded=self.folded)))

    @cached_property
    def folded(self) -> dict[str, str]:
        """Examinations that are the way to a certification and no step of their own."""
        return folded_examinations(self.said)

    def name(self, id: str) -> str:
        """What people call the thing: its abbreviation, else its label, else its short name."""
        iri = expand(id)
        notation = "" if self.kind(id) == "occupation" else self.said.value(iri, SKOS + "notation")
        return notation or self.label(id)

    def label(self, id: str) -> str:
        """The thing's full name, else its short name."""
        own = self.here.added[id].label if id in self.here.added else ""
        return self.said.value(expand(id), SKOS + "prefLabel") or own or id

    def college(self, id: str) -> str:
        """The college whose course or programme it is, "" for what is of no single college."""
        return compact(self.said.value(expand(id), CW + "taughtBy"))

    def kind(self, id: str) -> str:
        """The word for the kind of the thing, "" for what is no achievement."""
        iri = expand(id)
        own = self.here.added[id].kind if id in self.here.added else ""
        return next((word for name, word in KINDS.items() if iri in self.said.types.get(name, ())), own)

    def because(self, id: str) -> str:
        """Why a thing no longer is what it was, in our words, "" if there is nothing to say."""
        return self.said.value(expand(id), CW + "because")

    def assumed_status(self, id: str) -> str:
        """Why we assume the status of a thing, "" where a page says it."""
        links = self.said.about(expand(id), CW + "status")
        sources = [self.sources[compact(link.source)] for link in links]
        if any(source.reliability != "assumed" for source in sources):
            return ""
        return sources[0].description if sources else ""

    def lacks_length(self, id: str) -> bool:
        """Whether it is known what a thing asks for that takes time, but not how long it takes: nobody can plan it."""
        iri = expand(id)
        known = self.kind(id) not in TAKES_TIME or self.said.values(iri, CW + "duration")
        return not known and required_by(self.said, iri) is not None

    # ---- names

    @cached_property
    def names(self) -> Names:
        """Everything one can ask about, by every name it has."""
        return Names.of(self._tiers(self._things()))

    @cached_property
    def goals(self) -> Names:
        """Everything one can hold, by every name it has; an examination means the certification it earns."""
        return Names.of(self._goal_tiers())

    def _goal_tiers(self) -> list[list[tuple[str, str]]]:
        own = set(self.here.added.achievements)
        ours = {expand(id) for id in (*self.bare.catalog.achievements, *self.folded) if id not in own or ":" in id}
        tiers = [[(name, self.folded.get(id, id)) for name, id in tier] for tier in self._tiers(ours)]
        labels = [(one.label, one.id) for one in self.here.added.achievements.values() if one.label]
        return [[*tiers[0], *((id, id) for id in own)], tiers[1], [*tiers[2], *labels], *tiers[3:]]

    @cached_property
    def called(self) -> Mapping[str, tuple[str, ...]]:
        """Everything one can ask about, by id, with all its names: abbreviations, full, other and former ones."""
        found: dict[str, list[str]] = {compact(thing): [] for thing in sorted(self._things())}
        _, *named, _ = self._tiers(self._things())
        for name, id in (pair for tier in named for pair in tier):
            found[id].append(name)
        return {id: tuple(dict.fromkeys(names)) for id, names in found.items()}

    def _things(self) -> set[str]:
        """All described things but sources, rules and records."""
        classes = {*KINDS, "Body", "College", "ApprovalProgramme", "Offering"}
        return {thing for name in classes for thing in self.said.types.get(name, ())}

    def _tiers(self, things: Iterable[str]) -> list[list[tuple[str, str]]]:
        things = sorted(things)
        return [
            [(compact(thing), compact(thing)) for thing in things],
            [(value, compact(thing)) for thing in things for value in self._called(thing, SKOS + "notation")],
            [(value, compact(thing)) for thing in things for value in self._called(thing, SKOS + "prefLabel")],
            [(value, compact(thing)) for thing in things for value in self._other_names(thing)],
            [(compact(thing).partition(":")[2], compact(thing)) for thing in things],
        ]

    def _called(self, thing: str, predicate: str) -> list[str]:
        return self.said.values(thing, predicate)

    def _other_names(self, thing: str) -> Iterator[str]:
        yield from self._called(thing, SKOS + "altLabel")
        for node in self.said.values(thing, CW + "formerName"):
            yield from self._called(node, SKOS + "prefLabel")
            yield from self._called(node, SKOS + "notation")

    # ---- circumstances

    def on_top(self, path: Path) -> Knowledge:
        """The same with a requirement graph on top: an adviser's own college; names in it are as people write them."""
        added = read_catalog(path, known=self._known)
        return replace(self, here=replace(self.here, added=added))

    def _known(self, name: str) -> str | None:
        try:
            return self._known_elsewhere.find(name)
        except UnknownNameError:
            return None

    @cached_property
    def _known_elsewhere(self) -> Names:
        """What names mean at a college we have not heard of: its HIT 101 is not that of one of ours."""
        *tiers, short = self._goal_tiers()
        return Names.of([*tiers, [(name, id) for name, id in short if not self.college(id)]])

    def of_learner(self, profile: Profile, source: str) -> Knowledge:
        """The same with a learner's own prices and lengths, and without what they refuse.

        Raises UnreadableError with every name in the profile that means nothing here, or the same as another.
        """
        reading = _Reading(profile)
        for name in profile.have:
            if name.strip().lower() != NOTHING_HELD:
                reading.meant("have", name, self.holdings)
        cost = reading.by_id("cost", profile.cost, self.goal)
        weeks = reading.by_id("weeks", profile.weeks, self.goal)
        named = [reading.meant("refuse", name, self._refusable) for name in profile.refuse]
        refuse_faulty(source, reading.faults)
        refused = frozenset(one for id in named if id for one in self._issued(id))
        return replace(self, here=replace(self.here, cost=cost, weeks=weeks, refused=refused))

    def _refusable(self, name: str) -> str:
        """A thing, a body, or something of one's own."""
        try:
            return self.names.find(name)
        except UnknownNameError:
            return self.goals.find(name)

    def _issued(self, id: str) -> list[str]:
        """The thing, or all that a body issues."""
        issued = [one.id for one in self.bare.catalog.achievements.values() if one.issuer == id]
        return [self.folded.get(id, id), *issued]

    # ---- what is held

    def goal(self, name: str) -> str:
        """The id of the goal a person names."""
        return self.goals.find(name)

    def holdings(self, name: str) -> list[str]:
        """The ids a ``--have`` names: a thing, or so much experience of a kind (``coding:24mo``)."""
        match = EXPERIENCE.fullmatch(name.strip())
        if match is None and name.partition(":")[0].strip() in self._kinds_of_work:
            message = f"{name!r} says no time that is understood; write experience as coding:24mo or coding:2yr"
            raise OptionError(message)
        return self._experience(match) if match else [self.goals.find(name)]

    def way(self, name: str) -> tuple[str, frozenset[str]]:
        """What a ``--rather`` names: a thing or so much experience, or a body or college with all that it issues.

        Raises OptionError for what nobody can go by way of.
        """
        try:
            found = self.holdings(name)
        except UnknownNameError:
            body = self.names.find(name)
            issued = frozenset(self._of_body(body))
            if issued:
                return body, issued
            what = "is nothing one can hold, nor a body that issues anything in our data"
        else:
            if found:
                return found[0], frozenset()
            what = "is less experience than anything asks for"
        message = f"{name!r} {what}; write a credential, a degree, experience as coding:12mo, or a body such as AAPC"
        raise OptionError(message)

    def _of_body(self, body: str) -> list[str]:
        """What a body issues, or a college teaches."""
        things = self.bare.catalog.achievements.values()
        return [one.id for one in things if one.issuer == body or self.college(one.id) == body]

    @cached_property
    def _kinds_of_work(self) -> frozenset[str]:
        things = self.said.types.get("Experience", ())
        return frozenset(compact(self.said.value(thing, CW + "kind")).partition(":")[2] for thing in things)

    def _experience(self, match: re.Match[str]) -> list[str]:
        months = _months(match)
        used = {self.said.value(thing, CW + "kind") for thing in self.said.types.get("Experience", ())}
        known = Names.of([[(compact(kind).partition(":")[2], kind) for kind in used]])
        try:
            kind = known.find(match["kind"])
        except UnknownNameError:
            listed = ", ".join(sorted(compact(one).partition(":")[2] for one in used))
            message = f"{match[0]!r}: no experience of the kind {match['kind']!r} is known; kinds are {listed}"
            raise OptionError(message) from None
        things = [thing for thing in self.said.types["Experience"] if self.said.value(thing, CW + "kind") == kind]
        reached = [(long, thing) for thing in things if (long := int(self.said.value(thing, CW + "months"))) <= months]
        return [compact(max(reached)[1])] if reached else []

    def start(self, have: Iterable[str]) -> Start:
        """What a plan starts from when a person says they hold ``have``.

        Unless it is denied, a diploma is assumed, and that a credential was earned in one of the ways that can be
        planned: who holds RHIT has the associate degree, though a programme abroad could have led to it.
        """
        have = list(have)
        denied = any(name.strip().lower() == NOTHING_HELD for name in have)
        written = [name for name in have if name.strip().lower() != NOTHING_HELD]
        said = sorted({id for name in written for id in self.holdings(name)})
        renamed = tuple((id, heir) for id in said for heir in self._successors(id))
        known = [*said, *(heir for _, heir in renamed)]
        held = frozenset[str]().union(*(self._implied(id) for id in known))
        assumed = () if denied else self._assumed(known, held)
        whole = held.union(*(self._probable(id) for id in assumed))
        return Start(tuple(said), assumed, whole, renamed, tuple(sorted({*self._shortened(written)})))

    def _shortened(self, written: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The experience that is longer than the length it counts as."""
        for name in written:
            if match := EXPERIENCE.fullmatch(name.strip()):
                (id,) = self._experience(match) or [""]
                if not id or int(self.said.value(expand(id), CW + "months")) != _months(match):
                    yield name.strip(), id

    def _assumed(self, known: list[str], held: frozenset[str]) -> tuple[str, ...]:
        """What is probably held beyond what surely is, each thing that follows from another left out."""
        closure = self.bare.catalog.closure
        likely = {DIPLOMA, *(one for id in known for one in self._probable(id))} - closure(held)
        return tuple(sorted(likely - {one for id in likely for one in closure(self._probable(id)) - {id}}))

    @cached_property
    def _implied(self) -> Callable[[str], frozenset[str]]:
        """What surely is held with a thing; learners hold the same few things, so each is looked into once."""
        return cache(lambda id: implied_by(self.bare.circuit, [id]))

    @cached_property
    def _probable(self) -> Callable[[str], frozenset[str]]:
        """What is held with a thing if it was earned from a diploma on, in a way that can be planned."""
        return cache(lambda id: implied_by(self.bare.circuit, [id], [DIPLOMA]))

    def _successors(self, id: str) -> Iterator[str]:
        """What a renamed credential was called next, and so on: who holds the old name holds the new one."""
        while self.said.value(expand(id), CW + "status") == CW + "renamed" and (heir := self.successor(id)):
            if heir in self.bare.catalog:
                yield heir
            id = heir

    # ---- what no longer is

    def successor(self, id: str) -> str:
        """What has the place today of a thing that no longer is, "" if nothing has."""
        seen, heir = {id}, compact(self.said.value(expand(id), CW + "supersededBy"))
        while heir and heir not in seen and (next_heir := compact(self.said.value(expand(heir), CW + "supersededBy"))):
            seen.add(heir)
            heir = next_heir
        return heir

    def is_former(self, id: str) -> bool:
        """Whether nobody can earn it any more: it was retired, renamed or replaced."""
        status = self.said.value(expand(id), CW + "status")
        return bool(self.successor(id)) or status in {CW + "retired", CW + "renamed"}


class _Reading:
    """Finds what the names in a profile mean, collecting every fault with its line."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.faults: list[tuple[int, str]] = []

    def meant(self, key: str, name: str, find: Callable[[str], Meaning]) -> Meaning | None:
        """What the name means; None, and a fault, if nothing or too much."""
        try:
            return find(name)
        except (UnknownNameError, AmbiguousNameError, OptionError) as error:
            self.faults.append((self.profile.line(key, name), str(error)))
            return None

    def by_id(self, key: str, values: Mapping[str, Value], find: Callable[[str], str]) -> dict[str, Value]:
        """The values by what their names mean; a thing named twice is a fault."""
        found: dict[str, Value] = {}
        for name, value in values.items():
            id = self.meant(key, name, find)
            if id in found:
                self.faults.append((self.profile.line(key, name), f"{name} is another name of something above it"))
            if id is not None:
                found[id] = value
        return found
