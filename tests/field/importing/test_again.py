"""A list imported again: what is the same is passed, what changed revises, what vanished and what looks alike is asked."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from field.activities.entries import log_activity, retract_activity, revise_activity
from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.activities.draft import ActivityDraft
from sync.errors import NotListed, Refused
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file
from sync.importing.plan import PlannedSheet
from sync.importing.questions import Question
from sync.importing.refused import save_refused
from sync.importing.summary import corrected_words, file_plan_lines, undone_notes
from sync.importing.take import ImportResult, take_plan
from sync.importing.undo import UndoneImport, corrected_since, next_to_undo, undo_import
from sync.ledger.merge import Values
from sync.wording.fields import field_name
from tests.field.alone import NOW, PLAN, check_log, follow_registry, random_bytes, report, signer
from tests.field.importing.test_take import CASES, LATER
from tests.tables import workbook

HEADING = "Ngày;Nội dung;Địa điểm;Số người"
AS_PROPOSED = Answers()


def put(tmp_path: Path, *lines: str, name: str = "so.csv", heading: str = HEADING) -> Path:
    path = tmp_path / name
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    return path


def take(store: LaptopStore, path: Path, answers: Answers = AS_PROPOSED) -> ImportResult:
    planned = plan_file(LaptopLedger(store), path, answers, now=LATER)
    return take_plan(
        LaptopLedger(store, signer()),
        planned,
        answers,
        now=LATER,
        random_bytes=random_bytes,
        progress=lambda _done, _all: None,
    )


def asked(store: LaptopStore, path: Path, answers: Answers = AS_PROPOSED) -> tuple[Question, ...]:
    return plan_file(LaptopLedger(store), path, answers, now=LATER).plan.questions


def counted(store: LaptopStore) -> list[tuple[str, str, str | None, int | None]]:
    rows = store.records.rows(ActivityFilter(counting=True))
    told = [(row.values.date, row.values.title, row.values.place, row.values.audience) for row in rows]
    return sorted(told, key=str)


def test_a_corrected_list_with_one_column_more_revises_what_it_made(store: LaptopStore) -> None:
    first = take(store, CASES / "again-1.csv")
    assert (first.taken, first.changed) == (2, 0)
    second = take(store, CASES / "again-2.csv")
    assert (second.taken, second.changed, second.again) == (0, 1, 1)
    assert counted(store) == [("2026-11-03", "Họp bản Hon", "Bản Hon", 45), ("2026-11-04", "Phát loa", None, 100)]
    check_log(store)


def test_the_same_list_as_a_workbook_is_the_same(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;Bản Hon;45", "04/11/2026;Loa;;100"))
    rows: list[list[object]] = [
        ["STT", *HEADING.split(";")],
        [1, "3/11/2026", "Họp", "Bản Hon", 45],
        [2, "4/11/2026", "Loa", None, 100],
    ]
    done = take(store, workbook(tmp_path, rows))
    assert (done.taken, done.changed, done.again) == (0, 0, 2)


def test_a_day_or_title_put_right_in_its_place_revises(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp bản;A;1", "04/11/2026;Phát loa về số;B;2", "05/11/2026;Loa;C;3"))
    done = take(store, put(tmp_path, "02/11/2026;Họp bản;A;1", "04/11/2026;Phát loa về số hóa;B;2", "05/11/2026;Loa;C;3"))
    assert (done.taken, done.changed, done.again) == (0, 2, 1)
    assert [row[:2] for row in counted(store)] == [
        ("2026-11-02", "Họp bản"),
        ("2026-11-04", "Phát loa về số hóa"),
        ("2026-11-05", "Loa"),
    ]


def test_what_was_changed_by_hand_stays_where_the_list_did_not_change(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    revise_activity(store, signer(), record, ActivityDraft(place="Bản Hon"), now=LATER, random_bytes=random_bytes)
    done = take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2"))
    assert (done.changed, done.again) == (1, 1)
    assert counted(store)[0] == ("2026-11-03", "Họp", "Bản Hon", 10)


def test_a_value_that_was_emptied_in_the_list_is_emptied(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    assert take(store, put(tmp_path, "03/11/2026;Họp;A;", "04/11/2026;Loa;B;2")).changed == 1
    assert counted(store)[0][3] is None


def test_a_value_that_is_again_as_in_an_earlier_version_is_a_change(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    assert take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2")).changed == 1
    back = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    assert (back.taken, back.changed, back.again) == (0, 1, 1)
    assert counted(store)[0] == ("2026-11-03", "Họp", "A", 1)
    undone = undo(store, back.id)
    assert (undone.restored, counted(store)[0][3]) == (1, 10)
    check_log(store)


def test_what_is_on_a_sheet_that_is_not_read_is_not_gone(store: LaptopStore, tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "so.xlsx"
    october, november = book.worksheets[0], book.create_sheet("T11")
    october.title = "T10"
    for sheet, month, count in ((october, 10, 5), (november, 11, 2)):
        sheet.append(HEADING.split(";"))
        for day in range(1, count + 1):
            sheet.append([f"{day}/{month}/2026", f"Họp {day}", "A", day])
    book.save(path)
    take(store, path)
    november["D3"] = 20
    book.save(path)
    only = Answers(sheets=("T11",), vanished="retract")
    assert asked(store, path, Answers(sheets=("T11",))) == ()
    done = take(store, path, only)
    assert (done.changed, done.again, done.vanished) == (1, 1, 0), "and a list of its own it is not"


def test_a_row_that_was_put_right_and_vanished_since_is_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    rows = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3")
    take(store, put(tmp_path, *rows))
    assert take(store, put(tmp_path, *rows[:2], "05/11/2026;Phim;C;30")).changed == 1
    (question,) = asked(store, put(tmp_path, *rows[:2]))
    assert (question.code, question.facts["example"]) == ("vanished", "Phim")


@pytest.mark.parametrize("row", ["05/11/2026;Phim;C;đông", "35/11/2026;Phim;C;3", ";Phim;;đông"])
@pytest.mark.parametrize("at", [2, 0])
def test_a_row_that_cannot_be_taken_any_more_is_not_gone(store: LaptopStore, tmp_path: Path, row: str, at: int) -> None:
    rows = ["03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"]
    take(store, put(tmp_path, *rows, "05/11/2026;Phim;C;3"))
    rows.insert(at, row)
    assert "vanished" not in [question.code for question in asked(store, put(tmp_path, *rows))]
    done = take(store, put(tmp_path, *rows), Answers(vanished="retract"))
    assert (len(done.bad) > 0, done.vanished, len(counted(store))) == (True, 0, 3)


@pytest.mark.parametrize("row", ["05/11/2026;;C;3", "05/11/2026;Chiếu phim;C;đông"])
def test_a_row_of_another_title_that_cannot_be_taken_is_the_one_that_stood_there(
    store: LaptopStore, tmp_path: Path, row: str
) -> None:
    rows = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2")
    take(store, put(tmp_path, *rows, "05/11/2026;Phim;C;3"))
    assert asked(store, put(tmp_path, *rows, row)) == ()
    assert [question.code for question in asked(store, put(tmp_path, row, *rows))] == ["vanished"]


def test_rows_that_were_refused_at_first_are_rows_of_the_list(store: LaptopStore, tmp_path: Path) -> None:
    rows = ["03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;đông"]
    path = put(tmp_path, *rows)
    saved = refused(store, path)
    book = load_workbook(saved)
    book.worksheets[0]["D2"] = 30
    book.save(saved)
    assert take(store, saved).taken == 1
    corrected = put(tmp_path, *rows[:2], "05/11/2026;Phim;C;31")
    assert asked(store, corrected) == ()
    done = take(store, corrected)
    assert (done.taken, done.changed, done.again, done.alike) == (0, 1, 2, [])
    assert take(store, saved).vanished == 0, "a file of refused rows has no others"
    (question,) = asked(store, put(tmp_path, *rows[:2]))
    assert (question.code, question.facts["example"]) == ("vanished", "Phim")


def test_rows_as_in_an_earlier_version_are_not_gone_from_the_list(store: LaptopStore, tmp_path: Path) -> None:
    rows = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3")
    take(store, put(tmp_path, *rows))
    take(store, put(tmp_path, *(f"{row};30" for row in rows), heading=f"{HEADING};Số phút"))
    without = put(tmp_path, rows[0], rows[1], "05/11/2026;Phim;C;4")
    assert asked(store, without) == ()
    done = take(store, without, Answers(vanished="retract"))
    assert (done.changed, done.again, done.vanished, done.taken_back) == (1, 2, 0, 0)
    assert len(counted(store)) == 3


def test_the_list_of_another_village_is_no_version_of_this_one(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Phát loa;Bản Hon;10", "04/11/2026;Phát loa;Bản Hon;10"))
    done = take(store, put(tmp_path, "03/11/2026;Phát loa;Bản Chi;20", "04/11/2026;Phát loa;Bản Chi;20", name="chi.csv"))
    assert (done.taken, done.changed) == (2, 0)
    assert len(counted(store)) == 4


def test_what_vanished_from_a_list_is_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3"))
    shorter = put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2")
    assert [(question.code, question.facts["example"]) for question in asked(store, shorter)] == [("vanished", "Phim")]
    assert take(store, shorter).vanished == 1
    assert len(counted(store)) == 3
    done = take(store, shorter, Answers(vanished="retract"))
    assert (done.vanished, done.taken_back) == (1, 1)
    assert len(counted(store)) == 2
    assert asked(store, shorter) == ()


def test_what_an_import_took_back_stands_again_when_it_is_undone(store: LaptopStore, tmp_path: Path) -> None:
    full = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3")
    take(store, put(tmp_path, *full))
    before = counted(store)
    done = take(store, put(tmp_path, *full[:2]), Answers(vanished="retract"))
    assert (done.id, done.taken, done.taken_back) == (2, 0, 1), "an import that only takes back has a number"
    undone = undo_import(LaptopLedger(store, signer()), done.id, now=LATER, random_bytes=random_bytes)
    assert (undone.taken_back, undone.restored) == (0, 1)
    assert counted(store) == before
    assert take(store, put(tmp_path, *full)).again == 3
    check_log(store)


def test_what_an_import_took_back_is_new_when_its_row_comes_again(store: LaptopStore, tmp_path: Path) -> None:
    full = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3")
    take(store, put(tmp_path, *full))
    take(store, put(tmp_path, *full[:2]), Answers(vanished="retract"))
    again = take(store, put(tmp_path, *full))
    assert (again.taken, again.again) == (1, 2)
    assert len(counted(store)) == 3


def test_what_somebody_stated_or_took_back_since_stays_when_an_import_is_undone(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3"))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="phim")))
    done = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"), Answers(vanished="retract"))
    revise_activity(store, signer(), record, ActivityDraft(audience="9"), now=LATER, random_bytes=random_bytes)
    retract_activity(store, signer(), record, "nhầm", now=LATER, random_bytes=random_bytes)
    undone = undo_import(LaptopLedger(store, signer()), done.id, now=LATER, random_bytes=random_bytes)
    assert (undone.restored, len(counted(store))) == (0, 2)


def test_a_title_put_right_is_the_same_activity_and_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    lines = ["03/11/2026;Họp bản Hon;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3", "06/11/2026;Vẽ;;"]
    take(store, put(tmp_path, *lines))
    corrected = put(tmp_path, *lines[2:], "04/11/2026;Tuyên truyền chống lừa đảo;B;2", lines[0])
    (question,) = asked(store, corrected)
    assert (question.code, question.facts["before"], question.facts["rows"]) == ("retitled", "Loa", 1)
    done = take(store, corrected)
    assert (done.taken, done.changed, done.vanished) == (0, 1, 0)
    in_place = put(tmp_path, lines[2], "04/11/2026;Tuyên truyền chống lừa đảo;B;2", lines[0], "06/11/2026;Sáng tác;;")
    assert [question.code for question in asked(store, in_place)] == ["retitled"]
    assert (take(store, in_place).changed, len(counted(store))) == (1, 4)


def test_other_activities_of_a_day_are_no_titles_put_right(store: LaptopStore, tmp_path: Path) -> None:
    same = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "06/11/2026;Vẽ;C;4")
    take(store, put(tmp_path, *same, "05/11/2026;Phim;C;3", "05/11/2026;Kịch;C;3"))
    other = put(tmp_path, *same, "", "", "05/11/2026;Đọc sách;C;3", "05/11/2026;Vẽ;D;5")
    assert [question.code for question in asked(store, other)] == ["vanished"], "two may be meant, or none"


def test_a_list_with_a_column_more_under_another_name_is_a_version(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    wider = put(tmp_path, "03/11/2026;Họp;A;1;30", "04/11/2026;Loa;B;2;45", name="moi.csv", heading=f"{HEADING};Số phút")
    assert (take(store, wider).changed, len(counted(store))) == (2, 2)


def test_what_looks_like_an_activity_that_is_there_is_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    typed = ActivityDraft(title="Họp bản về chuyển đổi số", date="3/11/2026", place="Bản Hon")
    log_activity(store, signer(), typed, now=LATER, random_bytes=random_bytes)
    path = put(tmp_path, "03/11/2026;Họp bản về chuyển đổi số;;45", "03/11/2026;Họp bản về chuyển đổi số;Bản Chi;5")
    (question,) = asked(store, path)
    assert (question.code, question.facts["rows"]) == ("alike", 1)
    skipped = take(store, path)
    assert (skipped.taken, skipped.alike) == (1, [2])
    assert take(store, path, Answers(alike="take")).taken == 1
    assert len(counted(store)) == 3


def test_a_row_whose_activity_was_taken_back_by_hand_is_not_taken_again(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2")
    take(store, path)
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    retract_activity(store, signer(), record, "nhầm", now=LATER, random_bytes=random_bytes)
    assert take(store, path).again == 2
    done = take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2"))
    assert done.taken == 0
    assert [row[1] for row in counted(store)] == ["Loa"]


def test_an_import_is_taken_back_whole_and_can_be_made_again(store: LaptopStore, tmp_path: Path) -> None:
    first = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    second = take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3"))
    assert (second.id, second.taken, second.changed) == (first.id + 1, 1, 1)
    size = store.logs.own.size
    undone = undo_import(LaptopLedger(store, signer()), second.id, now=LATER, random_bytes=random_bytes)
    assert (undone.file, undone.taken_back, undone.restored) == ("so.csv", 1, 1)
    assert store.logs.own.size == size + 2
    assert counted(store) == [("2026-11-03", "Họp", "A", 1), ("2026-11-04", "Loa", "B", 2)]
    again = take(store, tmp_path / "so.csv")
    assert (again.taken, again.changed, again.again) == (1, 1, 1)
    assert counted(store)[0][3] == 10 and len(counted(store)) == 3
    check_log(store)


def test_what_a_later_import_found_of_rows_that_were_taken_back_is_taken_anew(store: LaptopStore, tmp_path: Path) -> None:
    first = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2", "05/11/2026;Phim;C;3"))
    undo_import(LaptopLedger(store, signer()), first.id, corrected="retract", now=LATER, random_bytes=random_bytes)
    assert counted(store) == [("2026-11-05", "Phim", "C", 3)]
    again = take(store, tmp_path / "so.csv")
    assert (again.taken, again.again) == (2, 1)
    assert counted(store)[0] == ("2026-11-03", "Họp", "A", 10) and len(counted(store)) == 3


def test_an_import_is_taken_back_once(store: LaptopStore, tmp_path: Path) -> None:
    with pytest.raises(NotListed) as none:
        undo_import(LaptopLedger(store, signer()), 1, now=NOW, random_bytes=random_bytes)
    assert none.value.code == "no-imports"
    done = take(store, put(tmp_path, "03/11/2026;Họp;A;1"))
    undo_import(LaptopLedger(store, signer()), done.id, now=LATER, random_bytes=random_bytes)
    with pytest.raises(Refused) as refused:
        undo_import(LaptopLedger(store, signer()), done.id, now=LATER, random_bytes=random_bytes)
    assert refused.value.code == "import-undone"
    with pytest.raises(NotListed) as missing:
        undo_import(LaptopLedger(store, signer()), 99, now=NOW, random_bytes=random_bytes)
    assert missing.value.code == "no-such-import"


def test_where_nothing_was_imported_nothing_is_taken_back(store: LaptopStore) -> None:
    with pytest.raises(NotListed) as missing:
        undo_import(LaptopLedger(store, signer()), 1, now=NOW, random_bytes=random_bytes)
    assert missing.value.code == "no-imports"


def test_refused_rows_are_saved_with_why_and_taken_once_they_are_put_right(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "03/11/2026;Họp;A;1", "31/02/2026;Loa;B;nhiều người", "05/11/2026;=1+1;C;3", "40/11;Phim;D;4")
    planned = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)
    done = take(store, path)
    saved = save_refused(LaptopLedger(store), planned, done)
    assert saved is not None and saved.parent == tmp_path
    retry = plan_file(LaptopLedger(store), saved, AS_PROPOSED, now=LATER)
    (sheet,) = retry.plan.taken
    assert [column.heading for column in sheet.columns][:4] == HEADING.split(";")
    assert [(row.number, len(row.faults)) for row in sheet.rows] == [(2, 2), (3, 1)]
    assert sheet.columns[4].samples[0].startswith("Ngày: “31/02/2026”")


def refused(store: LaptopStore, path: Path) -> Path:
    saved = save_refused(
        LaptopLedger(store), plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER), take(store, path)
    )
    assert saved is not None
    return saved


def test_the_same_refused_rows_are_one_file_and_what_somebody_wrote_in_is_left(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "03/11/2026;Họp;A;vài chục", "04/11/2026;Loa;B;nhiều")
    first = refused(store, path)
    assert refused(store, path) == first and refused(store, first) == first, "nor of it one that says why twice"
    put(tmp_path, "03/11/2026;Họp;A;vài chục", "04/11/2026;Loa;B;4")
    assert refused(store, path) == first, "untouched, it is made anew"
    assert len(plan_file(LaptopLedger(store), first, AS_PROPOSED, now=LATER).plan.taken[0].rows) == 1
    book = load_workbook(first)
    book.worksheets[0]["D2"] = "vài trăm"
    book.save(first)
    written = first.read_bytes()
    second = refused(store, path)
    assert second != first and first.read_bytes() == written, "what somebody corrected is not overwritten"
    assert refused(store, path) == second
    assert refused(store, first).name == "so - chưa nhận 3.xlsx", "of a list of its own, and not named after the name"


def test_a_file_that_is_no_workbook_is_left_where_refused_rows_would_be(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "03/11/2026;Họp;A;vài chục")
    other = tmp_path / "so - chưa nhận.xlsx"
    other.write_bytes(b"what somebody keeps")
    assert refused(store, path).name == "so - chưa nhận 2.xlsx"
    assert other.read_bytes() == b"what somebody keeps"


def test_a_row_that_is_struck_through_is_so_where_it_is_saved(store: LaptopStore, tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADING.split(";"), ["03/11/2026", "Họp", "A", 1], ["04/11/2026", "Loa", "B", 2]])
    book = load_workbook(path)
    for cell in book.worksheets[0][3]:
        cell.font = Font(strike=True)
    book.worksheets[0].title = "Tháng 11"
    book.save(path)
    saved = refused(store, path)
    again = take(store, saved)
    assert (again.taken, [bad.error.code for bad in again.bad]) == (0, ["struck-row"])
    book = load_workbook(saved)
    for cell in book.worksheets[0][2][:-1]:
        cell.font = Font(strike=False)
    book.save(saved)
    assert take(store, saved).taken == 1, "whoever takes the line out says that it was done"


def test_refused_rows_keep_the_day_of_the_row_above_and_headings_that_tell(store: LaptopStore, tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Ngày", "Nội dung", "Số buổi", None],
            [None, None, "Kế hoạch", "Thực hiện"],
            ["03/11/2026", "Họp", 2, 1],
            [None, "Loa", 2, "nhiều"],
            [None, "Phim", 2, 1],
        ],
    )
    planned = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)
    done = take(store, path)
    assert [row[:2] for row in counted(store)] == [("2026-11-03", "Họp"), ("2026-11-03", "Phim")]
    saved = save_refused(LaptopLedger(store), planned, done)
    assert saved is not None
    (sheet,) = plan_file(LaptopLedger(store), saved, AS_PROPOSED, now=LATER).plan.taken
    assert [column.heading for column in sheet.columns][:4] == [
        "Ngày",
        "Nội dung",
        "Số buổi: Kế hoạch",
        "Số buổi: Thực hiện",
    ]
    assert [column.field for column in sheet.columns][:4] == ["date", "title", "", "quantity"]
    assert sheet.columns[0].samples == ("03/11/2026",)


def test_refused_rows_keep_the_days_of_the_row_of_days_above(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "Ngày 3-5/11/2026;;;", ";Hội diễn;A;vài chục", ";Họp;B;5")
    planned = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)
    saved = save_refused(LaptopLedger(store), planned, take(store, path))
    assert saved is not None
    (sheet,) = plan_file(LaptopLedger(store), saved, AS_PROPOSED, now=LATER).plan.taken
    assert sheet.columns[0].samples == ("03/11/2026 – 05/11/2026",)
    assert [fault.column for row in sheet.rows for fault in row.faults] == ["Số người"], "and the days are read"


def of_refused(store: LaptopStore, path: Path) -> tuple[Path, PlannedSheet]:
    """The file that has a file's refused rows, and its plan."""
    saved = refused(store, path)
    (sheet,) = plan_file(LaptopLedger(store), saved, AS_PROPOSED, now=LATER).plan.taken
    return saved, sheet


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("", ("11/10/2026", "11/24/2026")),
        ("", (datetime.date(2026, 10, 11), "24/11/2026")),
        ("Sổ năm 2025", ("10/11", "24/11")),
        ("Sổ năm 2025", ("9-10/11", "24/11")),
    ],
)
def test_refused_rows_keep_the_days_that_other_rows_and_the_title_say(
    store: LaptopStore, tmp_path: Path, title: str, days: tuple[object, ...]
) -> None:
    heading = ["Ngày", "Nội dung", "Số người"]
    path = workbook(tmp_path, ([title], heading, [days[0], "Họp", "đông"], [days[1], "Loa", 3]))
    (sheet,) = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER).plan.taken
    (expected,) = (row.days[0] for row in sheet.rows if row.faults)
    assert expected.endswith("-11-10")
    _saved, again = of_refused(store, path)
    assert [row.days[0] for row in again.rows] == [expected]


