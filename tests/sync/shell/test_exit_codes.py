"""The table of exit codes: what each class and each listed error comes to, and real commands for each code."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import BadInput, Misuse, Refused, SoxaError, Unavailable, Unproven
from sync.shell.exit_codes import ExitCode, exit_code
from tests.command import soxa
from tests.sync.audit.bundles import bundle_of, lines_of, small, story


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Misuse("bad-period"), 2),
        (BadInput("file-missing"), 3),
        (BadInput("not-a-parcel"), 3),
        (BadInput("bad-verifier-key"), 2),
        (BadInput("not-an-invite"), 2),
        (Unproven("bad-signature"), 1),
        (Refused("used-invite"), 1),
        (Refused("file-exists"), 1),
        (Refused("no-hub"), 3),
        (Refused("no-account"), 2),
        (Refused("no-token"), 2),
        (Refused("not-joined"), 3),
        (Refused("older-hub"), 3),
        (Refused("wrong-passphrase"), 3),
        (Refused("hub-unavailable"), 3),
        (Refused("hub-clock"), 3),
        (Unavailable("no-answer"), 3),
        (Unavailable("store-damaged"), 5),
        (Unavailable("damaged-export"), 5),
        (Unavailable("damaged-report"), 5),
        (Unavailable("damaged-record"), 5),
        (Refused("damaged-hub-log"), 5),
        (Refused("altered-record"), 5),
        (Refused("home-bereft"), 5),
        (Refused("figures-damaged"), 5),
        (Refused("home-damaged"), 5),
        (Refused("home-key-damaged"), 5),
        (BadInput("bad-frontier"), 5),
        (Refused("damaged-log"), 3),
        (Unavailable("disk-full"), 3),
        (Unavailable("key-exists"), 1),
        (Refused("cancelled"), 130),
        (SoxaError("of-no-class"), 1),
    ],
)
def test_an_error_has_one_exit_code(error: SoxaError, code: int) -> None:
    assert exit_code(error) == code


def test_a_commands_ending_is_in_the_table(tmp_path: Path) -> None:
    """Done, no, usage, unreachable, unread, by one command; the sixth, stopped, is in `test_main`."""
    province = story()
    key = province.key.vkey()
    good = province.draft().write()
    (tmp_path / "good.soxa").write_bytes(good)
    (tmp_path / "cut.soxa").write_bytes(bundle_of(lines_of(good)[:-1]))
    newer = small()
    newer.laptops[0].report("2026-11", level=9)
    newer.laptops[0].push()
    (tmp_path / "newer.soxa").write_bytes(newer.draft().write())
    for file, words, code in (
        ("good.soxa", ["--key", key], ExitCode.DONE),
        ("cut.soxa", ["--key", key], ExitCode.NO),
        ("newer.soxa", ["--key", newer.key.vkey()], ExitCode.UNREAD),
        ("good.soxa", ["--key", "nonsense"], ExitCode.USAGE),
        ("good.soxa", [], ExitCode.USAGE),
        ("none.soxa", ["--key", key], ExitCode.UNREACHABLE),
    ):
        done = soxa("audit", "verify", file, *words, folder=tmp_path)
        assert done.returncode == code, (file, words, done)
        assert b"Traceback" not in done.stderr
