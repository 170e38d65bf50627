"""The interactive pages: all ways in to a credential, the surroundings of anything else, and the whole field."""

from __future__ import annotations

from dataclasses import replace

from chartway.report.pathway import headline
from chartway.site.address import explorer_of, page_of, relative, report_of
from chartway.site.site import Site
from chartway.visualization.picture import Picture

FIELD = "explore/index.html"
"""The address of the page of the whole field."""
SHARED = ("explore.css", "explore.js", "network.js")
"""What all these pages share: by far the most of each."""


INVITATIONS = {
    "body": "Explore what it issues",
    "college": "Explore what it teaches",
    "occupation": "Explore the ways into it",
}
"""How the page of a thing leads to its interactive page, by kind, where that is not all ways in."""


def invitation(site: Site, id: str) -> str:
    """How the page of a thing leads to its interactive page."""
    if id in site.charted:
        return "Explore the ways in"
    if id in site.programmes:
        return "Explore its courses"
    return INVITATIONS.get(site.things[id], "Explore what is around it")


def page(site: Site, id: str) -> bytes:
    """All ways in to what has a pathway of its own; of anything else what is around it."""
    return _page(site, _ways(site, id) if id in site.charted else _around(site, id), explorer_of(id), _onward(site, id))


def field(site: Site) -> bytes:
    """The whole field."""
    from chartway.visualization.subject import picture_of_everything  # noqa: PLC0415 - 0.8 s, where it is needed only

    return _page(site, picture_of_everything(site.knowledge), FIELD, ())


def shared(name: str) -> bytes:
    """A file that these pages share."""
    from chartway.visualization.page import shared  # noqa: PLC0415 - as above

    return shared()[name].encode()


def _ways(site: Site, id: str) -> Picture:
    from chartway.visualization import picture_of  # noqa: PLC0415 - as above

    advice = site.advice(id)
    return picture_of(advice.answer, replace(site.world, prepared=advice.catalog), headline=headline(advice))


def _around(site: Site, id: str) -> Picture:
    from chartway.visualization.subject import picture_of_subject  # noqa: PLC0415 - as above

    return picture_of_subject(site.knowledge, id, world=site.world)


def _onward(site: Site, id: str) -> tuple[tuple[str, str], ...]:
    """Other pages: what they are, and their addresses."""
    report = (("The same as a report to print", report_of(id)),) if id in site.charted else ()
    return ((f"All about {site.knowledge.name(id)}", page_of(id)), *report)


def _page(site: Site, picture: Picture, here: str, onward: tuple[tuple[str, str], ...]) -> bytes:
    from chartway.visualization import to_html  # noqa: PLC0415 - as above

    others = [(text, relative(here, target)) for text, target in (("Chartway", "index.html"), *onward)]
    lent = {name: relative(here, name) for name in SHARED}
    return to_html(picture, others, lent, lambda id: relative(here, page_of(id)) if id in site.things else "").encode()
