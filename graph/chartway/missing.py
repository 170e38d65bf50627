"""What is missing for a goal out of reach: minimal sets of achievements that would make it reachable.

Being granted every achievement of one set, and nothing less, puts the goal within reach. The sets are the
minimal hitting sets of the landmarks of grants, found by Reiter's tree ("A Theory of Diagnosis from First
Principles", 1987): whenever a set does not suffice, one of a list of achievements must still be granted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import chain, repeat

from chartway.circuit import NEVER, Circuit
from chartway.timing import implying

MOST_SETS = 50
"""Sets listed at most; a person reads a few."""
MOST_TRIES = 5_000
"""Sets tried at most."""
MOST_VISITS = 5_000_000
"""Nodes visited at most, as each try takes one pass over the relevant part: a few seconds."""


Reach = Callable[[str, frozenset[str]], bool]
"""Whether the goal can be reached from what is held."""


def missing_sets(
    circuit: Circuit, goal: str, held: Iterable[str], reach: Reach = lambda _, __: True
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Minimal sets of achievements whose granting makes the goal reachable, and whether these are all.

    The goal itself is only listed where nothing else would help. ``reach`` has the last word where steps ask to start
    together, of which the circuit knows less.
    """
    search = _Search(circuit, goal, frozenset(held), reach)
    sets = search.run()
    if not sets and search.complete:
        return ((goal,),), True
    return tuple(sets), search.complete


class _Search:
    """A breadth-first tree over sets of grants; smaller sets come first, so no superset of a found one is kept."""

    def __init__(self, circuit: Circuit, goal: str, held: frozenset[str], reach: Reach) -> None:
        self.circuit = circuit
        self.held = held
        self.reach = reach
        self.goal = circuit.index[goal]
        self.names = list(circuit.catalog.achievements)
        self.complete = True
        granted = circuit.granted(held)
        relevant = circuit.relevant(goal, held)
        asked = {id: node for id, node in circuit.outset.items() if node in set(relevant)} if circuit.outset else {}
        self.tied = {asked[id]: [circuit.index[one] for one in implying(circuit.catalog, id)] for id in asked}
        ungranted = {*relevant, *chain.from_iterable(self.tied.values())} - granted - {self.goal}
        self.others = sorted(node for node in ungranted if node < len(self.names))
        self.tries = min(MOST_TRIES, MOST_VISITS // len(relevant))
        self.outputs: dict[int, list[tuple[int, int]]] = {node: [] for node in relevant}
        for node in relevant:
            inputs = circuit.inputs[node] if node not in granted else ()
            for source, amount in zip(inputs, circuit.amounts.get(node, repeat(1)), strict=False):
                self.outputs[source].append((node, amount))
        self.lacking = {node: circuit.need[node] for node in relevant if node not in granted}
        self.within_reach: set[int] = set()
        free = [node for node in relevant if self.lacking.get(node, 0) == 0]
        self.within_reach, self.lacking = self._spread(free)

    def run(self) -> list[tuple[str, ...]]:
        everything = frozenset(self.others)
        if not self._suffices(everything, self._fired(everything)):
            return []
        found: list[frozenset[int]] = []
        seen: set[frozenset[int]] = {frozenset()}
        queue: deque[frozenset[int]] = deque(seen)
        while queue:
            grants = queue.popleft()
            if any(small <= grants for small in found):
                continue
            self.tries -= 1
            if self.tries < 0 or len(found) >= MOST_SETS:
                self.complete = False
                break
            fired = self._fired(grants)
            if self._suffices(grants, fired):
                found.append(grants)
                continue
            for candidate in sorted(self._candidates(fired) if self.goal not in fired else self.others):
                larger = grants | {candidate}
                if larger not in seen:
                    seen.add(larger)
                    queue.append(larger)
        if not found and not self.complete:
            found = self._nearest()
        return sorted(tuple(sorted(self.names[node] for node in grants)) for grants in found)

    def _suffices(self, grants: frozenset[int], fired: set[int]) -> bool:
        """Whether the goal is within reach with these grants, with which this fires."""
        if self.goal not in fired or not self.tied:
            return self.goal in fired
        return self.reach(self.names[self.goal], self.held | {self.names[node] for node in grants})

    def _nearest(self) -> list[frozenset[int]]:
        """One minimal set of achievements close to the goal, where sets are too large or too many to be listed."""
        grants: frozenset[int] = frozenset()
        while not self._suffices(grants, fired := self._fired(grants)):
            others = self.others if self.goal in fired else self._candidates(fired)
            candidates = [node for node in others if node not in grants]
            if not candidates:
                return []
            grants |= {candidates[0]}
        for one in sorted(grants):
            if self._suffices(grants - {one}, self._fired(grants - {one})):
                grants -= {one}
        return [grants]

    def _fired(self, grants: frozenset[int]) -> set[int]:
        """Everything within reach once these are granted."""
        outset = self.circuit.granted(self.names[node] for node in grants) if self.tied else grants
        return self._spread(outset & self.outputs.keys())[0]

    def _spread(self, given: Iterable[int]) -> tuple[set[int], dict[int, int]]:
        """What is within reach with these as well, and what every node then lacks."""
        lacking = self.lacking.copy()
        stack = [node for node in given if node not in self.within_reach]
        fired = self.within_reach | set(stack)
        while stack:
            for output, amount in self.outputs[stack.pop()]:
                lacking[output] -= amount
                if lacking[output] <= 0 and output not in fired:
                    fired.add(output)
                    stack.append(output)
        return fired, lacking

    def _candidates(self, fired: set[int]) -> list[int]:
        """Achievements of which one at least must be granted: all out of reach below the goal, the nearest first.

        What must be held from the outset can be granted itself, or what implies it.
        """
        seen = {self.goal: None}
        queue = deque(seen)
        while queue:
            node = queue.popleft()
            if self.circuit.need[node] >= NEVER and node not in self.tied:
                continue
            for source in (*self.circuit.inputs[node], *self.tied.get(node, ())):
                if source not in fired and source not in seen:
                    seen[source] = None
                    queue.append(source)
        return [node for node in seen if node < len(self.names) and node != self.goal]
