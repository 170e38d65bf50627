"""What was read last is kept by the content of the files, so that it need not be parsed again.

The kept file holds plain tuples of strings behind a digest of them; one that is damaged, foreign or unwritable is
no fault: the files themselves are read. ``CHARTWAY_CACHE`` names another folder for it, or "off".
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from chartway import ontology
from chartway.errors import ChartwayError
from chartway.output import replacing
from chartway.standing import Statement
from chartway.statements import read, to_statement

FORM = f"1 {sys.implementation.cache_tag}"
"""Changes whenever what is kept would be understood differently."""
DIGEST = 32
"""Bytes of a digest."""
KEPT = 4
"""Files kept at most: of a few checkouts and versions."""


def statements(paths: Iterable[Path] | None = None) -> list[Statement]:
    """All statements of the files (default: the ontology), from the cache if they are as they were last.

    Raises UnreadableError naming every file that cannot be read or parsed.
    """
    files = list(ontology.files() if paths is None else paths)
    place = _place(files)
    kept = None if place is None else _kept(place)
    if kept is None:
        kept = [to_statement(quad) for quad in read(files)]
        if place is not None:
            _keep(place, kept)
    return kept


def _place(files: Iterable[Path]) -> Path | None:
    """Where the statements of these files are kept, None if they are not."""
    chosen = os.environ.get("CHARTWAY_CACHE", "")
    if chosen == "off":
        return None
    digest = blake2b(FORM.encode(), digest_size=DIGEST)
    try:
        for path in files:
            content = path.read_bytes()
            digest.update(f"{len(content)} ".encode() + content)
        return (Path(chosen) if chosen else _usual_folder()) / f"{digest.hexdigest()}.statements"
    except (OSError, RuntimeError):  # an unreadable file is told of by who reads it; or nobody has a home
        return None


def _usual_folder() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - not for who names a folder

    return user_cache_path("chartway", appauthor=False)


def _kept(place: Path) -> list[Statement] | None:
    try:
        content = place.read_bytes()
    except OSError:
        return None
    digest, packed = content[:DIGEST], content[DIGEST:]
    if digest != _digest(packed):
        return None
    return list(map(Statement._make, marshal.loads(packed)))  # noqa: S302 - written by ourselves, as its digest says


def _digest(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=DIGEST).digest()


def _keep(place: Path, said: list[Statement]) -> None:
    packed = marshal.dumps([tuple(map(_interned, one)) for one in said])
    with suppress(OSError, ChartwayError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place) as target:
            target.write_bytes(_digest(packed) + packed)
        for old in _oldest(place.parent):
            old.unlink(missing_ok=True)


def _interned(part: str | bool) -> str | bool:  # noqa: FBT001 - a part of a statement
    """Equal texts as one, which is written and read once."""
    return sys.intern(part) if isinstance(part, str) else part


def _oldest(folder: Path) -> Iterator[Path]:
    files = sorted(folder.glob("*.statements"), key=lambda path: path.stat().st_mtime, reverse=True)
    yield from files[KEPT:]
