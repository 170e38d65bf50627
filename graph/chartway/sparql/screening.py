"""What a query may not do, found before it runs: leave our graphs, or change them.

The engine reads a query without splitting it into words first, so that ``trueSERVICEex:x`` and ``FILTER(1<2)#>`` mean
more to it than to the grammar of the standard: such disguises reached a server where a search among the
standard's words found nothing. Therefore every way to read the text is followed at once. Wherever the engine could be
reading code, the keyword is looked for; a ``<`` that may open an IRI or compare two numbers is taken as both. Of
8 million random texts the engine took 64,000 for calls of another computer; all of those are refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chartway.errors import Mistake, UnreadableError
from chartway.sparql.fault import place

LONGEST = 65_536
"""Characters of a query at most; all shipped ones together have a third of that."""

# Letters beyond ASCII are taken more freely than by the engine, which refuses the query then.
_LETTER = r"[A-Za-z0-9_\u0080-\U0010ffff]"
_BLANK = re.compile(r"[ \t\r\n]+|#[^\r\n]*")
_IRI = re.compile(r"<([^>]*)>")
_LONG_STRING = re.compile(r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\r\n]|\\.)*"' + r"|'(?:[^'\\\r\n]|\\.)*'")
_PLAIN: Mapping[str, re.Pattern[str]] = {
    "blank": _BLANK,
    "variable": re.compile(rf"[?$]{_LETTER}+"),
    "local": re.compile(rf":(?:(?::|{_LETTER})(?:[:-]|{_LETTER})*)?"),
    "word": re.compile(rf"(?:-|{_LETTER})+"),
}
_SERVICE = re.compile("service", re.IGNORECASE)
_FORM = frozenset({"ask", "construct", "describe", "select"})
_CHANGES = frozenset({"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "move", "with"})
_DATASET = re.compile(r"from", re.IGNORECASE)
_NAMED = re.compile(r"named(?![A-Za-z0-9_:-])", re.IGNORECASE)
_GAP = r"(?:[ \t\r\n]|#[^\r\n]*+[\r\n])*+"
_DECLARED = re.compile(rf"prefix{_GAP}([\w.-]*):{_GAP}<([^>\s]*)>", re.IGNORECASE)
_NAME = re.compile(r"([\w.-]*):([\w.:-]*)")


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of the text that the engine may read as one; ``word`` is what stands there, if that matters."""

    start: int
    end: int
    kind: str
    word: str = ""


def screen(name: str, text: str, graphs: Collection[str], prefixes: Mapping[str, str]) -> None:
    """Refuses a query that asks elsewhere, reads what is not ours, or changes anything.

    Args:
        name: What the query is called in a message: a file, or "standard input".
        text: The query.
        graphs: The IRIs of our graphs, which alone FROM may name.
        prefixes: What short names stand for, unless the query says otherwise.

    Raises:
        UnreadableError: with the line and column of everything that is refused.

    >>> screen("own.rq", "SELECT * { ?service a ?kind }", (), {})
    >>> screen("own.rq", "ASK { serVice <http://example.org/> {} }", (), {})
    Traceback (most recent call last):
    chartway.errors.UnreadableError: own.rq:1:7: SERVICE asks another computer; Chartway answers from its own data only
    """
    if len(text) > LONGEST:
        raise UnreadableError(name, (Mistake("", f"it has over {LONGEST:,} characters; ask for less at once"),))
    namespaces = _namespaces(text, prefixes)
    pieces = sorted(_pieces(text, joined=_joined_freely(namespaces)))
    found = [*_elsewhere(pieces), *_foreign(pieces, text, graphs, namespaces), *_changes(pieces)]
    if found:
        start, why = min(found)
        raise UnreadableError(f"{name}:{place(text, start)}", (Mistake("", why),))


# ---- reading


def _namespaces(text: str, prefixes: Mapping[str, str]) -> dict[str, set[str]]:
    """All that each prefix may stand for: a declaration in a comment does not count, but which is one is unclear."""
    found = {prefix: {iri} for prefix, iri in prefixes.items()}
    for match in _DECLARED.finditer(text):
        found.setdefault(match[1], set()).add(match[2])
    return found