def test_a_figure_of_merged_cells_is_not_counted_again_with_refused_rows(store: LaptopStore, tmp_path: Path) -> None:
    heading = ["Ngày", "Nội dung", "Số người", "Số phút"]
    path = workbook(tmp_path, [heading, ["3/11/2026", "Họp", 60, 5], ["3/11/2026", "Loa", None, "lâu"]], ("C2:C3",))
    _saved, sheet = of_refused(store, path)
    assert [row.figures for row in sheet.rows] == [{}]


def test_hidden_columns_stay_hidden_with_refused_rows(store: LaptopStore, tmp_path: Path) -> None:
    path = workbook(tmp_path, [["", "Ngày", "Ghi chú", "Nội dung", "Số người"], ["", "3/11/2026", "mật", "Họp", "đông"]])
    book = load_workbook(path)
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.save(path)
    _saved, sheet = of_refused(store, path)
    assert [(column.heading, column.why) for column in sheet.unused if column.heading == "Ghi chú"] == [
        ("Ghi chú", "hidden")
    ]


def test_what_columns_were_said_to_be_holds_for_refused_rows(store: LaptopStore, tmp_path: Path) -> None:
    heading = "STT;Ngày;Đầu việc;Số người;Lượt"
    path = put(tmp_path, "1;3/11/2026;Họp;30;vài", heading=heading)
    said = Answers(columns={"dau viec": "title", "luot": "audience", "so nguoi": ""})
    saved = save_refused(LaptopLedger(store), plan_file(LaptopLedger(store), path, said, now=LATER), take(store, path, said))
    assert saved is not None
    (sheet,) = plan_file(LaptopLedger(store), saved, AS_PROPOSED, now=LATER).plan.taken
    assert [column.field for column in sheet.columns][:5] == ["number", "date", "title", "", "audience"]
    assert [(fault.column, fault.error.code) for row in sheet.rows for fault in row.faults] == [("Lượt", "bad-count")]


