"""Where things are drawn: columns from left to right by time, few crossings, arrows around things.

An arrow that leads back turns round beside its source, runs between the things of each column and turns round again
before its target, so none ever crosses a thing.

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

GAP_BETWEEN_COLUMNS = 44.0
GAP_PER_ARROW, WIDEST_GAP = 2.5, 70.0
"""Added to a gap for each arrow that crosses it, up to the widest: many arrows need room to part."""
GAP_BETWEEN_BOXES = 20.0
GAP_BESIDE_BEND = 13.0
GAP_BETWEEN_PARTS = 44.0
"""The highest strip that is left empty all across the sheet."""
TURN_AFTER, TURN_BEFORE = 10.0, 22.0
"""How far beside a column an arrow that leads back turns round: before its target there is its head as well."""
SWEEPS = 24
STRAIGHTENINGS = 16
MOST_LOOKS = 300_000
"""Pairs of neighbours that are compared at most, beyond which a large picture would take minutes."""


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
    """From one box to another; a heavier one is drawn straighter.

    Arrows into one box that have the same ``lane`` run together once they meet.
    """

    source: str
    target: str
    weight: float = 1.0
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Centres of boxes, the points each arrow passes through, and the left and right end of each band."""

    places: Mapping[str, tuple[float, float]]
    paths: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    bands: Mapping[int, tuple[float, float]]


