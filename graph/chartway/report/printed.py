"""The report as one HTML file that prints on letter paper, runs no script and asks nothing of the network.

The style is named by its hash in the content-security policy and every text is escaped, so whatever a label or an
address contains, it stays text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib import resources

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from chartway.link import ADDRESS, safe_url
from chartway.report.handout import Handout
from chartway.wording import day

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write."""
REFERENCE = re.compile(rf"\[(?P<number>\d{{1,4}})\]|(?P<address>{ADDRESS})")
"""What becomes a link within a sentence: the number of a source, or an address without the sentence's own signs."""


def to_html(report: Handout, onward: Iterable[tuple[str, str]] = ()) -> str:
    """The whole page; equal reports give equal text. ``onward`` are other pages: what they are, and their addresses."""
    environment = Environment(
        loader=DictLoader({"printed.html": _asset("printed.html")}),
        autoescape=True,
        finalize=printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    onward = tuple(onward)
    style = _asset("printed.css") + (_asset("onward.css") if onward else "")
    environment.filters["linked"] = lambda text: linked(text, len(report.sources))
    environment.filters["day"] = day
    return environment.get_template("printed.html").render(
        report=report,
        onward=onward,
        style=Markup(style),  # noqa: S704 - our file
        policy=_policy(style),
    )


def linked(text: str, sources: int) -> Markup:
    """The sentence with its source numbers and addresses as links; so many sources are listed.

    >>> print(linked("20 CEUs <every> 2 years [1] [7]", 1))
    20 CEUs &lt;every&gt; 2 years <a class="cite" href="#source-1">[1]</a> [7]
    """
    text = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    parts, end = [], 0
    for match in REFERENCE.finditer(text):
        parts += [escape(text[end : match.start()]), _link(match, sources)]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(match: re.Match[str], sources: int) -> Markup:
    if match["number"]:
        number = int(match["number"])
        known = 1 <= number <= sources
        return Markup('<a class="cite" href="#source-{0}">[{0}]</a>').format(number) if known else escape(match[0])
    return _followed(match["address"])


def _followed(address: str) -> Markup:
    if not safe_url(address):
        return escape(address)
    return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(address)


def printable(value: object) -> object:
    """Text as a page may carry it; what is markup already is ours."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _asset(name: str) -> str:
    return (resources.files("chartway.report") / name).read_text("utf-8")
