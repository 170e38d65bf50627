"""The pathways to a credential: the report to print, and the interactive page."""

from __future__ import annotations

from dataclasses import replace

from chartway.report.handout import handout
from chartway.report.pathway import headline
from chartway.report.printed import to_html
from chartway.site.address import page_of, place, relative
from chartway.site.site import Site

FIELD = "explore/index.html"
"""The address of the interactive page of the whole field."""


def report_address(id: str) -> str:
    """The address of the report on a goal."""
    return f"pathways/{place(id)}.html"


def explorer_address(id: str) -> str:
    """The address of the interactive page of a goal."""
    return f"explore/{place(id)}.html"


def report(site: Site, id: str) -> bytes:
    """The report from a high-school diploma on."""
    here, name = report_address(id), site.knowledge.name(id)
    onward = (
        ("Chartway", "index.html"),
        (f"All about {name}", page_of(id)),
        ("The same as a picture to explore", explorer_address(id)),
    )
    links = [(text, relative(here, address)) for text, address in onward]
    return to_html(handout(site.advice(id)), links).encode()


def explorer(site: Site, id: str) -> bytes:
    """The interactive page of all ways in; kinds of pages to come have their place here, too."""
    from chartway import visualization  # noqa: PLC0415 - 0.8 s, for whoever makes such pages only

    advice = site.advice(id)
    world = replace(site.world, prepared=advice.catalog)
    return visualization.to_html(visualization.picture_of(advice.answer, world, headline=headline(advice))).encode()


def field(site: Site) -> bytes:
    """The interactive page of the whole field."""
    from chartway import visualization  # noqa: PLC0415 - as above
    from chartway.visualization.subject import picture_of_everything  # noqa: PLC0415 - as above

    return visualization.to_html(picture_of_everything(site.knowledge)).encode()
