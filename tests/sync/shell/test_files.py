"""Files on a stick on which somebody laid links and pipes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.errors import BadInput, Refused
from sync.shell.files import begun, is_free_folder, made_anew, opened, pieces_of, write_anew

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes in any folder are of POSIX systems")


def test_a_file_appears_whole_under_its_name_alone(tmp_path: Path) -> None:
    write_anew(tmp_path / "file", [b"one", b"two"])
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    with pieces_of(tmp_path / "file") as pieces:
        assert b"".join(pieces) == b"onetwo"


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        write_anew(tmp_path / "file", [b"other"])
    assert refused.value.code == "file-exists"
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_nothing_is_left_of_what_was_cut_short(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise BadInput("bad-proof")

    with pytest.raises(BadInput):
        write_anew(tmp_path / "file", pieces())
    assert not list(tmp_path.iterdir())


@posix
def test_a_link_in_the_place_of_what_is_not_whole_yet_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "hub.db"
    target.write_bytes(b"all that a province knows")
    (tmp_path / "reply.part").symlink_to(target)
    write_anew(tmp_path / "reply", [b"reply"])
    assert target.read_bytes() == b"all that a province knows"
    assert (tmp_path / "reply.part").is_symlink(), "nobody asked for that to go"
    assert (tmp_path / "reply").read_bytes() == b"reply"
    assert not (tmp_path / "reply").is_symlink()
    (tmp_path / "unsent.part").symlink_to(target)
    with begun(tmp_path / "unsent.part") as file:
        file.write(b"unsent")
    assert target.read_bytes() == b"all that a province knows"


def test_what_is_there_under_the_name_of_what_is_not_whole_yet_stays(tmp_path: Path) -> None:
    (tmp_path / "reply.part").write_bytes(b"mine")
    (tmp_path / "reply.2.part").mkdir()
    write_anew(tmp_path / "reply", [b"reply"])
    assert (tmp_path / "reply.part").read_bytes() == b"mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["reply", "reply.2.part", "reply.part"]


def test_a_folder_is_free_that_is_not_there_or_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_bytes(b"")
    free = [name for name in ("none", "empty", "file", "full") if is_free_folder(tmp_path / name)]
    assert free == ["none", "empty"]


@posix
@pytest.mark.parametrize("to", ["empty", "nowhere"])
def test_a_link_is_no_free_folder(tmp_path: Path, to: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / to)
    assert not is_free_folder(tmp_path / "link")


@posix
def test_a_link_under_the_name_itself_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "reply").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused) as refused:
        write_anew(tmp_path / "reply", [b"reply"])
    assert refused.value.code == "file-exists"
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput) as refused:
        opened(tmp_path / "pipe")
    assert refused.value.code == "file-missing"
    with pytest.raises(BadInput):
        opened(Path("/dev/zero"))


@posix
def test_what_is_for_its_owner_alone_is_so_from_the_start(tmp_path: Path) -> None:
    with made_anew(tmp_path / "secret") as part:
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
