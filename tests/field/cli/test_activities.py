"""Commands about activities: logged, changed, shown, taken back, searched, imported."""

from __future__ import annotations

import pytest

from field.activities import drafts
from field.home import LaptopHome
from field.store import LaptopStore
from sync.shell.console import now
from tests.field.alone import follow_registry, receive
from tests.field.cli.desk import Desk


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


def test_a_file_is_imported_and_bad_rows_fail_the_command(desk: Desk) -> None:
    rows = ["Ngày,Nội dung,Số lượng", "1/10/2026,Họp,1", "31/2/2026,Sai ngày,1", "2/10/2026,Sai số,khá đông"]
    (desk.folder / "so.csv").write_text("\n".join(rows), encoding="utf-8")
    told = desk.soxa("import", "so.csv", expect=1)
    assert "row 3, column “Ngày”" in desk.said and "row 4, column “Số lượng”" in desk.said
    assert "1 row taken" in told
    (desk.folder / "so.csv").write_text("\n".join(rows[:2]), encoding="utf-8")
    assert "1 taken before" in desk.soxa("import", "so.csv")
    assert len(desk.json("list")) == 1


def test_rows_dated_before_the_unit_began_are_taken_and_named(desk: Desk) -> None:
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store)
    rows = ["Ngày,Nội dung", "1/10/2025,Họp", "30/6/2025,Của thôn cũ", "1/7/2025,Ngày đầu"]
    (desk.folder / "so.csv").write_text("\n".join(rows), encoding="utf-8")
    told = desk.json("import", "so.csv", "--yes")
    assert (told["taken"], told["early"]) == (3, [{"row": 3, "date": "2025-06-30"}])
    assert "row 3, 30/06/2025: dated before the unit was in the ledger (01/07/2025)" in desk.said
    desk.soxa("import", "so.csv", "--yes")
    assert "dated before" not in desk.said  # nothing of it was taken again


def test_an_activity_may_be_in_several_languages_and_at_several_places(desk: Desk) -> None:
    said = ("--title", "Hội diễn", "--date", "20/1/2026", "--audience", "60")
    places = ("--place", "Bản Hon", "--place", "Nà Tăm", "--place", "Bản Hon")
    record = desk.soxa("log", *said, "--language", "mông", "--language", "tai", "--language", "vi", *places).strip()
    page = desk.json("show", record)
    assert (page["language"], page["languages"]) == ("hmn", ["tai", "vi"])
    assert (page["place"], page["places"]) == ("Bản Hon", ["Nà Tăm"])
    assert record[-8:] in desk.soxa("list", "--search", "na tam")
    assert desk.json("report", "2026-02")["languages"] == {
        code: {"activities": 1, "audience": 60, "minutes": 0} for code in ("hmn", "tai", "vi")
    }
    assert "counts under each of them, and once in all" in desk.soxa("report", "2026-02")
    assert desk.json("report", "2026-02")["level"] == 2
    desk.soxa("revise", record, "--place", "Bản Thẳm", "--language", "vi")
    page = desk.json("show", record)
    assert (page["language"], page["languages"], page["place"], page["places"]) == ("vi", [], "Bản Thẳm", [])
    desk.soxa("log", "--title", "Họp", "--date", "20/12/2025", "--language", "vi", "--place", "Bản Hon")
    other = desk.json("report", "2026-01")
    assert (other["records"], other["level"]) == (1, 1), "what is said once is read by every program"


def test_where_nothing_can_be_saved_what_was_typed_is_kept_and_said_to_be(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "Đã ghi", "--quantity", "3").strip()
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        store.close_log("forked")
    for _time in range(2):
        desk.soxa("log", "--title", "Gõ ở bản sao", "--date", "hôm nay", expect=1)
        assert "kept as a draft" in desk.said and "A copy of this folder" in desk.said
        desk.soxa("revise", record[-8:], "--quantity", "4", expect=1)
    desk.soxa("report", "2026-11", "--submit", "--results", "Tốt", expect=1)
    assert "soxa field report 2026-11" in desk.said and "A copy of this folder" in desk.said
    assert "Tốt" in desk.soxa("report", "2026-11")
    desk.soxa("report", "2026-11", "--submit", expect=1)
    assert "What was written" not in desk.said, "nothing was"
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        found = {(kept.draft.title, kept.draft.quantity, kept.record) for kept in drafts.kept(store)}
        assert all(kept.draft.date and kept.draft.date[0].isdigit() for kept in drafts.kept(store)), "a day, not today"
    assert found == {("Gõ ở bản sao", None, None), ("Đã ghi", "4", record)}, "each once"