def test_rows_of_a_period_whose_report_was_sent_are_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    follow_registry(store, PLAN)
    path = put(tmp_path, "03/11/2026;Họp;A;1", "20/11/2026;Loa;B;2")
    assert asked(store, path) == ()
    store.logs.append([report("2026-11")], signer())
    (question,) = asked(store, path)
    assert (question.code, question.facts) == ("reported", {"rows": 1, "periods": "2026-11"})
    take(store, path)
    assert asked(store, path) == (), "what was taken before is no news"


def test_a_place_that_its_cell_no_longer_names_is_taken_out(store: LaptopStore, tmp_path: Path) -> None:
    def places() -> list[tuple[str | None, tuple[str, ...]]]:
        rows = store.records.rows(ActivityFilter(counting=True))
        return sorted((row.values.place, row.values.places) for row in rows)

    take(store, put(tmp_path, '3/10/2026;Họp;"Bản Hon; Bản Thẳm";5', "4/10/2026;Loa;Nà Đa;6"))
    assert places() == [("Bản Hon", ("Bản Thẳm",)), ("Nà Đa", ())]
    assert take(store, put(tmp_path, "3/10/2026;Họp;Bản Hon;5", "4/10/2026;Loa;Nà Đa;6")).changed == 1
    assert places() == [("Bản Hon", ()), ("Nà Đa", ())]


