"""The numbered list of sources: each gets its number when it is first cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from chartway.source import Source
from chartway.visualization.picture import Citation
from chartway.wording import RELIABILITY, dated

__all__ = ["Bibliography", "safe_url"]

FOLLOWED = frozenset({"http", "https", "mailto"})
"""Schemes of addresses that become links; everything else ("javascript:", "data:", "file:") stays text."""


class Bibliography:
    """Numbers sources in the order in which they are first cited, from 1."""

    def __init__(self, sources: Mapping[str, Source], names: Callable[[str], str]) -> None:
        self._sources = sources
        self._names = names
        self._numbers: dict[str, int] = {}

    def cite(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of some sources, each once."""
        return tuple(dict.fromkeys(self._numbers.setdefault(id, len(self._numbers) + 1) for id in ids if id))

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


def safe_url(url: str) -> str:
    r"""The address if a browser may follow it, else nothing.

    >>> safe_url("https://www.ahima.org/ccs"), safe_url("java\tscript:alert(1)"), safe_url("data:text/html,x")
    ('https://www.ahima.org/ccs', '', '')
    """
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    followed = parts.scheme in FOLLOWED and bool(parts.path if parts.scheme == "mailto" else parts.netloc)
    return url if followed else ""
