"""A programme of study in our data: its courses, and what is known of what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chartway.catalog import Achievement, Catalog, Route
from chartway.catalog_rdf import required_by
from chartway.curriculum import Curriculum
from chartway.knowledge import Knowledge
from chartway.namespaces import CW, compact, expand
from chartway.requirement import (
    NOTHING,
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Concurrent,
    Prose,
    Requirement,
    SumOf,
    Together,
    ids_of,
)

INCLUDES = CW + "includes"
"""What leads from a programme to its courses."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The courses of a programme with what each requires, None where no source says it.

    They are the courses that belong to it and those that these ask for; ``lacking`` says in words what is not
    recorded, "" where every course is.
    """

    id: str
    required: Mapping[str, Requirement | None]
    lacking: str = ""

    @classmethod
    def of(cls, knowledge: Knowledge, id: str) -> Programme:
        """The programme of that id; one without courses of its own has none."""
        required: dict[str, Requirement | None] = {}
        new = list(map(compact, knowledge.said.values(expand(id), INCLUDES)))
        while new:
            course = new.pop(0)
            if course not in required and knowledge.kind(course) == "course":
                required[course] = required_by(knowledge.said, expand(course))
                new += sorted(ids_of(required[course] or NOTHING))
        return cls(id, dict(sorted(required.items())), knowledge.said.value(expand(id), CW + "lacking"))

    @property
    def silent(self) -> tuple[str, ...]:
        """The courses of which no source says what they ask for."""
        return tuple(id for id, rule in self.required.items() if rule is None)

    def curriculum(self, knowledge: Knowledge) -> Curriculum:
        """The structure of the programme, as far as it is known.

        A course of which nothing is said counts as one that asks for nothing. What is said in words only, and what is
        no course of the programme, is left aside; of a choice the options within the programme count.
        """
        ways = {id: Route("0", self.within(rule) or NOTHING) for id, rule in self.required.items()}
        courses = [
            Achievement(id, _title(knowledge, id), "course", (way,), notation=knowledge.name(id))
            for id, way in ways.items()
        ]
        return Curriculum.of(Catalog.of(courses), tuple(self.required), name=knowledge.label(self.id))

    def within(self, rule: Requirement | None) -> Requirement | None:
        """What the rule asks for within the programme, None if nothing."""
        match rule:
            case None | Prose():
                return None
            case Achieved(id) | Concurrent(id) | Together(id):
                return rule if id in self.required else None
            case SumOf():
                return self._sum_within(rule)
            case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
                inside = tuple(part for one in parts if (part := self.within(one)) is not None)
        if not inside:
            return None
        return AtLeast(min(rule.number, len(inside)), inside) if isinstance(rule, AtLeast) else type(rule)(inside)

    def _sum_within(self, rule: SumOf) -> Requirement | None:
        """The sum over the options within the programme, as much of it as they come to."""
        pairs = zip(rule.parts, rule.amounts, strict=True)
        inside = [(part, amount) for one, amount in pairs if (part := self.within(one)) is not None]
        if not inside:
            return None
        parts, amounts = zip(*inside, strict=True)
        return SumOf(min(rule.number, sum(amounts)), parts, amounts, rule.unit)


def _title(knowledge: Knowledge, id: str) -> str:
    """What the course is called besides its short name, without the college; "" if nothing else."""
    title = knowledge.label(id).removesuffix(f" ({knowledge.label(knowledge.college(id))})")
    return "" if knowledge.name(id).endswith(title) else title


def programmes(knowledge: Knowledge) -> tuple[str, ...]:
    """The programmes of colleges whose courses are recorded, in part or all, by their ids."""
    including = {
        one.subject for said in knowledge.said.by_subject.values() for one in said if one.predicate == INCLUDES
    }
    return tuple(sorted(id for id in map(compact, including) if knowledge.college(id)))
