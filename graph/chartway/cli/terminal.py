"""What is printed where: results on standard output, talk on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


def say(text: str) -> None:
    """Prints a result, which ends its own last line."""
    print(text, end="")


def say_json(value: Mapping[str, Any]) -> None:
    """Prints a result as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def talk(sentence: str) -> None:
    """Says something beside the result."""
    print(sentence, file=sys.stderr)


def in_format(
    format: str,
    table: Callable[[], str],
    to_json: Callable[[], Mapping[str, Any]],
    markdown: Callable[[], str],
) -> None:
    """Prints a result in one of three formats; only that one is made."""
    match format:
        case "json":
            say_json(to_json())
        case "markdown":
            say(markdown())
        case _:
            say(table())


def write_utf8() -> None:
    """Prints everything everywhere: a terminal that cannot show a sign gets a question mark, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            known = (stream.encoding or "").lower().startswith("utf")
            stream.reconfigure(encoding=None if known else "utf-8", errors="replace")
