"""The plan of an import on the command line: shown, answered, agreed to, remembered."""

from __future__ import annotations

import datetime
import json

from sync.shell.console import now
from tests.field.cli.desk import Desk
from tests.field.tui.terminal import Terminal, in_a_terminal

BEFORE = (datetime.datetime.fromtimestamp(now(), datetime.UTC) - datetime.timedelta(days=3)).date().isoformat()
"""A day of late, whatever day it is."""
LIST = f"STT;Ngày;Nội dung;Xăng xe;Số người dự;Số người nghe\n1;{BEFORE};Họp;5 lít;10;20\n"


def put(desk: Desk, text: str, name: str = "so.csv") -> None:
    (desk.folder / name).write_text(text, encoding="utf-8")


def titles(desk: Desk) -> list[str]:
    return sorted(row["title"] for row in desk.json("list"))


def test_a_plan_is_shown_and_nothing_is_taken(desk: Desk) -> None:
    put(desk, LIST)
    shown = desk.soxa("import", "so.csv", "--plan")
    assert "D “Xăng xe” → not used (the heading is not known): 5 lít" in shown
    assert "Columns E “Số người dự” and F “Số người nghe” are both of “people”" in shown
    plain = desk.json("import", "so.csv", "--plan")
    assert [column["field"] for column in plain["sheets"][0]["columns"]] == [
        "number",
        "date",
        "title",
        None,
        "audience",
        "text",
    ]
    assert titles(desk) == []


def test_without_a_terminal_and_without_a_word_nothing_open_is_taken(desk: Desk) -> None:
    put(desk, LIST)
    desk.soxa("import", "so.csv", expect=1)
    assert "Nothing was taken: the file leaves questions open." in desk.said and "both of “people”" in desk.said
    assert titles(desk) == []
    assert desk.json("import", "so.csv", "--yes")["taken"] == 1
    assert "Columns with data that were not used: “Xăng xe”." in desk.said


def test_what_was_answered_is_remembered_for_files_of_the_shape(desk: Desk) -> None:
    put(desk, LIST)
    done = desk.json(
        "import", "so.csv", "--map", "E=none", "--map", "Số người nghe=audience", "--map", "Xăng xe=description"
    )
    assert (done["taken"], done["unused_columns"]) == (1, ["Số người dự"])
    put(desk, LIST.replace("Họp", "Loa"), "khac.csv")
    assert desk.json("import", "khac.csv")["taken"] == 1
    assert {(row["title"], row["audience"], row["text"]) for row in desk.json("list")} == {
        ("Họp", 20, "Xăng xe: 5 lít"),
        ("Loa", 20, "Xăng xe: 5 lít"),
    }


def test_what_came_of_an_import_is_data_for_whoever_reads_the_output(desk: Desk) -> None:
    put(desk, f"Ngày,Nội dung\n{BEFORE},Họp\n")
    assert "1 row taken" in desk.soxa("import", "so.csv")
    assert "taken back: 1 activity" in desk.soxa("import", "--undo", "1").replace("(so.csv) ", "")


def test_an_order_of_days_can_be_said(desk: Desk) -> None:
    put(desk, "Ngày,Nội dung\n10/3/2026,Họp\n10/4/2026,Loa\n")
    desk.soxa("import", "so.csv", expect=1)
    assert (
        "row 2 “Họp”: is “10/3/2026” day 10 of month 3, or day 3 of month 10? (--dates day-first or month-first)"
        in desk.said
    )
    desk.soxa("import", "so.csv", "--yes", expect=1)
    assert "never guessed" in desk.said and desk.json("list") == []
    desk.soxa("import", "so.csv", "--dates", "month-first", "--yes")
    assert sorted(row["date"] for row in desk.json("list")) == ["2026-10-03", "2026-10-04"]


