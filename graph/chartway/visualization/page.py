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
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape
from pyvis.network import Network

from chartway import __version__
from chartway.errors import UnwritableError
from chartway.link import ADDRESS, safe_url
from chartway.output import write_text
from chartway.visualization.picture import Frame, Link, Option, Picture, Thing
from chartway.visualization.shape import KINDS, outline

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

__all__ = ["shared", "to_html", "write_html"]

SCRIPTS = (
    "data",
    "rules",
    "paint",
    "standing",
    "plan",
    "frames",
    "view",
    "choose",
    "hold",
    "filter",
    "address",
    "save",
    "tabs",
    "begin",
)
"""The parts of the page's script, each after what it rests on."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write."""


class _Compiled(BytecodeCache):
    """The template compiled once for all pages of a process: that takes 60 ms, as long as the rest of a small page."""

    code: ClassVar[dict[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.code[bucket.key + bucket.checksum] = bucket.code


def to_html(
    picture: Picture,
    onward: Iterable[tuple[str, str]] = (),
    lent: Mapping[str, str] | None = None,
    page_of: Callable[[str], str] = lambda _: "",
) -> str:
    """The whole page; equal pictures give equal text.

    Args:
        picture: what it shows.
        onward: other pages: what they are, and their addresses.
        lent: where the page finds each of the files of :func:`shared`; without it they are within the page.
        page_of: the address of the page about the thing with an id, "" where there is none.
    """
    network = Network(directed=True, cdn_resources="in_line")
    network.options = OPTIONS
    outlines = sorted({_outlined(thing) for thing in picture.things})
    for thing in picture.things:
        network.add_node(thing.id, label=thing.name or " ", **_node(thing), outline=outlines.index(_outlined(thing)))
    for link in picture.links:
        network.add_edge(link.source, link.target, **_link(link))
    network.path = "explore.html"
    network.templateEnv = Environment(
        loader=DictLoader({network.path: _asset("explore.html")}),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        bytecode_cache=_Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.templateEnv.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    network.templateEnv.filters["linked"] = linked
    network.templateEnv.filters["lean"] = _lean
    network.templateEnv.globals.update(
        _surroundings(picture, lent) | {"outlines": outlines, "onward": tuple(onward), "page_of": page_of}
    )
    html: str = network.generate_html()
    return html


def shared() -> dict[str, str]:
    """What is the same on every page, as files that many pages may share, by their names."""
    return {"explore.css": _asset("explore.css"), "explore.js": _script(), "network.js": _library()}


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


LOOKS = {"required": "required", "recommended": "dashed", "one of several": "thin", "related": "dotted"}
"""The class of each arrow of the legend."""
NOBODY = "nobody named"
"""What issues things that no body is named for."""
SURE = {
    "own": "your own word",
    "official": "official page",
    "reported": "third party",
    "assumed": "our estimate",
    "unsaid": "no account",
}
"""How reliable accounts are, as a filter says it."""
LENT = frozenset({"arrows", "color", "id", "shape"})
"""What pyvis says of every node or edge; the ids of things are their numbers."""
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": False, "zoomView": True, "keyboard": False},
    "nodes": {"shape": "custom", "borderWidth": 0},
}


def _node(thing: Thing) -> dict[str, Any]:
    return {
        "shape": "custom",
        "x": thing.x,
        "y": thing.y,
        "role": thing.role if thing.role != "achievement" else "",
        "kind": thing.kind.id,
        "lines": [list(line) for line in thing.lines],
        "step": thing.step,
        "held": thing.held,
        "goal": thing.goal,
        "chosen": thing.chosen,
        "closed": not thing.earnable or thing.role == "words",
        "caption": thing.caption if thing.caption != thing.kind.label else "",
        "when": thing.when,
        "price": thing.price,
        "means": thing.means,
        "full": thing.full_name,
        "names": list(thing.names),
        "issuer": thing.issuer,
        "status": thing.status,
        "sure": thing.sure,
    }


def _link(link: Link) -> dict[str, Any]:
    """An arrow is drawn through its points, so that it can pass around things."""
    points = [[_short(x), _short(y)] for x, y in link.points]
    return {"points": points, "strength": link.strength, "chosen": link.chosen}


def _short(value: float) -> float:
    """A whole number without the ".0", which would be a third of what a place weighs."""
    return int(value) if value == int(value) else value


def _lean(attributes: dict[str, Any]) -> dict[str, Any]:
    """A node or an edge without what pyvis adds for its own drawing, and without what the page takes for granted."""
    ends = {name: _number(attributes[name]) for name in ("from", "to") if name in attributes}
    return ends | {
        name: value
        for name, value in attributes.items()
        if name not in LENT | set(ends) and value is not None and value is not False and value not in ("", [])
    }


def _number(id: str) -> int:
    """The number in the id of a thing: its place among all, from 1."""
    return int(id.removeprefix("thing-"))


def _outlined(thing: Thing) -> tuple[str, float, float]:
    return thing.outline, thing.width, thing.height


def _printable(value: object) -> object:
    """Text as a page may carry it; what is markup already is ours."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _surroundings(picture: Picture, lent: Mapping[str, str] | None) -> dict[str, Any]:
    """All that the template knows beside nodes and edges."""
    scripts = {} if lent else {"library": _library(), "explore": _script()}
    # No page on a disk may read the rules of another file; what is printed takes its colours from the first rule.
    style = _asset("explore.css").partition("}")[0] + "}" if lent else _asset("explore.css")
    return {
        "picture": picture,
        "rules": picture.rules.to_json(),
        "plans": [_plan(option) for option in picture.options],
        "frames": [_frame(frame) for frame in picture.frames],
        "offered": _offered(picture),
        "captions": {kind.id: kind.label for kind in KINDS},
        "arrows": _arrows(picture),
        "version": __version__,
        "scripts": {name: Markup(text) for name, text in scripts.items()},  # noqa: S704 - our files and pyvis's
        "style": Markup(style),  # noqa: S704 - our file
        "policy": _policy(scripts.values(), style),
        "lent": lent,
        "outline": outline,
        "things": {thing.id: thing for thing in picture.things},
    }


def _plan(option: Option) -> dict[str, Any]:
    return {
        "steps": [{"thing": stop.thing, "way": stop.way} for stop in option.stops],
        "things": list(option.things),
        "links": list(option.links),
        "sayings": [[one.thing, [list(line) for line in one.lines], one.when, one.price] for one in option.sayings],
    }


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "id": frame.id,
        "label": frame.label,
        "things": [_number(id) for id in frame.things],
        "box": [frame.x, frame.y, frame.width, frame.height],
        "opened": frame.opened,
    }


def _offered(picture: Picture) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """What one can filter by, where there is anything to choose: the question, and the values with their words."""
    things = [thing for thing in picture.things if thing.role != "junction"]
    found = {
        "kind": ("Kind", [(kind.id, kind.label) for kind in picture.kinds]),
        "issuer": ("Issued by", [(name, name) for name in sorted({thing.issuer or NOBODY for thing in things})]),
        "status": ("Status", [(word, word) for word in sorted({thing.status or "current" for thing in things})]),
        "sure": ("How sure its rule is", [(word, SURE[word]) for word in SURE if word in {one.sure for one in things}]),
    }
    return {name: question for name, question in found.items() if len(question[1]) > 1}


def _arrows(picture: Picture) -> list[tuple[str, str]]:
    """The arrows of the legend: how each looks, and what it says."""
    present = {link.strength for link in picture.links}
    said = [(LOOKS[strength], strength.capitalize()) for strength in LOOKS if strength in present]
    return [("plan", "The plan"), *said] if picture.steps else said


def _policy(scripts: Iterable[str], style: str) -> str:
    """What the page may run and look like: what is within it, by its hash, or where that is lent, files of its site."""
    hashes = " ".join(map(_hash, scripts))
    ours = "" if hashes else " 'self'"
    return (
        f"default-src 'none'; script-src {hashes or ours.strip()}; style-src {_hash(style)}{ours}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (resources.files("chartway.visualization") / name).read_text("utf-8")


def _script() -> str:
    """The page's own script: its parts in order, within one function."""
    return "\n".join(['"use strict";', "(() => {", *(_asset(f"explore/{part}.js") for part in SCRIPTS), "})();", ""])


def _library() -> str:
    """The newest vis-network pyvis brings, with line ends as browsers read them, or its hash would differ."""
    folder = resources.files("pyvis") / "templates" / "lib"
    versions = sorted((entry.name for entry in folder.iterdir() if entry.name.startswith("vis-")), key=_version)
    text = (folder / versions[-1] / "vis-network.min.js").read_text("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _version(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]
