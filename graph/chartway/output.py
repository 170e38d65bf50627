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

    A link stays a link: the file it leads to is replaced. Raises UnwritableError where the folder does not exist
    or may not be written, and for what is no file.
    """
    place = Path(os.path.realpath(path))
    if os.path.lexists(place) and not os.path.isfile(place):  # noqa: PTH113 - Path.is_file raises where names are long
        raise UnwritableError(str(path), "it is a folder" if place.is_dir() else "it is not a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:50]}-", dir=place.parent)
    except OSError as error:
        raise UnwritableError(str(path), error.strerror or str(error)) from None
    os.close(handle)
    target = Path(name)
    try:
        yield target
        target.chmod(_usual_mode())
        target.replace(place)
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
