"""Credentials side by side: those of one body, or those that lead to one occupation."""

from __future__ import annotations

from chartway.report.comparison import rows
from chartway.report.pathway import Sentences
from chartway.site.address import place
from chartway.site.site import Site
from chartway.site.template import filled

COLUMNS = ("price, time, steps", "required to begin", "how sure", "upkeep", "leads to")
"""What is told of each; the rest is on its own page."""
INDEX = "compare.html"


def address(id: str) -> str:
    """The address of the comparison for a body or an occupation."""
    return f"compare/{place(id)}.html"


def page(site: Site, id: str) -> bytes:
    """The credentials of a body, or of an occupation, a row for each."""
    ids = site.compared[id]
    advices = [site.advice(one) for one in ids]
    told = dict(rows(advices))
    return filled(
        site,
        "comparison.html",
        address(id),
        id=id,
        of=of(site, id),
        start=Sentences(advices[0]).start(),
        columns=COLUMNS,
        rows=[(one, [told[column][place] for column in COLUMNS]) for place, one in enumerate(ids)],
    )


def of(site: Site, id: str) -> str:
    """What is compared, in words."""
    if is_job(site, id):
        return f"that lead to work as {site.knowledge.label(id).lower()}"
    return f"of {site.knowledge.label(id)}"


def beside(site: Site, id: str) -> str:
    """How a page of one of them leads there: in few words."""
    return f"Compare with others {of(site, id)}" if is_job(site, id) else f"Compare within {site.knowledge.name(id)}"


def index(site: Site) -> bytes:
    """The list of comparisons."""
    groups = [
        (
            heading,
            [
                (one, address(one), len(site.compared[one]))
                for one in site.by_name(site.compared)
                if is_job(site, one) is job
            ],
        )
        for heading, job in (("By issuing body", False), ("By occupation", True))
    ]
    return filled(site, "comparisons.html", INDEX, groups=[group for group in groups if group[1]])


def is_job(site: Site, id: str) -> bool:
    """Whether it is an occupation."""
    return site.things[id] == "occupation"
