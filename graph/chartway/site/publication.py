"""A site is built beside its folder and takes its place when all of it is there; nothing is left half-written."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from chartway import __version__
from chartway.crew import attend
from chartway.errors import LimitError
from chartway.site.contents import Make, contents
from chartway.site.exchange import FORMAT, MANIFEST, exchanged
from chartway.site.site import Site

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
    with exchanged(folder) as beside:
        site = make()
        files = contents(site)
        yield from _written(beside, files, make, workers)
        _write(beside, MANIFEST, _manifest(site, files))
        yield MANIFEST


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