def _rot(desk: Desk, was: bytes, now: bytes) -> None:
    """Letters of an entry change on the disk."""
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        for index, line in store._sql.execute("SELECT idx, line FROM entry WHERE log = 1").fetchall():
            store._sql.execute("UPDATE entry SET line = ? WHERE log = 1 AND idx = ?", (line.replace(was, now), index))
    for path in (desk.folder / "laptop-backup").glob("*"):
        path.unlink()


def test_over_what_rotted_what_was_typed_is_kept_alone_and_found_by_command(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "Chua gui", "--quantity", "3").strip()
    _rot(desk, b"Chua", b"Ciua")
    for _time in range(2):
        desk.soxa("revise", record[-8:], "--quantity", "99", "--place", "Nà Hum", expect=5)
        assert "kept as a draft" in desk.said and "not sent is damaged" in desk.said
    desk.soxa("retract", record[-8:], "--reason", "ghi nhầm", expect=5)
    assert "Nothing was taken back" in desk.said and "kept as a draft" not in desk.said
    (kept,) = desk.json("list", "--drafts")
    assert (kept["id"], kept["quantity"], kept["place"], kept["damaged"]) == (record, "99", "Nà Hum", True)
    assert "title" not in kept, "what is shown of it may be false"
    told = desk.soxa("list", "--drafts")
    assert record[-8:] in told and "damaged on the disk: Chua gui" in told and "99" in told and "Nà Hum" in told


def test_a_report_over_what_rotted_keeps_its_words(desk: Desk) -> None:
    desk.soxa("log", "--title", "Hop", "--date", "20/11/2025", "--audience", "60")
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        receive(store, 2, now())
    _rot(desk, b"Hop", b"Hip")
    desk.soxa("report", "2025-12", "--submit", "--results", "Tốt", expect=5)
    assert "What was written is kept" in desk.said and "damaged on this disk" in desk.said
    assert "Tốt" in desk.soxa("report", "2025-12")


@pytest.mark.parametrize("key", [None, b"no key"])
def test_without_the_key_what_was_typed_is_kept_too(desk: Desk, key: bytes | None) -> None:
    record = desk.soxa("log", "--title", "Đã ghi", "--quantity", "3").strip()
    place = LaptopHome(desk.folder / "laptop")
    if key is None:
        place.key.unlink()
    else:
        place.key.write_bytes(key)
    code = 1 if key is None else 5
    desk.soxa("revise", record[-8:], "--quantity", "55", expect=code)
    assert "kept as a draft" in desk.said and "The key of this laptop" in desk.said
    desk.soxa("log", "--title", "Mới", "--date", "20/11/2026", expect=code)
    desk.soxa("report", "2026-11", "--submit", "--results", "Tốt", expect=code)
    assert "What was written is kept" in desk.said
    assert [(each["title"], each["id"]) for each in desk.json("list", "--drafts")] == [("Mới", None), ("Đã ghi", record)]


def test_of_a_clock_that_stands_far_ahead_is_said_when_something_is_logged(desk: Desk) -> None:
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        receive(store, 1, now() - 500 * 86_400)
    desk.soxa("log", "--title", "Họp")
    assert "looks" in desk.said and "ahead" in desk.said and "Saved." in desk.said


def test_what_is_here_no_more_is_in_its_backup_or_is_said_to_be_lost(desk: Desk) -> None:
    desk.soxa("log", "--title", "Một")
    home = LaptopHome(desk.folder / "laptop")
    copy = home.database.read_bytes()
    desk.soxa("log", "--title", "Hai")
    for left in home.path.glob("soxa.db*"):
        left.unlink()
    home.database.write_bytes(copy)
    assert "The backup has it" in desk.soxa("status")
    backup = desk.folder / "laptop-backup"
    backup.rename(desk.folder / "away")
    assert "rescue --lost" in desk.soxa("status")
    desk.soxa("rescue", expect=2)
    desk.soxa("rescue", "x", "--lost", expect=2)
    assert desk.json("rescue", "--lost") == {"lost": 1}
    assert "no more" not in desk.soxa("status")
    desk.soxa("rescue", "--lost")
    assert "Nothing" in desk.said
    desk.soxa("rescue", "away")
    assert [row["title"] for row in desk.json("list")] == ["Hai", "Một"], "its backup turned up all the same"
