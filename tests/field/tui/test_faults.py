"""Sixty things that go wrong, one by one, while an officer works: the program stands, says something true, loses nothing."""

from __future__ import annotations

import binascii
import decimal
import errno
import json
import os
import sqlite3
import ssl
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import httpx
import msgspec
import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from field.activities import drafts
from field.exchange import reserve
from field.home import LaptopHome
from field.messages import sentence
from field.reporting.notices import _WHY_NOT
from field.session import Session
from field.store import LaptopStore
from field.tui.screens.ledger import Ledger
from sync.errors import ProgramFault, SoxaError
from tests.command import environment
from tests.field.alone import activity, new_store, signer
from tests.field.tui.officer import Officer, at_work, said
from tests.field.tui.served import history, joined, nowhere, unsent
from tests.world import World

SECRET = "a text that nobody is to see"
FAULT = sentence(ProgramFault("program-fault", kind="{")).partition("{")[0]

OF_LIBRARIES: list[BaseException] = [
    ImportError(SECRET),
    ModuleNotFoundError(SECRET),
    ValueError(SECRET),
    TypeError(SECRET),
    KeyError(SECRET),
    IndexError(SECRET),
    AttributeError(SECRET),
    RuntimeError(SECRET),
    RecursionError(SECRET),
    MemoryError(SECRET),
    AssertionError(SECRET),
    NotImplementedError(SECRET),
    OverflowError(SECRET),
    ZeroDivisionError(SECRET),
    UnicodeError(SECRET),
    UnicodeDecodeError("idna", b"x", 0, 1, SECRET),
    EOFError(SECRET),
    StopIteration(SECRET),
    GeneratorExit(SECRET),
    SystemExit(SECRET),
    decimal.InvalidOperation(SECRET),
    msgspec.ValidationError(SECRET),
    InvalidSignature(SECRET),
    InvalidTag(SECRET),
    zlib.error(SECRET),
    binascii.Error(SECRET),
    zipfile.BadZipFile(SECRET),
    json.JSONDecodeError(SECRET, "x", 0),
    httpx.StreamConsumed(),
    httpx.InvalidURL(SECRET),
    httpx.CookieConflict(SECRET),
    sqlite3.IntegrityError(SECRET),
    sqlite3.ProgrammingError(SECRET),
    sqlite3.InterfaceError(SECRET),
]
"""What libraries and the program itself may raise where nobody thought of it."""

OF_THE_MACHINE: list[BaseException] = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EIO, "Input/output error"),
    OSError(errno.EROFS, "Read-only file system"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    OSError(errno.EMFILE, "Too many open files"),
    OSError(errno.ENODEV, "No such device"),
    PermissionError(errno.EACCES, "Permission denied"),
    FileNotFoundError(errno.ENOENT, "No such file or directory"),
    ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
    BrokenPipeError(errno.EPIPE, "Broken pipe"),
    TimeoutError(errno.ETIMEDOUT, "Connection timed out"),
    InterruptedError(errno.EINTR, "Interrupted system call"),
    BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"),
    ssl.SSLError(1, "[SSL] internal error"),
    sqlite3.OperationalError("database or disk is full"),
    sqlite3.OperationalError("disk I/O error"),
    sqlite3.OperationalError("unable to open database file"),
    sqlite3.DatabaseError("database disk image is malformed"),
]
"""What disks, lines and the system say."""


def raising(fault: BaseException) -> Callable[..., NoReturn]:
    def act(*_arguments: Any, **_named: Any) -> NoReturn:
        raise fault.with_traceback(None)  # as new as the next one

    return act


def name(fault: object) -> str:
    return f"{type(fault).__name__}-{getattr(fault, 'errno', '') or str(fault)[:24]}"


