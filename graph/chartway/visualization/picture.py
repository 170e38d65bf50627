"""A picture of things and what leads where: everything its page shows, as plain data.

It knows nothing of catalogs, RDF or HTML: words, places and shapes only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chartway.requirement_graph import Strength
from chartway.visualization.chart import Chart
from chartway.visualization.rules import Rules
from chartway.visualization.shape import KINDS, Kind

__all__ = [
    "Citation",
    "Claim",
    "Clause",
    "Frame",
    "Headline",
    "Link",
    "Option",
    "Picture",
    "Saying",
    "Stop",
    "Thing",
    "Tick",
    "Way",
]


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
    ``step`` is its number in the plan. ``means`` is its id in the catalog, ``names`` are further ones by which people
    look for it, ``status`` is what became of it, ``sure`` how reliable the account of what it requires is.
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
    means: str = ""
    names: tuple[str, ...] = ()
    status: str = ""
    sure: str = ""
    ways: tuple[Way, ...] = ()
    facts: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from what is required (or recommended) to what requires it, through ``points``.

    "one of several" is what some way in asks for and another does not; "related" is no requirement at all.
    """

    id: str
    source: str
    target: str
    strength: Strength | Literal["one of several", "related"]
    chosen: bool
    meaning: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A group of things with a name, open or closed at first; ``x`` and ``y`` are its upper left corner."""

    id: str
    label: str
    things: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    opened: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of a plan: the id of its thing, when it is taken, what it costs then, and the place of its way in."""

    thing: str
    when: str
    price: str
    way: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """What the card of a thing says under a plan, and when and for how much it is earned then."""

    thing: str
    lines: tuple[tuple[str, str], ...]
    when: str
    price: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the plans a person can choose from: its steps in order, and the ids of the things and links it takes.

    ``sayings`` are what cards say under this plan, where that is not what they say under the first one.
    """

    label: str
    summary: str
    stops: tuple[Stop, ...]
    things: tuple[str, ...]
    links: tuple[str, ...]
    sayings: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis of time, and the part of the picture that belongs to it."""

    label: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page shows; equal pictures give equal bytes.

    ``options`` are the plans to choose from, the one that was asked for first, ``chart`` where they stand in money and
    time; ``ticks`` are the axis of time, if there is one; ``of`` is what the page is: the ways to a goal, a part of a
    requirement graph, or the whole field in ``frames``.
    """

    headline: Headline
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    ticks: tuple[Tick, ...]
    citations: tuple[Citation, ...]
    options: tuple[Option, ...] = ()
    chart: Chart | None = None
    of: Literal["ways", "part", "field"] = "ways"
    title: str = "All ways in"
    rules: Rules = field(default_factory=Rules)
    frames: tuple[Frame, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the things that the first plan earns, in its order."""
        return tuple(stop.thing for stop in self.options[0].stops) if self.options else ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that occur, in the order of the legend."""
        present = {thing.kind for thing in self.things if thing.role != "junction"}
        return tuple(kind for kind in KINDS if kind in present)

    def thing(self, id: str) -> Thing:
        """The thing with an id."""
        return next(thing for thing in self.things if thing.id == id)