LISTS = "Ngày;Nội dung;Địa điểm;Ngôn ngữ;Lĩnh vực;Đối tượng"
BEFORE = "03/11/2026;Họp bản;Bản Hon;Tiếng Việt;Chuyển đổi số;Phụ nữ"
AFTER = '03/11/2026;Họp bản;"Bản Hon; Bản Thẳm";Tiếng Việt, tiếng Thái;Chuyển đổi số, Dịch vụ công;Phụ nữ, thanh niên'


def values_of(store: LaptopStore) -> Values:
    (row,) = store.records.rows(ActivityFilter(counting=True))
    return row.values


def undo(store: LaptopStore, number: int, corrected: Literal["keep", "retract"] = "keep") -> UndoneImport:
    given = LaptopLedger(store, signer())
    return undo_import(given, number, corrected=corrected, now=LATER, random_bytes=random_bytes)


def test_lists_are_as_before_once_an_import_is_taken_back(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, BEFORE, heading=LISTS))
    before = values_of(store)
    assert before.topics and before.audiences and before.places == before.languages == ()
    done = take(store, put(tmp_path, AFTER, heading=LISTS))
    now = values_of(store)
    assert (done.changed, now.places, now.languages) == (1, ("Bản Thẳm",), ("tai",))
    assert len(now.topics) == len(now.audiences) == 2
    undone = undo(store, done.id)
    assert (undone.restored, undone.kept, values_of(store)) == (1, (), before)
    check_log(store)


