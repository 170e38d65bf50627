"""All files of a site by their addresses, each with what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from chartway import ontology
from chartway.namespaces import expand
from chartway.site import comparison, explorer, kind, pathway, reference, source, start, state, thing
from chartway.site.address import explorer_of, page_of, place, report_of
from chartway.site.site import Site
from chartway.site.template import asset

Make = Callable[[], bytes]
"""Makes the content of a file."""
TRIG = "chartway.trig"
SCHEMA = "schema.ttl"
LICENCE = "LICENSE.txt"
ASSETS = ("find.js", "site.css")


def contents(site: Site) -> Mapping[str, Make]:
    """Every file of the site, what takes longest first, so that processes end together."""
    described = (*site.things, *site.concepts)
    return {
        explorer.FIELD: partial(explorer.field, site),
        **{explorer_of(id): partial(explorer.page, site, id) for id in site.explored},
        TRIG: site.download.trig,
        reference.ADDRESS: partial(reference.page, site),
        state.ADDRESS: partial(state.page, site),
        start.ADDRESS: partial(start.page, site),
        start.INDEX: partial(start.index, site),
        start.NAMES: partial(start.names, site),
        comparison.INDEX: partial(comparison.index, site),
        **{comparison.address(id): partial(comparison.page, site, id) for id in site.compared},
        **{report_of(id): partial(pathway.page, site, id) for id in site.charted},
        **{kind.address(word): partial(kind.page, site, word) for word, _ in kind.counts(site)},
        **{page_of(id): partial(thing.page, site, id) for id in described},
        **{f"{place(id)}.ttl": partial(site.download.turtle, expand(id)) for id in described},
        **{f"{place(id)}.jsonld": partial(site.download.json_ld, expand(id)) for id in described},
        source.INDEX: partial(source.index, site),
        **{page_of(id): partial(source.page, site, id) for id in site.knowledge.sources},
        **{f"{place(id)}.trig": partial(site.download.source, expand(id)) for id in site.knowledge.sources},
        **{term.address: partial(reference.term, site, term) for term in site.schema.terms},
        **{term.file: partial(reference.turtle, term) for term in site.schema.terms},
        **{name: partial(_asset, name) for name in ASSETS},
        **{name: partial(explorer.shared, name) for name in explorer.SHARED},
        SCHEMA: ontology.file("schema.ttl").read_bytes,
        LICENCE: ontology.file("LICENSE").read_bytes,
    }


def _asset(name: str) -> bytes:
    return asset(name).encode()
