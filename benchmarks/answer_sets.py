"""The least cost by answer set programming (clingo), whose stable models support nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import clingo

from chartway.circuit import Circuit, Part


def least_cost(circuit: Circuit, goal: str, held: Iterable[str] = ()) -> int:
    """Least cents; the goal must be within reach."""
    part = circuit.part(goal, held)
    control = clingo.Control(["--opt-strategy=usc", "--warn=none"])
    control.add("base", [], "\n".join(_program(part)))
    control.ground([("base", [])])
    best: list[int] = []
    with control.solve(yield_=True) as models:
        for model in models:
            best = list(model.cost)
    return best[0] if best else 0


def _program(part: Part) -> Iterator[str]:
    """A rule for each gate; what stands for a way in may be left out, at its price if it is not."""
    yield f":- not n({part.goal})."
    for node, need in enumerate(part.need):
        body = f"{need} {{ {'; '.join(f'n({source})' for source in part.inputs[node])} }}" if need else "#true"
        way = part.route[node]
        yield f"{{n({node})}} :- {body}." if way else f"n({node}) :- {body}."
        if way and way[1].cost and way[1].cost.typical:
            yield f":~ n({node}). [{way[1].cost.typical}@1,{node}]"
