"""Pictures as drawings that stand still: the same places, outlines and arrows as on the interactive pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from chartway.site.site import Site
from chartway.visualization.composition import picture_of
from chartway.visualization.picture import Link, Picture, Thing
from chartway.visualization.surroundings import picture_of_thing
from chartway.visualization.world import World

MARGIN = 24.0
HEIGHT = {"caption": 15, "name": 18, "long": 15, "full": 15, "detail": 16, "junction": 14}
"""Pixels that a line takes in each style of type, as on the explorer's page."""
MOST_READ = 24
"""Cards that one can read without zooming; more are drawn small, without words, as what they look like together."""
TIP = 6.0
"""Pixels from the end of an arrow's line to the point of its head."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of type at a height of its card."""

    style: str
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with its place, its outline and its lines of type; ``mark`` is the number of its step, or a tick."""

    thing: Thing
    texts: tuple[Text, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Cards and the paths of arrows within a frame: left, top, width and height.

    ``title`` is what they show, ``of`` what kind of picture it is.
    """

    title: str
    of: str
    cards: tuple[Card, ...]
    arrows: tuple[tuple[Link, str], ...]
    frame: tuple[float, float, float, float]

    @property
    def small(self) -> bool:
        """Whether there is more than one can read here."""
        return len(self.cards) > MOST_READ


def ways_to(site: Site, id: str) -> Drawing:
    """The drawing of the ways to a goal, with the default plan in it."""
    knowledge = site.knowledge
    world = World(knowledge.bare.catalog, knowledge.prepared.catalog, names=knowledge.name)
    return drawing(picture_of(site.advice(id).answer, world), f"The ways to {knowledge.name(id)}")


def around(site: Site, id: str) -> Drawing:
    """The drawing of what is around a thing."""
    world = replace(site.world, facts=lambda _: (), follows=lambda one: frozenset({one}), sources={})
    picture = picture_of_thing(world, id)
    return drawing(picture, picture.title)


def drawing(picture: Picture, title: str) -> Drawing:
    """A picture as a drawing."""
    links = sorted(picture.links, key=lambda link: link.chosen)  # what is drawn last lies on top
    arrows = tuple((link, curve(link.points)) for link in links)
    return Drawing(title, picture.of, tuple(map(_card, picture.things)), arrows, _frame(picture))


def _frame(picture: Picture) -> tuple[float, float, float, float]:
    """What holds all cards and arrows, with a margin."""
    across = [x for one in picture.things for x in (one.x - one.width / 2, one.x + one.width / 2)]
    down = [y for one in picture.things for y in (one.y - one.height / 2, one.y + one.height / 2)]
    down += [y for link in picture.links for _, y in link.points]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    return (round(left, 1), round(top, 1), round(max(across) + MARGIN - left, 1), round(max(down) + MARGIN - top, 1))


def _card(thing: Thing) -> Card:
    y = -sum(HEIGHT[style] for style, _ in thing.lines) / 2
    texts = []
    for style, text in thing.lines:
        texts.append(Text(style, text, y + HEIGHT[style] / 2))
        y += HEIGHT[style]
    return Card(thing, tuple(texts), str(thing.step) if thing.step else "✓" if thing.held else "")


def curve(points: tuple[tuple[float, float], ...]) -> str:
    """The path of an arrow: a chain of curves that leave and arrive level, up to its head.

    >>> curve(((0, 0), (106, 50)))
    'M0 0C55 0 45 50 100 50'
    """
    *before, (x, y) = points
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x1, y1), (x2, y2) in pairwise([*before, (x - TIP, y)]):
        bend = round((x2 - x1) * 0.55, 1)
        path += f"C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    return path
