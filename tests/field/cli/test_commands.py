"""The officer's commands, run as people run them: data on standard output, words on standard error, honest exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding import Instant, tobase64
from sync.ledger.invite import Invite, format_invite
from tests.field.alone import HUB_KEY, PLAN, follow_registry, new_store

ROOT = Path(__file__).resolve().parents[3]
FAR = 4_000_000_000


class Desk:
    """A folder, and the command line in front of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = ""
        """What the last command said on standard error."""

    def soxa(self, *arguments: str, expect: int = 0, stdin: str = "", **environment: str) -> str:
        """Run `soxa field` in the folder; its standard output."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOXA_", "LC_", "LANG"))}
        settings = {"SOXA_LANG": "en", "SOXA_HOME": str(self.folder / "laptop"), "PYTHONPATH": str(ROOT), **environment}
        done = subprocess.run(
            [sys.executable, "-m", "sync.shell.main", "field", *arguments],
            cwd=self.folder,
            env=kept | settings,
            input=stdin.encode("utf-8"),
            capture_output=True,
            check=False,
        )
        self.said = done.stderr.decode("utf-8").replace("\r\n", "\n")
        assert done.returncode == expect, self.said
        assert "Traceback" not in self.said
        return done.stdout.decode("utf-8").replace("\r\n", "\n")

    def json(self, *arguments: str) -> Any:
        """What a command prints for scripts."""
        return json.loads(self.soxa(*arguments, "--json"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A laptop that has joined."""
    new_store(tmp_path / "laptop").close()
    return Desk(tmp_path)


def invite(expires: int = FAR) -> str:
    return format_invite(
        Invite(
            id="b" * 16,
            url="",
            key=HUB_KEY.verifier.vkey(),
            unit="03390",
            unit_name="Xã Bình Lư",
            secret=tobase64(b"s" * 32),
            expires=Instant(expires),
        )
    )


def test_an_officer_joins_and_logs_without_a_network(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "xa.invite").write_text(invite() + "\n", encoding="utf-8")
    device = desk.soxa("join", "@xa.invite", "--name", "Lù Thị Mẩy").strip()
    assert "Xã Bình Lư" in desk.said
    record = desk.soxa("log", "--title", "Phát loa").strip()
    standing = desk.json("status")
    assert (standing["device"], standing["officer"]) == (device, "Lù Thị Mẩy")
    assert (standing["records"], standing["unsent"], standing["received"]) == (1, 1, 0)
    assert [row["id"] for row in desk.json("list")] == [record]
    assert "Lù Thị Mẩy".encode() not in b"".join(_lines(tmp_path))


def _lines(folder: Path) -> list[bytes]:
    with LaptopStore.open(LaptopHome(folder / "laptop")) as store:
        return store.logs.lines(store.logs.own.origin, 0, 2**40)


