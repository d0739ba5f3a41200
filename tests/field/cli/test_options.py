"""What the commands have in common: a key under a passphrase, and a folder that has not joined."""

from __future__ import annotations

from pathlib import Path

from tests.field.cli.desk import Desk, invite


def test_a_key_under_a_passphrase_asks_for_it_to_write_and_not_to_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", invite(), SOXA_PASSPHRASE="đường lên bản")
    desk.soxa("log", "--title", "Phát loa", expect=3)
    assert "SOXA_PASSPHRASE" in desk.said
    desk.soxa("log", "--title", "Phát loa", expect=3, SOXA_PASSPHRASE="wrong")
    desk.soxa("log", "--title", "Phát loa", SOXA_PASSPHRASE="đường lên bản")
    assert len(desk.json("list")) == 1


def test_nothing_works_before_joining_and_says_how_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for arguments in (("log", "--title", "x"), ("list",), ("status",), ("sync",)):
        desk.soxa(*arguments, expect=3)
        assert "soxa field join" in desk.said