def test_words_that_cannot_be_meant_are_refused_with_what_can(desk: Desk) -> None:
    put(desk, LIST)
    for options, code, told in (
        (("--dates", "us"), "no-such-answer", "day-first, month-first"),
        (("--map", "Nội dung"), "bad-map", "HEADING=FIELD"),
        (("--map", "Xăng xe=x"), "no-such-field", "none"),
        (("--map", "Bò=place"), "no-such-column", "Xăng xe"),
        (("--sheet", "Tháng 1"), "no-such-sheet", "CSV"),
    ):
        desk.soxa("import", "so.csv", *options, expect=2)
        assert told in desk.said, code


def test_a_list_put_right_revises_and_an_import_is_taken_back(desk: Desk) -> None:
    put(desk, f"Ngày;Nội dung;Số người\n{BEFORE};Họp;450\n{BEFORE};Loa;100\n")
    first = desk.json("import", "so.csv")
    assert (first["taken"], first["id"]) == (2, 1)
    put(desk, f"Ngày;Nội dung;Số người\n{BEFORE};Họp;45\n{BEFORE};Loa;100\n")
    plan = desk.json("import", "so.csv", "--plan")
    assert plan["beside"] == {"new": 0, "same": 1, "changed": 1, "alike": 0}
    assert [change["changes"] for change in plan["changed"]] == [{"audience": 45}]
    second = desk.json("import", "so.csv")
    assert (second["taken"], second["changed"], second["again"]) == (0, 1, 1)
    assert sorted(row["audience"] for row in desk.json("list")) == [45, 100]
    undone = desk.json("import", "--undo", str(second["id"]))
    assert (undone["taken_back"], undone["restored"]) == (0, 1)
    assert sorted(row["audience"] for row in desk.json("list")) == [100, 450]
    desk.soxa("import", "--undo", str(second["id"]), expect=1)
    assert "was taken back already" in desk.said


def test_what_to_import_or_to_take_back_must_be_said(desk: Desk) -> None:
    for arguments, code in (((), "import-what"), (("so.csv", "--undo", "1"), "import-what")):
        told = json.loads(desk.soxa("import", *arguments, "--json", expect=2))
        assert told["error"]["code"] == code


def test_refused_rows_are_saved_beside_the_file(desk: Desk) -> None:
    put(desk, f"Ngày;Nội dung;Số người\n{BEFORE};Họp;450\n{BEFORE};Loa;vài chục\n")
    done = json.loads(desk.soxa("import", "so.csv", "--json", expect=1))
    assert (done["taken"], [bad["row"] for bad in done["bad"]]) == (1, [3])
    assert done["refused"] in desk.said and (desk.folder / done["refused"]).exists()


@in_a_terminal
def test_at_a_terminal_the_order_of_days_is_asked_for_itself_and_the_plan_with_its_answer(desk: Desk) -> None:
    put(desk, "Ngày,Nội dung\n10/3/2026,Họp\n10/4/2026,Loa\n")
    command = ("sync.shell.main", "field", "import", str(desk.folder / "so.csv"), "--home", str(desk.folder / "laptop"))
    with Terminal(*command) as terminal:
        terminal.wait_for("dòng 2 “Họp”: “10/3/2026” là ngày nào?", "1  ngày 10 tháng 3", "2  ngày 3 tháng 10", "Gõ số")
        terminal.write("có\n")  # no answer to that
        terminal.wait_for("Gõ số, hoặc Enter để bỏ qua: có")
        terminal.write("2\n")
        terminal.wait_for("03/10/2026", "[c/k]")
        terminal.write("không\n")
        assert terminal.wait_until_left() == 1
    assert desk.json("list") == []
    with Terminal(*command) as terminal:
        terminal.wait_for("Gõ số")
        terminal.write("\n")
        assert terminal.wait_until_left() == 1
    assert desk.json("list") == []
    with Terminal(*command) as terminal:
        terminal.wait_for("Gõ số")
        terminal.write("2\n")
        terminal.wait_for("[c/k]")
        terminal.write("có\n")
        assert terminal.wait_until_left() == 0
    assert sorted(row["date"] for row in desk.json("list")) == ["2026-10-03", "2026-10-04"]
