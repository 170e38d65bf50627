"""The page about a source: whose it is, how far it can be trusted, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping

from chartway.link import safe_url
from chartway.site.address import page_of, place
from chartway.site.site import Site
from chartway.site.template import filled
from chartway.source import Fact
from chartway.wording import RELIABILITY, dated

INDEX = "sources.html"
MOST_TOLD = 40
"""Things of which a page tells what the source says; of more it names them only."""


def page(site: Site, id: str) -> bytes:
    """The page about the source with this id."""
    source = site.knowledge.sources[id]
    told: Mapping[str, tuple[Fact, ...]] = site.told_by.get(id, {})
    return filled(
        site,
        "source.html",
        page_of(id),
        id=id,
        source=source,
        publisher=site.knowledge.name(source.publisher) if source.publisher else "",
        reliability=RELIABILITY[source.reliability],
        dated=dated(source),
        url=safe_url(source.url),
        told=[(one, told[one]) for one in site.by_name(told)],
        whole=len(told) <= MOST_TOLD,
        file=f"{place(id)}.trig",
    )


def index(site: Site) -> bytes:
    """All sources, by title."""
    sources = sorted(site.knowledge.sources.values(), key=lambda one: (one.title.casefold(), one.id))
    rows = [(one, RELIABILITY[one.reliability], dated(one), len(site.told_by.get(one.id, {}))) for one in sources]
    return filled(site, "sources.html", INDEX, rows=rows)