def test_fields_that_were_changed_since_are_named_and_left_when_an_import_is_taken_back(
    store: LaptopStore, tmp_path: Path
) -> None:
    take(store, put(tmp_path, BEFORE, heading=LISTS))
    before = values_of(store)
    done = take(store, put(tmp_path, AFTER, heading=LISTS))
    record = next(iter(store.records.rows(ActivityFilter(counting=True)))).record
    typed = ActivityDraft(places="Bản Chi; Nà Đa", audience="9")
    revise_activity(store, signer(), record, typed, now=LATER, random_bytes=random_bytes)
    undone = undo(store, done.id)
    assert [(kept.record, kept.title, kept.fields) for kept in undone.kept] == [(record, "Họp bản", ("places",))]
    assert any(field_name("places") in line for line in undone_notes(undone, None))
    assert values_of(store) == msgspec.structs.replace(before, places=("Bản Chi", "Nà Đa"), audience=9)


def test_an_activity_that_was_taken_back_since_is_named_when_its_import_is(store: LaptopStore, tmp_path: Path) -> None:
    rows = ("03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2")
    take(store, put(tmp_path, *rows))
    done = take(store, put(tmp_path, rows[0].replace(";1", ";10"), rows[1]))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    retract_activity(store, signer(), record, "nhầm", now=LATER, random_bytes=random_bytes)
    undone = undo(store, done.id)
    assert (undone.restored, [kept.fields for kept in undone.kept]) == (0, [("retracted",)])


