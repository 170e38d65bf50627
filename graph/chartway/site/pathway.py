"""The pathways to a credential: the report to print, and the interactive page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chartway.report.handout import handout
from chartway.report.pathway import headline
from chartway.report.printed import to_html
from chartway.site.address import page_of, place, relative
from chartway.site.site import Site

Onward = tuple[tuple[str, str], ...]
"""Other pages: what they are, and their addresses."""
HOME = ("Chartway", "index.html")
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
    onward = (*_home(site, id), ("The same as a picture to explore", explorer_address(id)))
    return to_html(handout(site.advice(id)), _from(report_address(id), onward)).encode()


def explorer(site: Site, id: str) -> bytes:
    """The interactive page of all ways in."""
    from chartway import visualization  # noqa: PLC0415 - 0.8 s, for whoever makes such pages only

    advice = site.advice(id)
    onward = (*_home(site, id), ("The same as a report to print", report_address(id)))
    world = replace(site.world, prepared=advice.catalog)
    picture = visualization.picture_of(advice.answer, world, headline=headline(advice))
    return visualization.to_html(picture, _from(explorer_address(id), onward)).encode()


def field(site: Site) -> bytes:
    """The interactive page of the whole field."""
    from chartway import visualization  # noqa: PLC0415 - as above
    from chartway.visualization.subject import picture_of_everything  # noqa: PLC0415 - as above

    return visualization.to_html(picture_of_everything(site.knowledge), _from(FIELD, [HOME])).encode()


def _home(site: Site, id: str) -> Onward:
    """The start page and that of the goal."""
    return (HOME, (f"All about {site.knowledge.name(id)}", page_of(id)))


def _from(here: str, onward: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pages with their addresses as seen from this one."""
    return [(text, relative(here, address)) for text, address in onward]