def _joined_freely(namespaces: Mapping[str, Collection[str]]) -> bool:
    """Whether a prefix and any plain name make an IRI: where they make none, the engine reads the prefix alone.

    With ``PREFIX e: <http://example.org:80>``, ``e:SERVICE`` is ``e:`` and a keyword to it.
    """
    return all(iri.endswith(("/", "#")) for iris in namespaces.values() for iri in iris)


def _pieces(text: str, *, joined: bool) -> Iterator[Piece]:
    """All pieces of all readings; what two readings share is looked at once."""
    seen, ahead = set[int](), [0]
    while ahead:
        start = ahead.pop()
        if start in seen or start >= len(text):
            continue
        seen.add(start)
        for piece in _readings(text, start):
            yield piece
            ahead.append(piece.end)
            if piece.kind == "local" and not (joined and piece.word.isascii()):
                ahead.append(start + 1)


def _readings(text: str, start: int) -> Iterator[Piece]:
    """What can stand at a place: one piece, or several where the text is ambiguous, or none that makes sense."""
    if text.startswith("//", start):
        return  # never in a query but inside an IRI: this one was no comparison
    for kind, pattern in _PLAIN.items():
        if match := pattern.match(text, start):
            yield Piece(start, match.end(), kind, match[0])
            return
    if text[start] in "'\"":
        yield from _strings(text, start)
        return
    if text[start] == "<" and (end := text.find(">", start)) > 0:
        yield Piece(start, end + 1, "iri")
    yield Piece(start, start + 1, "sign", text[start])


def _strings(text: str, start: int) -> Iterator[Piece]:
    """A long string, a short one, or both: one whose escapes mean nothing is read again as a short one."""
    long, short = _LONG_STRING.match(text, start), _STRING.match(text, start)
    if long:
        yield Piece(start, long.end(), "string")
    if short and not (long and "\\" not in long[0]):
        yield Piece(start, short.end(), "string")


# ---- what is refused


def _elsewhere(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
    """SERVICE, glued to whatever; and what would be read as letters by a tool that undoes escapes first."""
    for piece in pieces:
        if piece.kind == "word" and (match := _SERVICE.search(piece.word)):
            why = "SERVICE asks another computer; Chartway answers from its own data only"
            yield piece.start + match.start(), why
        if piece.kind == "sign" and piece.word == "\\":
            yield piece.start, "a backslash belongs into strings and IRIs only; write the letter itself"


def _foreign(
    pieces: list[Piece], text: str, graphs: Collection[str], namespaces: Mapping[str, Collection[str]]
) -> Iterator[tuple[int, str]]:
    """FROM and FROM NAMED with anything but a graph of ours."""
    for piece in pieces:
        if piece.kind == "word" and (match := _DATASET.match(piece.word)):
            start = _after_blanks(text, piece.start + match.end())
            if named := _NAMED.match(text, start):
                start = _after_blanks(text, named.end())
            for iri in sorted(_iris(text, start, namespaces) - set(graphs)):
                why = f"FROM may name graphs of Chartway only, and <{iri}> is none; `chartway query sources` lists them"
                yield piece.start, why


def _after_blanks(text: str, start: int) -> int:
    while match := _BLANK.match(text, start):
        start = match.end()
    return start


def _iris(text: str, start: int, namespaces: Mapping[str, Collection[str]]) -> set[str]:
    """What the name written there may stand for; nothing if there is none, which the engine will say."""
    if match := _IRI.match(text, start):
        return {match[1]}
    match = _NAME.match(text, start)
    return {iri + match[2] for iri in namespaces.get(match[1], ())} if match else set()


def _changes(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
    """A request to change something where a question should stand: the engine says it less clearly."""
    for piece in pieces:
        word = piece.word.lower()
        if piece.kind == "word" and word in _FORM:
            return
        if piece.kind == "word" and word in _CHANGES:
            yield piece.start, f"{piece.word.upper()} changes data; a query only asks: SELECT, ASK, CONSTRUCT, DESCRIBE"
            return
