"""Everything Chartway raises on purpose.

::

    ChartwayError (Exception)
    ├── UnreadableError        input that cannot be understood; carries every fault found
    ├── UnknownNameError       no thing of that name; carries the nearest names
    ├── AmbiguousNameError     several things of that name; carries them
    ├── UnwritableError        output that cannot be written; carries the path
    ├── OptionError            options that contradict each other or cannot be carried out
    ├── LimitError             work that was stopped at a limit of time, memory or depth
    └── BrokenPlanError        a plan that does not replay: a defect of ours, never printed as an answer

The command line turns all but the last into one clear message and exit code 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest


class ChartwayError(Exception):
    """The root of all errors Chartway raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One fault of an input: where it is, what it is, and what to do about it.

    >>> str(Mistake("routes[0].cost of BIO 1", "is -3; a cost is 0 or more, or null when unknown"))
    'routes[0].cost of BIO 1: is -3; a cost is 0 or more, or null when unknown'
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class UnreadableError(ChartwayError, ValueError):
    """An input could not be understood; ``mistakes`` lists every fault of it at once."""

    def __init__(self, source: str, mistakes: tuple[Mistake, ...]) -> None:
        self.source = source
        self.mistakes = mistakes
        super().__init__(source, mistakes)

    def __str__(self) -> str:
        if len(self.mistakes) == 1:
            return f"{self.source}: {self.mistakes[0]}"
        lines = [f"{self.source}: {len(self.mistakes)} faults", *(f"  {fault}" for fault in self.mistakes)]
        return "\n".join(lines)


class UnknownNameError(ChartwayError, LookupError):
    """Nothing has that name; ``nearest`` are the names that come closest."""

    def __init__(self, name: str, nearest: tuple[str, ...] = ()) -> None:
        self.name = name
        self.nearest = nearest
        super().__init__(name, nearest)

    def __str__(self) -> str:
        hint = f" Did you mean {_listed(self.nearest)}?" if self.nearest else ""
        return f"nothing here is called {self.name!r}.{hint}"


class AmbiguousNameError(ChartwayError, LookupError):
    """Several things have that name; ``candidates`` are what one can write instead, ``titles`` what they are called."""

    def __init__(self, name: str, candidates: tuple[str, ...], titles: tuple[str, ...] = ()) -> None:
        self.name = name
        self.candidates = candidates
        self.titles = titles
        super().__init__(name, candidates, titles)

    def __str__(self) -> str:
        titled = zip_longest(self.candidates, self.titles, fillvalue="")
        named = tuple(f"{id} ({title})" if title else id for id, title in titled)
        return f"{self.name!r} can mean {_listed(named)}; write one of these."


class UnwritableError(ChartwayError, OSError):
    """An output could not be written; nothing was left half-written at ``path``."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(path, why)

    def __str__(self) -> str:
        return f"cannot write {self.path}: {self.why}"


class OptionError(ChartwayError, ValueError):
    """The options given contradict each other or cannot be carried out."""


class LimitError(ChartwayError):
    """Work was stopped at a limit of time, memory or depth; asking for less, or allowing more, helps."""


class BrokenPlanError(ChartwayError, RuntimeError):
    """A plan failed its independent replay; it is a defect of Chartway and never an answer."""


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
