"""Files as communes keep them: taken as they are, bad rows named, nothing taken twice."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from field.activities.importing import ImportResult, import_file
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.errors import BadInput
from tests.field.alone import NOW, PLAN, check_log, follow_registry, random_bytes, signer
from tests.tables import workbook

HEADING = "STT,Ngày,Nội dung,Hình thức,Chủ đề,Địa điểm,Số lượng,Số người"
ROW = '1,26/10/2026,"Phát loa, đọc tin",commune-radio,digital-skills; digital-literacy,Bản Hon,2,1.200'


def take(store: LaptopStore, path: Path) -> ImportResult:
    return import_file(store, signer(), path, now=NOW, random_bytes=random_bytes, progress=lambda _done, _all: None)


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
            [3, "hôm qua", "Đăng Zalo", "zalo-oa", "digital-skills, digital-literacy", None, "ba buổi", -4],
            [4, "21/10", "Họp bản", "meeting", None, None, "1.200"],
            [5, "21/10", None, "meeting"],
        ],
    )
    outcome = take(store, path)
    assert (outcome.taken, outcome.again) == (2, 0)
    assert bad(outcome) == [
        (6, "Ngày", "bad-date"),
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
        ("so.csv", "Ngày,Nội dung\n1/10,Họp".encode("utf-16"), "not-utf8-file"),
        ("so.csv", "Ngày,Nội dung\n1/10,Hội họp".encode("cp1258", "ignore"), "not-utf8-file"),
        ("so.csv", b"", "no-heading"),
        ("so.csv", b"a,b,c\n1,2,3\n", "no-heading"),
        ("so.csv", "Ngày,Số lượng\n1/10,2\n".encode(), "no-heading"),
        ("so.csv", b'Date,Title\n1/10,"' + b"x" * 200_000 + b'"\n', "bad-csv"),
        ("so.xlsx", b"", "bad-workbook"),
        ("so.xlsx", b"not a workbook", "bad-workbook"),
        ("so.xlsx", b"PK\x05\x06" + bytes(18), "bad-workbook"),
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
    path = csv(tmp_path, HEADING, *[""] * 100_001)
    with pytest.raises(BadInput) as caught:
        take(store, path)
    assert caught.value.code == "file-too-long"