@dataclass(slots=True)
class _Slot:
    """A box, or a bend of arrows, in a column."""

    width: float
    height: float
    bend: bool = False
    before: list[tuple[_Slot, float]] = field(default_factory=list)
    after: list[tuple[_Slot, float]] = field(default_factory=list)
    row: int = 0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What is placed so far: slots by box and by lane, the columns they stand in, and the sides of the columns."""

    column_of: Mapping[str, int]
    columns: list[list[_Slot]]
    slots: dict[str, _Slot]
    bends: dict[tuple[str, str, int], _Slot] = field(default_factory=dict)
    sides: list[tuple[float, float]] = field(default_factory=list)


def drawn(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Drawing:
    """Places for boxes and paths for arrows.

    >>> drawing = drawn([Box("degree", 100, 40, 0), Box("RHIT", 100, 40, 1)], [Arrow("degree", "RHIT")])
    >>> drawing.places["degree"][0] < drawing.places["RHIT"][0]
    True
    """
    order = sorted({(box.band, box.depth) for box in boxes})
    column_of = {box.id: order.index((box.band, box.depth)) for box in boxes}
    sketch = _Sketch(column_of, [[] for _ in order], {box.id: _Slot(box.width, box.height) for box in boxes})
    for id, slot in sketch.slots.items():
        sketch.columns[column_of[id]].append(slot)
    for arrow in arrows:
        _chain(sketch, arrow)
    _order(sketch.columns)
    for arrow in arrows:
        _chain_back(sketch, arrow)
    _straighten(sketch.columns)
    _close_up(sketch.columns)
    sketch.sides.extend(_sides(sketch.columns))
    places = {id: (sum(sketch.sides[column_of[id]]) / 2, slot.y) for id, slot in sketch.slots.items()}
    paths = {(arrow.source, arrow.target): _path(sketch, arrow, places) for arrow in arrows}
    return Drawing(places, paths, _bands(order, sketch.sides))


def _chain(sketch: _Sketch, arrow: Arrow) -> None:
    """Link two boxes through a bend in every column between them."""
    first, last = sketch.column_of[arrow.source], sketch.column_of[arrow.target]
    if first >= last:
        return
    chain = [sketch.slots[arrow.source]]
    for column in range(first + 1, last):
        lane = (arrow.target, arrow.lane, column)
        if lane not in sketch.bends:
            sketch.bends[lane] = _Slot(0, 0, bend=True)
            sketch.columns[column].append(sketch.bends[lane])
        chain.append(sketch.bends[lane])
    for left, right in pairwise([*chain, sketch.slots[arrow.target]]):
        # A kink between two bends looks worst, one at a box least: Gansner et al. 1993 weigh 8, 2, 1.
        weight = arrow.weight * (4.0 if left.bend and right.bend else 2.0 if left.bend or right.bend else 1.0)
        if all(slot is not right for slot, _ in left.after):
            left.after.append((right, weight))
            right.before.append((left, weight))


def _chain_back(sketch: _Sketch, arrow: Arrow) -> None:
    """Lead an arrow back through a bend beside its source, one beside its target, and one in every column between."""
    first, last = sketch.column_of[arrow.source], sketch.column_of[arrow.target]
    if first < last:
        return
    upwards = _height(sketch, arrow.target) < _height(sketch, arrow.source)
    chain: list[_Slot] = []
    for column in range(last, first + 1):
        lane = (arrow.target, arrow.lane, column)
        if lane not in sketch.bends:
            sketch.bends[lane] = _Slot(0, 0, bend=True)
            slots = sketch.columns[column]
            slots.insert(_room(sketch, arrow, column, upwards=upwards), sketch.bends[lane])
            _number(slots)
        chain.append(sketch.bends[lane])
    for left, right in pairwise(chain):
        if all(slot is not right for slot, _ in left.after):
            left.after.append((right, arrow.weight))
            right.before.append((left, arrow.weight))


def _height(sketch: _Sketch, id: str) -> float:
    """Rows below the middle of its column."""
    return sketch.slots[id].row - len(sketch.columns[sketch.column_of[id]]) / 2


def _room(sketch: _Sketch, arrow: Arrow, column: int, *, upwards: bool) -> int:
    """The row for a bend of an arrow that leads back: beside its ends, else as low as its target."""
    if column == sketch.column_of[arrow.source]:
        return sketch.slots[arrow.source].row + (0 if upwards else 1)
    if column == sketch.column_of[arrow.target]:
        return sketch.slots[arrow.target].row + (1 if upwards else 0)
    slots = len(sketch.columns[column])
    return round(min(max(0.0, _height(sketch, arrow.target) + slots / 2), slots))


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
            column.sort(key=_barycentre_before if rightwards else _barycentre_after)
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


def _barycentre_before(slot: _Slot) -> float:
    return _barycentre(slot.before, slot.row)


def _barycentre_after(slot: _Slot) -> float:
    return _barycentre(slot.after, slot.row)


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
    """Exchange neighbours in a column as long as that removes crossings, or for long enough where there are many."""
    passes = max(1, MOST_LOOKS // max(1, sum(map(len, columns))))
    improved = True
    while improved and passes:
        improved, passes = False, passes - 1
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
    gap = GAP_BETWEEN_BOXES if not (upper.bend or lower.bend) else GAP_BESIDE_BEND
    return (upper.height + lower.height) / 2 + gap


def _straighten(columns: list[list[_Slot]]) -> None:
    """Move every column to where its arrows want it, to and fro."""
    for column in columns:
        _stack(column, [0.0] * len(column), [1.0] * len(column))
    for sweep in range(STRAIGHTENINGS):
        rightwards = sweep % 2 == 0
        for column in columns if rightwards else reversed(columns):
            # The last sweeps listen to both sides; what has no neighbour on one side always does.
            both = sweep >= STRAIGHTENINGS - 2
            heard = [slot.before + slot.after if both else slot.before if rightwards else slot.after for slot in column]
            heard = [one or slot.before + slot.after for one, slot in zip(heard, column, strict=True)]
            wishes = [_mean(slot, one) for slot, one in zip(column, heard, strict=True)]
            _stack(column, wishes, [1.0 + sum(share for _, share in one) for one in heard])


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


def _close_up(columns: list[list[_Slot]]) -> None:
    """Take out the strips in which nothing stands from the left to the right, as between parts that nothing links."""
    slots = sorted((slot for column in columns for slot in column), key=lambda slot: slot.y - slot.height / 2)
    lowest = min((slot.y + slot.height / 2 for slot in slots[:1]), default=0.0)
    taken_out = 0.0
    for slot in slots:
        top, bottom = slot.y - slot.height / 2, slot.y + slot.height / 2
        taken_out += max(0.0, top - lowest - GAP_BETWEEN_PARTS)
        lowest = max(lowest, bottom)
        slot.y -= taken_out


def _sides(columns: list[list[_Slot]]) -> list[tuple[float, float]]:
    """The left and right side of every column."""
    sides: list[tuple[float, float]] = []
    x = 0.0
    for column in columns:
        width = max(slot.width for slot in column)
        sides.append((x, x + width))
        crossing = sum(len(slot.after) for slot in column)
        x += width + min(WIDEST_GAP, GAP_BETWEEN_COLUMNS + GAP_PER_ARROW * crossing)
    return sides


def _path(sketch: _Sketch, arrow: Arrow, places: Mapping[str, tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """From the right side of one box to the left side of the other, level across every column between."""
    (x, y), (x_end, y_end) = places[arrow.source], places[arrow.target]
    first, last = sketch.column_of[arrow.source], sketch.column_of[arrow.target]
    points = [(x + sketch.slots[arrow.source].width / 2, y)]
    if first >= last:
        points += _way_back(sketch, arrow)
    else:
        points.append((sketch.sides[first][1], y))
        for column in range(first + 1, last):
            y_bend = sketch.bends[arrow.target, arrow.lane, column].y
            points += [(side, y_bend) for side in sketch.sides[column]]
        points.append((sketch.sides[last][0], y_end))
    points.append((x_end - sketch.slots[arrow.target].width / 2, y_end))
    return tuple(dict.fromkeys(points))


def _way_back(sketch: _Sketch, arrow: Arrow) -> list[tuple[float, float]]:
    """The points between the ends of an arrow that leads back; it turns round where it goes straight up or down."""
    first, last = sketch.column_of[arrow.source], sketch.column_of[arrow.target]
    after, before = sketch.sides[first][1] + TURN_AFTER, sketch.sides[last][0] - TURN_BEFORE
    heights = {column: sketch.bends[arrow.target, arrow.lane, column].y for column in range(last, first + 1)}
    points = [(side, y) for column, y in heights.items() for side in sketch.sides[column]]
    points[0], points[-1] = (before, heights[last]), (after, heights[first])
    return [(after, sketch.slots[arrow.source].y), *reversed(points), (before, sketch.slots[arrow.target].y)]


def _bands(order: list[tuple[int, int]], edges: list[tuple[float, float]]) -> dict[int, tuple[float, float]]:
    bands: dict[int, tuple[float, float]] = {}
    for (band, _), (left, right) in zip(order, edges, strict=True):
        bands[band] = (bands.get(band, (left, right))[0], right)
    return bands
