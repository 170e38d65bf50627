"""The start page, with what finds a thing by any of its names."""

from __future__ import annotations

import json
import unicodedata
from itertools import groupby

from chartway.report.pathway import Sentences
from chartway.site import kind
from chartway.site.address import explorer_of, page_of, report_of
from chartway.site.explorer import FIELD
from chartway.site.site import Site
from chartway.site.template import filled

ADDRESS = "index.html"
NAMES = "names.js"
INDEX = "names.html"


def page(site: Site) -> bytes:
    """The start page."""
    ready = [(id, Sentences(site.advice(id), numbered=False).in_a_line()) for id in site.charted]
    complete = frozenset(site.coverage.complete)
    return filled(
        site,
        "start.html",
        ADDRESS,
        complete=[one for one in ready if one[0] in complete],
        partly=[one for one in ready if one[0] not in complete],
        field=FIELD,
        report_of=report_of,
        explorer_of=explorer_of,
        kinds=[(kind.plural(word), kind.address(word), number) for word, number in kind.counts(site)],
    )


def names(site: Site) -> bytes:
    """The index of names as a script, which a page may load from a disk, too.

    Each entry has the address, the kind, who issues or teaches it, then all its names: what people call it first, its
    id last. They come in the order in which people look for kinds, then by name: so do things that are found alike.
    """
    ids = sorted(site.by_name(site.things), key=lambda id: kind.rank(site.things[id]))
    entries = [_entry(site, id) for id in ids]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True, separators=(",", ":")) for entry in entries)
    return f'"use strict";\nconst NAMES = [\n{lines}\n];\n'.encode()


def index(site: Site) -> bytes:
    """All things by all their names, for whoever reads without scripts."""
    named = {(name, id) for id, entry in ((id, _entry(site, id)[3:-1]) for id in site.things) for name in entry}
    ordered = sorted(named, key=lambda one: (_letter(one[0]), one[0].casefold(), one))
    groups = [(letter, list(rows)) for letter, rows in groupby(ordered, key=lambda one: _letter(one[0]))]
    return filled(site, "names.html", INDEX, groups=groups)


def _letter(name: str) -> str:
    """Below which letter a name stands; names that begin with none come first.

    >>> _letter("Épreuve"), _letter("2 years")
    ('E', '0–9')
    """
    first = unicodedata.normalize("NFKD", name.casefold())[:1].upper()
    return first if first.isalpha() else "0–9"


def _entry(site: Site, id: str) -> list[str]:
    knowledge = site.knowledge
    who = site.by(id)
    called = filter(None, [knowledge.name(id), site.full_name(id), *knowledge.called[id], id])
    return [page_of(id), site.things[id], knowledge.name(who) if who else "", *dict.fromkeys(called)]
