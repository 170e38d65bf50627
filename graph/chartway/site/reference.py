"""The reference of the ontology: all terms on one page, and each on its own with where it is used."""

from __future__ import annotations

import pyoxigraph as ox

from chartway import ontology
from chartway.namespaces import CW
from chartway.site.schema import Term
from chartway.site.site import Site
from chartway.site.template import filled

ADDRESS = "ontology.html"
MOST_USERS = 120
"""Things that use a term which its page names at most."""
PLURALS = {"classes": "Classes", "properties": "Properties", "individuals": "Individuals"}


def page(site: Site) -> bytes:
    """All terms."""
    return filled(site, "reference.html", ADDRESS, schema=site.schema, terms=_by_name(site))


def term(site: Site, one: Term) -> bytes:
    """One term: what it means, how it stands to others, and where our data use it."""
    kin = {"said of it": [], "leads to it": [], "kinds of it": [], "of this kind": []}  # type: dict[str, list[Term]]
    name = f"cw:{one.name}"
    for other in site.schema.terms:
        if name in other.domain:
            kin["said of it"].append(other)
        if name in other.range:
            kin["leads to it"].append(other)
        if ("kind of", name) in other.alignments:
            kin["kinds of it"].append(other)
        if name in other.types:
            kin["of this kind"].append(other)
    return filled(
        site,
        "term.html",
        one.address,
        term=one,
        terms=_by_name(site),
        kin={word: others for word, others in kin.items() if others},
        users=site.by_name(one.users)[:MOST_USERS],
        heading=PLURALS[one.folder],
        iri=CW + one.name,
    )


def turtle(one: Term) -> bytes:
    """What the schema says of a term."""
    parsed = ox.parse(ontology.file("schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    about = [quad.triple for quad in parsed if quad.subject == ox.NamedNode(CW + one.name)]
    return ox.serialize(about, format=ox.RdfFormat.TURTLE, prefixes=dict(parsed.prefixes)) or b""


def _by_name(site: Site) -> dict[str, Term]:
    return {one.name: one for one in site.schema.terms}
