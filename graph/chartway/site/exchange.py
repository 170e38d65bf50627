"""A folder is exchanged for a new one as a whole: only for what is ours, and nothing is left beside it.

While a run builds, it holds a lock on a file in its own hidden folder. Where that lock is free, the run is dead, and
the next one removes what it left; what carries no sign of ours is never touched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chartway.errors import UnwritableError

try:
    import fcntl
except ImportError:  # where there are no such locks, nobody knows who is dead, and leftovers stay
    fcntl = None  # type: ignore[assignment]

MANIFEST = "site.json"
"""Tells a site from other folders, and its files from those of others."""
FORMAT = "chartway-site/1"
LOCK = ".chartway-building"
"""The file on which a run holds a lock."""
FORMER = "-former"
"""What ends the name of the folder in which an earlier site waits for a moment."""
LONGEST = 50
"""Signs of the folder's name in that of the hidden one."""


@contextmanager
def exchanged(folder: Path) -> Iterator[Path]:
    """A new folder beside this one, which takes its place once all went well.

    Raises UnwritableError: the folder holds what is not of an earlier site, or cannot be written; it is untouched then.
    """
    place = Path(os.path.realpath(folder))
    clear(place)
    refuse_foreign(folder, place)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name[:LONGEST]}-", dir=place.parent))
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    try:
        with _locked(beside / LOCK):
            yield beside
            beside.chmod(_usual_mode())
            _exchange(folder, place, beside)
            (place / LOCK).unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    finally:
        _remove(beside, LOCK)


def refuse_foreign(folder: Path, place: Path) -> None:
    """Raises UnwritableError if anything but an earlier site of ours would be replaced, or the folder one is in."""
    if not os.path.lexists(place):
        return
    if Path.cwd().is_relative_to(place):
        raise UnwritableError(str(folder), "you are in it, and it would be replaced: name another folder")
    try:
        foreign = foreign_in(place)
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    if not foreign:
        return
    if _files_of_site(place):
        why = f"it holds what is not of the site ({foreign[0]}): move that away, or name another folder"
        raise UnwritableError(str(folder), why)
    raise UnwritableError(str(folder), "it is not empty and no site of Chartway: name another folder, or a new one")


def foreign_in(place: Path) -> list[str]:
    """What is in a folder and not of a site of ours; raises NotADirectoryError for what is no folder."""
    return sorted(_files_in(place) - _files_of_site(place))


def clear(place: Path) -> None:
    """Removes what dead runs left beside the place, and puts back the site that one was about to replace."""
    if fcntl is None:
        return
    ours = re.compile(rf"\.{re.escape(place.name[:LONGEST])}-\w{{8}}(?P<former>{FORMER})?")
    try:
        beside = sorted(place.parent.iterdir(), reverse=True)  # a former site before the folder of its run
    except OSError:  # what cannot be read cannot be written either, which is said later
        return
    for path in beside:
        match = ours.fullmatch(path.name)
        if match and path.is_dir() and not path.is_symlink():
            if match["former"]:
                _clear_former(path, place)
            elif _is_dead(path):
                _remove(path, LOCK)


def _clear_former(former: Path, place: Path) -> None:
    """Puts an earlier site back, or removes it where there is a later one."""
    beside = former.with_name(former.name.removesuffix(FORMER))
    files = _files_of_site(former)
    if (beside.exists() and not _is_dead(beside)) or not files or foreign_in(former):
        return
    if os.path.lexists(place) or files - {LOCK} - _files_in(former):
        _remove(former, MANIFEST)
    else:
        with suppress(OSError):
            former.rename(place)


def _remove(folder: Path, last: str) -> None:
    """Removes a folder, last of all the file that tells whose it is: what is interrupted, the next run ends."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != last:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _is_dead(beside: Path) -> bool:
    """Whether the run that built in this folder has ended."""
    try:
        with (beside / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # no run of ours, or one that is still at it
        return False
    return True


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The file, new and locked for as long as this process works on it."""
    with path.open("wb") as lock:
        if fcntl is not None:
            with suppress(OSError):  # some disks of a network know no locks
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _exchange(folder: Path, place: Path, beside: Path) -> None:
    """Puts the new folder in its place, or the former one back; what came into that in the meantime stays."""
    if not os.path.lexists(place):
        beside.rename(place)
        return
    former = beside.with_name(f"{beside.name}{FORMER}")
    place.rename(former)
    try:
        refuse_foreign(folder, former)
        beside.rename(place)
    except BaseException:  # somebody who wants it to end, too
        former.rename(place)
        raise
    _remove(former, MANIFEST)


def _files_in(place: Path) -> set[str]:
    """The files of a folder, and the folders in it that hold none; links are not followed."""
    if not place.is_dir():
        raise NotADirectoryError(0, "it is not a folder")
    found = set[str]()
    for top, folders, files in os.walk(place):
        inside = [name for name in folders if Path(top, name).is_symlink()]
        empty = [] if folders or files or Path(top) == place else ["."]
        found |= {Path(top, name).relative_to(place).as_posix() for name in (*files, *inside, *empty)}
    return found


def _files_of_site(place: Path) -> set[str]:
    """The files that an earlier site says are its own; none if there is no such site."""
    try:
        said = json.loads((place / MANIFEST).read_bytes())
        return {MANIFEST, LOCK, *map(str, said["files"])} if said["format"] == FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _usual_mode() -> int:
    """What a newly made folder may: mkdtemp's are for their owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
