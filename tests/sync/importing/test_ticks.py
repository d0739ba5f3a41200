"""Columns of ticks: what is ticked is what the heading names, and nothing else of the row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec import UNSET

from sync.importing.comparing.likeness import fingerprint
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import asked, csv, planned, stated
from tests.tables import workbook


def test_a_cross_under_a_channel_says_the_channel() -> None:
    plan = csv("Ngày,Nội dung,Loa,Zalo,Facebook", "13/11/2026,Việc a,x,,", "14/11/2026,Việc b,,X,", "15/11/2026,Việc c,,,✓")
    assert [row[1] for row in stated(plan, "channel")] == ["commune-radio", "zalo", "facebook"]
    assert asked(plan) == []


def test_several_are_named_in_the_description_and_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Loa,Zalo", "13/11/2026,Việc a,x,x", "14/11/2026,Việc b,x,-")
    assert stated(plan, "channel", "text")[0] == ("2026-11-13", "commune-radio", "Hình thức: Loa; Zalo")
    assert asked(plan) == ["ticks"]
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("In 1 row several are named (row 2: “Loa; Zalo” → Loa).")


def test_what_is_over_them_says_of_what_they_are(tmp_path: Path) -> None:
    rows = (
        ("Ngày", "Nội dung", "Chủ đề"),
        (None, None, "Bình đẳng giới", "Gia đình", "Chuyển đổi số"),
        ("13/11/2026", "Việc a", "x", None, "x"),
        ("14/11/2026", "Việc b", None, "x"),
        (None, "Cộng", 1, 1, 1),
    )
    plan = planned(workbook(tmp_path, rows, ["C1:E1"]))
    assert [column.why for column in plan.taken[0].columns][2:] == ["ticks"] * 3
    assert stated(plan, "topics", "text")[0][1] == ("gender-equality", "digital-transformation")
    assert str(stated(plan, "text")[1][1]) == "Chủ đề: Gia đình"
    assert asked(plan) == ["not-listed"]


def test_a_tick_that_moved_is_another_row() -> None:
    known = []
    for line in ("13/11/2026,Việc a,x,", "13/11/2026,Việc a,,x"):
        plan = csv("Ngày,Nội dung,Loa,Zalo", line, "14/11/2026,Việc b,x,", "15/11/2026,Việc c,,x")
        known.append(fingerprint(plan.taken[0].rows[0], Counter(), _Plain()))
    assert known[0] != known[1]


class _Plain(dict[str, str]):
    def __missing__(self, text: str) -> str:
        return text


def test_a_column_of_the_channel_itself_is_the_channel() -> None:
    plan = csv("Ngày,Nội dung,Hình thức,Zalo", "13/11/2026,Việc a,Băng rôn,x")
    assert stated(plan, "channel") == [("2026-11-13", "banner")]
    assert [column.why for column in plan.taken[0].columns][-1] != "ticks"


def test_figures_under_a_channel_are_no_ticks() -> None:
    plan = csv("Ngày,Nội dung,Loa,Zalo", "13/11/2026,Việc a,2,x", "14/11/2026,Việc b,1,")
    assert [column.why for column in plan.taken[0].columns][2:] == ["numbers", "ticks"]


def test_a_short_word_that_happens_to_be_the_name_of_a_way_is_none() -> None:
    for heading in ("HT", "TH", "Ảnh"):
        plan = csv(f"Ngày,Nội dung,Số người,{heading}", "13/11/2026,Việc a,4,x", "14/11/2026,Việc b,5,x")
        assert [row[1] for row in stated(plan, "channel")] == [UNSET, UNSET], heading


def test_a_short_word_beside_the_name_of_another_way_is_one() -> None:
    plan = csv("Ngày,Nội dung,Loa,OA", "13/11/2026,Việc a,x,", "14/11/2026,Việc b,,x")
    assert stated(plan, "channel") == [("2026-11-13", "commune-radio"), ("2026-11-14", "zalo-oa")]


def test_a_word_beside_it_that_says_something_else_as_often_is_kept_and_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Loa,Ảnh", "13/11/2026,Việc a,x,", "14/11/2026,Việc b,,x")
    assert stated(plan, "channel") == [("2026-11-13", "commune-radio"), ("2026-11-14", UNSET)]
    assert asked(plan) == ["not-listed"]


def test_of_several_kinds_in_one_cell_the_first_is_taken_and_all_are_kept() -> None:
    plan = csv(
        "Ngày,Nội dung,Hình thức,Số người",
        '5/11/2026,Chống rét,"Loa truyền thanh, Zalo",200',
        '20/11/2026,Nhắn tin,"Zalo, Facebook",33',
        '21/11/2026,Họp,"Họp, đi chợ",40',
    )
    rows = [row.fields for row in plan.taken[0].rows if row.fields is not None]
    assert [fields.channel or None for fields in rows] == ["commune-radio", "zalo", None]
    assert [str(fields.text) for fields in rows] == [
        "Hình thức: Loa truyền thanh, Zalo",
        "Hình thức: Zalo, Facebook",
        "Hình thức: Họp, đi chợ",
    ]
    assert sorted(asked(plan)) == ["not-listed", "ticks"]
