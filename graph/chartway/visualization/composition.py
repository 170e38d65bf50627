"""From an answer to a picture: what is drawn, where, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from chartway.plan import Answer, Plan, Preference, Step
from chartway.requirement_graph import ALL, to_digraph
from chartway.timetable import UNLIMITED, Timetable
from chartway.visualization import layout
from chartway.visualization.axis import bands_of, depths_of, moments_of
from chartway.visualization.bibliography import Bibliography
from chartway.visualization.card import card_of
from chartway.visualization.chart import chart_of
from chartway.visualization.description import Account, Description
from chartway.visualization.picture import Headline, Link, Option, Picture, Saying, Stop, Thing, Tick
from chartway.visualization.rules import rules_of
from chartway.visualization.selection import selected
from chartway.visualization.shape import outline
from chartway.visualization.world import World
from chartway.wording import counted, duration, listed, outlay, within

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Composition", "picture_of"]

PLAN_WEIGHT = 6.0
PREFERRED: Mapping[Preference, str] = {"cheapest": "Cheapest", "fastest": "Fastest", "fewest": "Fewest steps"}
"""What a plan is called by what it was preferred for."""

Node = Any
"""The id of an achievement, or a condition: networkx is not typed."""


def picture_of(
    answer: Answer,
    world: World,
    *,
    headline: Headline | None = None,
    others: Sequence[tuple[str, Answer]] = (),
    trade_off: Sequence[Answer] = (),
) -> Picture:
    """The picture of an answer: its plan, and the other ways to its goal.

    Args:
        answer: the question with what is held, and the plan if there is one.
        world: the catalogs the answer was found in, and what is known beyond them; what only the prepared one
            asks for is drawn dashed.
        headline: the answer in words; a plain one is made if none is given.
        others: further answers to choose from, each with what it is called, such as "Fastest"; those whose plan is
            the same as an earlier one are named with it.
        trade_off: the plans of which none is both as cheap and as soon, from the cheapest to the fastest; they, too,
            are to choose from.

    Raises:
        UnknownNameError: the goal is not in the catalog.
    """
    goal, held = answer.question.goal, answer.question.held
    labels: dict[Plan, list[str]] = {}
    for label, one in ((PREFERRED[answer.question.prefer], answer), *others):
        if one.plan is not None:
            labels.setdefault(one.plan, []).append(label)
    front = _with_trade_off(labels, trade_off)
    plans = tuple(labels)
    graph = selected(to_digraph(world.prepared, goal, bare=world.bare), goal, held, plans)
    bands, names = bands_of(moments_of(graph, goal))
    depths = depths_of(graph, goal, bands)
    return Composition(
        graph=graph,
        goal=goal,
        order=_from_goal(graph, goal),
        columns={node: (bands[node], depths[node]) for node in graph},
        world=world,
        held=held,
        labels=tuple(names),
        timetable=answer.question.timetable,
        plans=tuple((listed([said[0], *map(within, said[1:])]), plan) for plan, said in labels.items()),
        front=tuple(plans.index(plan) for plan in front),
    ).picture("ways", headline or _headline(answer, Description(world)))


def _with_trade_off(labels: dict[Plan, list[str]], points: Sequence[Answer]) -> list[Plan]:
    """Adds the points to the labels of plans; one that is as good as a plan there is in everything is that plan."""
    front = []
    for number, point in enumerate(points, 1):
        if point.plan is None:
            continue
        figures = point.plan.objectives("cheapest")
        same = (plan for plan in labels if plan.objectives("cheapest") == figures)
        plan = point.plan if point.plan in labels else next(same, point.plan)
        labels.setdefault(plan, []).append(f"Trade-off {number} of {len(points)}")
        front.append(plan)
    return front


@dataclass(frozen=True)
class Composition:
    """What is drawn, in which column each, and who knows what to say about it.

    ``order`` is where the layout begins, ``front`` the places of the plans of the trade-off among all.
    """

    graph: nx.DiGraph
    goal: str
    order: Sequence[Node]
    columns: Mapping[Node, tuple[int, int]]
    world: World
    held: frozenset[str]
    labels: tuple[str, ...] = ()
    plans: tuple[tuple[str, Plan], ...] = ()
    front: tuple[int, ...] = ()
    timetable: Timetable = UNLIMITED

    def picture(self, of: Literal["ways", "part"], headline: Headline, title: str = "All ways in") -> Picture:
        """The picture, with places for all of it."""
        world = self.world
        spoken = self._cards()
        cards = {node: _as_tall(card, [said[node] for said in spoken]) for node, card in spoken[0].items()}
        drawing = self._drawing(cards)
        in_order = sorted(cards, key=lambda node: drawing.places[cards[node].id])
        ids = {node: f"thing-{number}" for number, node in enumerate(in_order, 1)}
        drawn = [node for node in in_order if isinstance(node, str)]
        first = [step.achievement for _, plan in self.plans[:1] for step in plan.steps if step.achievement in ids]
        account = Account(self._description(0), ids, Bibliography(world.sources, world.names))
        told = {node: (account.ways(node), account.facts(node)) for node in (*first, *drawn)}
        links = _links(self.graph, cards, ids, drawing)
        return Picture(
            headline=headline,
            things=tuple(_placed(cards[node], ids[node], drawing, told.get(node, ((), ()))) for node in in_order),
            links=links,
            ticks=tuple(Tick(self.labels[band], *drawing.bands[band]) for band in sorted(drawing.bands) if self.labels),
            citations=account.bibliography.citations(),
            options=tuple(self._option(number, ids, spoken) for number in range(len(self.plans))),
            chart=chart_of([plan for _, plan in self.plans], self.front),
            of=of,
            title=title,
            rules=rules_of(world.prepared, drawn, self.held, world.follows),
        )

    def _description(self, number: int) -> Description:
        return Description(self.world, self.plans[number][1] if self.plans else None, self.timetable)

    def _cards(self) -> list[dict[Node, Thing]]:
        """What the cards say under each plan."""
        descriptions = [self._description(number) for number in range(max(1, len(self.plans)))]
        return [
            {node: card_of(self.graph, node, self.goal, description) for node in self.order}
            for description in descriptions
        ]

    def _option(self, number: int, ids: Mapping[Node, str], spoken: Sequence[Mapping[Node, Thing]]) -> Option:
        """A plan to choose, and what the cards say under it."""
        label, plan = self.plans[number]
        arrows = _in_order(self.graph, ids)
        taken = [place for place, (_, _, plans) in enumerate(arrows, 1) if number in plans]
        earned = [step for step in plan.steps if step.achievement in ids]
        ends = {ids[end] for place in taken for end in arrows[place - 1][:2]}
        first, now = spoken[0], spoken[number]
        return Option(
            label=label,
            summary=_summary(plan),
            stops=tuple(
                Stop(ids[step.achievement], *_said(now[step.achievement])[1:], self._way(step)) for step in earned
            ),
            things=tuple(sorted(ends | {ids[step.achievement] for step in earned})),
            links=tuple(f"link-{place}" for place in taken),
            sayings=tuple(
                Saying(ids[node], *_said(now[node])) for node in self.order if _said(now[node]) != _said(first[node])
            ),
        )

    def _way(self, step: Step) -> int:
        """The place of the way in among those that are told."""
        routes = [route.id for route in self._description(0).ways(step.achievement)]
        return routes.index(step.route) if step.route in routes else 0

    def _drawing(self, cards: Mapping[Node, Thing]) -> layout.Drawing:
        boxes = [layout.Box(card.id, card.width, card.height, *self.columns[node]) for node, card in cards.items()]
        place = {node: number for number, node in enumerate(cards)}
        arrows = [
            layout.Arrow(
                cards[part].id,
                cards[node].id,
                PLAN_WEIGHT if attributes["chosen"] else 1.0,
                attributes["strength"],
            )
            for part, node, attributes in sorted(
                self.graph.edges(data=True), key=lambda arrow: (place[arrow[1]], place[arrow[0]])
            )
        ]
        return layout.drawn(boxes, arrows)


def _from_goal(graph: nx.DiGraph, goal: str) -> list[Node]:
    """Everything drawn, from the goal backwards, the plan first: a good order to start the layout from."""
    order, waiting = dict.fromkeys([goal]), [goal]
    while waiting:
        node = waiting.pop()
        order.setdefault(node)
        parts = sorted(graph.predecessors(node), key=lambda part: (not graph.edges[part, node]["chosen"], str(part)))
        waiting += [part for part in reversed(parts) if part not in order]
    return list(order)


def _as_tall(card: Thing, others: Sequence[Thing]) -> Thing:
    """The card with room for what it says under any plan."""
    height = max(other.height for other in others)
    outlined = outline(card.kind.shape, card.width, height)
    return card if height == card.height else replace(card, height=height, outline=outlined)


def _said(card: Thing) -> tuple[tuple[tuple[str, str], ...], str, str]:
    """What a plan changes of a card."""
    return card.lines, card.when, card.price


def _in_order(graph: nx.DiGraph, ids: Mapping[Node, str]) -> list[tuple[Node, Node, frozenset[int]]]:
    """The arrows in the order of the things on the page, with the plans that take them."""
    place = {node: int(id.removeprefix("thing-")) for node, id in ids.items()}
    return sorted(graph.edges(data="chosen"), key=lambda arrow: (place[arrow[0]], place[arrow[1]]))


def _placed(card: Thing, id: str, drawing: layout.Drawing, told: tuple[Any, Any]) -> Thing:
    x, y = drawing.places[card.id]
    return replace(card, id=id, x=round(x, 1), y=round(y, 1), ways=told[0], facts=told[1])


def _links(
    graph: nx.DiGraph, cards: Mapping[Node, Thing], ids: Mapping[Node, str], drawing: layout.Drawing
) -> tuple[Link, ...]:
    return tuple(
        Link(
            id=f"link-{number}",
            source=ids[part],
            target=ids[node],
            strength=graph.edges[part, node]["strength"],
            chosen=0 in chosen,
            meaning=_meaning(graph, part, node),
            points=tuple((round(x, 1), round(y, 1)) for x, y in drawing.paths[cards[part].id, cards[node].id]),
        )
        for number, (part, node, chosen) in enumerate(_in_order(graph, ids), 1)
    )


def _meaning(graph: nx.DiGraph, part: Node, node: Node) -> str:
    """The arrow as the middle of a sentence."""
    attributes = graph.edges[part, node]
    if graph.nodes[node]["role"] == "junction":
        return "is among" if graph.nodes[node]["number"] != ALL else "is part of"
    if "meaning" in attributes:
        return str(attributes["meaning"])
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
    money = outlay(plan.prices)
    return f"{money} · {duration(plan.weeks)} · {counted(len(plan.steps), 'step')}"
