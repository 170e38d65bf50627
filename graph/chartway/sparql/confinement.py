"""A query that somebody wrote, run in a process of its own that ends at its limits.

The engine cannot be interrupted, calls other computers when a query says so, and takes its process down when a query
nests too deep. So the process first loads our data, then lays down what it will not need: time, memory beyond what
it has, and files and connections, of which it can open none from then on. Then it screens the query, and runs it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chartway.errors import ChartwayError, LimitError, Mistake, OptionError, UnreadableError
from chartway.view import EVERYTHING, View

if TYPE_CHECKING:
    from chartway.sparql.answer import Answer

STARTING = 20.0
"""Seconds that starting and loading may take beside the query; 0.3 on an idle machine."""

STATUS = Path("/proc/self/statm")
"""Where Linux tells how much memory a process has taken."""

ENTRY = "from chartway.sparql.confinement import serve; serve()"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a query ends: seconds of its own, rows or statements, and bytes of memory beyond what our data take."""

    seconds: float = 10.0
    rows: int = 10_000
    memory: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it was written, with values to set by name, the format wanted, the width of a table, and a view."""

    name: str
    text: str
    values: Mapping[str, str]
    format: str = ""
    width: int = 100
    view: View = EVERYTHING


def ask(question: Question, limits: Limits) -> Answer:
    """The answer to a query that nobody has looked at.

    Raises:
        UnreadableError: it cannot be understood, or is refused; with line and column.
        OptionError: a value, a parameter or the format does not fit it.
        LimitError: it ended at a limit. Whoever asks next is not affected.
    """
    request = json.dumps({"question": asdict(question), "limits": asdict(limits)}).encode()
    patience = limits.seconds + (STARTING if hasattr(signal, "setitimer") else 1.0)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own words; the query goes through a pipe
        [sys.executable, "-P", "-c", ENTRY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": _path()},
    ) as process:
        try:
            reply, _ = process.communicate(request, timeout=patience)
        except subprocess.TimeoutExpired:
            raise _late(question, limits) from None
        finally:
            process.kill()
    if process.returncode:
        raise _died(question, limits, process.returncode)
    return _answer(reply)


def is_complete() -> bool:
    """Whether this platform keeps all limits, as Linux does; elsewhere time and rows alone are limited for certain."""
    return hasattr(signal, "setitimer") and STATUS.exists()


def _path() -> str:
    """Where this very Chartway is found, installed or not, before whatever else lies about."""
    own = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([own, *filter(None, [os.environ.get("PYTHONPATH")])])


def _late(question: Question, limits: Limits) -> LimitError:
    return LimitError(f"{question.name}: took over {limits.seconds:g} s and was stopped; --time-limit allows more")


def _died(question: Question, limits: Limits, code: int) -> LimitError:
    """What the way in which the process ended tells."""
    if code in {-getattr(signal, name, 0) for name in ("SIGALRM", "SIGXCPU")}:
        return _late(question, limits)
    if code == -getattr(signal, "SIGSEGV", 0):
        return LimitError(f"{question.name}: nests too deep to be read and was stopped; ask in smaller steps")
    memory = limits.memory // (1024 * 1024)
    return LimitError(f"{question.name}: was stopped: it needs over {memory} MB, or nests too deep; ask for less")


def _answer(reply: bytes) -> Answer:
    from chartway.sparql.answer import Answer  # noqa: PLC0415 - brings the engine, which only an answer needs

    head, _, body = reply.partition(b"\n")
    said = json.loads(head)
    if "refused" not in said:
        return Answer(body, **said)
    if said["place"]:
        raise UnreadableError(said["place"], tuple(Mistake(*mistake) for mistake in said["refused"]))
    raise OptionError(said["refused"])


# ---- inside


def serve() -> None:
    """Answers the one question that stands on standard input, within its limits: the whole life of the process."""
    request = json.load(sys.stdin.buffer)
    view = View(**request["question"].pop("view"))
    question, limits = Question(**request["question"], view=view), Limits(**request["limits"])
    try:
        found = _confined(question, limits)
    except UnreadableError as error:
        refused: Any = [(mistake.where, mistake.what) for mistake in error.mistakes]
        _reply({"refused": refused, "place": error.source})
    except ChartwayError as error:
        _reply({"refused": str(error), "place": ""})
    except MemoryError:
        os._exit(1)
    else:
        _reply({"holds": found.holds, "whole": found.whole, "rows": found.rows}, found.body)


def _reply(head: Mapping[str, Any], body: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _confined(question: Question, limits: Limits) -> Answer:
    from chartway.sparql.answer import Query, answer  # noqa: PLC0415 - the asking side does without the engine
    from chartway.sparql.dataset import Dataset  # noqa: PLC0415 - as above
    from chartway.sparql.parameter import terms  # noqa: PLC0415 - as above
    from chartway.sparql.screening import screen  # noqa: PLC0415 - as above
    from chartway.statements import Statements, read  # noqa: PLC0415 - as above

    quads = read()
    dataset = Dataset.of(quads, question.view)
    values = terms(question.values, Statements.of(quads)) if question.values else {}
    _lay_down(limits)
    screen(question.name, question.text, dataset.graphs, dataset.prefixes)
    query = Query(question.name, question.text, values, dataset.prefixes)
    return answer(dataset, query, question.format, limit=limits.rows, width=question.width)


def _lay_down(limits: Limits) -> None:
    """Gives up time, memory, files and connections; where the platform knows no such limits, the asker waits less."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process even while the engine works
        signal.setitimer(signal.ITIMER_REAL, max(limits.seconds, 0.001))
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    files = os.dup(0)
    os.close(files)
    for limit, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_AS, _memory() + limits.memory),
    ):
        try:
            resource.setrlimit(limit, (amount, amount))
        except (OSError, ValueError):  # a system that has the name and not the limit
            continue


def _memory() -> int:
    """The bytes of address space in use, where the system tells."""
    try:
        pages = int(STATUS.read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
