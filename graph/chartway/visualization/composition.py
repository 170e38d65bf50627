"""From an answer to a picture: what is drawn, where, and what is said about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chartway.catalog import MILLIWEEKS, Catalog
from chartway.plan import Answer, Plan
from chartway.requirement_graph import ALL, Condition, generations, to_digraph
from chartway.source import Fact, Source
from chartway.visualization import layout
from chartway.visualization.bibliography import Bibliography
from chartway.visualization.description import Account, Description
from chartway.visualization.picture import Headline, Link, Picture, Thing, Tick
from chartway.visualization.selection import selected
from chartway.visualization.shape import OTHER, WORDS, kind_of, outline, wrapped
from chartway.wording import WEEKS_A_MONTH, counted, duration, total

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["picture_of"]

CARD_WIDTH = 146.0
CARD_PADDING = 20.0
JUNCTION_WIDTH, JUNCTION_HEIGHT = 70.0, 28.0
LINE_HEIGHT = {"caption": 15.0, "name": 18.0, "long": 15.0, "full": 15.0, "detail": 16.0}
NAME_LETTERS, SMALL_LETTERS = 15, 20
"""Letters that fit on a line of a card, in its two sizes of type."""
NAME_LINES, LONG_LINES, SMALL_LINES, WORDS_LINES = 3, 6, 3, 7
ONE_BAND = 1.25
"""Moments share a band of the axis if the last is at most this many times the first: else all is columns."""
SAID_IN_MONTHS, SAID_IN_YEARS = 4, 24
"""From how many months on a moment is said in months, and in years."""
PLAN_WEIGHT = 6.0

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def picture_of(  # noqa: PLR0913 - an answer stands on all of these
    answer: Answer,
    *,
    bare: Catalog,
    prepared: Catalog,
    sources: Mapping[str, Source],
    facts: Callable[[str], tuple[Fact, ...]] = lambda _: (),
    names: Callable[[str], str] = lambda _: "",
    headline: Headline | None = None,
) -> Picture:
    """The picture of an answer: its plan, and the other ways to its goal.

    Args:
        answer: the question with what is held, and the plan if there is one.
        bare: the catalog of requirements alone.
        prepared: the same with what issuing bodies recommend; the difference is drawn dashed.
        sources: by id, what ``Evidence.source`` and ``Fact.sources`` name.
        facts: what is known about the thing with an id.
        names: what people call the issuing or publishing body with an id; nothing where that is not known.
        headline: the answer in words; a plain one is made if none is given.

    Raises:
        UnknownNameError: the goal is not in the catalog.
    """
    goal, plan = answer.question.goal, answer.plan
    graph = selected(to_digraph(prepared, goal, bare=bare), goal, answer.question.held, plan)
    description = Description(bare, prepared, plan, names)
    cards = {node: _card(graph, node, goal, description) for node in _from_goal(graph, goal)}
    drawing, ticks = _laid_out(graph, goal, cards)
    in_order = sorted(cards, key=lambda node: drawing.places[cards[node].id])
    ids = {node: f"thing-{number}" for number, node in enumerate(in_order, 1)}
    steps = tuple(step.achievement for step in (plan.steps if plan else ()) if step.achievement in ids)
    account = Account(description, ids, Bibliography(sources, names), facts)
    said = {node: (account.ways(node), account.facts(node)) for node in (*steps, *in_order) if isinstance(node, str)}
    return Picture(
        headline=headline or _headline(answer, description),
        things=tuple(_placed(cards[node], ids[node], drawing, said.get(node, ((), ()))) for node in in_order),
        links=_links(graph, cards, ids, drawing),
        ticks=ticks,
        steps=tuple(ids[step] for step in steps),
        citations=account.bibliography.citations(),
    )


def _from_goal(graph: nx.DiGraph, goal: str) -> list[Node]:
    """Everything drawn, from the goal backwards, the plan first: a good order to start the layout from."""
    order, waiting = dict.fromkeys([goal]), [goal]
    while waiting:
        node = waiting.pop()
        order.setdefault(node)
        parts = sorted(graph.predecessors(node), key=lambda part: (not graph.edges[part, node]["chosen"], str(part)))
        waiting += [part for part in reversed(parts) if part not in order]
    return list(order)


def _card(graph: nx.DiGraph, node: Node, goal: str, description: Description) -> Thing:
    """A thing without its place; its id is only the box of the layout."""
    attributes = graph.nodes[node]
    chosen = any(on for _, _, on in [*graph.in_edges(node, data="chosen"), *graph.out_edges(node, data="chosen")])
    if attributes["role"] == "achievement":
        return _achievement(node, goal, attributes, description, chosen=chosen)
    if attributes["role"] == "prose":
        return _words(node, attributes["text"])
    return _junction(graph, node, description, chosen=chosen)


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
        achievement=id,
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
    label = "any one of" if number == 1 else "all of" if number == ALL else f"{number} of these"
    return Thing(
        id=f"box-{tuple(node)}",
        role="junction",
        kind=OTHER,
        caption="Junction",
        name=f"{label} {count}" if number in {1, ALL} else f"{number} of these {count}",
        full_name=f"on the way to {description.name(node.achievement)}",
        lines=(("junction", label),),
        x=0,
        y=0,
        width=JUNCTION_WIDTH,
        height=JUNCTION_HEIGHT,
        outline=outline("pill", JUNCTION_WIDTH, JUNCTION_HEIGHT),
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


def _laid_out(graph: nx.DiGraph, goal: str, cards: Mapping[Node, Thing]) -> tuple[layout.Drawing, tuple[Tick, ...]]:
    moments = _moments(graph, goal)
    bands, labels = _bands(moments)
    depths = _depths(graph, goal, bands)
    boxes = [layout.Box(card.id, card.width, card.height, bands[node], depths[node]) for node, card in cards.items()]
    arrows = [
        layout.Arrow(
            cards[part].id,
            cards[node].id,
            PLAN_WEIGHT if graph.edges[part, node]["chosen"] else 1.0,
            graph.edges[part, node]["strength"],
        )
        for node in cards
        for part in cards
        if graph.has_edge(part, node)
    ]
    drawing = layout.drawn(boxes, arrows)
    return drawing, tuple(Tick(labels[band], *drawing.bands[band]) for band in sorted(drawing.bands))


def _moments(graph: nx.DiGraph, goal: str) -> dict[Node, float]:
    """When each thing is drawn: a junction as soon as all that enters it, the goal after everything.

    What has no time of its own is drawn with the first thing it leads to.
    """
    moments = {node: time for node, time in graph.nodes(data="time") if time is not None and node != goal}
    for node in sorted((node for node in graph if not isinstance(node, str)), key=lambda node: -len(node.place)):
        entering = [moments[part] for part in graph.predecessors(node) if part in moments]
        moments |= {node: max(entering)} if entering else {}
    untimed = [node for node in graph if node not in moments and node != goal]
    moments |= dict.fromkeys([goal, *untimed], math.inf)
    changed = True
    while changed:
        changed = False
        for node in untimed:
            first = min((moments[later] for later in graph.successors(node)), default=math.inf)
            if first < moments[node]:
                moments[node], changed = first, True
    return moments


def _bands(moments: Mapping[Node, float]) -> tuple[dict[Node, int], list[str]]:
    """The band of the axis each thing belongs to, and the labels of the bands."""
    bands: list[list[float]] = []
    for time in sorted(set(moments.values())):
        if bands and time <= bands[-1][0] * ONE_BAND:
            bands[-1].append(time)
        else:
            bands.append([time])
    labels = [*map(_band_label, bands[:-1]), "goal"]
    band_of = {time: number for number, band in enumerate(bands) for time in band}
    return {node: band_of[time] for node, time in moments.items()}, labels


def _band_label(times: list[float]) -> str:
    first, last = _moment(times[0]), _moment(times[-1])
    return first if first == last else f"{first} – {last}"


def _moment(milliweeks: float) -> str:
    """A point in time counted from the start, in few letters: bands can be narrow."""
    if not milliweeks:
        return "now"
    months = round(milliweeks / WEEKS_A_MONTH)
    if months < SAID_IN_MONTHS:
        return f"{round(milliweeks / MILLIWEEKS)} wk"
    return f"{months} mo" if months < SAID_IN_YEARS else f"{months / 12:.2g} yr"


def _depths(graph: nx.DiGraph, goal: str, bands: Mapping[Node, int]) -> dict[Node, int]:
    """The column within the band: right of everything in the band that leads there."""
    depths: dict[Node, int] = {}
    for band in set(bands.values()):
        depths |= generations(graph.subgraph([node for node in graph if bands[node] == band]))
    last = [depths[node] for node in graph if bands[node] == bands[goal] and node != goal]
    return depths | {goal: max(last, default=-1) + 1}


def _placed(card: Thing, id: str, drawing: layout.Drawing, said: tuple[Any, Any]) -> Thing:
    x, y = drawing.places[card.id]
    return replace(card, id=id, x=round(x, 1), y=round(y, 1), ways=said[0], facts=said[1])


def _links(
    graph: nx.DiGraph, cards: Mapping[Node, Thing], ids: Mapping[Node, str], drawing: layout.Drawing
) -> tuple[Link, ...]:
    arrows = sorted(graph.edges, key=lambda arrow: tuple(int(ids[node].removeprefix("thing-")) for node in arrow))
    return tuple(
        Link(
            id=f"link-{number}",
            source=ids[part],
            target=ids[node],
            strength=graph.edges[part, node]["strength"],
            chosen=graph.edges[part, node]["chosen"],
            meaning=_meaning(graph, part, node),
            points=tuple((round(x, 1), round(y, 1)) for x, y in drawing.paths[cards[part].id, cards[node].id]),
        )
        for number, (part, node) in enumerate(arrows, 1)
    )


def _meaning(graph: nx.DiGraph, part: Node, node: Node) -> str:
    """The arrow as the middle of a sentence."""
    attributes = graph.edges[part, node]
    if graph.nodes[node]["role"] == "junction":
        return "is among" if graph.nodes[node]["number"] != ALL else "is part of"
    if attributes["relation"] == "implies":
        return "counts as"
    return "is recommended for" if attributes["strength"] == "recommended" else "is required for"


def _headline(answer: Answer, description: Description) -> Headline:
    """The answer in plain words, for callers who have none of their own."""
    goal = answer.question.goal
    held = ", ".join(description.name(id) for id in sorted(answer.question.held))
    name, full_name = description.name(goal), description.label(goal)
    return Headline(
        name=name,
        full_name=full_name if full_name != name else "",
        start=f"From: {held or 'nothing held'}",
        summary=_summary(answer.plan) if answer.plan else "No way there is known from what is held.",
    )


def _summary(plan: Plan) -> str:
    money = total(plan.cost, len(plan.unknown_costs), free="no cost")
    return f"{money} · {duration(plan.weeks)} · {counted(len(plan.steps), 'step')}"
