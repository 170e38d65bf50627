"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from chartway.errors import UnwritableError
from chartway.output import replacing, write_text


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "page.html"

    write_text(path, "Zürich – $5\n")

    assert path.read_bytes() == "Zürich – $5\n".encode()


def test_a_new_file_may_be_read_like_any_other(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write_text(tmp_path / "ours", "")

    assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_what_was_there_stays_until_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("old", "utf-8")

    with suppress(ZeroDivisionError), replacing(path) as target:
        target.write_text("half", "utf-8")
        raise ZeroDivisionError

    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", [".", "missing/page.html", "file/page.html", "x" * 300])
def test_places_that_cannot_be_written(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnwritableError, match="cannot write"):
        write_text(tmp_path / place, "")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_text_that_no_file_can_hold_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "page.html", "\ud800")

    assert not list(tmp_path.iterdir())


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")

    write_text(tmp_path / "link", "new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text("utf-8") == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file system with pipes")
def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(UnwritableError, match="it is not a file"):
        write_text(tmp_path / "pipe", "")
