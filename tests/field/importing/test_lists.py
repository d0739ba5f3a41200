"""Two lists that say the same: a list is taken again where it is surely that list, and else it is asked; none revises
another without a word. What was put right by hand is not overwritten without one either."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from field.activities.entries import retract_activity, revise_activity
from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.activities.draft import ActivityDraft
from sync.importing.answers import Answers
from sync.importing.comparing.lists import ANY
from sync.importing.doubles import doubled_imports
from sync.importing.file_plan import FilePlan, plan_file, remember
from sync.importing.one_by_one import asked_each
from sync.importing.question_words import question_words
from sync.importing.summary import file_plan_lines
from sync.wording.i18n import speaking
from tests.field.alone import PEER, activity, check_log, follow, join, random_bytes, signer
from tests.field.importing.test_again import AS_PROPOSED, asked, put, take, undo
from tests.field.importing.test_take import LATER

NA_TAM, HON = "SỔ TRƯỞNG BẢN NÀ TĂM", "SỔ TRƯỞNG BẢN HON"
BOTH = [["2/11/2026", "Họp bản", 40], ["13/11/2026", "Dọn đường", 20]]
OTHERS = Answers(lists={ANY: "others"})
SAME = Answers(lists={ANY: "same"})


def book(tmp_path: Path, name: str, title: str, rows: Sequence[Sequence[object]], heading: str = "Số người") -> Path:
    made, path = Workbook(), tmp_path / name
    for row in [[title], ["Ngày", "Nội dung", heading], *rows]:
        made.worksheets[0].append(list(row))
    made.save(path)
    return path


def people(store: LaptopStore) -> list[tuple[str, int | None]]:
    rows = store.records.rows(ActivityFilter(counting=True))
    return sorted((row.values.title, row.values.audience) for row in rows)


def codes(store: LaptopStore, path: Path, answers: Answers = AS_PROPOSED) -> list[str]:
    return [question.code for question in asked(store, path, answers)]


@pytest.mark.parametrize("name", ["hon.xlsx", "na-tam.xlsx"])
def test_the_book_of_another_village_with_the_same_rows_is_asked_about_and_taken(
    store: LaptopStore, tmp_path: Path, name: str
) -> None:
    take(store, book(tmp_path, "na-tam.xlsx", NA_TAM, BOTH))
    hon = book(tmp_path, name, HON, [*BOTH, ["14/11/2026", "Loa", 5]])
    (question,) = asked(store, hon)
    assert (question.code, question.count) == ("list-others", 2)
    with speaking("en"):
        assert question_words(question, options=False) == (
            "2 rows say word for word what the list na-tam.xlsx, taken on 25/11/2026, says (row 3: “Họp bản”, 02/11/2026; "
            "row 4: “Dọn đường”, 13/11/2026). Are they others than those?"
        )
    done = take(store, hon)
    assert (done.taken, done.again) == (3, 0)
    assert people(store) == [("Dọn đường", 20)] * 2 + [("Họp bản", 40)] * 2 + [("Loa", 5)]
    check_log(store)


def test_each_of_two_books_revises_its_own_from_then_on(store: LaptopStore, tmp_path: Path) -> None:
    take(store, book(tmp_path, "na-tam.xlsx", NA_TAM, BOTH))
    take(store, book(tmp_path, "hon.xlsx", HON, BOTH))
    hon = book(tmp_path, "hon.xlsx", HON, [["2/11/2026", "Họp bản", 35], BOTH[1]])
    assert asked(store, hon) == ()
    done = take(store, hon)
    assert (done.taken, done.changed, done.again) == (0, 1, 1)
    again = book(tmp_path, "na-tam.xlsx", NA_TAM, BOTH)
    assert (codes(store, again), take(store, again).again) == ([], 2)
    first = take(store, book(tmp_path, "na-tam.xlsx", NA_TAM, [BOTH[0], ["13/11/2026", "Dọn đường", 22]]))
    assert (first.changed, first.again) == (1, 1)
    assert people(store) == [("Dọn đường", 20), ("Dọn đường", 22), ("Họp bản", 35), ("Họp bản", 40)]
    check_log(store)


def test_a_list_of_another_name_is_asked_about_and_what_was_said_is_remembered(store: LaptopStore, tmp_path: Path) -> None:
    take(store, book(tmp_path, "t11.xlsx", HON, BOTH))
    renamed = book(tmp_path, "bao-cao.xlsx", HON, BOTH)
    assert codes(store, renamed) == ["list-same"]
    done = take(store, renamed)
    assert (done.taken, done.again) == (0, 2)
    changed = book(tmp_path, "bao-cao.xlsx", HON, [BOTH[0], ["13/11/2026", "Dọn đường", 22]])
    assert codes(store, changed) == []
    assert (take(store, changed).changed, people(store)) == (1, [("Dọn đường", 22), ("Họp bản", 40)])
    check_log(store)


def test_what_it_would_change_of_another_list_is_said(store: LaptopStore, tmp_path: Path) -> None:
    take(store, book(tmp_path, "t11.xlsx", HON, BOTH))
    changed = book(tmp_path, "bao-cao.xlsx", HON, [BOTH[0], ["13/11/2026", "Dọn đường", 22]])
    planned = plan_file(LaptopLedger(store), changed, AS_PROPOSED, now=LATER)
    assert [question.code for question in planned.plan.questions] == ["list-same"]
    with speaking("en"):
        assert "Row 4 changes what the list t11.xlsx says: people: 22" in list(file_plan_lines(planned))
    assert codes(store, changed, OTHERS) == ["alike"], "it looks like the other list's, and is not its revision"
    assert take(store, changed, Answers(lists={ANY: "others"}, alike="take")).taken == 2


def test_of_two_lists_that_have_a_row_the_one_that_it_may_be_is_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    take(store, book(tmp_path, "na-tam.xlsx", NA_TAM, BOTH))
    take(store, book(tmp_path, "hon.xlsx", HON, BOTH))
    (question,) = asked(store, book(tmp_path, "thang-11.xlsx", HON, BOTH))
    assert (question.code, question.count, question.facts["file"]) == ("list-same", 2, "hon.xlsx")
    found = plan_file(LaptopLedger(store), tmp_path / "thang-11.xlsx", OTHERS, now=LATER)
    assert found.plan.questions == () and found.compared.count("new") == 2, "nor do they look like either's"


@pytest.mark.parametrize("answers", [OTHERS, AS_PROPOSED, SAME])
def test_a_plan_that_was_answered_is_not_asked_again(store: LaptopStore, tmp_path: Path, answers: Answers) -> None:
    take(store, book(tmp_path, "t11.xlsx", "", BOTH))
    renamed = book(tmp_path, "khac.xlsx", "", BOTH)
    assert codes(store, renamed, answers) == ([] if answers.lists else ["list-same"])
    assert take(store, renamed, answers).taken == (2 if answers is OTHERS else 0)


@pytest.mark.parametrize("name", ["t11 (1).xlsx", "t11 - Copy.xlsx", "T11.xlsx", "Bản sao của t11.xlsx"])
def test_a_copy_is_the_list(store: LaptopStore, tmp_path: Path, name: str) -> None:
    take(store, book(tmp_path, "t11.xlsx", "", BOTH))
    copy = book(tmp_path, name, "", BOTH)
    assert (codes(store, copy), take(store, copy).again) == ([], 2)


def test_rows_that_say_where_they_were_are_the_same_under_any_name(store: LaptopStore, tmp_path: Path) -> None:
    lines = ("Ngày;Nội dung;Địa điểm;Số người", "2/11/2026;Họp bản;Bản Hon;40", "13/11/2026;Dọn đường;Bản Hon;20")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    take(store, tmp_path / "a.csv")
    assert (codes(store, tmp_path / "b.csv"), take(store, tmp_path / "b.csv").again) == ([], 2)


def test_one_row_in_a_long_list_of_another_name_is_an_activity_of_its_own(store: LaptopStore, tmp_path: Path) -> None:
    more = [[f"{day}/11/2026", f"Việc {day}", day] for day in range(3, 12)]
    take(store, book(tmp_path, "mot.xlsx", "", [BOTH[0], *more]))
    other = book(tmp_path, "hai.xlsx", "", [BOTH[0], *([day, f"Khác {title}", count] for day, title, count in more)])
    assert codes(store, other) == ["list-others"]
    assert take(store, other).taken == 10


def test_sheets_of_one_book_that_say_the_same_revise_their_own(store: LaptopStore, tmp_path: Path) -> None:
    def both(hon: int, na_tam: int) -> Path:
        made, path = Workbook(), tmp_path / "xa.xlsx"
        made.remove(made.worksheets[0])
        for name, count in (("Nà Tăm", na_tam), ("Hon", hon)):
            sheet = made.create_sheet(name)
            for row in (["Ngày", "Nội dung", "Số người"], ["2/11/2026", "Họp bản", count], BOTH[1]):
                sheet.append(row)
        made.save(path)
        return path

    take(store, both(40, 40))
    record = next(row.sheet for row in store.imports.newest_rows() if row.sheet == "Hon")
    assert (record, people(store)) == ("Hon", [("Dọn đường", 20)] * 2 + [("Họp bản", 40)] * 2)
    before = {row.record: row.sheet for row in store.imports.newest_rows()}
    assert take(store, both(40, 35)).changed == 1
    assert {row.record: row.sheet for row in store.imports.newest_rows()} == before


def test_an_import_that_found_another_lists_rows_is_taken_back_alone(store: LaptopStore, tmp_path: Path) -> None:
    take(store, book(tmp_path, "t11.xlsx", HON, BOTH))
    second = take(store, book(tmp_path, "bao-cao.xlsx", HON, BOTH))
    undone = undo(store, second.id)
    assert (undone.taken_back, len(people(store))) == (0, 2)


@pytest.mark.parametrize(("place", "codes_of"), [(None, ["stated-same"]), ("Bản Hon", [])])
def test_what_a_colleague_stated_to_the_word_is_asked_about_where_it_names_no_place(
    store: LaptopStore, tmp_path: Path, place: str | None, codes_of: list[str]
) -> None:
    said = {"audience": 40} if place is None else {"audience": 40, "place": place}
    follow(store, PEER.origin, PEER, [join(PEER), activity("Họp bản", "2026-11-02", **said)])
    path = tmp_path / "hon.csv"
    path.write_text(f"Ngày;Nội dung;Địa điểm;Số người\n2/11/2026;Họp bản;{place or ''};40", encoding="utf-8")
    assert codes(store, path) == codes_of
    done = take(store, path)
    assert (done.taken, done.again, len(people(store))) == (0, 1, 1)


def test_what_a_colleague_stated_can_be_another_activity(store: LaptopStore, tmp_path: Path) -> None:
    follow(store, PEER.origin, PEER, [join(PEER), activity("Họp bản", "2026-11-02", audience=40)])
    path = book(tmp_path, "hon.xlsx", HON, BOTH[:1])
    assert codes(store, path, OTHERS) == []
    assert take(store, path, OTHERS).taken == 1
    assert people(store) == [("Họp bản", 40)] * 2


# -- what was put right by hand


def put_right(store: LaptopStore, tmp_path: Path) -> Path:
    take(store, book(tmp_path, "t11.xlsx", HON, BOTH))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    revise_activity(store, signer(), record, ActivityDraft(audience="47"), now=LATER, random_bytes=random_bytes)
    return book(tmp_path, "t11.xlsx", HON, [["2/11/2026", "Họp bản", 50], BOTH[1]])


def test_what_was_put_right_by_hand_and_changed_in_the_list_is_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    path = put_right(store, tmp_path)
    (question,) = asked(store, path)
    assert question.code == "by-hand"
    with speaking("en"):
        (question,) = asked(store, path)
        assert "(row 3: “Họp bản, people: 47” → 50, 02/11/2026)" in question_words(question)
    assert (take(store, path).changed, people(store)[1]) == (1, ("Họp bản", 50))
    assert asked(store, path) == ()


def test_what_was_put_right_by_hand_can_stay_and_is_not_asked_about_again(store: LaptopStore, tmp_path: Path) -> None:
    path = put_right(store, tmp_path)
    done = take(store, path, Answers(by_hand="hand"))
    assert (done.taken, done.changed, done.again, people(store)[1]) == (0, 0, 2, ("Họp bản", 47))
    assert asked(store, path) == ()
    check_log(store)


def test_a_value_that_was_put_right_in_both_is_not_asked_about(store: LaptopStore, tmp_path: Path) -> None:
    put_right(store, tmp_path)
    assert asked(store, book(tmp_path, "t11.xlsx", HON, [["2/11/2026", "Họp bản", 47], BOTH[1]])) == ()


def test_a_row_that_changed_after_its_activity_was_taken_back_by_hand_changes_nothing(
    store: LaptopStore, tmp_path: Path
) -> None:
    take(store, book(tmp_path, "t11.xlsx", HON, BOTH))
    record = next(row.record for row in store.records.rows(ActivityFilter(search="hop")))
    retract_activity(store, signer(), record, "ghi nhầm", now=LATER, random_bytes=random_bytes)
    path = book(tmp_path, "t11.xlsx", HON, [["2/11/2026", "Họp bản", 50], BOTH[1]])
    planned = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=LATER)
    with speaking("en"):
        told = "Row 3, “Họp bản”, has changed; its activity was taken back since, and stays so."
        assert told in list(file_plan_lines(planned))
    done = take(store, path)
    assert (done.changed, done.again, people(store)) == (0, 2, [("Dọn đường", 20)])


# -- at a terminal


def answered(monkeypatch: pytest.MonkeyPatch, store: LaptopStore, path: Path, typed: str) -> Answers:
    def plan(answers: Answers) -> FilePlan:
        return plan_file(LaptopLedger(store), path, answers, now=LATER)

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
    agreed = asked_each(plan(AS_PROPOSED), AS_PROPOSED, plan)
    assert agreed is not None
    return agreed[1]


def test_no_says_the_other_of_a_list_and_of_what_was_put_right(
    monkeypatch: pytest.MonkeyPatch, store: LaptopStore, tmp_path: Path
) -> None:
    hand = put_right(store, tmp_path)
    assert answered(monkeypatch, store, hand, "n\n").by_hand == "hand"
    other = book(tmp_path, "khac.xlsx", HON, BOTH)
    assert answered(monkeypatch, store, other, "n\n").lists == {"1": "others"}
    na_tam = book(tmp_path, "na-tam.xlsx", NA_TAM, BOTH)
    assert answered(monkeypatch, store, na_tam, "n\n").lists == {"1": "same"}
    assert answered(monkeypatch, store, na_tam, "y\n") == AS_PROPOSED


def test_no_takes_a_sheet_that_repeats_others_and_leaves_out_one_that_is_like_another(
    monkeypatch: pytest.MonkeyPatch, store: LaptopStore, tmp_path: Path
) -> None:
    made, path = Workbook(), tmp_path / "xa.xlsx"
    made.remove(made.worksheets[0])
    for name in ("Nà Tăm", "Hon", "Tổng hợp"):
        sheet = made.create_sheet(name)
        for row in (["Ngày", "Nội dung", "Số người"], *BOTH):
            sheet.append(row)
    made.save(path)
    sheets, repeats, alike = ("y\n", "n\n", "n\n")
    assert answered(monkeypatch, store, path, sheets + repeats + alike).sheets == ("Nà Tăm", "Tổng hợp")
    assert answered(monkeypatch, store, path, sheets + "y\n" + alike).sheets == ("Nà Tăm",)


# -- a corrected list is the list's new version


PLACED = "Ngày;Nội dung;Địa điểm;Số người"
FIRST = (
    "2/11/2026;Họp bản;Bản Hon;30",
    "9/11/2026;Tập huấn;Nà Tăm;40",
    "16/11/2026;Tiếp xúc cử tri;Km 2;90",
    "18/11/2026;Phát quà;Km 2;9",
)
CORRECTED = ("2/11/2026;Họp bản;Bản Hon;31", FIRST[1], "17/11/2026;Tiếp xúc cử tri;Km 2;90", FIRST[3])


def stated_by_a_colleague(store: LaptopStore) -> None:
    said = [
        activity("Họp bản", "2026-11-02", place="Bản Hon", audience=30),
        activity("Tập huấn", "2026-11-09", place="Nà Tăm", audience=40),
        activity("Tiếp xúc cử tri", "2026-11-16", place="Km 2", audience=90),
        activity("Phát quà", "2026-11-18", place="Km 2", audience=9),
    ]
    follow(store, PEER.origin, PEER, [join(PEER), *said])


def test_a_corrected_list_that_a_colleague_took_first_changes_what_it_became(store: LaptopStore, tmp_path: Path) -> None:
    stated_by_a_colleague(store)
    path = put(tmp_path, *CORRECTED, heading=PLACED)
    with speaking("en"):
        (question,) = asked(store, path)
        told = question_words(question, options=False)
    assert (question.code, question.count) == ("stated-changed", 2)
    assert "row 2: “Họp bản” → people: 31" in told and "row 4: “Tiếp xúc cử tri” → date: 17/11/2026" in told
    done = take(store, path)
    assert (done.taken, done.changed, done.again) == (0, 2, 2)
    assert people(store) == [("Họp bản", 31), ("Phát quà", 9), ("Tiếp xúc cử tri", 90), ("Tập huấn", 40)]
    assert [question.code for question in asked(store, path)] == [] and take(store, path).again == 4
    undo(store, done.id)
    assert ("Họp bản", 30) in people(store)


def test_what_a_colleague_stated_stays_where_the_rows_are_others(store: LaptopStore, tmp_path: Path) -> None:
    stated_by_a_colleague(store)
    path = put(tmp_path, *CORRECTED, heading=PLACED)
    done = take(store, path, OTHERS)
    assert (done.taken, done.changed) == (2, 0)
    assert len(people(store)) == 6


def test_one_row_like_a_colleagues_in_another_list_changes_nothing_of_it(store: LaptopStore, tmp_path: Path) -> None:
    stated_by_a_colleague(store)
    rows = ["2/11/2026;Họp bản;Bản Hon;31", *(f"{day}/11/2026;Phát loa {day};Bản Thẳm;5" for day in range(3, 7))]
    path = put(tmp_path, *rows, heading=PLACED)
    assert codes(store, path) == ["alike"]
    assert (take(store, path).changed, ("Họp bản", 30) in people(store)) == (0, True)


SPOKEN = ("1/11/2026;An toàn chợ;4", "5/11/2026;Giá nông sản;4", "8/11/2026;Chống gian lận;6")


@pytest.mark.parametrize("others", [("5/11/2026;Giá nông sản;bốn rưỡi", "8/11/2026;Chống gian lận;#REF!"), ()])
def test_a_list_of_which_rows_cannot_be_read_any_more_or_are_gone_is_that_list(
    store: LaptopStore, tmp_path: Path, others: tuple[str, ...]
) -> None:
    heading = "Ngày;Nội dung;Số lượt"
    take(store, put(tmp_path, *SPOKEN, heading=heading))
    path = put(tmp_path, "1/11/2026;An toàn chợ;5", *others, heading=heading)
    assert "alike" not in codes(store, path)
    assert take(store, path).changed == 1
    assert len(people(store)) == 3


def test_next_weeks_list_under_the_same_name_is_no_version_of_the_last(store: LaptopStore, tmp_path: Path) -> None:
    heading = "Ngày;Nội dung;Số lượt"
    take(store, put(tmp_path, *SPOKEN, heading=heading))
    rows = ["8/11/2026;Chống gian lận;7", *(f"{day}/11/2026;Phát loa;2" for day in range(9, 14))]
    assert "vanished" not in codes(store, put(tmp_path, *rows, heading=heading))


def test_what_a_later_version_put_right_in_day_and_title_is_still_seen_to_stand_twice(
    store: LaptopStore, tmp_path: Path
) -> None:
    take(store, put(tmp_path, *FIRST[:3], heading=PLACED))
    stated_by_a_colleague(store)
    assert len(doubled_imports(LaptopLedger(store))[0].activities) == 3
    take(store, put(tmp_path, "3/11/2026;Họp bản;Bản Hon;30", *FIRST[1:3], heading=PLACED))
    take(store, put(tmp_path, "3/11/2026;Họp bản Hon đầu tháng;Bản Hon;30", *FIRST[1:3], heading=PLACED))
    found = [each for past in doubled_imports(LaptopLedger(store)) for each in past.activities]
    assert len(found) == 3 and "Họp bản Hon đầu tháng" in {each.title for each in found}


def test_what_was_agreed_to_of_a_shape_is_not_asked_again_unless_it_is_new(store: LaptopStore, tmp_path: Path) -> None:
    heading = "Bữa;Chuyện gì thế;Đông người"
    rows = ["3/11/2026;Họp bản chống rét;~30", "5/11/2026;Phát loa nhắc rào chuồng;12"]
    path = put(tmp_path, *rows, heading=heading)
    named = Answers(columns={"dong nguoi": "audience"})
    planned = plan_file(LaptopLedger(store), path, named, now=LATER)
    assert sorted(question.code for question in planned.plan.questions) == ["about", "guessed-column", "guessed-column"]
    remember(LaptopLedger(store, signer()), planned, named)
    take(store, path)
    assert codes(store, path) == [], "all of it was answered"
    more = put(tmp_path, *rows, "6/11/2026;Họp chi hội phụ nữ;~25", heading=heading)
    (question,) = asked(store, more)
    assert (question.code, question.count) == ("about", 1)
