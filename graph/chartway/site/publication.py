"""A site is built beside its folder and takes its place when all of it is there; nothing is left half-written."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from chartway import __version__
from chartway.crew import attend
from chartway.errors import LimitError, UnwritableError
from chartway.site.contents import Make, contents
from chartway.site.site import Site

MANIFEST = "site.json"
"""Tells a site from other folders, and its files from those of others."""
FORMAT = "chartway-site/1"
PORTION = 24
"""Files that a process makes at a time."""

_made: dict[str, Make] = {}
"""In a worker: what makes each file."""


def published(folder: Path, make: Callable[[], Site] = Site.of, workers: int = 1) -> Generator[str, None, None]:
    """Writes the whole site and yields the address of each file; the last one asked for puts the site in its place.

    Args:
        folder: where it goes; what is there may only be an earlier site of ours, which it replaces.
        make: what reads the data, called in every process, so it must be something that can be pickled.
        workers: how many processes make pages.

    Raises:
        UnwritableError: the folder holds something else, or cannot be written; what was there is untouched.
        LimitError: a process ended before its work was done.
    """
    place = Path(os.path.realpath(folder))
    refuse_foreign(folder, place)
    with _replacing(folder, place) as beside:
        site = make()
        files = contents(site)
        yield from _written(beside, files, make, workers)
        _write(beside, MANIFEST, _manifest(site, files))
        yield MANIFEST


def refuse_foreign(folder: Path, place: Path) -> None:
    """Raises UnwritableError if anything but an earlier site of ours would be replaced, or the folder one is in."""
    if not os.path.lexists(place):
        return
    if Path.cwd().is_relative_to(place):
        raise UnwritableError(str(folder), "you are in it, and it would be replaced: name another folder")
    try:
        foreign = sorted(_files_in(place) - _files_of_site(place))
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    if not foreign:
        return
    if MANIFEST in _files_in(place) and _files_of_site(place):
        why = f"it holds what is not of the site ({foreign[0]}): move that away, or name another folder"
        raise UnwritableError(str(folder), why)
    raise UnwritableError(str(folder), "it is not empty and no site of Chartway: name another folder, or a new one")


def _files_in(place: Path) -> set[str]:
    """The files of a folder, and the folders in it that hold none; links are not followed."""
    if not place.is_dir():
        raise NotADirectoryError(0, "it is not a folder")
    found = set()
    for top, folders, files in os.walk(place):
        inside = [name for name in folders if Path(top, name).is_symlink()]
        empty = [""] if not folders and not files and Path(top) != place else []
        found |= {Path(top, name).relative_to(place).as_posix() for name in (*files, *inside, *empty)}
    return found


def _files_of_site(place: Path) -> set[str]:
    """The files that an earlier site says are its own; none if there is no such site."""
    try:
        said = json.loads((place / MANIFEST).read_bytes())
        return {MANIFEST, *map(str, said["files"])} if said["format"] == FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextmanager
def _replacing(folder: Path, place: Path) -> Iterator[Path]:
    """A new folder beside the place, which takes it once all went well."""
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name[:50]}-", dir=place.parent))
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    former = beside.with_name(f"{beside.name}-former")
    try:
        yield beside
        beside.chmod(_usual_mode())
        if os.path.lexists(place):
            place.rename(former)
        _take(beside, place, former)
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def _take(beside: Path, place: Path, former: Path) -> None:
    """Puts the new folder in its place, or the former one back."""
    try:
        beside.rename(place)
    except OSError:
        if former.exists():
            former.rename(place)
        raise


def _usual_mode() -> int:
    """What a newly made folder may: mkdtemp's are for their owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask


def _written(beside: Path, files: Mapping[str, Make], make: Callable[[], Site], workers: int) -> Iterator[str]:
    if workers == 1:
        for address, content in files.items():
            _write(beside, address, content())
            yield address
        return
    addresses = list(files)
    portions = [addresses[first::count] for count in [max(1, len(files) // PORTION)] for first in range(count)]
    # Spawned, not forked: no worker then begins with half of another thread's work.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (make,))
    try:
        for done in as_completed([pool.submit(_write_all, beside, portion) for portion in portions]):
            yield from done.result()
    except BrokenProcessPool:
        why = "it was killed, or had too little memory; fewer --workers take less"
        raise LimitError(f"a worker process ended before its work was done: {why}") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(make: Callable[[], Site]) -> None:
    attend()
    _made.update(contents(make()))


def _write_all(beside: Path, addresses: Iterable[str]) -> list[str]:
    for address in addresses:
        _write(beside, address, _made[address]())
    return list(addresses)


def _write(beside: Path, address: str, content: bytes) -> None:
    path = beside / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _manifest(site: Site, files: Iterable[str]) -> bytes:
    """What the folder is and which files are the site's own; equal data give equal bytes."""
    said = {"format": FORMAT, "version": __version__, "seen": site.knowledge.seen, "files": sorted(files)}
    return (json.dumps(said, indent=1) + "\n").encode()
