"""A deadlock: things that wait for each other, so that nobody who holds none of them can ever come to hold one.

What no account tells how to earn, such as a licence, can be held; a rule in words can be met. So only a rule that no
set of holdings can ever meet is left. Like every plan, this is a least fixed point: what can be held is found from
what asks for nothing upwards, and things that only support each other are never found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from chartway.namespaces import CW
from chartway.statements import Statements

PARTS = tuple(CW + name for name in ("all", "any", "of"))


@dataclass(frozen=True)
class Deadlocks:
    """Finds what waits for itself in the rules that hold today."""

    said: Statements

    @classmethod
    def of(cls, said: Statements) -> tuple[tuple[str, str], ...]:
        """Each thing that waits for itself, with the rule that makes it wait; sorted."""
        found = cls(said)
        return tuple((thing, rule) for thing in found.waiting for rule in sorted(found.needs[thing] & found.stuck))

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """What each thing and each rule asks for: rules, their parts, and what counts as a thing."""
        links: dict[str, set[str]] = defaultdict(set)
        for node, asked in self._pairs({CW + "requires", *PARTS}):
            links[node].add(asked)
        for node, other in self._pairs({CW + "countsAs"}):
            if other in links:
                links[other].add(node)
        return {node: frozenset(asked) for node, asked in links.items()}

    def _pairs(self, predicates: Set[str]) -> Iterator[tuple[str, str]]:
        """What holds today by one of the predicates."""
        for node, statements in self.said.by_subject.items():
            for one in statements:
                if one.predicate in predicates and self.said.standing.holds(one):
                    yield node, one.object

    @cached_property
    def stuck(self) -> Set[str]:
        """What can never be held or met."""
        stuck = set(self.needs)
        while freed := {node for node in stuck if len(self.needs[node] - stuck) >= self._least(node)}:
            stuck -= freed
        return stuck

    def _least(self, node: str) -> int:
        """How many of the things it asks for are enough; a rule that is not understood asks for one."""
        if self.said.values(node, CW + "all"):
            return len(self.needs[node])
        asked = self.said.value(node, CW + "atLeast")
        return int(asked) if asked.isdecimal() else 1

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The things that wait for themselves; what only waits for one of these is not at fault."""
        things = [node for node in self.stuck if any(self.said.about(node, CW + "requires"))]
        return tuple(sorted(thing for thing in things if thing in self._reached(self.needs[thing])))

    def _reached(self, nodes: Iterable[str]) -> set[str]:
        """What is waited for, however far away."""
        found: set[str] = set()
        stack = [node for node in nodes if node in self.stuck]
        while stack:
            node = stack.pop()
            if node not in found:
                found.add(node)
                stack += self.needs[node] & self.stuck
        return found
