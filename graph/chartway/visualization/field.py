"""The whole field on one sheet: what one learns, earns and works as, in frames by kind and by who issues it.

From left to right: where one begins and what one studies, degrees and experience, credentials, occupations. Frames
that would make it more than a sheet can carry are closed at first; each has its place, so opening one moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import NamedTuple

from chartway.requirement_graph import earliest_finish, to_digraph
from chartway.source import Fact
from chartway.visualization.bibliography import Bibliography
from chartway.visualization.card import SMALL_HEIGHT, SMALL_WIDTH, small_card
from chartway.visualization.description import Account, Description
from chartway.visualization.picture import Frame, Headline, Link, Picture, Thing
from chartway.visualization.rules import rules_of
from chartway.visualization.selection import implied_by
from chartway.visualization.street import Block, Place, Shelf, Streets
from chartway.visualization.surroundings import ASKED, Surroundings, counts
from chartway.visualization.world import World

__all__ = ["picture_of_field"]

MOST_SHOWN = 300
"""Things shown at first; the rest is one click away."""
STUDY = {
    "course": "Courses",
    "certificate": "Certificates and programmes",
    "programme": "Certificates and programmes",
    "diploma": "Where one begins",
    "degree": "Degrees",
    "award": "Degrees",
    "experience": "Experience",
    "occupation": "Occupations",
}
"""The frame of what no body issues, by its kind."""
OTHERS = "Other credentials"
COLLEGE, BODY = "college", "body"
STAGES = (
    ("Where one begins", "Courses", "Certificates and programmes"),
    ("Degrees", "Experience"),
    (),
    ("Occupations",),
)
"""The frames of each stage, from left to right; those of bodies stand in the third, those of colleges below all."""
BELOW = len(STAGES)
"""The stage of the colleges, as wide as the others together."""
SHORT = frozenset({"description", "definition"})
"""The facts that a whole field has room for."""
ACROSS = (4, 3, 9, 4)
"""Things side by side in each stage."""
LEAST_CELLS, MOST_CELLS = 3, 6
"""For how many things side by side the frame of a college has room: its name is long."""
PAD, HEAD, GAP, STAGE_GAP = 12.0, 36.0, 14.0, 70.0
ACROSS_ONE, DOWN = SMALL_WIDTH + GAP, SMALL_HEIGHT + GAP
"""From one card to the next, and from one row to the next."""


class _Group(NamedTuple):
    """What stands in one frame: its stage, whether a body or a college gives it its name, and what is in it."""

    stage: int
    given_by: str
    label: str
    ids: tuple[str, ...]


def picture_of_field(world: World, headline: Headline, held: AbstractSet[str] = frozenset()) -> Picture:
    """The picture of everything that can be held."""
    ids = sorted(world.prepared.achievements)
    groups = _groups(world, ids)
    description = Description(world)
    whole = to_digraph(world.prepared)
    finish, holding = earliest_finish(whole, held), implied_by(whole, held)
    cards = {id: small_card(id, finish.get(id), description, held=id in holding) for id in ids}
    sheet = _Sheet.of(groups, cards)
    in_order = [id for group in groups for id in group.ids]
    pages = {id: f"thing-{number}" for number, id in enumerate(in_order, 1)}
    account = Account(
        Description(replace(world, facts=lambda id: _in_short(world, id))),
        pages,
        Bibliography(world.sources, world.names),
    )
    return Picture(
        headline=replace(headline, summary=headline.summary or counts(world, frozenset(ids))),
        things=tuple(
            replace(sheet.things[id], id=pages[id], ways=account.ways(id), facts=account.facts(id)) for id in in_order
        ),
        links=_links(world, sheet, pages),
        ticks=(),
        citations=account.bibliography.citations(),
        of="field",
        title="Everything, by kind and by who issues it",
        rules=rules_of(world.prepared, ids, held, world.follows),
        frames=tuple(replace(frame, things=tuple(pages[id] for id in frame.things)) for frame in sheet.frames),
    )


def _in_short(world: World, id: str) -> tuple[Fact, ...]:
    """What a thing is; all that is known of hundreds would weigh more than a page should."""
    return tuple(fact for fact in world.facts(id) if fact.property in SHORT and not fact.standing)


def _groups(world: World, ids: Iterable[str]) -> list[_Group]:
    """The frames from left to right and from top to bottom, with what is in each."""
    givers = {one.target: one.source for one in world.relations if one.meaning == "teaches"}
    found: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for id in ids:
        found[_place(world, id, givers.get(id, ""))].append(id)
    groups = [
        _Group(*place, tuple(sorted(members, key=lambda id: _by_name(world, id)))) for place, members in found.items()
    ]
    return sorted(groups, key=lambda group: (group.stage, _rank(group)))


def _place(world: World, id: str, college: str) -> tuple[int, str, str]:
    """Stage, giver and label of the frame a thing belongs to."""
    one = world.thing(id)
    if college:
        return BELOW, COLLEGE, world.names(college) or college
    label = STUDY.get(one.kind)
    if label:
        return next(stage for stage, labels in enumerate(STAGES) if label in labels), "", label
    return 2, BODY, (world.names(one.issuer) or one.issuer) if one.issuer else OTHERS


def _by_name(world: World, id: str) -> tuple[bool, str]:
    """What is current first, by name."""
    return world.status(id) in {"retired", "renamed"}, world.thing(id).name.casefold()


def _rank(group: _Group) -> tuple[bool, int, int, str]:
    """Kinds as they are listed, then the largest first, and what has no name of its own last."""
    listed = 0 if group.given_by else STAGES[group.stage].index(group.label)
    return bool(group.given_by), listed, -len(group.ids) if group.label != OTHERS else 0, group.label


@dataclass(frozen=True)
class _Sheet:
    """Where everything is, and the streets between."""

    things: dict[str, Thing]
    frames: list[Frame]
    places: dict[str, Place]
    blocks: list[Block]
    between: float = 0.0

    @classmethod
    def of(cls, groups: Sequence[_Group], cards: dict[str, Thing]) -> _Sheet:
        """Shelves of frames, stage beside stage."""
        sheet = cls({}, [], {}, [])
        is_open = _opened(groups)
        left = 0.0
        for stage, across in enumerate(ACROSS):
            own = [group for group in groups if group.stage == stage]
            most = 2 * PAD + across * (SMALL_WIDTH + GAP) - GAP
            sheet._shelve(own, cards, (left, 0.0, left + most), is_open)
            left += most + STAGE_GAP if own else 0
        below = max((frame.y + frame.height for frame in sheet.frames), default=-STAGE_GAP) + STAGE_GAP
        colleges = [group for group in groups if group.stage == BELOW]
        sheet._shelve(colleges, cards, (0.0, below, left - STAGE_GAP), is_open)
        return replace(sheet, between=below - STAGE_GAP / 2)

    @property
    def streets(self) -> Streets:
        """The ways between the cards."""
        return Streets(tuple(self.blocks), self.between, GAP)

    def _shelve(
        self,
        groups: Sequence[_Group],
        cards: dict[str, Thing],
        room: tuple[float, float, float],
        is_open: AbstractSet[_Group],
    ) -> None:
        """Puts frames on shelves, from the left and the top of the room to its right."""
        left, top, right = room
        across = max(1, int((right - left - 2 * PAD + GAP) // (SMALL_WIDTH + GAP)))
        least, most = (LEAST_CELLS, MOST_CELLS) if groups and groups[0].stage == BELOW else (1, across)
        x, shelves = left, [top]
        rows: list[int] = [0]
        for group in groups:
            cells = min(across, most, max(least, len(group.ids)))
            width = cells * (SMALL_WIDTH + GAP) - GAP + 2 * PAD
            if x > left and x + width > right + GAP:
                x = left
                shelves.append(shelves[-1] + _height(rows[-1]) + GAP)
                rows.append(0)
            frame = self._frame(group, cards, (x, shelves[-1]), cells, opened=group in is_open)
            x, rows[-1] = x + frame.width + GAP, max(rows[-1], -(-len(group.ids) // cells))
            self._settle(group, len(shelves) - 1)
        if groups:
            stack = (Shelf(y + HEAD - GAP / 2, many, DOWN) for y, many in zip(shelves, rows, strict=True))
            self.blocks.append(Block(left - STAGE_GAP / 2, right + STAGE_GAP / 2, tuple(stack)))

    def _settle(self, group: _Group, shelf: int) -> None:
        """Where the cards of a frame stand among the streets."""
        for id in group.ids:
            card = self.things[id]
            sides = card.x - card.width / 2, card.x + card.width / 2
            self.places[id] = Place(len(self.blocks), shelf, *sides, card.y)

    def _frame(
        self, group: _Group, cards: dict[str, Thing], corner: tuple[float, float], cells: int, *, opened: bool
    ) -> Frame:
        left, top = corner
        for place, id in enumerate(group.ids):
            row, column = divmod(place, cells)
            x, y = left + PAD + column * ACROSS_ONE + SMALL_WIDTH / 2, top + HEAD + row * DOWN + SMALL_HEIGHT / 2
            self.things[id] = replace(cards[id], x=round(x, 1), y=round(y, 1))
        frame = Frame(
            id=f"frame-{len(self.frames) + 1}",
            label=group.label,
            things=group.ids,
            x=round(left, 1),
            y=round(top, 1),
            width=round(cells * ACROSS_ONE - GAP + 2 * PAD, 1),
            height=round(_height(-(-len(group.ids) // cells)), 1),
            opened=opened,
        )
        self.frames.append(frame)
        return frame


def _height(rows: int) -> float:
    """How high a frame of so many rows is."""
    return HEAD + rows * DOWN - GAP + PAD


def _opened(groups: Sequence[_Group]) -> frozenset[_Group]:
    """The frames that are open at first: those of kinds and bodies, then all of colleges, while there is room."""
    found, room = set[_Group](), MOST_SHOWN
    of_colleges = [group for group in groups if group.given_by == COLLEGE]
    for group in sorted(set(groups) - set(of_colleges), key=lambda group: (len(group.ids), group.label)):
        if len(group.ids) <= room:
            found.add(group)
            room -= len(group.ids)
    together = sum(len(group.ids) for group in of_colleges)
    return frozenset(found.union(of_colleges if together <= room else ()))


def _links(world: World, sheet: _Sheet, pages: dict[str, str]) -> tuple[Link, ...]:
    """What asks for what and leads where, each as one arrow from card to card."""
    surroundings, streets = Surroundings(world), sheet.streets
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for id in pages:
        for other in surroundings.asked(id):
            strength = surroundings.strength(other, id)
            said[other, id] = (strength, ASKED[strength])
        said |= {(id, implied): ("required", "counts as") for implied in world.thing(id).implies}
    for one in world.relations:
        said.setdefault((one.source, one.target), ("related", one.meaning))
    place = {id: int(page.removeprefix("thing-")) for id, page in pages.items()}
    drawn = sorted(
        (pair for pair in said if pair[0] in pages and pair[1] in pages),
        key=lambda pair: (place[pair[0]], place[pair[1]]),
    )
    return tuple(
        Link(
            id=f"link-{number}",
            source=pages[source],
            target=pages[target],
            strength=said[source, target][0],  # type: ignore[arg-type]
            chosen=False,
            meaning=said[source, target][1],
            points=streets.path(sheet.places[source], sheet.places[target], place[source]),
        )
        for number, (source, target) in enumerate(drawn, 1)
    )
