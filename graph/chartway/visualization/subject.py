"""The picture of anything the built-in graph knows, and of all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chartway.errors import OptionError
from chartway.knowledge import DIPLOMA, NOTHING_HELD, Knowledge, Start
from chartway.visualization.field import picture_of_field
from chartway.visualization.picture import Headline, Picture
from chartway.visualization.surroundings import picture_of_thing
from chartway.visualization.world import World
from chartway.wording import listed, seen_from, within

__all__ = ["picture_of_everything", "picture_of_subject", "ways_lead_to"]


def ways_lead_to(knowledge: Knowledge, id: str) -> bool:
    """Whether a person would ask for the ways to it: it can be held, and is no work and no curriculum of a college."""
    return id in knowledge.bare.catalog and knowledge.kind(id) != "occupation" and not knowledge.college(id)


def picture_of_subject(
    knowledge: Knowledge, id: str, have: Iterable[str] = (), *, world: World | None = None
) -> Picture:
    """The surroundings of the thing with an id: a body with all it issues, a programme with its courses, anything.

    ``world`` is what the knowledge describes, where somebody has made it already.

    Raises:
        OptionError: there is nothing to draw around it.
    """
    made, start = _world(knowledge, have) if world is None else (world, knowledge.start(tuple(have)))
    if id not in made.prepared and id not in made.others:
        name = knowledge.name(id)
        raise OptionError(
            f"{name} requires nothing and leads nowhere; chartway show {name!r} tells what is known of it"
        )
    return _seen_from(knowledge, picture_of_thing(made, id, start.held, _said(knowledge, start)))


def picture_of_everything(knowledge: Knowledge, have: Iterable[str] = ()) -> Picture:
    """The whole field."""
    world, start = _world(knowledge, have)
    headline = Headline("Health information", "the whole field", _said(knowledge, start))
    return _seen_from(knowledge, picture_of_field(world, headline, start.held))


def _seen_from(knowledge: Knowledge, picture: Picture) -> Picture:
    """The picture with what its view leaves out said first."""
    said = tuple(seen_from(knowledge.said.view, knowledge.seen))
    return replace(picture, headline=replace(picture.headline, cautions=said))


def _world(knowledge: Knowledge, have: Iterable[str]) -> tuple[World, Start]:
    have = tuple(have)
    denied = any(name.strip().lower() == NOTHING_HELD for name in have)
    return World.of(knowledge, diploma=not denied), knowledge.start(have)


def _said(knowledge: Knowledge, start: Start) -> str:
    """From where, in words."""
    said = [knowledge.name(id) for id in start.said]
    said += [f"{within(knowledge.name(id))} (assumed)" for id in start.assumed if id == DIPLOMA or not said]
    return f"From: {listed(said)}" if said else "From: nothing held"
