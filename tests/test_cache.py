"""What was read last is kept by content, and nothing wrong ever comes out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartway import cache
from chartway.errors import UnreadableError
from chartway.standing import Statement

ONE = '@prefix id: <https://w3id.org/chartway/id/> .\nid:graph { id:a id:b id:c , 1.50 , "c"@en , [ id:d id:e ] }'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTWAY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.trig"
    path.write_text(ONE, "utf-8")
    return path


def shapes(said: list[Statement]) -> list[Statement]:
    """The statements with nameless nodes alike: they are called anew at every reading."""

    def alike(node: str) -> str:
        return "_:" if node.startswith("_:") else node

    return [one._replace(subject=alike(one.subject), object=alike(one.object)) for one in said]


def test_what_is_kept_is_what_was_read(folder: Path, data: Path) -> None:
    first = cache.statements([data])
    (kept,) = folder.iterdir()

    assert cache.statements([data]) == first
    kept.unlink()
    assert shapes(cache.statements([data])) == shapes(first)


def test_changed_files_are_read_anew(folder: Path, data: Path) -> None:
    cache.statements([data])
    data.write_text(ONE.replace("1.50", "2.50"), "utf-8")

    assert "2.50" in {one.object for one in cache.statements([data])}
    assert len(list(folder.iterdir())) == 2


def test_two_files_are_not_their_sum(folder: Path, tmp_path: Path) -> None:
    """Where one file ends and the next begins is part of the content."""
    one, two = tmp_path / "one.trig", tmp_path / "two.trig"
    one.write_text(f"{ONE}\n", "utf-8")
    two.write_text("", "utf-8")
    cache.statements([one, two])
    one.write_text(ONE, "utf-8")
    two.write_text("\n", "utf-8")
    cache.statements([one, two])

    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 5000], ids=["empty", "cut off", "overwritten"])
def test_a_damaged_cache_is_read_past_and_mended(folder: Path, data: Path, damage: bytes) -> None:
    first = shapes(cache.statements([data]))
    (kept,) = folder.iterdir()
    kept.write_bytes(damage)

    mended = cache.statements([data])
    assert shapes(mended) == first
    assert cache.statements([data]) == mended


def test_one_flipped_bit_is_noticed(folder: Path, data: Path) -> None:
    first = shapes(cache.statements([data]))
    (kept,) = folder.iterdir()
    content = bytearray(kept.read_bytes())
    for place in range(0, len(content), 7):
        kept.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert shapes(cache.statements([data])) == first


def test_a_folder_that_cannot_be_written_is_no_fault(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("CHARTWAY_CACHE", str(tmp_path / "file" / "below"))

    assert len(cache.statements([data])) == 5


def test_it_can_be_switched_off(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHARTWAY_CACHE", "off")
    cache.statements([data])

    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.trig"]


def test_only_a_few_are_kept(folder: Path, data: Path) -> None:
    for number in range(cache.KEPT + 3):
        data.write_text(f"{ONE}\n# {number}", "utf-8")
        cache.statements([data])

    assert len(list(folder.iterdir())) == cache.KEPT


def test_faults_of_a_file_are_told_and_nothing_is_kept(folder: Path, data: Path, tmp_path: Path) -> None:
    data.write_text(f"{ONE} .", "utf-8")

    with pytest.raises(UnreadableError) as error:
        cache.statements([data, tmp_path / "none.trig"])

    assert len(error.value.mistakes) == 2
    assert not folder.exists()
