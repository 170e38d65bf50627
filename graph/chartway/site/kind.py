"""The lists of all things of a kind."""

from __future__ import annotations

from chartway.site.site import Site
from chartway.site.template import filled

PLURALS = {
    "award": "Other awards",
    "body": "Bodies",
    "experience": "Lengths of experience",
    "offering": "Continuing education",
    "thing": "Other things",
}
"""What a list is called where it is not the kind with an s."""


def plural(kind: str) -> str:
    """What several things of a kind are called.

    >>> plural("certification"), plural("body")
    ('Certifications', 'Bodies')
    """
    return PLURALS.get(kind, f"{kind[:1].upper()}{kind[1:]}s")


def address(kind: str) -> str:
    """The address of the list."""
    return f"kinds/{kind.replace(' ', '-')}.html"


def counts(site: Site) -> tuple[tuple[str, int], ...]:
    """The kinds there are, and how many things of each, the most first."""
    kinds = list(site.things.values())
    return tuple(sorted(((kind, kinds.count(kind)) for kind in set(kinds)), key=lambda one: (-one[1], one[0])))


def page(site: Site, kind: str) -> bytes:
    """All things of a kind by name, with who issues, teaches or offers them."""
    ids = site.by_name(id for id, word in site.things.items() if word == kind)
    rows = [(id, site.full_name(id), site.by(id), site.knowledge.is_former(id)) for id in ids]
    return filled(
        site,
        "kind.html",
        address(kind),
        title=plural(kind),
        rows=rows,
        by=any(who for _, _, who, _ in rows),
    )
