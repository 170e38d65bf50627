"""The state of the data as a page, with what there is to take away."""

from __future__ import annotations

from chartway.report.state import parts
from chartway.site.site import Site
from chartway.site.template import filled
from chartway.state import State

ADDRESS = "data.html"


def page(site: Site) -> bytes:
    """How complete, how old and how sure the data are."""
    state = State(site.knowledge)
    credentials = (*site.coverage.complete, *site.coverage.partly, *site.coverage.listed)
    return filled(
        site,
        "state.html",
        ADDRESS,
        day=state.day,
        sections=parts(state),
        ids={site.knowledge.name(id): id for id in sorted(credentials)},
    )