def test_what_an_officer_corrected_since_is_left_unless_it_is_to_go(store: LaptopStore, tmp_path: Path) -> None:
    path = put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2")
    first = take(store, put(tmp_path, "01/11/2026;Phim;C;3", name="phim.csv"))
    done = take(store, path)
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    revise_activity(store, signer(), record, ActivityDraft(date="2/11/2026"), now=LATER, random_bytes=random_bytes)
    ledger = LaptopLedger(store, signer())
    (named,) = corrected_since(ledger, done.id)
    assert (named.record, named.date, named.fields) == (record, "2026-11-02", ("date",))
    undone = undo(store, done.id)
    assert (undone.taken_back, undone.corrected) == (1, (named,))
    assert [row[1] for row in counted(store)] == ["Phim", "Họp"]
    following = next_to_undo(ledger)
    assert following is not None and following.id == first.id, "another one has more to take back"
    again = take(store, path)
    assert (again.taken, again.again) == (1, 1), "the row that was left is no news"
    undo(store, again.id)
    undo(store, first.id)
    left = next_to_undo(ledger)
    assert left is not None and left.id == done.id
    assert undo(store, done.id, "retract").taken_back == 1
    assert (counted(store), next_to_undo(ledger)) == ([], None)
    check_log(store)


def test_a_field_that_did_not_change_is_no_change(store: LaptopStore, tmp_path: Path) -> None:
    take(store, put(tmp_path, AFTER, heading=LISTS))
    path = put(tmp_path, f"{AFTER};5;", heading=f"{LISTS};Số người;Ngôn ngữ khác")
    (row,) = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER).compared.rows
    assert (row.standing, row.changes) == ("changed", {"audience": 5})


