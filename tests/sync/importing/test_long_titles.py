"""A title that is longer than one may be: its beginning is the title, and all of it stands in the description."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.encoding.limits import MAX_LINE, MAX_TEXT
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, planned, stated
from tests.tables import workbook

REST = " ".join(["nội dung chi tiết của buổi tuyên truyền"] * 20)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        (f"Tuyên truyền Luật Đất đai. {REST}", "Tuyên truyền Luật Đất đai."),
        (f"Họp bản Nà Khiết; {REST}", "Họp bản Nà Khiết"),
        (f"Họp bản Nà Khiết\n{REST}", "Họp bản Nà Khiết"),
        (f"Họp bản, nội dung:\n- {REST}", "Họp bản, nội dung"),
    ],
)
def test_the_beginning_of_a_long_title_is_the_title_and_nothing_is_lost(tmp_path: Path, title: str, short: str) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung", "Số người"], ["3/11/2026", title, 45], ["4/11/2026", "Họp", 5]])
    plan = planned(path)
    assert stated(plan, "title", "audience") == [(f"{NOV}03", short, 45), (f"{NOV}04", "Họp", 5)]
    assert next(row[1] for row in stated(plan, "text")) == f"Nội dung: {title}"
    assert (asked(plan), faults(plan)) == ([], [])
    with speaking("vi"):
        assert "cả đoạn được giữ trong mô tả" in "\n".join(plan_lines(plan))


def test_a_long_title_without_sentences_ends_between_words() -> None:
    ((_day, title, text),) = stated(csv("Ngày,Nội dung", f"3/11/2026,{REST}"), "title", "text")
    assert len(str(title)) <= 201
    assert REST.startswith(f"{str(title).removesuffix('…')} ")
    assert text == f"Nội dung: {REST}"


@pytest.mark.parametrize("length", [MAX_LINE, MAX_LINE - 1])
def test_a_title_that_is_short_enough_stands_as_it_is(length: int) -> None:
    title = "A" * length
    assert stated(csv("Ngày,Nội dung", f"3/11/2026,{title}"), "title") == [(f"{NOV}03", title)]


def test_a_title_that_no_description_can_hold_is_refused() -> None:
    plan = csv("Ngày,Nội dung", f"3/11/2026,{'dài ' * MAX_TEXT}", "4/11/2026,Họp")
    assert [(row, code) for row, _column, code in faults(plan)] == [(2, "too-long")]
