"""The pathway to a credential as a report to print."""

from __future__ import annotations

from chartway.report.handout import handout
from chartway.report.printed import to_html
from chartway.site.address import explorer_of, page_of, relative, report_of
from chartway.site.site import Site


def page(site: Site, id: str) -> bytes:
    """The report from a high-school diploma on."""
    onward = (
        ("Chartway", "index.html"),
        (f"All about {site.knowledge.name(id)}", page_of(id)),
        ("The same as a picture to explore", explorer_of(id)),
    )
    return to_html(handout(site.advice(id)), [(text, relative(report_of(id), to)) for text, to in onward]).encode()
