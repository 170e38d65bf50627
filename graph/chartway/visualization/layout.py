"""Where things are drawn: columns from left to right by time, few crossings, arrows around things.

The layered drawing of Sugiyama, Tagawa and Toda (1981): columns, bends where an arrow passes a column, rows by
barycentres, then places by least squares with the pool-adjacent-violators algorithm. Deterministic: equal
input gives equal places.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Arrow", "Box", "Drawing", "drawn"]

GAP_BETWEEN_COLUMNS = 62.0
GAP_PER_ARROW = 2.5
"""Added to a gap for each arrow that crosses it, up to as much again: many arrows need room to part."""
GAP_BETWEEN_BOXES = 20.0
GAP_BESIDE_BEND = 13.0
SWEEPS = 24
STRAIGHTENINGS = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A thing to place: its size, the band of time it belongs to, and its depth among its band's columns."""

    id: str
    width: float
    height: float
    band: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to another; a heavier one is drawn straighter."""

    source: str
    target: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Centres of boxes, the points each arrow passes through, and the left and right end of each band."""

    places: Mapping[str, tuple[float, float]]
    paths: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    bands: Mapping[int, tuple[float, float]]


@dataclass(slots=True)
class _Slot:
    """A box, or a bend of an arrow, in a column."""

    name: str
    width: float
    height: float
    arrow: tuple[str, str] | None = None
    before: list[tuple[_Slot, float]] = field(default_factory=list)
    after: list[tuple[_Slot, float]] = field(default_factory=list)
    row: int = 0
    y: float = 0.0


