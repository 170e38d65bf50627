"""Arrows between cards in rows and columns: level along the rows, straight up and down between blocks, never across.

A block is a stack of shelves, a shelf is some rows of cards at equal distances. Between two rows runs a street, beside
each block a corridor from top to bottom, so that every card can be reached from every other without crossing a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

__all__ = ["Block", "Place", "Shelf", "Streets"]

Point = tuple[float, float]
LANES, LANE = 5, 2.0
"""Arrows from different cards run side by side in a street, as far as there is room: so many, and how far apart."""
CORRIDOR_LANES, CORRIDOR_LANE = 13, 3.5


class Shelf(NamedTuple):
    """Rows of cards: the height of the street above the first one, how many rows, and from one to the next."""

    first: float
    rows: int
    pitch: float

    def streets(self) -> list[float]:
        """The heights of the streets, one above each row and one below the last."""
        return [self.first + row * self.pitch for row in range(self.rows + 1)]


@dataclass(frozen=True, slots=True)
class Block:
    """Shelves below each other, and the middles of the corridors to their left and right."""

    left: float
    right: float
    shelves: tuple[Shelf, ...]

    def clear(self, y: float) -> float:
        """The height next to this one at which nothing stands in the way through the block."""
        heights = [height for shelf in self.shelves for height in shelf.streets()]
        if not heights or not min(heights) < y < max(heights):
            return y
        return min(heights, key=lambda height: (abs(height - y), height))


class Place(NamedTuple):
    """Where a card stands: the numbers of its block and shelf, its left and right side and its middle height."""

    block: int
    shelf: int
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Streets:
    """Blocks from left to right, of which the last stands below the others, and the height of the way between.

    ``gap`` is the width of a street, and of the way between two cards of a row.

    >>> rows = Shelf(0, 2, 60)
    >>> streets = Streets((Block(-35, 173, (rows,)), Block(173, 381, (rows,))), 200, 10)
    >>> streets.path(Place(0, 0, 10, 128, 30), Place(1, 0, 218, 336, 30), lane=2)[:3]
    ((128, 30), (133.0, 30), (133.0, 0.0))
    """

    blocks: tuple[Block, ...]
    between: float
    gap: float

    def path(self, source: Place, target: Place, lane: int) -> tuple[Point, ...]:
        """The corners of an arrow; those with the same ``lane`` run in the same part of a street."""
        onward = target.left >= source.right
        aside = (lane % LANES - LANES // 2) * LANE
        beside = (lane % CORRIDOR_LANES - CORRIDOR_LANES // 2) * CORRIDOR_LANE
        corridors = self._corridors(source, target)
        leaves_right = corridors[0] > source.right if corridors else target.right > source.left
        enters_left = corridors[-1] < target.left if corridors else onward
        start = source.right if leaves_right else source.left
        end = target.left if enters_left else target.right
        out = start + (self.gap / 2 if leaves_right else -self.gap / 2) + aside
        into = end + (-self.gap / 2 if enters_left else self.gap / 2) + aside
        corners = [(start, source.y), (out, source.y)]
        if corridors or out != into:
            heights = self._heights(source, target, corridors)
            for y, x in zip(heights, [*(corridor + beside for corridor in corridors), into], strict=True):
                corners += [(corners[-1][0], y + aside), (x, y + aside)]
        return tuple(corner for corner, _ in groupby([*corners, (into, target.y), (end, target.y)]))

    def _corridors(self, source: Place, target: Place) -> list[float]:
        """The middles of the corridors that an arrow goes through."""
        one, other = self.blocks[source.block], self.blocks[target.block]
        if (source.block, source.shelf) == (target.block, target.shelf):
            return []
        if self._passes_between(source, target):
            pairs = [(a, b) for a in (one.left, one.right) for b in (other.left, other.right)]
            return list(min(pairs, key=lambda pair: _length(source, target, *pair)))
        if source.block == target.block:
            return [min((one.left, one.right), key=lambda x: _length(source, target, x, x))]
        if source.block < target.block:
            return [block.right for block in self.blocks[source.block : target.block]]
        return [block.left for block in reversed(self.blocks[target.block + 1 : source.block + 1])]

    def _heights(self, source: Place, target: Place, corridors: Sequence[float]) -> list[float]:
        """How high it runs to each corridor, and from the last one to its target."""
        downwards = 1 if target.y > source.y else -1
        heights = [source.y + downwards * self._half_pitch(source)]
        if not corridors:
            return heights
        final = target.y - downwards * self._half_pitch(target)
        if self._passes_between(source, target):
            return [*heights, self.between, final]
        step = 1 if target.block > source.block else -1
        for number in range(source.block + step, target.block, step):
            heights.append(self.blocks[number].clear(heights[-1]))
        return [*heights, final]

    def _half_pitch(self, place: Place) -> float:
        return self.blocks[place.block].shelves[place.shelf].pitch / 2

    def _passes_between(self, source: Place, target: Place) -> bool:
        return (source.y > self.between) != (target.y > self.between)


def _length(source: Place, target: Place, first: float, last: float) -> float:
    """How far it is from side to side by way of two corridors."""
    return abs(first - source.left) + abs(last - first) + abs(target.left - last)
