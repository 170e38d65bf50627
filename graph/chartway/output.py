"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chartway.errors import UnwritableError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place once all went well; what was there before stays until then.

    Raises UnwritableError where the folder does not exist or may not be written.
    """
    if path.is_dir():
        raise UnwritableError(str(path), "it is a folder")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}-", dir=path.parent)
    except OSError as error:
        raise UnwritableError(str(path), error.strerror or str(error)) from None
    os.close(handle)
    target = Path(name)
    try:
        yield target
        target.chmod(_usual_mode())
        target.replace(path)
    except OSError as error:
        raise UnwritableError(str(path), error.strerror or str(error)) from None
    finally:
        target.unlink(missing_ok=True)


def _usual_mode() -> int:
    """What a newly made file may: mkstemp's are for their owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_text(path: Path, text: str) -> None:
    """Writes the text in UTF-8, whole or not at all."""
    with replacing(path) as target:
        target.write_text(text, encoding="utf-8", newline="\n")
