"""What is wrong with a query: the line, the column, and one clear line of words."""

from __future__ import annotations

import re

from chartway.errors import Mistake, UnreadableError

_COMPLAINT = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"([^"]+)"|\b([A-Z]{2,})\b')
MANY = 8
"""Words that could stand somewhere: up to so many help."""


def place(text: str, offset: int) -> str:
    r"""The line and column of an offset, both counted from 1.

    >>> place("ASK\n{ ?x", 6)
    '2:3'
    """
    before = text[:offset]
    return f"{before.count(chr(10)) + 1}:{offset - before.rfind(chr(10))}"


def complaint(name: str, text: str, message: str) -> UnreadableError:
    """The engine's complaint in one line: where, what stands there, and what could.

    >>> str(complaint("own.rq", "ASK { ?x a }", 'error at 1:12: expected one of "(", "<"'))
    "own.rq:1:12: makes no sense from '}' on; here could stand: ( <"
    """
    match = _COMPLAINT.match(message)
    if match is None:
        return UnreadableError(name, (Mistake("", message.partition("\n")[0]),))
    line, column, expected = int(match[1]), int(match[2]), match[3]
    offset = sum(map(len, text.split("\n")[: line - 1])) + line - 1 + column - 1
    if "Prefix not found" in expected and (prefix := re.search(r"([\w.-]*):[^\s:]*$", text[:offset])):
        what = f"the prefix {prefix[1]}: stands for nothing; PREFIX {prefix[1]}: <…> at the top says what it stands for"
        return UnreadableError(f"{name}:{place(text, prefix.start())}", (Mistake("", what),))
    return UnreadableError(f"{name}:{line}:{column}", (Mistake("", _senseless(text[offset:], expected)),))


def _senseless(rest: str, expected: str) -> str:
    found = re.match(r"\s*(\w+|\S)", rest)
    what = f"makes no sense from {found[1]!r} on" if found else "ends too early"
    words = list(dict.fromkeys(sign or word for sign, word in _EXPECTED.findall(expected)))
    helps = any(sign for sign, _ in _EXPECTED.findall(expected)) and len(words) <= MANY
    return f"{what}; here could stand: {' '.join(words)}" if helps else what
