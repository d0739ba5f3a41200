"""Disks that do not serve: full, read-only, locked, out of reach and damaged are told apart, by the real commands.

Root may read and write everything; where tests run as root the commands here run without that right.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

import field.messages
import hub.messages
from sync.wording.messages import MESSAGES
from tests.command import SOXA, environment
from tests.small_disks import OF_ITS_OWN, may_mount
from tests.world import World

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="POSIX permissions, and nobody who has them all",
)

UNIT: Final = "03390"
_AS_ROOT: Final = hasattr(os, "geteuid") and os.geteuid() == 0
_WITHOUT_RIGHTS: Final = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
    if _AS_ROOT
    else ()
)
"""Before a command that is to have the rights that a file gives its owner, and no more."""
LOG: Final = ("field", "log", "--title", "Họp", "--date", "today")


def beginning(code: str) -> str:
    """How an error's sentence begins, up to its first fact."""
    return MESSAGES[code].partition("{")[0]


class Place:
    """A folder for which no root's rights count, with a laptop's folder and a hub's in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.laptop, self.hub = folder / "xa", folder / "hub"

    def soxa(self, *words: str, code: int = 3) -> str:
        """What a command says that cannot be done."""
        done = self._run(*words)
        said = done.stderr.decode()
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        command = [*_WITHOUT_RIGHTS, *SOXA, *words]
        return subprocess.run(command, env=environment(), cwd=self.folder, capture_output=True, check=False)

    def writes(self, kind: str, *, code: int = 3) -> str:
        """What is said as the laptop, or the hub, is to write something."""
        return self.soxa(*self._writing(kind), code=code)

    def _writing(self, kind: str) -> tuple[str, ...]:
        if kind == "hub":
            return ("hub", "invite", UNIT, "--home", str(self.hub))
        return (*LOG, "--home", str(self.laptop))

    def works(self, kind: str) -> None:
        """The same can be done again."""
        assert not self._run(*self._writing(kind)).returncode

    def database(self, kind: str) -> Path:
        return self.hub / "hub.db" if kind == "hub" else self.laptop / "soxa.db"


@pytest.fixture
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="soxa-disks-"))
    with closing(World(folder / "world")) as world:
        laptop = world.laptop(UNIT)
        laptop.log(title="Họp")
    shutil.move(laptop.home.path, folder / "xa")
    shutil.move(world.home.path, folder / "hub")
    yield Place(folder)
    shutil.rmtree(folder)


@contextlib.contextmanager
def allowed(path: Path, mode: int) -> Iterator[None]:
    """Nobody may do more with a path than this."""
    before = path.stat().st_mode
    path.chmod(mode)
    yield
    path.chmod(before)


@pytest.mark.parametrize("kind", ["laptop", "hub"])
@pytest.mark.parametrize(
    ("whose", "mode", "code"),
    [
        ("folder", 0o500, "store-readonly"),
        ("folder", 0o000, "store-unreadable"),
        ("file", 0o400, "store-readonly"),
        ("file", 0o000, "store-unreadable"),
    ],
)
def test_what_may_not_be_read_or_written_is_told_so_and_serves_again_afterwards(
    place: Place, kind: str, whose: str, mode: int, code: str
) -> None:
    database = place.database(kind)
    with allowed(database if whose == "file" else database.parent, mode):
        assert beginning(code) in place.writes(kind)
    for beside in database.parent.glob("*.db-*"):
        beside.unlink()  # SQLite made them with the rights of the file
    place.works(kind)


@pytest.mark.parametrize("kind", ["laptop", "hub"])
def test_a_folder_in_the_place_of_the_data_file_is_out_of_reach_and_not_damaged(place: Place, kind: str) -> None:
    database = place.database(kind)
    aside = database.rename(database.with_suffix(".aside"))
    database.mkdir()
    assert beginning("store-unreadable") + "it is a folder" in place.writes(kind)
    database.rmdir()
    aside.rename(database)
    place.works(kind)


@pytest.mark.parametrize(("kind", "messages"), [("laptop", field.messages.MESSAGES), ("hub", hub.messages.MESSAGES)])
def test_only_a_damaged_file_is_called_damaged(place: Place, kind: str, messages: dict[str, str]) -> None:
    database = place.database(kind)
    whole = database.read_bytes()
    database.write_bytes(b"no database " * 1_000)
    assert messages["store-damaged"].partition("{")[0] in place.writes(kind, code=5)
    database.write_bytes(whole)
    place.works(kind)


def test_of_a_laptops_damaged_file_what_can_be_read_is_read_and_said(place: Place) -> None:
    database = place.database("laptop")
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 3_000 + whole[3_100:])
    said = place.writes("laptop", code=0)
    assert "soxa.db.damaged" in said and "Nothing is lost." in said
    assert "damaged" not in place.writes("laptop", code=0)


def test_a_hub_whose_file_is_damaged_says_so(place: Place) -> None:
    database = place.database("hub")
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 8_000 + whole[8_100:])
    assert hub.messages.MESSAGES["store-damaged"].partition("{")[0] in place.writes("hub", code=5)


def test_another_programs_lock_is_not_damage(place: Place) -> None:
    locking = "file = open(sys.argv[1], 'r+b'); fcntl.lockf(file, fcntl.LOCK_EX)"
    holding = f"import fcntl, sys; {locking}; print(flush=True); input()"
    command = [sys.executable, "-c", holding, str(place.database("laptop"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert beginning("store-busy") in place.writes("laptop")
        other.communicate(b"\n")
    place.works("laptop")


@pytest.mark.parametrize(
    ("kind", "key", "lost", "code"),
    [
        ("laptop", "device.key", "The key of this laptop is not in its folder", 1),
        ("hub", "logs.key", "The hub's keys are not in", 3),
    ],
)
def test_a_key_that_cannot_be_read_is_told_by_its_path(place: Place, kind: str, key: str, lost: str, code: int) -> None:
    path = place.database(kind).parent / key
    with allowed(path, 0o000):
        assert f"{path} cannot be used: it is not allowed" in place.writes(kind)
    whole = path.read_bytes()
    path.unlink()
    path.mkdir()
    assert f"{path} cannot be used: it is a folder" in place.writes(kind)
    path.rmdir()
    assert lost in place.writes(kind, code=code)
    path.write_bytes(whole)


def test_an_invite_or_an_answer_that_cannot_be_read(place: Place) -> None:
    invite = place.folder / "invite.txt"
    invite.write_text("soxa-invite")
    assert "it is not there, or not a file" in place.soxa("field", "join", f"@{place.folder}", "--home", "new")
    with allowed(invite, 0o000):
        assert "cannot be used: it is not allowed" in place.soxa("field", "join", f"@{invite}", "--home", "new")
    assert "it is not there, or not a file" in place.soxa("field", "unpack", str(place.folder), "--home", str(place.laptop))


@pytest.mark.skipif(not may_mount(), reason="this machine lets nobody mount a disk")
@pytest.mark.parametrize("kind", ["laptop", "hub"])
def test_small_disks_that_fill_up_or_turn_read_only(place: Place, kind: str) -> None:
    """Whatever room is left, in steps of a page: it is written whole, or the disk is called full."""
    command = " ".join([*(f"'{word}'" for word in SOXA), "hub invite", UNIT, "--home disk/hub"])
    size, home = "8m", "hub"
    if kind == "laptop":
        command = " ".join([*(f"'{word}'" for word in (*SOXA, *LOG)), "--home disk/xa"])
        size, home = "1500k", "xa"
    script = f"""
        mkdir disk; mount -t tmpfs -o size={size} tmpfs disk; cp -r {home} disk/; rm -f disk/{home}/*-gate disk/{home}/*-lock
        dd if=/dev/zero of=disk/fill bs=1k 2>/dev/null
        for step in 0 1 8 9 16; do
            truncate -s $(($(stat -c %s disk/fill) - step * 4096)) disk/fill
            {command} 2>said >/dev/null; echo "$? $(tr '\\n' ' ' <said)"
        done
        rm disk/fill; {command} 2>said >/dev/null; echo "$? $(cat said)"
        mount -o remount,ro disk
        {command} 2>said >/dev/null; echo "$? $(cat said)"
        umount disk
    """
    done = subprocess.run(
        [*OF_ITS_OWN, "sh", "-c", script], cwd=place.folder, env=environment(), capture_output=True, check=True
    )
    *filling, read_only = [line for line in done.stdout.decode().splitlines() if line[:2] in ("0 ", "3 ", "1 ")]
    full = f"3 soxa: {MESSAGES['disk-full']}"
    assert filling[0].strip() == full
    assert filling[-1].startswith("0 ")
    # where there is room for the database and not for the anchor beside it, that is told as well
    assert all(told.startswith("0 ") or (told[0] == "3" and MESSAGES["disk-full"] in told) for told in filling), filling
    assert read_only == f"3 soxa: {MESSAGES['store-readonly']}"


@pytest.mark.skipif(not may_mount(), reason="this machine lets nobody mount a disk")
def test_on_a_full_disk_all_can_be_read_and_taken_out_on_a_stick(place: Place) -> None:
    """And whatever would be saved is refused in words; with room again it goes on."""
    reading = ("status", "list", "directives", "settings", "check", "receipts -o receipts", "calendar -o hạn.ics")
    saving = ("report 2026-10 --submit", "move --to stick", "log --title Họp --date 2026-10-28")
    words = [*reading, "pack out.soxa", *saving]
    soxa = " ".join(f"'{word}'" for word in SOXA)
    commands = "\n".join(
        f"{soxa} field {word} --home disk/xa >said 2>&1; echo \"$? {word}: $(tr '\\n' ' ' <said)\"" for word in words
    )
    script = f"""
        mkdir disk stick; mount -t tmpfs -o size=1500k tmpfs disk; cp -r xa disk/
        dd if=/dev/zero of=disk/fill bs=1k 2>/dev/null
        {commands}
        rm disk/fill
        {soxa} field {words[-1]} --home disk/xa >/dev/null 2>&1; echo $?
        umount disk
    """
    known = environment(SOXA_PASSPHRASE="cho bản này")
    done = subprocess.run([*OF_ITS_OWN, "sh", "-c", script], cwd=place.folder, env=known, capture_output=True, check=True)
    *told, again = done.stdout.decode().splitlines()
    assert [line[0] for line in told] == ["0"] * (len(reading) + 1) + ["3"] * len(saving), told
    assert all(MESSAGES["disk-full"] in line for line in told[-len(saving) :]), told
    assert not list((place.folder / "stick").iterdir())
    assert "Họp" in told[1]
    assert (place.folder / "out.soxa").stat().st_size > 500
    assert again == "0"


def test_a_file_for_the_stick_that_does_not_fit_names_the_stick(place: Place, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("this machine lets nobody mount a disk")
    words = " ".join(f"'{word}'" for word in (*SOXA, "field", "pack", "stick/out.soxa", "--home", "xa"))
    script = f"mkdir stick; mount -t tmpfs -o size=16k tmpfs stick; dd if=/dev/zero of=stick/fill bs=1k 2>/dev/null; {words}"
    done = subprocess.run(
        [*OF_ITS_OWN, "sh", "-c", script], cwd=place.folder, env=environment(), capture_output=True, check=False
    )
    told = beginning("disk-full-there") + "stick/out.soxa"
    assert (done.returncode, told in done.stderr.decode()) == (3, True), done.stderr