def kept(home: LaptopHome) -> str:
    """All that stands in the files about faults."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(home.faults.glob("*.txt")))


@pytest.mark.parametrize("fault", OF_LIBRARIES, ids=name)
def test_an_automatic_sync_that_breaks_is_a_quiet_line_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")
    monkeypatch.setattr(Session, "sync", raising(fault))
    monkeypatch.setattr(Session, "may_sync_quietly", lambda _session: True)

    async def play(officer: Officer) -> None:
        officer.app._sync_quietly()
        await officer.until(lambda: bool(officer.toasts), "a quiet line")
        (told,) = officer.toasts
        assert FAULT in told and type(fault).__name__ in told and SECRET not in told
        officer.app.clear_notifications()
        officer.app._sync_quietly()
        await officer.until(lambda: not officer.app.exchanger.running, "the end of it")
        assert officer.toasts == []  # once, though it broke twice
        await officer.press("f2")
        await officer.type("Vẫn ghi được")
        await officer.press("ctrl+s")
        await officer.sees("Vẫn ghi được")

    at_work(home, play)
    assert type(fault).__name__ in kept(home) and SECRET not in kept(home)
    assert len(list(home.faults.iterdir())) == 1


@pytest.mark.parametrize("fault", OF_THE_MACHINE, ids=name)
def test_a_save_that_breaks_is_told_and_the_words_are_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Phát loa về kỹ năng số")
        with monkeypatch.context() as patch:
            patch.setattr(Session, "save", raising(fault))
            await officer.press("ctrl+s")
            await officer.until(lambda: bool(officer.toasts), "why not")
        (told,) = officer.toasts
        assert "Errno" not in told and not told.rstrip().endswith(":"), told
        await officer.sees("Phát loa về kỹ năng số")
        officer.app.clear_notifications()
        await officer.press("ctrl+s")
        await officer.until(lambda: isinstance(officer.screen, Ledger), "the ledger")
        await officer.sees("Phát loa về kỹ năng số")

    at_work(home, play)
    assert unsent(home) == 1


@pytest.mark.parametrize("fault", [KeyError(SECRET), ImportError(SECRET), RuntimeError(SECRET)], ids=name)
def test_a_key_whose_work_breaks_is_told_and_the_program_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")
    monkeypatch.setattr(Ledger, "action_copy", raising(fault))
    monkeypatch.setattr(Ledger, "action_filter", raising(fault))

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+d")
        await officer.hears(FAULT)
        await officer.press("f4", "f2")
        await officer.type("Vẫn ghi được")
        await officer.press("ctrl+s")
        await officer.sees("Vẫn ghi được")

    at_work(home, play)
    assert SECRET not in kept(home)


@pytest.mark.parametrize("fault", [ValueError(SECRET), RuntimeError(SECRET), zlib.error(SECRET)], ids=name)
def test_a_second_place_that_breaks_in_the_background_is_a_quiet_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")

    async def play(officer: Officer) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Session, "keep_reserve", raising(fault))
            officer.app._keep_reserve()
            await officer.hears(FAULT)

    at_work(home, play)
    assert type(fault).__name__ in kept(home)


def test_a_second_place_that_is_gone_is_told_once(tmp_path: Path) -> None:
    home = LaptopHome(tmp_path / "laptop")
    with new_store(home.path) as store:
        reserve.set_folder(store, tmp_path / "stick")
        store.logs.append([activity()], signer())

    async def play(officer: Officer) -> None:
        officer.app._keep_reserve()
        await officer.hears(said(_WHY_NOT[errno.ENOENT]))
        officer.app.clear_notifications()
        officer.app._keep_reserve()
        await officer.until(lambda: officer.app._keeping is not None and not officer.app._keeping.is_alive())
        await officer.pause()
        assert officer.toasts == []

    at_work(home, play)


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 24), (80, 1)])
def test_a_window_of_no_size_stands_and_keeps_what_is_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Đang gõ")
        await officer.resize(*size)
        await officer.pause()
        await officer.type(" tiếp")
        for key in ("f6", "escape", "f5", "escape", "f1", "escape"):
            await officer.press(key)
        await officer.resize(80, 24)
        await officer.pause()
        assert officer.app.broken is None and officer.app.is_running

    at_work(home, play)
    with LaptopStore.open(home) as store:
        assert [draft.draft.title for draft in drafts.kept(store)] == ["Đang gõ tiếp"]


@pytest.mark.parametrize("fault", [RuntimeError(SECRET), MemoryError(SECRET)], ids=name)
def test_a_screen_that_breaks_ends_the_program_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Where Textual cannot go on, what is typed is a draft, and nothing of the screen is printed."""
    new_store(tmp_path / "laptop").close()
    home = LaptopHome(tmp_path / "laptop")
    ended: list[SoxaError | None] = []

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.type("Đang gõ thì hỏng")
        officer.app._handle_exception(fault)
        ended.append(officer.app.broken)

    with pytest.raises(type(fault)):
        at_work(home, play)  # the pilot raises what the program was told of
    (broken,) = ended
    assert broken is not None and broken.code == "program-fault-kept"
    with LaptopStore.open(home) as store:
        assert [draft.draft.title for draft in drafts.kept(store)] == ["Đang gõ thì hỏng"]