def test_what_changed_and_what_looks_alike_is_said_as_people_say_it(store: LaptopStore, tmp_path: Path) -> None:
    follow_registry(store, PLAN)
    heading = "Ngày;Nội dung;Văn bản"
    take(store, put(tmp_path, "03/11/2026;Họp bản về dịch vụ công;", "04/11/2026;Loa;", heading=heading))
    path = put(tmp_path, "03/11/2026;Họp bản về dịch vụ công;2653/KH-UBND", "04/11/2026;Loa;", heading=heading)
    told = "\n".join(file_plan_lines(plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)))
    assert "Dòng 2 đã đổi: văn bản: 2653/KH-UBND" in told
    path = put(tmp_path, "03/11/2026;Họp bản về các dịch vụ công;", heading=heading, name="other.csv")
    told = "\n".join(file_plan_lines(plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)))
    there = "giống hoạt động đã có ngày 03/11/2026: “Họp bản về dịch vụ công”"
    assert f"Dòng 2 “Họp bản về các dịch vụ công” {there}" in told


def test_what_a_later_version_corrected_is_left_when_the_first_is_taken_back(store: LaptopStore, tmp_path: Path) -> None:
    first = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"))
    take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;2"))
    undone = undo(store, first.id)
    assert [(each.title, each.fields) for each in undone.corrected] == [("Họp", ("audience",))]
    assert (undone.taken_back, [row[1:] for row in counted(store)]) == (1, [("Họp", "A", 10)])
    check_log(store)


def test_a_row_that_says_now_that_it_was_not_held_is_taken_back(store: LaptopStore, tmp_path: Path) -> None:
    lines = ["03/11/2026;Họp;A;1;", "04/11/2026;Loa;B;2;", "05/11/2026;Phim;C;3;"]
    heading = f"{HEADING};Ghi chú"
    take(store, put(tmp_path, *lines, heading=heading))
    put_off = put(tmp_path, "02/11/2026;Ra quân;D;5;", *lines[:2], "05/11/2026;Phim;C;;hoãn, không họp", heading=heading)
    (question,) = [each for each in asked(store, put_off) if each.code in ("now-unheld", "vanished")]
    assert (question.code, question.examples[0].before, "hoãn" in question.examples[0].after) == ("now-unheld", "Phim", True)
    kept = plan_file(LaptopLedger(store), put_off, Answers(unheld="keep"), now=LATER)
    assert "now-unheld" not in [each.code for each in kept.plan.questions]
    done = take(store, put_off)
    assert (done.taken, done.vanished, done.unheld, done.unheld_taken_back) == (1, 0, 1, 1)
    assert [title for _date, title, *_rest in counted(store)] == ["Ra quân", "Họp", "Loa"]


def test_what_is_gone_and_what_was_not_held_are_two_questions(store: LaptopStore, tmp_path: Path) -> None:
    lines = ["03/11/2026;Họp;A;1;", "04/11/2026;Loa;B;2;", "05/11/2026;Phim;C;3;"]
    heading = f"{HEADING};Ghi chú"
    take(store, put(tmp_path, *lines, heading=heading))
    later = put(tmp_path, lines[0], "05/11/2026;Phim;C;;hoãn, không họp", heading=heading)
    both = {"now-unheld", "vanished"}
    for answers, left in (
        (AS_PROPOSED, both),
        (Answers(vanished="keep"), {"now-unheld"}),
        (Answers(unheld="keep"), {"vanished"}),
        (Answers(vanished="retract", unheld="keep"), set[str]()),
    ):
        assert both & {question.code for question in asked(store, later, answers)} == left
    done = take(store, later, Answers(vanished="retract", unheld="keep"))
    assert (done.taken_back, done.unheld_taken_back) == (1, 0)
    assert [title for _date, title, *_rest in counted(store)] == ["Họp", "Phim"]


