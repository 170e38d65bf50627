"""The lists of all things of a kind."""

from __future__ import annotations

from chartway.site.site import Site
from chartway.site.template import filled

ORDER = (
    *("certification", "occupation", "degree", "certificate", "microcredential", "programme", "course", "examination"),
    *("body", "college", "membership", "experience", "diploma", "licence", "award", "approval programme", "offering"),
    *("thing", "vocabulary", "concept"),
)
"""The kinds in the order in which people look for them."""
PLURALS = {
    "award": "Other awards",
    "body": "Bodies",
    "experience": "Lengths of experience",
    "offering": "Continuing education",
    "thing": "Other things",
    "vocabulary": "Vocabularies",
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
    """The kinds there are, and how many things of each, those that most people look for first."""
    kinds = [*site.things.values(), *site.concepts.values()]
    return tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds), key=rank))


def rank(kind: str) -> tuple[int, str]:
    """The place of a kind among all, the first first.

    >>> sorted(["offering", "course", "certification"], key=rank)
    ['certification', 'course', 'offering']
    """
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)


def page(site: Site, kind: str) -> bytes:
    """All things of a kind by name, with who issues, teaches or offers them."""
    ids = site.by_name(id for id, word in {**site.things, **site.concepts}.items() if word == kind)
    rows = [(id, site.full_name(id), site.by(id), site.knowledge.is_former(id)) for id in ids]
    return filled(
        site,
        "kind.html",
        address(kind),
        title=plural(kind),
        rows=rows,
        by=any(who for _, _, who, _ in rows),
    )
