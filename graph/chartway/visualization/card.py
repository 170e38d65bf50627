"""The card of a thing: what it says, how large it is and what shape it has, before it has a place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chartway.requirement_graph import ALL, Condition
from chartway.visualization.description import Description
from chartway.visualization.picture import Thing
from chartway.visualization.shape import OTHER, WORDS, kind_of, outline, wrapped

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["SMALL_HEIGHT", "SMALL_WIDTH", "card_of", "small_card"]

CARD_WIDTH = 146.0
CARD_PADDING = 20.0
SMALL_WIDTH, SMALL_HEIGHT, SMALL_NAME_LINES, SMALL_NAME_LETTERS = 128.0, 50.0, 3, 13
JUNCTION_WIDTH, JUNCTION_HEIGHT = 70.0, 28.0
JUNCTION_LETTERS, LETTER = 10, 6.0
"""Letters that fit on a junction, and how much wider each further one makes it."""
NOTHING = "nothing"
"""What a junction says that nothing leads to: a way in that asks for nothing, beside others."""
LINE_HEIGHT = {"caption": 15.0, "name": 18.0, "long": 15.0, "full": 15.0, "detail": 16.0}
NAME_LETTERS, SMALL_LETTERS = 15, 20
"""Letters that fit on a line of a card, in its two sizes of type."""
NAME_LINES, LONG_LINES, SMALL_LINES, WORDS_LINES = 3, 6, 3, 7

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def card_of(graph: nx.DiGraph, node: Node, goal: str, description: Description) -> Thing:
    """A thing without its place; its id is only the box of the layout. ``goal`` is what stands out."""
    attributes = graph.nodes[node]
    arrows = [*graph.in_edges(node, data="chosen"), *graph.out_edges(node, data="chosen")]
    chosen = any(0 in plans for _, _, plans in arrows)
    if attributes["role"] == "achievement":
        return _achievement(node, goal, attributes, description, chosen=chosen)
    if attributes["role"] == "prose":
        return _words(node, attributes["text"])
    return _junction(graph, node, description, chosen=chosen)


def small_card(id: str, time: int | None, description: Description, *, held: bool) -> Thing:
    """The card of a thing among hundreds: its name alone."""
    one = description.world.thing(id)
    attributes = {
        "kind": one.kind,
        "name": one.name,
        "label": one.label or id,
        "held": held,
        "step": None,
        "time": time,
    }
    card = _achievement(id, "", attributes, description, chosen=False)
    large = wrapped(one.name, SMALL_NAME_LETTERS, 2)
    whole = all(len(word) <= SMALL_NAME_LETTERS for word in one.name.split()) and "…" not in "".join(large[-1:])
    if whole:
        lines = [("name", line) for line in large]
    else:
        lines = [("long", line) for line in wrapped(one.name, SMALL_LETTERS, SMALL_NAME_LINES)]
    return replace(
        card,
        lines=tuple(lines),
        width=SMALL_WIDTH,
        height=SMALL_HEIGHT,
        outline=outline(card.kind.shape, SMALL_WIDTH, SMALL_HEIGHT),
    )


def _achievement(id: str, goal: str, attributes: dict[str, Any], description: Description, *, chosen: bool) -> Thing:
    kind = kind_of(attributes["kind"])
    caption = attributes["kind"] if kind is OTHER else kind.label
    name = attributes["name"]
    full_name = attributes["label"] if attributes["label"] != name else ""
    when = description.when(id, attributes["time"], held=attributes["held"])
    price = description.price(id, attributes["time"], held=attributes["held"])
    lines = (
        *[("caption", line) for line in wrapped(caption, SMALL_LETTERS, 1)],
        *_name_lines(name),
        *[("full", line) for line in wrapped(full_name, SMALL_LETTERS, SMALL_LINES)],
        *[("detail", line) for line in _details(price, when)],
    )
    height = CARD_PADDING + sum(LINE_HEIGHT[style] for style, _ in lines)
    return Thing(
        id=f"box-{id}",
        role="achievement",
        kind=kind,
        caption=caption,
        name=name,
        full_name=full_name,
        lines=lines,
        x=0,
        y=0,
        width=CARD_WIDTH,
        height=height,
        outline=outline(kind.shape, CARD_WIDTH, height),
        when=when,
        price=price,
        step=attributes["step"],
        held=attributes["held"],
        goal=id == goal,
        chosen=chosen or attributes["step"] is not None,
        earnable=attributes["time"] is not None,
        issuer=description.issuer(id),
        means=id,
        names=description.aliases(id),
        status=description.world.status(id),
        sure=description.world.sure(id) if attributes["kind"] != "body" else "",
    )


def _name_lines(name: str) -> list[tuple[str, str]]:
    """A name in large type, or in small type if it is long."""
    large = wrapped(name, NAME_LETTERS, NAME_LINES + 1)
    if len(large) <= NAME_LINES:
        return [("name", line) for line in large]
    return [("long", line) for line in wrapped(name, SMALL_LETTERS, LONG_LINES)]


def _details(price: str, when: str) -> tuple[str, ...]:
    """Price and time, on one line if they fit."""
    both = " · ".join(filter(None, [price, when]))
    return (both,) if both and len(both) <= SMALL_LETTERS else tuple(filter(None, [price, when]))


def _junction(graph: nx.DiGraph, node: Condition, description: Description, *, chosen: bool) -> Thing:
    number, count = graph.nodes[node]["number"], graph.in_degree(node)
    asks = graph.nodes[node].get("asks", f"{number} of these")
    label = "all of" if number == ALL else "any one of" if number == 1 and "asks" not in graph.nodes[node] else asks
    label = label if count else NOTHING
    width = JUNCTION_WIDTH + LETTER * max(0, len(label) - JUNCTION_LETTERS)
    return Thing(
        id=f"box-{tuple(node)}",
        role="junction",
        kind=OTHER,
        caption="Junction",
        name=f"{label} {count}" if count else "nothing required",
        full_name=f"on the way to {description.name(node.achievement)}",
        lines=(("junction", label),),
        x=0,
        y=0,
        width=width,
        height=JUNCTION_HEIGHT,
        outline=outline("pill", width, JUNCTION_HEIGHT),
        chosen=chosen,
    )


def _words(node: Condition, text: str) -> Thing:
    lines = (("caption", "In words only"), *[("full", line) for line in wrapped(text, SMALL_LETTERS, WORDS_LINES)])
    height = CARD_PADDING + sum(LINE_HEIGHT[style] for style, _ in lines)
    return Thing(
        id=f"box-{tuple(node)}",
        role="words",
        kind=WORDS,
        caption=WORDS.label,
        name=text,
        full_name="",
        lines=lines,
        x=0,
        y=0,
        width=CARD_WIDTH,
        height=height,
        outline=outline(WORDS.shape, CARD_WIDTH, height),
        when="nothing can be shown to meet it",
    )
