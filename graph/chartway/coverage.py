"""How much of the data is there: which credentials are complete, and which are only listed."""

from __future__ import annotations

from dataclasses import dataclass

from chartway.knowledge import Knowledge
from chartway.namespaces import CW, compact, expand
from chartway.requirement import ids_of

PARTS = ("requirement", "examination", "fee", "renewal", "issuer")
"""What makes a credential complete, each from a page that was read."""
PREDICATES = {
    "requirement": "requires",
    "examination": "format",
    "fee": "fee",
    "renewal": "renewal",
    "issuer": "issuedBy",
}
READ = frozenset({"official", "reported"})


@dataclass(frozen=True, slots=True)
class Coverage:
    """The certifications offered today by what is known of them, and the day the last source was seen."""

    complete: tuple[str, ...]
    partly: tuple[str, ...]
    listed: tuple[str, ...]
    seen: str

    @classmethod
    def of(cls, knowledge: Knowledge) -> Coverage:
        """Sorts the certifications that are awarded today.

        Complete: it can be planned, with all of ``PARTS`` from pages. Partly: it can, with something assumed or
        unknown. Listed: the rest, also where the way in is known in words only.
        """
        things = [compact(thing) for thing in knowledge.said.types.get("Certification", ())]
        today = [id for id in things if not knowledge.is_former(id)]
        planned = [id for id in today if can_be_planned(knowledge, id)]
        complete = tuple(id for id in planned if not unknown_parts(knowledge, id))
        partly = tuple(id for id in planned if id not in complete)
        listed = tuple(id for id in today if id not in planned)
        return cls(complete, partly, listed, max((source.seen for source in knowledge.sources.values()), default=""))


def can_be_planned(knowledge: Knowledge, id: str) -> bool:
    """Whether somebody who holds whatever can only be held, such as a licence, has a way to it."""
    circuit = knowledge.bare.circuit
    given = [other for other, one in circuit.catalog.achievements.items() if not one.routes and other != id]
    return circuit.part(id, given).goal >= 0


def unknown_parts(knowledge: Knowledge, id: str) -> tuple[str, ...]:
    """What no page that was read says about the credential, of itself or of the examinations that lead to it."""
    folded = [exam for exam, thing in knowledge.folded.items() if thing == id]
    sat = sorted({one for route in knowledge.bare.catalog[id].routes for one in ids_of(route.requires)})
    exams = [*folded, *(one for one in sat if knowledge.kind(one) == "examination")]
    return tuple(part for part in PARTS if not _is_known(knowledge, id, part, exams, folded))


def _is_known(knowledge: Knowledge, id: str, part: str, exams: list[str], folded: list[str]) -> bool:
    """Whether a page says it; where an examination alone earns the credential, both have a rule."""
    if part == "requirement":
        return all(_is_read(knowledge, one, part) for one in [id, *folded])
    return any(_is_read(knowledge, one, part) for one in [id, *exams])


def _is_read(knowledge: Knowledge, id: str, part: str) -> bool:
    links = knowledge.said.about(expand(id), CW + PREDICATES[part])
    sources = [knowledge.sources.get(compact(link.source)) for link in links]
    return any(source is not None and source.reliability in READ for source in sources)
