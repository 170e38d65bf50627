"""The report on one thing: everything known about it, with who says so and what no longer holds."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from textwrap import wrap
from typing import Any

from chartway.facts import Facts
from chartway.knowledge import Knowledge
from chartway.report import sections
from chartway.report.sections import Section
from chartway.requirement import ids_of
from chartway.source import Fact
from chartway.wording import citation, seen_from

WIDTH = 100
LEADING = (
    "abbreviation",
    "name",
    "description",
    "issued by",
    "status",
    "taught by",
    "offered by",
    "begins",
    "ends",
    "rhythm",
    "requires",
    "recommends",
    "fee",
    "duration",
    "format",
)
"""What a person asks first."""


def opens(knowledge: Knowledge, id: str) -> tuple[str, ...]:
    """What asks for this thing, as a requirement or as advice of the issuing body."""
    return tuple(
        other
        for other, achievement in knowledge.prepared.catalog.achievements.items()
        if other != id and any(id in ids_of(route.requires) for route in achievement.routes)
    )


def offers(knowledge: Knowledge, college: str) -> tuple[str, ...]:
    """The programmes and courses of a college, the programmes first; of anything else nothing."""
    own = [id for id in knowledge.bare.catalog.achievements if knowledge.college(id) == college]
    return tuple(sorted(own, key=lambda id: (knowledge.kind(id) == "course", knowledge.name(id))))


def table(knowledge: Knowledge, id: str) -> str:
    """Everything known about a thing, for a terminal."""
    facts = sorted(Facts(knowledge).about(id), key=_order)
    cited = list(dict.fromkeys(source for fact in facts for source in fact.sources))
    number = {source: place for place, source in enumerate(cited, 1)}
    lines = [_title(knowledge, id), *seen_from(knowledge.said.view, knowledge.seen), ""]
    lines += _block([fact for fact in facts if not fact.standing], number)
    if served := opens(knowledge, id):
        lines += _entry("asked for by", "; ".join(knowledge.name(other) for other in served))
    if offered := offers(knowledge, id):
        lines += _entry("offers", "; ".join(map(knowledge.name, offered)))
    if gone := [fact for fact in facts if fact.standing]:
        lines += ["", "Not used", *_block(gone, number)]
    if not facts:
        lines += ["Nothing but its name is known."]
    known = [
        f"[{number[source]}] {citation(knowledge.sources[source])}" for source in cited if source in knowledge.sources
    ]
    return "\n".join([*lines, "", "Sources", *(f"  {one}" for one in known)]) + "\n"


def markdown(knowledge: Knowledge, id: str) -> str:
    """Everything known about a thing, as Markdown."""
    facts = sorted(Facts(knowledge).about(id), key=_order)
    cited = list(dict.fromkeys(source for fact in facts for source in fact.sources))
    number = {source: place for place, source in enumerate(cited, 1)}
    told = [_line(fact, number) for fact in facts if not fact.standing] or ["Nothing but its name is known."]
    if served := opens(knowledge, id):
        told.append(f"asked for by: {'; '.join(knowledge.name(other) for other in served)}")
    gone = [_line(fact, number) for fact in facts if fact.standing]
    known = [
        f"[{number[source]}] {citation(knowledge.sources[source])}" for source in cited if source in knowledge.sources
    ]
    left_out = seen_from(knowledge.said.view, knowledge.seen)
    parts = [Section("", (*left_out, *told)), Section("Not used", tuple(gone)), Section("Sources", tuple(known))]
    return sections.markdown(_title(knowledge, id), [part for part in parts if part.sentences])


def _line(fact: Fact, number: dict[str, int]) -> str:
    notes = "".join(f"[{one}]" for one in sorted(number[source] for source in fact.sources))
    return f"{fact.property}: {fact.value} {notes}" + (f" ({fact.standing})" if fact.standing else "")


def _title(knowledge: Knowledge, id: str) -> str:
    name, label, kind = knowledge.name(id), knowledge.label(id), knowledge.kind(id)
    head = name if name == label else f"{name}  {label}"
    return f"{head} · {kind}" if kind else head


def _order(fact: Fact) -> tuple[bool, int, str, str]:
    place = LEADING.index(fact.property) if fact.property in LEADING else len(LEADING)
    return (bool(fact.standing), place, fact.property, fact.value)


def _block(facts: list[Fact], number: dict[str, int]) -> list[str]:
    """The facts of each property under its name, those with the same sources in one line."""
    lines: list[str] = []
    for (word, standing), group in groupby(facts, key=lambda fact: (fact.property, fact.standing)):
        by_source: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for fact in group:
            by_source[fact.sources].append(fact.value)
        for place, (sources, values) in enumerate(by_source.items()):
            notes = "".join(f"[{one}]" for one in sorted(number[source] for source in sources))
            text = f"{'; '.join(values)} {notes}" + (f" ({standing})" if standing else "")
            lines += _entry(word if place == 0 else "", text)
    return lines


def _entry(word: str, text: str) -> list[str]:
    """A property and its value, wrapped: the value begins where its property's name ends."""
    column = 24
    words = [*wrap(word, column - 2)] or [""]
    values = wrap(text, WIDTH - column, break_on_hyphens=False, break_long_words=False) or [""]
    values = [*[""] * (len(words) - 1), *values]
    words += [""] * (len(values) - len(words))
    return [f"  {left:<{column - 2}}{right}".rstrip() for left, right in zip(words, values, strict=True)]


def to_json(knowledge: Knowledge, id: str) -> dict[str, Any]:
    """Everything known about a thing, as JSON."""
    facts = sorted(Facts(knowledge).about(id), key=_order)
    cited = dict.fromkeys(source for fact in facts for source in fact.sources)
    return {
        "id": id,
        **({} if knowledge.said.view.is_everything else {"view": knowledge.said.view.to_json()}),
        "name": knowledge.name(id),
        "label": knowledge.label(id),
        "kind": knowledge.kind(id) or None,
        "facts": [
            {
                "property": fact.property,
                "value": fact.value,
                "sources": list(fact.sources),
                **({"link": fact.link} if fact.link else {}),
                **({"standing": fact.standing} if fact.standing else {}),
            }
            for fact in facts
        ],
        "askedForBy": list(opens(knowledge, id)),
        **({"offers": list(offered)} if (offered := offers(knowledge, id)) else {}),
        "sources": [knowledge.sources[source].to_json() for source in cited if source in knowledge.sources],
    }
