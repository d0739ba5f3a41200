"""The officer's commands, run as people run them: data on standard output, words on standard error, honest exit codes."""

from __future__ import annotations

import json

import pytest

from tests.field.cli.desk import Desk, invite


@pytest.mark.parametrize(
    "arguments",
    [
        ("log",),
        ("log", "--title", "x", "--date", "31/2"),
        ("log", "--title", "x", "--quantity", "ba"),
        ("log", "--title", "x", "--channel", "no such"),
        ("log", "--title", "x", "--no-such-option"),
        ("revise", "ffffffff", "--title", "x"),
        ("show", "x"),
        ("retract", "ffffffff"),
        ("report", "2026-13"),
        ("list", "--period", "x"),
        ("no-such-command",),
        (),
    ],
)
def test_wrong_usage_is_told_on_standard_error_and_saves_nothing(desk: Desk, arguments: tuple[str, ...]) -> None:
    out = desk.soxa(*arguments, expect=2)
    assert not arguments or (out == "" and desk.said.startswith("soxa: "))
    assert desk.json("status")["unsent"] == 0


def test_a_script_gets_one_json_object_of_every_command(desk: Desk) -> None:
    record = desk.json("log", "--title", "Họp")["id"]
    assert desk.json("revise", record, "--quantity", "3") == {"id": record}
    assert desk.json("retract", record, "--reason", "nhầm") == {"id": record}
    (desk.folder / "so.csv").write_text("Ngày,Nội dung\n1/10/2026,Họp\n31/2/2026,Sai", encoding="utf-8")
    done = json.loads(desk.soxa("import", "so.csv", "--json", expect=1))
    assert (done["taken"], done["again"]) == (1, 0)
    assert [(bad["row"], bad["column"], bad["code"]) for bad in done["bad"]] == [(3, "Ngày", "no-such-day")]
    assert desk.json("pack", "xa.soxa") == {"path": "xa.soxa", "entries": 5, "sealed": False}
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    joined = other.json("join", invite())
    assert (joined["unit"], joined["unit_name"], joined["path"]) == ("03390", "Xã Bình Lư", str(other.folder / "laptop"))
    assert joined["device"] == other.json("status")["device"]


def test_the_words_are_vietnamese_unless_asked_otherwise(desk: Desk) -> None:
    desk.soxa("log", "--title", "x", "--date", "31/2", expect=2, SOXA_LANG="vi")
    assert "31/2" in desk.said and "không" in desk.said.lower()
    assert "chưa gửi" in desk.soxa("status", SOXA_LANG="vi").lower()