def drawn(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Drawing:
    """Places for boxes and paths for arrows.

    >>> drawing = drawn([Box("degree", 100, 40, 0), Box("RHIT", 100, 40, 1)], [Arrow("degree", "RHIT")])
    >>> drawing.places["degree"][0] < drawing.places["RHIT"][0]
    True
    """
    order = sorted({(box.band, box.depth) for box in boxes})
    column_of = {box.id: order.index((box.band, box.depth)) for box in boxes}
    columns: list[list[_Slot]] = [[] for _ in order]
    slots = {box.id: _Slot(box.id, box.width, box.height) for box in boxes}
    for box in boxes:
        columns[column_of[box.id]].append(slots[box.id])
    forward = [arrow for arrow in arrows if column_of[arrow.source] < column_of[arrow.target]]
    for arrow in forward:
        _chain(arrow, columns, column_of, slots)
    _order(columns)
    _straighten(columns)
    edges = _edges_of_columns(columns)
    places = {
        name: ((edges[column_of[name]][0] + edges[column_of[name]][1]) / 2, slot.y) for name, slot in slots.items()
    }
    paths = {(arrow.source, arrow.target): _path(arrow, columns, column_of, slots, places, edges) for arrow in arrows}
    return Drawing(places, paths, _bands(order, edges))


def _chain(arrow: Arrow, columns: list[list[_Slot]], column_of: Mapping[str, int], slots: Mapping[str, _Slot]) -> None:
    """Link two boxes through a bend in every column between them."""
    first, last = column_of[arrow.source], column_of[arrow.target]
    bends = [_Slot("", 0, 0, (arrow.source, arrow.target)) for _ in range(first + 1, last)]
    for column, bend in enumerate(bends, first + 1):
        columns[column].append(bend)
    chain = [slots[arrow.source], *bends, slots[arrow.target]]
    for left, right in pairwise(chain):
        # A kink between two bends looks worst, one at a box least: Gansner et al. 1993 weigh 8, 2, 1.
        weight = arrow.weight * (4.0 if left.arrow and right.arrow else 2.0 if left.arrow or right.arrow else 1.0)
        left.after.append((right, weight))
        right.before.append((left, weight))


def _number(column: list[_Slot]) -> None:
    for row, slot in enumerate(column):
        slot.row = row


def _order(columns: list[list[_Slot]]) -> None:
    """Sweep to and fro, each column by the barycentres of its neighbours; keep the order with the fewest crossings."""
    for column in columns:
        _number(column)
    best, fewest = [list(column) for column in columns], _crossings(columns)
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        for column in columns if rightwards else reversed(columns):
            column.sort(key=lambda slot: _barycentre(slot.before if rightwards else slot.after, slot.row))  # noqa: B023 - used at once
            _number(column)
        crossings = _crossings(columns)
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
        if fewest == 0:
            break
    for column, order in zip(columns, best, strict=True):
        column[:] = order
        _number(column)
    _exchange(columns)


def _barycentre(neighbours: list[tuple[_Slot, float]], row: int) -> float:
    weight = sum(share for _, share in neighbours)
    return sum(slot.row * share for slot, share in neighbours) / weight if weight else float(row)


def _crossings(columns: list[list[_Slot]]) -> int:
    return sum(_crossings_after(column) for column in columns)


def _crossings_after(column: list[_Slot]) -> int:
    """Arrows that end above one they started below; sorted insertion finds them in n log n comparisons."""
    crossings, seen = 0, list[int]()
    for slot in column:
        ends = sorted(after.row for after, _ in slot.after)
        crossings += sum(len(seen) - bisect_right(seen, end) for end in ends)
        for end in ends:
            insort(seen, end)
    return crossings


def _exchange(columns: list[list[_Slot]]) -> None:
    """Exchange neighbours in a column as long as that removes crossings."""
    improved = True
    while improved:
        improved = False
        for column in columns:
            for place in range(len(column) - 1):
                upper, lower = column[place], column[place + 1]
                if _pair_crossings(lower, upper) < _pair_crossings(upper, lower):
                    column[place], column[place + 1] = lower, upper
                    _number(column)
                    improved = True


def _pair_crossings(upper: _Slot, lower: _Slot) -> int:
    """Crossings between the arrows of two neighbours when ``upper`` is above."""
    return sum(
        above.row > below.row
        for sides in ((upper.before, lower.before), (upper.after, lower.after))
        for above, _ in sides[0]
        for below, _ in sides[1]
    )


def _distance(upper: _Slot, lower: _Slot) -> float:
    gap = GAP_BETWEEN_BOXES if upper.arrow is None and lower.arrow is None else GAP_BESIDE_BEND
    return (upper.height + lower.height) / 2 + gap


def _straighten(columns: list[list[_Slot]]) -> None:
    """Move every column to where its arrows want it, to and fro."""
    for column in columns:
        _stack(column, [0.0] * len(column), [1.0] * len(column))
    for sweep in range(STRAIGHTENINGS):
        last = sweep >= STRAIGHTENINGS - 2
        for column in columns if sweep % 2 == 0 else reversed(columns):
            sides = [slot.before + slot.after if last else slot.before if sweep % 2 == 0 else slot.after for slot in column]
            wishes = [_mean(slot, side or slot.before + slot.after) for slot, side in zip(column, sides, strict=True)]
            weights = [1.0 + sum(share for _, share in side) for side in sides]
            _stack(column, wishes, weights)


def _mean(slot: _Slot, neighbours: list[tuple[_Slot, float]]) -> float:
    weight = sum(share for _, share in neighbours)
    return sum(other.y * share for other, share in neighbours) / weight if weight else slot.y


def _stack(column: list[_Slot], wishes: list[float], weights: list[float]) -> None:
    """The places nearest to the wishes, by weighted least squares, that keep order and distance.

    Taking the distances off makes it isotonic regression: blocks that would overlap share their mean.
    """
    offsets = [0.0]
    for upper, lower in pairwise(column):
        offsets.append(offsets[-1] + _distance(upper, lower))
    blocks: list[tuple[float, float, int]] = []
    for wish, weight, offset in zip(wishes, weights, offsets, strict=False):
        blocks.append((wish - offset, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, heavy, many), (other, light, few) = blocks[-2:]
            blocks[-2:] = [((mean * heavy + other * light) / (heavy + light), heavy + light, many + few)]
    means = [mean for mean, _, many in blocks for _ in range(many)]
    for slot, mean, offset in zip(column, means, offsets, strict=False):
        slot.y = mean + offset


def _edges_of_columns(columns: list[list[_Slot]]) -> list[tuple[float, float]]:
    """The left and right end of every column."""
    edges: list[tuple[float, float]] = []
    x = 0.0
    for column in columns:
        width = max(slot.width for slot in column)
        edges.append((x, x + width))
        crossing = sum(len(slot.after) for slot in column)
        x += width + GAP_BETWEEN_COLUMNS + min(GAP_BETWEEN_COLUMNS, GAP_PER_ARROW * crossing)
    return edges


def _path(  # noqa: PLR0913 - one caller, which holds all of it
    arrow: Arrow,
    columns: list[list[_Slot]],
    column_of: Mapping[str, int],
    slots: Mapping[str, _Slot],
    places: Mapping[str, tuple[float, float]],
    edges: list[tuple[float, float]],
) -> tuple[tuple[float, float], ...]:
    """From the right side of one box to the left side of the other, level across every column between."""
    (x, y), (x_end, y_end) = places[arrow.source], places[arrow.target]
    first, last = column_of[arrow.source], column_of[arrow.target]
    points = [(x + slots[arrow.source].width / 2, y)]
    if first < last:
        points.append((edges[first][1], y))
        for column in range(first + 1, last):
            (bend,) = [slot for slot in columns[column] if slot.arrow == (arrow.source, arrow.target)]
            points += [(edges[column][0], bend.y), (edges[column][1], bend.y)]
        points.append((edges[last][0], y_end))
    points.append((x_end - slots[arrow.target].width / 2, y_end))
    return tuple(dict.fromkeys(points))


def _bands(order: list[tuple[int, int]], edges: list[tuple[float, float]]) -> dict[int, tuple[float, float]]:
    bands: dict[int, tuple[float, float]] = {}
    for (band, _), (left, right) in zip(order, edges, strict=True):
        bands[band] = (bands.get(band, (left, right))[0], right)
    return bands
