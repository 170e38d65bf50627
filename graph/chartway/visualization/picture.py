"""A picture of the ways to a goal: everything its page shows, as plain data.

It knows nothing of catalogs, RDF or HTML: words, places and shapes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chartway.requirement_graph import Strength
from chartway.visualization.shape import KINDS, Kind

__all__ = ["Citation", "Claim", "Clause", "Headline", "Link", "Picture", "Thing", "Tick", "Way"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer in a few plain sentences: what for, from where, how much and how long, how sure.

    ``cautions`` come first on the page ("UNCONFIRMED: …"), ``notes`` last ("Not compared: …", "Afterwards: …").
    """

    name: str
    full_name: str = ""
    start: str = ""
    summary: str = ""
    sure: str = ""
    cautions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as listed; ``url`` only if it is safe to follow, ``address`` as it is written."""

    number: int
    title: str
    publisher: str
    reliability: str
    dated: str
    url: str
    address: str
    description: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What sources say: a fact with its standing, or the ground of a way in. ``sources`` are numbers of citations."""

    of: str
    text: str
    sources: tuple[int, ...]
    thing: str = ""
    url: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a requirement in words; ``thing`` is the id of what it names, if that is drawn."""

    text: str
    thing: str = ""
    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way in, in words: what it needs, what is recommended, its price, its time, and who says so."""

    label: str
    price: str
    time: str
    required: tuple[Clause, ...]
    recommended: tuple[Clause, ...]
    chosen: bool
    grounds: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in the picture: an achievement, a junction ("any one of"), or a rule known in words only.

    ``x`` and ``y`` are its centre. ``lines`` are what its card says: the style and the text of each line.
    ``step`` is its number in the plan, ``achievement`` its id in the catalog, "" for what is none.
    """

    id: str
    role: Literal["achievement", "junction", "words"]
    kind: Kind
    caption: str
    name: str
    full_name: str
    lines: tuple[tuple[str, str], ...]
    x: float
    y: float
    width: float
    height: float
    outline: str
    when: str = ""
    price: str = ""
    step: int | None = None
    held: bool = False
    goal: bool = False
    chosen: bool = False
    earnable: bool = True
    issuer: str = ""
    ways: tuple[Way, ...] = ()
    facts: tuple[Claim, ...] = ()
    achievement: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from what is required (or recommended) to what requires it, through ``points``."""

    id: str
    source: str
    target: str
    strength: Strength
    chosen: bool
    meaning: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis of time, and the part of the picture that belongs to it."""

    label: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page shows; equal pictures give equal bytes. ``steps`` are ids of things, in the plan's order."""

    headline: Headline
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    ticks: tuple[Tick, ...]
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that occur, in the order of the legend."""
        present = {thing.kind for thing in self.things if thing.role != "junction"}
        return tuple(kind for kind in KINDS if kind in present)

    def thing(self, id: str) -> Thing:
        """The thing with an id."""
        return next(thing for thing in self.things if thing.id == id)
