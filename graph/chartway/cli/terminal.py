"""What is printed where: results on standard output, talk on standard error."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
A_WHILE = 0.2
"""Seconds between two counts."""


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


def counting(things: Iterable[T], word: str) -> Iterator[T]:
    """The things, counted aloud on the way where somebody sits at a terminal."""
    if not sys.stderr.isatty():
        yield from things
        return
    due = 0.0
    for number, thing in enumerate(things, 1):
        if time.monotonic() >= due:
            due = time.monotonic() + A_WHILE
            print(f"\r{number:,} {word}", end="", file=sys.stderr, flush=True)
        yield thing
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def stoppable() -> Iterator[None]:
    """Whoever tells this process to end has it clean up first, as with Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(one, _stop) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _stop(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # told once is told; being told again must not end the cleaning
    raise KeyboardInterrupt


def write_utf8() -> None:
    """Prints everything everywhere: a terminal that cannot show a sign gets a question mark, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            known = (stream.encoding or "").lower().startswith("utf")
            stream.reconfigure(encoding=None if known else "utf-8", errors="replace")