@pytest.mark.parametrize(
    ("corrected", "code"),
    [
        ("05/11/2026;Phim;D;3", "moved"),
        ("06/11/2026;Phim;C;3", "moved"),
        ("05/11/2026;Phim;D;7", "moved"),
        ("05/11/2026;Chiếu bóng;C;7", "retitled"),
    ],
)
def test_what_was_put_right_below_a_new_row_is_the_same_activity(
    store: LaptopStore, tmp_path: Path, corrected: str, code: str
) -> None:
    lines = ["03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2"]
    take(store, put(tmp_path, *lines, "05/11/2026;Phim;C;3"))
    later = put(tmp_path, "02/11/2026;Ra quân;E;5", *lines, corrected)
    assert [question.code for question in asked(store, later)] == [code]
    done = take(store, later)
    assert (done.taken, done.changed, done.vanished, len(counted(store))) == (1, 1, 0, 4)


def test_a_day_far_off_is_another_activity(store: LaptopStore, tmp_path: Path) -> None:
    lines = ["03/09/2026;Họp;A;1", "04/09/2026;Loa;B;2"]
    take(store, put(tmp_path, *lines, "05/09/2026;Phim;C;3"))
    assert "moved" not in [question.code for question in asked(store, put(tmp_path, *lines, "", "05/11/2026;Phim;C;3"))]


def test_what_a_later_import_changed_is_not_said_to_be_corrected_by_somebody(store: LaptopStore, tmp_path: Path) -> None:
    first = take(store, put(tmp_path, "03/11/2026;Họp;A;1", "04/11/2026;Loa;B;2", "05/11/2026;Phim;B;2"))
    take(store, put(tmp_path, "03/11/2026;Họp;A;10", "04/11/2026;Loa;B;20", "05/11/2026;Phim;B;20"))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="loa")))
    revise_activity(store, signer(), record, ActivityDraft(audience="7"), now=LATER, random_bytes=random_bytes)
    since = corrected_since(LaptopLedger(store, signer()), first.id)
    assert {each.title: each.later for each in since} == {"Họp": "so.csv", "Loa": "", "Phim": "so.csv"}
    somebody, loa, later, *others = corrected_words(since)
    assert (somebody, later) == (
        "Hoạt động của lần nhập này đã có người sửa sau khi nhập:",
        "Hoạt động của lần nhập này mà lần nhập sau đã thay đổi:",
    )
    assert "Loa" in loa and all("so.csv" in line for line in others)


def test_what_a_later_import_changed_again_is_not_set_back_and_said_to_be_its(store: LaptopStore, tmp_path: Path) -> None:
    rows = ["04/11/2026;Loa;B;2", "05/11/2026;Phim;B;2"]
    take(store, put(tmp_path, "03/11/2026;Họp;A;1", *rows))
    second = take(store, put(tmp_path, "03/11/2026;Họp;A;10", *rows))
    take(store, put(tmp_path, "03/11/2026;Họp;A;100", *rows))
    undone = undo(store, second.id)
    assert [(each.title, each.later) for each in undone.kept] == [("Họp", "so.csv")]
    assert undone_notes(undone, None)[0] == "Không trả về như trước, vì lần nhập sau đã thay đổi:"


def test_a_refused_row_that_was_put_right_is_no_other_row_of_its_title(store: LaptopStore, tmp_path: Path) -> None:
    first = put(
        tmp_path, "03/11/2026;Cài VNeID;Nậm Củm;19", "05/11/2026;Phòng cháy;Bum;31", "09/11/2026;Cài VNeID;Giẳng;12 hộ"
    )
    assert take(store, first).taken == 2
    mended = put(tmp_path, "09/11/2026;Cài VNeID;Giẳng;12", name="so - chưa nhận.csv")
    done = take(store, mended)
    assert (done.taken, done.changed, len(counted(store))) == (1, 0, 3)


def test_a_new_row_where_another_of_its_title_stood_is_new(store: LaptopStore, tmp_path: Path) -> None:
    rows = ("03/11/2026;Cài VNeID;Nậm Củm;19", "05/11/2026;Phòng cháy;Bum;31")
    take(store, put(tmp_path, *rows))
    other = put(tmp_path, "09/11/2026;Cài VNeID;Giẳng;12", rows[1])
    assert take(store, other, Answers(vanished="keep")).changed == 0
    assert len(counted(store)) == 3
