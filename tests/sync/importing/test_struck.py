"""What is struck through is not what the sheet says: it is named and asked about, and is never passed over silently."""

from __future__ import annotations

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import question_words
from sync.tables import book_of
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import TODAY, asked, faults, stated

HEADING = ("Ngày", "Nội dung", "Địa điểm", "Số người", "Phụ trách")


def page(*rows: tuple[str, ...]) -> Plan:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (HEADING, *rows))
    return make_plan(
        book_of(f"<table>{lines}</table>".encode(), "so.xls"), file="so.xls", answers=Answers(), today=TODAY, directives=()
    )


def test_what_is_left_is_taken_and_asked_about() -> None:
    plan = page(("13/11/2026", "Tuần tra <s>bản Lao</s> bản Tăm", "<s>Bản Lao</s>", "<s>120</s> 150", "Sìn"))
    assert stated(plan, "title", "audience") == [("2026-11-13", "Tuần tra bản Tăm", 150)]
    assert [str(row[1]) for row in stated(plan, "place")] == ["UNSET"]
    assert (asked(plan), faults(plan)) == (["struck"] * 3, [])
    with speaking("en"):
        told = [question_words(question) for question in plan.questions]
    assert told[1] == "Column “Địa điểm”: in 1 cell something is struck through (row 2: “Bản Lao” → –). Take what is not?"


def test_what_is_struck_in_a_column_that_is_not_used_is_nothing() -> None:
    assert asked(page(("13/11/2026", "Tuần tra", "Bản Lao", "12", "<s>Sìn</s>"))) == []


def test_a_row_without_its_title_or_day_is_not_taken_and_no_other_day_is_its_own() -> None:
    plan = page(
        ("13/11/2026", "Tuần tra", "Bản Lao", "12", ""),
        ("<s>14/11/2026</s>", "Họp dân", "Bản Hon", "30", ""),
        ("", "Nghe đài", "Bản Hon", "5", ""),
        ("15/11/2026", "<s>Hội thi</s>", "Bản Hon", "30", ""),
        ("<s>16/11/2026</s>", "<s>Hội diễn</s>", "<s>Bản Hon</s>", "", ""),
    )
    assert len(stated(plan)) == 1
    assert faults(plan) == [
        (3, "Ngày", "struck-cell"),
        (4, "Ngày", "field-needed"),
        (5, "Nội dung", "struck-row"),
        (6, "Nội dung", "struck-row"),
    ]


def test_as_above_is_nothing_where_that_is_struck() -> None:
    plan = page(("13/11/2026", "Tuần tra", "<s>Bản Lao</s>", "12", ""), ("14/11/2026", "Họp dân", "nt", "30", ""))
    assert faults(plan) == [(3, "Địa điểm", "nothing-above")]