# -- commands


@pytest.mark.parametrize("asked", [(), ("--json",)])
def test_a_command_that_breaks_has_an_exit_code_and_a_file_of_its_own(tmp_path: Path, asked: tuple[str, ...]) -> None:
    new_store(tmp_path / "laptop").close()
    script = (
        "import sys, field.cli.reporting as r\n"
        "from sync.shell import groups, main\n"
        "import field.session as s\n"
        f"def broken(*a, **k): raise RuntimeError({SECRET!r})\n"
        "import field.reporting.status as st; st.laptop_status = broken\n"
        "import field.store; field.store.LaptopStore.open = broken\n"
        f"sys.argv = ['soxa', 'field', 'status', *{list(asked)!r}]\n"
        "main.main()\n"
    )
    home = tmp_path / "laptop"
    env = environment() | {"SOXA_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 70, done.stderr
    assert "RuntimeError" in done.stderr and "Traceback" not in done.stderr and SECRET not in done.stderr
    (file,) = (home / "faults").iterdir()
    assert str(file) in done.stderr and SECRET not in file.read_text(encoding="utf-8")
    if asked:
        assert json.loads(done.stdout)["error"]["code"] == "program-fault-kept"


def test_a_fault_that_can_be_written_nowhere_is_told_all_the_same(tmp_path: Path) -> None:
    from sync.shell.faults import kept as keep  # noqa: PLC0415 - as the program, where it is needed

    (tmp_path / "faults").write_text("a file stands there", encoding="utf-8")
    assert keep(KeyError(SECRET), tmp_path / "faults").code == "program-fault"


def test_of_files_about_faults_the_newest_are_kept(tmp_path: Path) -> None:
    from sync.shell.faults import kept as keep  # noqa: PLC0415 - as above

    for number in range(60):
        (tmp_path / f"fault-{number:08}.txt").write_text("old", encoding="utf-8")
        os.utime(tmp_path / f"fault-{number:08}.txt", (number, number))
    keep(KeyError(SECRET), tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == 50 and "fault-00000010.txt" not in left and "fault-00000059.txt" in left


def test_an_exchange_that_breaks_stands_in_the_history_as_what_it_was(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = joined(world, tmp_path / "laptop", nowhere())
    monkeypatch.setattr("field.exchange.client.exchange", raising(LookupError(SECRET)))

    async def play(officer: Officer) -> None:
        await officer.press("f5", "f5")
        await officer.hears(FAULT)

    at_work(home, play, clock=world.now)
    (past,) = history(home)
    assert (past.outcome, past.facts) == ("program-fault", {"kind": "LookupError"})
    assert unsent(home) == 1
