"""The report on what opens: what can be begun now, and what one more step would open."""

from __future__ import annotations

from typing import Any

from chartway.catalog import MILLIWEEKS, Catalog, Cost, Route
from chartway.doubt import best, is_unconfirmed
from chartway.knowledge import DIPLOMA, Knowledge, Start
from chartway.opening import Opening, open_things, opening
from chartway.report.sections import Section
from chartway.requirement import has_corequisites, is_met
from chartway.wording import counted, duration, listed, price, seen_from, within

KINDS = ("certification", "microcredential", "degree", "certificate", "programme", "course", "experience")
"""The order in which things are listed; other kinds follow."""
EXPERIENCE = "experience"
JOB = "occupation"


def title(knowledge: Knowledge, start: Start) -> str:
    """From where one looks ahead."""
    names = [within(knowledge.name(id)) for id in start.said]
    names += [f"{within(knowledge.name(id))} (assumed)" for id in start.assumed]
    return f"What opens from: {listed(names)}" if names else "What opens from nothing"


def sections(knowledge: Knowledge, start: Start) -> list[Section]:
    """What to say of what opens from a start."""
    found = opening(_near(knowledge, knowledge.prepared.catalog, start), start.held)
    further = dict(found.next)
    now = sorted(found.now, key=lambda id: _place(knowledge, id))
    jobs = [id for id in now if knowledge.kind(id) == JOB]
    bare = [id for id in _bare(knowledge, start) if id not in found.now]
    left_out = tuple(seen_from(knowledge.said.view, knowledge.seen))
    parts = [Section("", left_out)] if left_out else []
    parts += _diploma(knowledge, start, found)
    if len(now) > len(jobs):
        sentences = tuple(_sentence(knowledge, start, id, further.get(id, ())) for id in now if id not in jobs)
        parts.append(Section("You can begin now", sentences))
    if jobs:
        parts.append(Section("You can be hired as", (listed([knowledge.name(id) for id in jobs]) + ".",)))
    if bare:
        heading = f"Open{', too,' if now else ''} though you lack what the issuing body recommends for it"
        parts.append(Section(heading, (listed([knowledge.name(id) for id in bare]) + ".",)))
    return parts if now or bare else [*parts, Section("", ("Nothing is open with what you hold.",))]


def _place(knowledge: Knowledge, id: str) -> tuple[int, str, int, str]:
    """Sort key: kinds in their order, then names; of experience of one kind the shorter first, which the longer has."""
    kind, name = knowledge.kind(id), knowledge.name(id)
    place = KINDS.index(kind) if kind in KINDS else len(KINDS)
    if kind != EXPERIENCE:
        return place, name, 0, ""
    return place, name.rpartition(", ")[0], len(knowledge.prepared.catalog.closure([id])), name


def _diploma(knowledge: Knowledge, start: Start, found: Opening) -> list[Section]:
    """What a diploma would open, for who has none: no way to it is known here, so it opens nothing by itself."""
    catalog = _near(knowledge, knowledge.prepared.catalog, start)
    if DIPLOMA in start.held or DIPLOMA not in catalog.achievements:
        return []
    more = len(set(opening(catalog, start.held | {DIPLOMA}).now) - set(found.now))
    name = within(knowledge.name(DIPLOMA))
    return [Section("First of all", (f"A {name}, or what counts as one: {counted(more, 'thing')} more would open.",))]


def _bare(knowledge: Knowledge, start: Start) -> tuple[str, ...]:
    catalog = _near(knowledge, knowledge.bare.catalog, start)
    return open_things(catalog, catalog.closure(start.held))


def _near(knowledge: Knowledge, catalog: Catalog, start: Start) -> Catalog:
    """The catalog without the courses and programmes of colleges from which the person has nothing.

    Every college's first course would else be open to everybody.
    """
    own = {"", *map(knowledge.college, start.said)}
    return Catalog.of(one for one in catalog.achievements.values() if knowledge.college(one.id) in own)


def _sentence(knowledge: Knowledge, start: Start, id: str, opens: tuple[str, ...]) -> str:
    """One thing with its price, its length and what it would open."""
    route = _cheapest(knowledge, start, id)
    unsure = any(one.of == "cost" and one.assumed for one in best(route.evidence))
    doubt = " (unconfirmed)" if is_unconfirmed(knowledge.kind(id), route) else ""
    parts = [price(route.cost, unsure=unsure), *([duration(route.weeks)] if route.weeks else [])]
    names = listed([knowledge.name(other) for other in _farthest(knowledge, opens)]) if opens else ""
    return f"{knowledge.name(id)}{doubt}: {', '.join(parts)}" + (f"; then open: {names}." if names else ".")


def _farthest(knowledge: Knowledge, ids: tuple[str, ...]) -> list[str]:
    """The ids without those that another one of them counts as."""
    closure = knowledge.prepared.catalog.closure
    return [id for id in ids if not any(other != id and id in closure([other]) for other in ids)]


def _cheapest(knowledge: Knowledge, start: Start, id: str) -> Route:
    """The open way in with the least price, a known one before an unknown one."""
    catalog = knowledge.prepared.catalog
    have = catalog.closure(start.held)
    routes = [route for route in catalog[id].routes if is_met(route.requires, have)]
    jointly = [route for route in catalog[id].routes if has_corequisites(route.requires)]
    return min(
        routes or jointly, key=lambda route: (route.cost is None, (route.cost or Cost.known(0)).typical, route.id)
    )


def to_json(knowledge: Knowledge, start: Start) -> dict[str, Any]:
    """What opens, as JSON: ids, with the price in dollars and the length in weeks of the cheapest open way in."""
    found: Opening = opening(_near(knowledge, knowledge.prepared.catalog, start), start.held)
    further = dict(found.next)
    return {
        **({} if knowledge.said.view.is_everything else {"view": knowledge.said.view.to_json()}),
        "start": start.to_json(),
        "now": [_json(knowledge, start, id, further.get(id, ())) for id in found.now],
        "bare": [id for id in _bare(knowledge, start) if id not in found.now],
    }


def _json(knowledge: Knowledge, start: Start, id: str, opens: tuple[str, ...]) -> dict[str, Any]:
    route = _cheapest(knowledge, start, id)
    return {
        "achievement": id,
        "label": knowledge.label(id),
        "unconfirmed": is_unconfirmed(knowledge.kind(id), route),
        "cost": None if route.cost is None else route.cost.to_json()[1],
        "weeks": route.weeks / MILLIWEEKS,
        "opens": list(opens),
    }
