"""The page of a picture: one file that asks nothing of the network and runs no script but its own.

pyvis lends the drawing library (vis-network) and the form of its data; the template is ours, because pyvis's
own calls a network for styles even with ``cdn_resources="in_line"``, prints its heading twice and escapes neither
heading nor options (measured on 0.3.2). Every script and style is named by its hash in the content-security policy,
so whatever a label, an address or a fact contains, it stays text.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape
from pyvis.network import Network

from chartway import __version__
from chartway.errors import UnwritableError
from chartway.link import ADDRESS, safe_url
from chartway.output import write_text
from chartway.visualization.picture import Link, Picture, Thing
from chartway.visualization.shape import outline

__all__ = ["to_html", "write_html"]

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write."""


def to_html(picture: Picture) -> str:
    """The whole page; equal pictures give equal text."""
    network = Network(directed=True, cdn_resources="in_line")
    network.options = OPTIONS
    for thing in picture.things:
        network.add_node(thing.id, label=thing.name or " ", **_node(thing))
    for link in sorted(picture.links, key=lambda link: link.chosen):  # what is drawn last lies on top
        _add_link(network, link)
    network.path = "explore.html"
    network.templateEnv = Environment(
        loader=DictLoader({network.path: _asset("explore.html")}),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.templateEnv.filters["linked"] = linked
    network.templateEnv.globals.update(_surroundings(picture))
    html: str = network.generate_html()
    return html


def write_html(picture: Picture, path: str | os.PathLike[str]) -> None:
    """Write the page as UTF-8, whole or not at all.

    Raises:
        UnwritableError: the file cannot be written; what was there before is untouched.
    """
    html = to_html(picture)
    try:
        write_text(Path(path), html)
    except ValueError as error:  # a NUL in the path
        raise UnwritableError(str(path), str(error)) from error


def linked(text: str) -> Markup:
    """The sentence with its addresses as links.

    >>> print(linked("Ask <AHIMA> (https://www.ahima.org)."))  # doctest: +ELLIPSIS
    Ask &lt;AHIMA&gt; (<a href="https://www.ahima.org" rel=...>https://www.ahima.org</a>).
    """
    parts = re.split(f"({ADDRESS})", UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))
    return Markup("").join(_followed(part) if safe_url(part) else escape(part) for part in parts)


def _followed(address: str) -> Markup:
    return Markup('<a href="{0}" rel="noopener noreferrer" target="_blank">{0}</a>').format(address)


NO_SIZE = 0.02
"""A bend has none; but vis-network divides by it where it looks for the tip of an arrow."""
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": False, "zoomView": True, "keyboard": False},
    "nodes": {"shape": "custom", "size": NO_SIZE, "borderWidth": 0},
    "edges": {"smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.55}},
}


def _node(thing: Thing) -> dict[str, Any]:
    return {
        "shape": "custom",
        "x": thing.x,
        "y": thing.y,
        "role": thing.role,
        "kind": thing.kind.id,
        "outline": thing.outline,
        "width": thing.width,
        "height": thing.height,
        "lines": [list(line) for line in thing.lines],
        "step": thing.step,
        "held": thing.held,
        "goal": thing.goal,
        "chosen": thing.chosen,
        "earnable": thing.earnable and thing.role != "words",
        "said": _said(thing),
    }


def _said(thing: Thing) -> str:
    """What a screen reader says when the thing is chosen in the picture."""
    step = f"step {thing.step} of the plan" if thing.step else ""
    return ", ".join(filter(None, [thing.name, thing.full_name, thing.caption, step, thing.price, thing.when]))


def _add_link(network: Network, link: Link) -> None:
    """An arrow is a chain of curves between unseen bends, so that it can pass around things."""
    bends = [f"{link.id}-{number}" for number in range(len(link.points))]
    for bend, (x, y) in zip(bends, link.points, strict=True):
        network.add_node(bend, label=" ", shape="custom", x=x, y=y, role="bend")
    for left, right in pairwise(bends):
        network.add_edge(
            left,
            right,
            link=link.id,
            tail=link.source,
            head=link.target,
            chosen=link.chosen,
            width=4 if link.chosen else 1.5,
            dashes=[7, 6] if link.strength == "recommended" else False,
            arrows={"to": {"enabled": right == bends[-1], "scaleFactor": 0.5 if link.chosen else 0.7}},
        )


def _printable(value: object) -> object:
    """Text as a page may carry it; what is markup already is ours."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _surroundings(picture: Picture) -> dict[str, Any]:
    """All that the template knows beside nodes and edges."""
    scripts = {"library": _library(), "explore": _asset("explore.js")}
    style = _asset("explore.css")
    return {
        "picture": picture,
        "version": __version__,
        "scripts": {name: Markup(text) for name, text in scripts.items()},  # noqa: S704 - our files and pyvis's
        "style": Markup(style),  # noqa: S704 - our file
        "policy": _policy(scripts.values(), style),
        "outline": outline,
        "things": {thing.id: thing for thing in picture.things},
        "into": _arrows_by(picture, "target"),
        "out_of": _arrows_by(picture, "source"),
    }


def _arrows_by(picture: Picture, end: str) -> dict[str, list[Link]]:
    return {thing.id: [link for link in picture.links if getattr(link, end) == thing.id] for thing in picture.things}


def _policy(scripts: Iterable[str], style: str) -> str:
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (resources.files("chartway.visualization") / name).read_text("utf-8")


def _library() -> str:
    """The newest vis-network pyvis brings, with line ends as browsers read them, or its hash would differ."""
    folder = resources.files("pyvis") / "templates" / "lib"
    versions = sorted((entry.name for entry in folder.iterdir() if entry.name.startswith("vis-")), key=_version)
    text = (folder / versions[-1] / "vis-network.min.js").read_text("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _version(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]
