"""The numbered list of sources: each gets its number when it is first cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from chartway.link import safe_url
from chartway.source import Source
from chartway.visualization.picture import Citation
from chartway.wording import RELIABILITY, dated

__all__ = ["Bibliography"]


class Bibliography:
    """Numbers sources in the order in which they are first cited, from 1."""

    def __init__(self, sources: Mapping[str, Source], names: Callable[[str], str]) -> None:
        self._sources = sources
        self._names = names
        self._numbers: dict[str, int] = {}

    def cite(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of some sources, each once."""
        return tuple(dict.fromkeys(self._numbers.setdefault(id, len(self._numbers) + 1) for id in ids if id))

    def number(self, id: str) -> int:
        """The number of a source, 0 for one that is not cited."""
        return self._numbers.get(id, 0)

    def citations(self) -> tuple[Citation, ...]:
        """Every source cited so far; one that is not described is listed by its id."""
        return tuple(self._citation(number, id) for id, number in self._numbers.items())

    def _citation(self, number: int, id: str) -> Citation:
        source = self._sources.get(id)
        if source is None:
            return Citation(number, id, "", "not described", "", "", "", "")
        return Citation(
            number=number,
            title=source.title,
            publisher=self._names(source.publisher) or source.publisher,
            reliability=RELIABILITY[source.reliability],
            dated=dated(source),
            url=safe_url(source.url),
            address=source.url,
            description=source.description,
        )