def test_an_invite_may_come_by_standard_input(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", "-", stdin=invite())
    desk.soxa("join", invite(), "--home", "other")
    assert (tmp_path / "other" / "soxa.db").exists()


@pytest.mark.parametrize(
    ("line", "word", "code"),
    [("nonsense", "not an invite", 2), (invite()[:-1] + "z", "", 2), (invite(expires=1), "run out", 1), ("@none", "", 3)],
)
def test_a_bad_invite_makes_nothing(tmp_path: Path, line: str, word: str, code: int) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", line, expect=code)
    assert word in desk.said
    assert not (tmp_path / "laptop" / "soxa.db").exists()


def test_a_key_under_a_passphrase_asks_for_it_to_write_and_not_to_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.soxa("join", invite(), SOXA_PASSPHRASE="đường lên bản")
    desk.soxa("log", "--title", "Phát loa", expect=3)
    assert "SOXA_PASSPHRASE" in desk.said
    desk.soxa("log", "--title", "Phát loa", expect=3, SOXA_PASSPHRASE="wrong")
    desk.soxa("log", "--title", "Phát loa", SOXA_PASSPHRASE="đường lên bản")
    assert len(desk.json("list")) == 1


def test_an_activity_is_logged_changed_shown_and_taken_back(desk: Desk) -> None:
    record = desk.soxa(
        "log",
        "--title",
        "Phát loa về kỹ năng số",
        "--date",
        "hôm qua",
        "--topic",
        "digital-skills",
        "--topic",
        "digital-literacy",
        "--channel",
        "commune-radio",
        "--place",
        "Bản Hon",
        "--quantity",
        "12",
        "--audience",
        "1.200",
        "--minutes",
        "15",
        "--language",
        "mông",
        "--text",
        "dòng một\ndòng hai",
    ).strip()
    desk.soxa("revise", record[-8:], "--quantity", "14", "--place", "")
    page = desk.json("show", record)
    assert (page["quantity"], page["place"], page["audience"], page["language"]) == (14, None, 1200, "hmn")
    assert page["topics"] == ["digital-skills", "digital-literacy"]
    assert [line["entry"]["kind"] for line in page["history"]] == ["activity", "activity"]
    told = desk.soxa("show", record)
    assert "Phát loa về kỹ năng số" in told and "\ndòng hai" not in told
    desk.soxa("retract", record, "--reason", "ghi nhầm")
    assert desk.json("show", record)["retracted"] == "ghi nhầm"
    assert "taken back" in desk.soxa("list")
    desk.soxa("revise", record)
    assert "kept as shown" in desk.soxa("show", record)
    assert desk.json("list")[0]["retracted"] is None


def test_the_list_is_searched_without_accents(desk: Desk) -> None:
    desk.soxa("log", "--title", "Sửa đường vào bản")
    desk.soxa("log", "--title", "Phát loa", "--date", "1/1/2020")
    assert [row["title"] for row in desk.json("list", "--search", "duong")] == ["Sửa đường vào bản"]
    assert [row["title"] for row in desk.json("list", "--period", "2020-01")] == ["Phát loa"]
    assert desk.json("list", "--search", '"*') == []


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


def test_nothing_works_before_joining_and_says_how_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for arguments in (("log", "--title", "x"), ("list",), ("status",), ("sync",)):
        desk.soxa(*arguments, expect=3)
        assert "soxa field join" in desk.said


def test_a_file_is_imported_and_bad_rows_fail_the_command(desk: Desk) -> None:
    rows = ["Ngày,Nội dung,Số lượng", "1/10/2026,Họp,1", "31/2/2026,Sai ngày,1", "2/10/2026,Sai số,ba"]
    (desk.folder / "so.csv").write_text("\n".join(rows), encoding="utf-8")
    desk.soxa("import", "so.csv", expect=1)
    assert "row 3, column “Ngày”" in desk.said and "row 4, column “Số lượng”" in desk.said
    assert "1 rows taken" in desk.said
    (desk.folder / "so.csv").write_text("\n".join(rows[:2]), encoding="utf-8")
    desk.soxa("import", "so.csv")
    assert "1 were taken before" in desk.said
    assert len(desk.json("list")) == 1


def test_a_report_is_previewed_and_then_submitted(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--date", "20/1/2026", "--quantity", "3")
    said = desk.json("report", "2026-02")
    assert said["figures"]["total"] == [1, 3, 0, 0]
    assert desk.json("status")["unsent"] == 1
    assert desk.json("report", "2026-02", "--submit", "--results", "xong") == said
    assert desk.json("status")["unsent"] == 2
    assert "submitted before" in desk.soxa("report", "2026-02")


def test_directives_and_deadlines_are_shown_once_they_have_come(desk: Desk) -> None:
    assert desk.json("directives") == []
    desk.soxa("log", "--title", "x", "--directive", "2653/KH-UBND", expect=2)
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, PLAN)
    assert "2653/KH-UBND" in desk.soxa("directives")
    record = desk.soxa("log", "--title", "x", "--directive", "2653/kh-ubnd", "--task", "19").strip()
    assert "2653/KH-UBND" in desk.soxa("show", record)
    due = desk.json("status")["deadlines"]
    assert due and {one["what"] for one in due} == {"Báo cáo tháng"}
    assert not due[0]["reported"] and due[0]["days"] >= 0
    desk.soxa("report", due[0]["period"], "--submit")
    assert desk.json("status")["deadlines"][0]["reported"]


def test_a_file_for_the_stick_is_new_and_its_entries_stay_unsent(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp")
    desk.soxa("pack", "xa.soxa")
    assert (desk.folder / "xa.soxa").stat().st_size > 0
    assert desk.json("status")["unsent"] == 1
    desk.soxa("pack", "xa.soxa", expect=1)
    assert "xa.soxa" in desk.said
    desk.soxa("unpack", "xa.soxa", expect=1)
    (desk.folder / "page.soxa").write_text("<html>đăng nhập</html>", encoding="utf-8")
    desk.soxa("unpack", "page.soxa", expect=3)
    desk.soxa("unpack", "none.soxa", expect=3)
    desk.soxa("sync", expect=3)  # this laptop has no address of the hub
    assert "soxa field pack" in desk.said


def test_a_script_gets_one_json_object_of_every_command(desk: Desk) -> None:
    record = desk.json("log", "--title", "Họp")["id"]
    assert desk.json("revise", record, "--quantity", "3") == {"id": record}
    assert desk.json("retract", record, "--reason", "nhầm") == {"id": record}
    (desk.folder / "so.csv").write_text("Ngày,Nội dung\n1/10/2026,Họp\n31/2/2026,Sai", encoding="utf-8")
    done = json.loads(desk.soxa("import", "so.csv", "--json", expect=1))
    assert (done["taken"], done["again"]) == (1, 0)
    assert [(bad["row"], bad["column"], bad["code"]) for bad in done["bad"]] == [(3, "Ngày", "bad-date")]
    assert desk.json("pack", "xa.soxa") == {"path": "xa.soxa", "entries": 5}
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    joined = other.json("join", invite())
    assert (joined["unit"], joined["unit_name"], joined["path"]) == ("03390", "Xã Bình Lư", str(other.folder / "laptop"))
    assert joined["device"] == other.json("status")["device"]


def test_the_words_are_vietnamese_unless_asked_otherwise(desk: Desk) -> None:
    desk.soxa("log", "--title", "x", "--date", "31/2", expect=2, SOXA_LANG="vi")
    assert "31/2" in desk.said and "không" in desk.said.lower()
    assert "chưa gửi" in desk.soxa("status", SOXA_LANG="vi").lower()


def test_what_others_wrote_cannot_disguise_a_line(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "x", "--place", "a\u202eb\x1b[31m").strip()
    for told in (desk.soxa("show", record), desk.soxa("list"), desk.soxa("status")):
        assert "\x1b" not in told and "\u202e" not in told
