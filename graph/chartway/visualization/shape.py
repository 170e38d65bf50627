"""The kinds of things a picture tells apart, the outline of each, and how text is broken to fit it.

Outlines are SVG paths around the origin; the canvas and the legend draw the same ones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

__all__ = ["KINDS", "OTHER", "WORDS", "Kind", "kind_of", "outline", "wrapped"]

Shape = Literal["arch", "cut", "fold", "hexagon", "pill", "roof", "rounded", "slant", "square", "ticket"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: ``id`` names its colour, ``label`` it in the legend, ``shape`` its outline."""

    id: str
    label: str
    shape: Shape


WORDS = Kind("words", "Rule known in words only", "square")
OTHER = Kind("other", "Other", "rounded")
KINDS = (
    Kind("certification", "Certification", "hexagon"),
    Kind("certificate", "Certificate", "cut"),
    Kind("degree", "Degree", "arch"),
    Kind("diploma", "Diploma", "fold"),
    Kind("programme", "Programme", "slant"),
    Kind("course", "Course", "square"),
    Kind("examination", "Examination", "fold"),
    Kind("experience", "Experience", "pill"),
    Kind("occupation", "Occupation", "rounded"),
    Kind("membership", "Membership", "ticket"),
    Kind("licence", "Licence", "hexagon"),
    Kind("microcredential", "Microcredential", "cut"),
    Kind("body", "Body", "roof"),
    Kind("award", "Award of any kind", "rounded"),
    OTHER,
    WORDS,
)
_KIND_BY_WORD = {kind.id: kind for kind in KINDS} | {"program": KINDS[4], "approvalprogramme": KINDS[4]}


def kind_of(word: str) -> Kind:
    """The kind a word stands for, however it is written; OTHER for words nobody drew a shape for.

    >>> kind_of("Certification").shape, kind_of("apprenticeship").id
    ('hexagon', 'other')
    """
    return _KIND_BY_WORD.get(word.strip().casefold(), OTHER)


def outline(shape: Shape, width: float, height: float) -> str:
    """The outline as an SVG path, centred at the origin.

    >>> outline("square", 100, 40)
    'M-50 -20L50 -20L50 20L-50 20Z'
    """
    x, y = width / 2, height / 2
    if shape in _CORNERS:
        return _corners(x, y, _CORNERS[shape], clockwise=shape != "ticket")
    k = 10  # what is cut off a corner
    points = {
        "square": [(-x, -y), (x, -y), (x, y), (-x, y)],
        "fold": [(-x, -y), (x - 16, -y), (x, 16 - y), (x, y), (-x, y)],
        "cut": [(k - x, -y), (x - k, -y), (x, k - y), (x, y - k), (x - k, y), (k - x, y), (-x, y - k), (-x, k - y)],
        "hexagon": [(k - x, -y), (x - k, -y), (x, 0), (x - k, y), (k - x, y), (-x, 0)],
        "roof": [(-x, 12 - y), (0, -y), (x, 12 - y), (x, y), (-x, y)],
        "slant": [(8 - x, -y), (x, -y), (x - 8, y), (-x, y)],
    }
    return "M" + "L".join(f"{across:g} {down:g}" for across, down in points[shape]) + "Z"


_CORNERS: dict[Shape, tuple[float, float]] = {"arch": (20, 2), "pill": (26, 26), "rounded": (9, 9), "ticket": (9, 9)}
"""Radii of round corners, above and below."""


def _corners(x: float, y: float, radii: tuple[float, float], *, clockwise: bool) -> str:
    """A rectangle with round corners, or bitten off where they turn the other way."""
    (above, below), turn = (min(radius, y) for radius in radii), int(clockwise)
    return (
        f"M{above - x:g} {-y:g}L{x - above:g} {-y:g}A{above:g} {above:g} 0 0 {turn} {x:g} {above - y:g}"
        f"L{x:g} {y - below:g}A{below:g} {below:g} 0 0 {turn} {x - below:g} {y:g}"
        f"L{below - x:g} {y:g}A{below:g} {below:g} 0 0 {turn} {-x:g} {y - below:g}"
        f"L{-x:g} {above - y:g}A{above:g} {above:g} 0 0 {turn} {above - x:g} {-y:g}Z"
    )


def wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    """Text in at most so many lines of so many characters; "…" for what does not fit, long words broken.

    >>> wrapped("Registered Health Information Technician", 18, 2)
    ('Registered Health', 'Information Techn…')
    >>> wrapped("Post-baccalaureate certificate", 15, 3)
    ('Post-', 'baccalaureate', 'certificate')
    """
    done: list[str] = []
    for word in re.findall(r"\s*[^\s-]*-*", text.strip()):  # a line may also end in a hyphen
        if done and _columns(done[-1] + word) <= width:
            done[-1] += word
        else:
            done += _pieces(word.strip(), width)
    done = [" ".join(line.split()) for line in done if line.strip()]
    if len(done) <= lines:
        return tuple(done)
    rest = " ".join(done[lines - 1 :]).replace("- ", "-")
    return (*done[: lines - 1], f"{_pieces(rest, width - 1)[0].rstrip()}…")


def _pieces(word: str, width: int) -> list[str]:
    """A word cut into pieces that fit."""
    pieces = [""]
    for letter in word:
        if _columns(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _columns(text: str) -> int:
    """How wide text is in letters: East Asian ones take two places, accents none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(bool(unicodedata.combining(letter)) for letter in text)
