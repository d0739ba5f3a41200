"""Questions of a plan asked one by one: each answer says what it means, and a no that is an answer is one."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest

from sync.importing.answers import Answers
from sync.importing.comparing.comparison import Comparison
from sync.importing.file_plan import FilePlan
from sync.importing.one_by_one import asked_each
from sync.importing.planning import make_plan
from sync.tables import book_of
from sync.wording.i18n import speaking

TODAY = datetime.date(2026, 11, 25)
BOOK = book_of("Ngày,Nội dung,Số hội viên\n03/11/2026,Họp,gần 20\n04/11/2026,Loa,30\n".encode(), "so.csv")


def plan_of(answers: Answers) -> FilePlan:
    plan = make_plan(BOOK, file="so.csv", answers=answers, today=TODAY, directives=())
    return FilePlan(path=Path("so.csv"), plan=plan, compared=Comparison(rows=(), vanished=()), digest="")


def asked(monkeypatch: pytest.MonkeyPatch, typed: str) -> tuple[FilePlan, Answers] | None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
    with speaking("en"):
        return asked_each(plan_of(Answers()), Answers(), plan_of)


def people(planned: FilePlan) -> list[object]:
    return [row.fields.audience or None for row in planned.plan.taken[0].rows if row.fields is not None]


def test_each_is_asked_with_its_rows_and_what_its_answers_do(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    taken = asked(monkeypatch, "\ny\n")
    assert taken is not None and people(taken[0]) == [20, 30]
    said = capfd.readouterr().err
    assert "2 questions left: Is the column “Số hội viên” the field “people”?\n" in said
    assert "  n  no: the column is not used\n" in said
    assert "1 question left: Column “Số hội viên”: 1 number is not exact (row 2: “gần 20” → 20). Take it?\n" in said
    assert "  y  yes: as it is asked, and proposed (Enter is this)\n" in said
    told = "nothing is taken: put it right in the file, or say with --map what the column is, and import again"
    assert f"  n  no: {told}\n" in said


def test_a_no_that_is_an_answer_makes_the_plan_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = asked(monkeypatch, "n\n")
    assert taken is not None and people(taken[0]) == [None, None]
    assert taken[0].plan.questions == ()


def test_a_no_to_what_stands_in_the_file_takes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, "y\nkhông\n") is None
    told = "Nothing is taken: put it right in the file, or say with --map what the column is, and import again."
    assert told in capfd.readouterr().err


def test_the_rest_is_answered_at_once(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    taken = asked(monkeypatch, "?\na\n")
    assert taken is not None and people(taken[0]) == [20, 30]
    assert "1 question left" not in capfd.readouterr().err


def test_a_no_takes_rows_that_were_to_be_left_out(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    book = book_of("Ngày,Nội dung,Số người\n03/11/2026,Họp,20\n,Tổng HKI,30\n".encode(), "so.csv")

    def plan(answers: Answers) -> FilePlan:
        made = make_plan(book, file="so.csv", answers=answers, today=TODAY, directives=())
        return FilePlan(path=Path("so.csv"), plan=made, compared=Comparison(rows=(), vanished=()), digest="")

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"n\ny\n"), encoding="utf-8"))
    with speaking("en"):
        taken = asked_each(plan(Answers()), Answers(), plan)
    assert taken is not None and people(taken[0]) == [20, 30]
    assert taken[1].rows == {"maybe-total": "take"}
    assert "  n  no: these rows are taken, too\n" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ngày,Nội dung,Tờ rơi\n03/11/2026,Họp,20\n", "Nothing is taken: say with --map what the columns are"),
        ("Ngày,Nội dung,Hình thức\n03/11/2026,Họp,xyz\n", "or say with --map what the column is, and import again."),
    ],
)
def test_where_a_column_may_be_another_a_no_says_how_that_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("không\n".encode()), encoding="utf-8"))
    plan = make_plan(book_of(text.encode(), "so.csv"), file="so.csv", answers=Answers(), today=TODAY, directives=())
    with speaking("en"):
        planned = FilePlan(path=Path("so.csv"), plan=plan, compared=Comparison(rows=(), vanished=()), digest="")
        assert asked_each(planned, Answers(), plan_of) is None
    assert told in capfd.readouterr().err
