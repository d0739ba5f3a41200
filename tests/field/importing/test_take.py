"""Files as communes keep them: taken as they are, bad rows named, nothing taken twice."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused
from sync.importing.answers import Answers
from sync.importing.command import plain_import
from sync.importing.file_plan import plan_file
from sync.importing.summary import result_lines
from sync.importing.take import ImportResult, take_plan
from sync.ledger.period import midnight
from sync.wording.i18n import speaking
from tests.field.alone import NOW, PLAN, check_log, follow_registry, random_bytes, signer
from tests.tables import workbook

HEADING = "STT,Ngày,Nội dung,Hình thức,Chủ đề,Địa điểm,Số lượng,Số người"
ROW = '1,26/10/2026,"Phát loa, đọc tin",commune-radio,digital-skills; digital-literacy,Bản Hon,2,1.200'


AS_PROPOSED = Answers()


def take(store: LaptopStore, path: Path, now: Instant = NOW, answers: Answers = AS_PROPOSED) -> ImportResult:
    planned = plan_file(LaptopLedger(store), path, answers, now=now)
    return take_plan(
        LaptopLedger(store, signer()),
        planned,
        answers,
        now=now,
        random_bytes=random_bytes,
        progress=lambda _done, _all: None,
    )


def test_what_came_while_a_plan_was_looked_at_is_not_doubled(store: LaptopStore, tmp_path: Path) -> None:
    follow_registry(store, PLAN)
    path = csv(tmp_path, HEADING, ROW)
    planned = plan_file(LaptopLedger(store), path, AS_PROPOSED, now=NOW)
    take(store, path)  # in another window
    with pytest.raises(Refused, match="plan-outdated"):
        take_plan(
            LaptopLedger(store, signer()),
            planned,
            AS_PROPOSED,
            now=NOW,
            random_bytes=random_bytes,
            progress=lambda _done, _all: None,
        )
    assert len(titles(store)) == 1


def csv(tmp_path: Path, *lines: str, encoding: str = "utf-8", name: str = "so.csv") -> Path:
    path = tmp_path / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def bad(outcome: ImportResult) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.error.code) for one in outcome.bad]


def titles(store: LaptopStore) -> list[str]:
    return sorted(row.values.title for row in store.records.rows(ActivityFilter()))


def test_a_communes_workbook_is_taken_as_it_is(store: LaptopStore, tmp_path: Path) -> None:
    follow_registry(store, PLAN)
    path = workbook(
        tmp_path,
        [
            ["UBND XÃ BÌNH LƯ"],
            ["SỔ THEO DÕI TUYÊN TRUYỀN NĂM 2026"],
            [],
            [
                "STT",
                "Ngày",
                "Nội dung",
                "Hình thức",
                "Chủ đề",
                "Địa điểm",
                "Số lượng",
                "Số người",
                "Thời lượng (phút)",
                "Ngôn ngữ",
                "Kế hoạch",
                "Nhiệm vụ",
                "Ghi chú",
                "Người ký",
            ],
            [
                1,
                datetime.date(2026, 10, 20),
                "Phát loa",
                "commune-radio",
                "digital-skills",
                "Bản Hon",
                2.0,
                350,
                15,
                "mông",
                "2653/KH-UBND",
                19,
                "tốt",
                "bỏ qua",
            ],
            [2, "31/02/2026", "Ngày sai", None, None, None, 1],
            [],
            [3, "hôm qua", "Đăng Zalo", "zalo-oa", "digital-skills, digital-literacy", None, "mấy buổi", -4],
            [4, "21/10", "Họp bản", "meeting", None, None, "1.200"],
            [5, "21/10", None, "meeting"],
        ],
    )
    outcome = take(store, path)
    assert (outcome.taken, outcome.again) == (2, 0)
    assert bad(outcome) == [
        (6, "Ngày", "no-such-day"),
        (8, "Ngày", "relative-day"),
        (8, "Số lượng", "bad-count"),
        (8, "Số người", "bad-count"),
        (10, "Nội dung", "field-needed"),
    ]
    assert titles(store) == ["Họp bản", "Phát loa"]
    values = next(row.values for row in store.records.rows(ActivityFilter(search="phat loa")))
    assert (values.date, values.quantity, values.audience, values.minutes) == ("2026-10-20", 2, 350, 15)
    assert (values.language, values.directive, values.task, values.text) == ("hmn", PLAN.id, "19", "tốt")
    assert next(row.values for row in store.records.rows(ActivityFilter(search="hop ban"))).quantity == 1200
    check_log(store)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_stands_between_its_cells(
    store: LaptopStore, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    cells = [
        "1",
        "26/10/2026",
        '"Họp, bàn, hướng dẫn; kết luận"',
        "meeting",
        "digital-skills",
        "Bản Hon, xã, tỉnh",
        "2",
        "3",
    ]
    if delimiter == ",":
        cells[5] = f'"{cells[5]}"'
    path = csv(
        tmp_path,
        "Sổ, theo dõi, năm, 2026, của, xã",
        HEADING.replace(",", delimiter),
        delimiter.join(cells),
        encoding=encoding,
    )
    assert take(store, path).taken == 1
    values = store.records.rows(ActivityFilter())[0].values
    assert (values.title, values.place, values.audience) == ("Họp, bàn, hướng dẫn; kết luận", "Bản Hon, xã, tỉnh", 3)


def test_english_and_unaccented_headings_are_known(store: LaptopStore, tmp_path: Path) -> None:
    assert take(store, csv(tmp_path, "Date,Title,Quantity", "2026-10-01,Meeting,1")).taken == 1
    assert take(store, csv(tmp_path, "NGAY;NOI DUNG;SO LUONG", "2026-10-01;Hop;1")).taken == 1
    assert titles(store) == ["Hop", "Meeting"]


def test_the_same_file_twice_adds_nothing_twice(store: LaptopStore, tmp_path: Path) -> None:
    path = csv(tmp_path, HEADING, ROW, ROW.replace("Hon", "Chi Sáng"), ROW.replace("26/10", "31/2"))
    first, second = take(store, path), take(store, path)
    assert (first.taken, first.again, len(first.bad)) == (2, 0, 1)
    assert (second.taken, second.again, len(second.bad)) == (0, 2, 1)
    assert len(store.records.rows(ActivityFilter())) == 2


def test_a_row_that_was_put_right_is_taken_and_the_others_are_not_again(store: LaptopStore, tmp_path: Path) -> None:
    take(store, csv(tmp_path, HEADING, ROW, ROW.replace("26/10", "31/2")))
    outcome = take(store, csv(tmp_path, HEADING, ROW, ROW.replace("26/10", "25/10")))
    assert (outcome.taken, outcome.again, outcome.bad) == (1, 1, [])


def test_equal_rows_of_one_file_are_as_many_activities(store: LaptopStore, tmp_path: Path) -> None:
    rows = [ROW, *(ROW.replace("Hon", f"số {number}") for number in range(700)), ROW]  # in different batches
    path = csv(tmp_path, HEADING, *rows)
    assert take(store, path).taken == 702
    outcome = take(store, path)
    assert (outcome.taken, outcome.again) == (0, 702)


def test_a_file_that_grew_adds_what_is_new(store: LaptopStore, tmp_path: Path) -> None:
    take(store, csv(tmp_path, HEADING, ROW))
    outcome = take(store, csv(tmp_path, HEADING, ROW, ROW.replace("Hon", "Chi Sáng")))
    assert (outcome.taken, outcome.again) == (1, 1)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("so.csv", "日付,内容\n1/10,会議".encode("shift_jis"), "unknown-encoding"),
        ("so.csv", b"", "no-heading"),
        ("so.csv", b"a,b,c\n1,2,3\n", "no-heading"),
        ("so.csv", "Ngày,Số lượng\n1/10,2\n".encode(), "half-heading"),
        ("so.xlsx", b"", "no-heading"),
        ("so.xlsx", b"not a workbook", "no-heading"),
        ("so.xlsx", b"PK\x03\x04" + bytes(18), "bad-workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    store: LaptopStore, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        take(store, path)
    assert caught.value.code == code
    assert store.logs.own.size == 1


def test_more_rows_than_a_file_may_have_are_refused(store: LaptopStore, tmp_path: Path) -> None:
    path = csv(tmp_path, HEADING, *["2/11/2026,x"] * 100_000)
    with pytest.raises(BadInput) as caught:
        take(store, path)
    assert caught.value.code == "file-too-long"


CASES = Path(__file__).parents[2] / "sync" / "importing" / "cases"
LATER = Instant(midnight(datetime.date(2026, 11, 25)) + 36_000)


def stated(store: LaptopStore) -> list[tuple[str, str, int | None, int | None]]:
    rows = store.records.rows(ActivityFilter())
    return sorted((str(row.values.date), row.values.title, row.values.quantity, row.values.audience) for row in rows)


@pytest.mark.parametrize("name", ["stored-size-a1.xlsx", "stored-size-too-small.xlsx"])
def test_the_stored_size_of_a_sheet_loses_no_rows(store: LaptopStore, name: str) -> None:
    assert take(store, CASES / name, LATER).taken == 5
    assert [(date, quantity, audience) for date, _title, quantity, audience in stated(store)] == [
        (f"2026-11-0{number}", number, 10) for number in range(1, 6)
    ]


def test_merged_dates_are_of_all_their_rows(store: LaptopStore) -> None:
    take(store, CASES / "merged-dates.xlsx", LATER)
    assert [date for date, *_rest in stated(store)] == ["2026-11-03"] * 3 + ["2026-11-04"]


def test_an_old_font_is_turned_and_told(store: LaptopStore) -> None:
    done = take(store, CASES / "tcvn3.xlsx", LATER)
    assert stated(store) == [("2026-11-03", "Phát loa về kỹ năng số", 12, 100)]
    assert [turned.source for turned in done.turned] == [".VnTime"]


def test_a_cover_sheet_is_passed_over_and_named(store: LaptopStore) -> None:
    done = take(store, CASES / "cover-sheet-first.xlsx", LATER)
    assert (done.taken, done.sheets, done.unused_sheets) == (1, ["Tháng 11"], ["Hướng dẫn"])


def test_formulas_without_values_are_computed_where_that_is_certain(store: LaptopStore) -> None:
    take(store, CASES / "formula-without-value.xlsx", LATER)
    assert [(date, quantity, audience) for date, _title, quantity, audience in stated(store)] == [
        ("2026-11-03", 12, 120),
        ("2026-11-04", 3, 4),
    ]


def test_what_nobody_sees_is_no_part_of_a_number(store: LaptopStore) -> None:
    take(store, CASES / "zero-width.csv", LATER)
    assert [(date, quantity, audience) for date, _title, quantity, audience in stated(store)] == [
        ("2026-11-04", 3, 1),
        ("2026-11-05", 45, 3),
    ]


def test_a_value_that_the_file_does_not_hold_is_never_taken_as_empty(store: LaptopStore, tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["Ngày", "Nội dung", "Số người"], ["2/10/2026", "Họp", "=SUM(A1:A9)"], ["2/10/2026", "Loa", "#REF!"]]
    )
    done = take(store, path)
    assert bad(done) == [(2, "Số người", "no-cell-value"), (3, "Số người", "no-cell-value")]
    assert done.taken == 0 and [fault.error.facts["cell"] for fault in done.bad] == ["C2", "C3"]


def test_a_number_in_merged_cells_counts_once(store: LaptopStore, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Ngày", "Nội dung", "Số người"], ["2/10/2026", "Họp", 150], ["2/10/2026", "Loa", None]):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "so.xlsx")
    take(store, tmp_path / "so.xlsx")
    assert [audience for _date, _title, _quantity, audience in stated(store)] == [150, None]


def test_columns_that_are_not_used_are_named(store: LaptopStore, tmp_path: Path) -> None:
    path = csv(tmp_path, "STT,Ngày,Nội dung,Nguồn,", "1,2/10/2026,Họp,đông đủ,x")
    assert take(store, path).unused_columns == ["Nguồn", "E"]


def test_what_of_a_file_was_not_taken_is_named_once_it_is_taken(store: LaptopStore, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    rows: list[list[str | int | None]] = [
        ["SỔ THEO DÕI", None, None, None],
        ["STT", "Ngày", "Nội dung", "Số người"],
        [None, None, "Trên loa truyền thanh", None],
        [1, "3/11/2026", "Phát loa", "12 người ở bản"],
        [None, None, "Ở các bản", None],
        [2, "4/11/2026", "Họp", 30],
        [None, None, "Cộng", 42],
        [None, None, "Ghi chú: chưa có bản Thẳm", None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["C4"].comment = Comment("hỏi lại bản Hon", "xã")
    book.save(path := tmp_path / "so.xlsx")
    done = take(store, path, LATER)
    with speaking("en"):
        told = "\n".join(result_lines(done, f"“soxa field import --undo {done.id}”"))
    for line in (
        "Row 1, above the table: SỔ THEO DÕI",
        "Row 3, heading of a group: Trên loa truyền thanh",
        "Row 5, heading of a group: Ở các bản",
        "Row 7, total: Cộng · 42",
        "Row 8, note: Ghi chú: chưa có bản Thẳm",
        "Comment on C4: hỏi lại bản Hon",
        "“12 người ở bản” → 12",
    ):
        assert line in told
    plain = plain_import(done)
    assert {(note["row"], note["kind"]) for note in plain["notes"]} >= {(3, "group"), (5, "group"), (8, "note")}
    assert plain["comments"] == [{"sheet": "Sheet", "cell": "C4", "text": "hỏi lại bản Hon"}]
    assert [reading["how"] for reading in plain["readings"]] == ["words"]


def test_what_was_not_taken_of_several_sheets_is_named_by_sheet(store: LaptopStore, tmp_path: Path) -> None:
    book = Workbook()
    for name in ("Tháng 10", "Tháng 11"):
        sheet = book.create_sheet(name)
        sheet.append(["Ngày", "Nội dung", "Số người"])
        sheet.append(["3/11/2026", f"Họp {name}", 5])
        sheet.append([None, f"Cộng {name.lower()}", 5])
    book.save(path := tmp_path / "so.xlsx")
    with speaking("en"):
        told = "\n".join(result_lines(take(store, path, LATER), "Ctrl+Z"))
    first, second = (f"sheet “{name}”:\nRow 3, total: Cộng {name.lower()} · 5" for name in ("Tháng 10", "Tháng 11"))
    assert first in told and second in told
