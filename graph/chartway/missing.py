"""What is missing for a goal out of reach: minimal sets of achievements that would make it reachable.

Being granted every achievement of one set, and nothing less, puts the goal within reach. The sets are the
minimal hitting sets of the landmarks of grants, found by Reiter's tree ("A Theory of Diagnosis from First
Principles", 1987): whenever a set does not suffice, one of a list of achievements must still be granted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from chartway.circuit import NEVER, Circuit

MOST_SETS = 50
"""Sets listed at most; a person reads a few."""
MOST_TRIES = 5_000
"""Sets tried at most: each takes one pass over the relevant part."""


def missing_sets(circuit: Circuit, goal: str, held: Iterable[str]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Minimal sets of achievements whose granting makes the goal reachable, and whether these are all.

    The goal itself is only listed where nothing else would help.
    """
    search = _Search(circuit, goal, frozenset(held))
    sets = search.run()
    if not sets and search.complete:
        return ((goal,),), True
    return tuple(sets), search.complete


class _Search:
    """A breadth-first tree over sets of grants; smaller sets come first, so no superset of a found one is kept."""

    def __init__(self, circuit: Circuit, goal: str, held: frozenset[str]) -> None:
        self.circuit = circuit
        self.goal = circuit.index[goal]
        self.relevant = circuit.relevant(goal, held)
        self.granted = {circuit.index[id] for id in held if id in circuit.index}
        self.names = list(circuit.catalog.achievements)
        self.complete = True

    def run(self) -> list[tuple[str, ...]]:
        found: list[frozenset[int]] = []
        seen: set[frozenset[int]] = {frozenset()}
        queue: deque[frozenset[int]] = deque(seen)
        tries = 0
        while queue:
            grants = queue.popleft()
            if any(small <= grants for small in found):
                continue
            tries += 1
            if tries > MOST_TRIES or len(found) >= MOST_SETS:
                self.complete = False
                break
            fired = self._fired(grants)
            if self.goal in fired:
                found.append(grants)
                continue
            for candidate in self._candidates(fired):
                larger = grants | {candidate}
                if larger not in seen:
                    seen.add(larger)
                    queue.append(larger)
        return sorted(tuple(sorted(self.names[node] for node in grants)) for grants in found)

    def _fired(self, grants: frozenset[int]) -> set[int]:
        """Everything within reach once these are granted."""
        given = self.granted | grants
        missing = {node: 0 if node in given else self.circuit.need[node] for node in self.relevant}
        outputs: dict[int, list[int]] = {}
        for node in self.relevant:
            if node not in given:
                for source in self.circuit.inputs[node]:
                    outputs.setdefault(source, []).append(node)
        fired = {node for node, need in missing.items() if need == 0}
        stack = list(fired)
        while stack:
            for output in outputs.get(stack.pop(), ()):
                missing[output] -= 1
                if missing[output] == 0:
                    fired.add(output)
                    stack.append(output)
        return fired

    def _candidates(self, fired: set[int]) -> list[int]:
        """Achievements of which at least one must be granted: all out of reach that the goal rests on."""
        seen = {self.goal}
        stack = [self.goal]
        while stack:
            node = stack.pop()
            if self.circuit.need[node] >= NEVER:
                continue
            for source in self.circuit.inputs[node]:
                if source not in fired and source not in seen:
                    seen.add(source)
                    stack.append(source)
        return sorted(node for node in seen if node < len(self.names) and node != self.goal)
