"""Commands about activities: logged, changed, shown, taken back, searched, imported."""

from __future__ import annotations

from field.home import LaptopHome
from field.store import LaptopStore
from tests.field.alone import follow_registry
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
    rows = ["Ngày,Nội dung,Số lượng", "1/10/2026,Họp,1", "31/2/2026,Sai ngày,1", "2/10/2026,Sai số,ba"]
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
