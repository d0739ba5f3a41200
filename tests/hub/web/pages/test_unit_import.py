"""The page on which a table is entered for a unit: planned, answered, taken, taken back; and nothing without a plan."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from tests.hub.entering.entered import HEADING, ROWS, UNIT, table, take_on
from tests.hub.web.province import Province, says

PATH = f"/units/{UNIT}/import"
IMPORT: dict[str, Any] = {"import": "1"}


def workbook(*rows: tuple[str | int, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows: str) -> bytes:
    return "\n".join([HEADING, *rows]).encode()


def upload(province: Province, data: bytes, name: str = "binh-lu.csv", **fields: str) -> httpx.Response:
    """A file sent from our own page."""
    client = province.client("operator")
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/me").text)
    assert found is not None
    return client.post(PATH, data={"csrf": found[1], "do": "plan", **fields}, files={"file": (name, data)})


def hidden(page: str) -> dict[str, Any]:
    """What the plan's form sends again, as it was shown."""
    form = page[page.index('name="digest"') - 300 : page.index("Take it so") if "Take it so" in page else None]
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="(?:hidden|checkbox)" name="([a-z]+)" value="([^"]*)"(?: checked)?>', form):
        fields.setdefault(name, []).append(html.unescape(value))
    fields.pop("csrf", None)
    return fields


def test_a_table_is_shown_first_and_then_taken(province: Province) -> None:
    planned = upload(province, csv(*ROWS), source="thư ngày 23/10")
    assert planned.status_code == 200 and "Take it so" in planned.text and "Họp bản Na Hum" in planned.text
    assert not province.hub_records(UNIT)
    taken = province.post("operator", PATH, do="take", **hidden(planned.text))
    assert "3 rows taken" in taken
    assert len(province.hub_records(UNIT)) == 3
    with province.store.reading() as transaction:
        (log,) = transaction.logs.peers(UNIT, but=0)
        (by,) = transaction.entering.by(log.id)
    assert (by.account, by.source) == ("operator", "thư ngày 23/10")


def test_the_file_is_forgotten_once_it_is_taken(province: Province) -> None:
    planned = upload(province, csv(*ROWS))
    fields = hidden(planned.text)
    province.post("operator", PATH, do="take", **fields)
    assert says(province.post("operator", PATH, 400, do="take", **fields), "no-file-sent")
    assert len(province.hub_records(UNIT)) == 3


def test_the_rows_of_another_list_are_the_same_or_others_as_is_said(province: Province) -> None:
    province.post("operator", PATH, do="take", **hidden(upload(province, csv(*ROWS)).text))
    planned = upload(province, csv(*ROWS), name="khac.csv")
    assert (
        "Rows that another list says, too" in planned.text
        and "3 rows say word for word what the list binh-lu.csv" in planned.text
    )
    fields = hidden(planned.text)
    assert "word for word" not in province.post("operator", PATH, do="plan", lists="others", **fields)
    assert "3 rows taken" in province.post("operator", PATH, do="take", lists="others", **fields)
    assert len(province.hub_records(UNIT)) == 6


def test_a_second_table_of_a_sheet_is_named_in_words_and_taken_as_its_columns_are_named(province: Province) -> None:
    upper = (("STT", "Ngày", "Nội dung", "Địa điểm"), (1, "19/10/2026", "Họp bản", "Hon"))
    lower = (("STT", "Ngày giờ", "Tuyến", "Quân số", "Kết quả"), (1, "20/10/2026", "Nà Tăm", 6, "An toàn"))
    data = workbook(*upper, ("II. TUẦN TRA",), *lower)
    planned = upload(province, data, name="so.xlsx")
    assert "Sheet, table in row 4" in planned.text
    column = re.search(r'<option value="([^"]*tuyen=title)"', planned.text)
    assert column is not None
    fields = hidden(planned.text)
    fields["column"] = html.unescape(column[1])
    assert "2 rows taken" in province.post("operator", PATH, do="take", **fields)


def test_rows_that_are_asked_about_are_taken_or_left_out_as_is_said(province: Province) -> None:
    planned = upload(province, workbook(("KẾ HOẠCH",), ("Ngày", "Nội dung"), ("19/10/2026", "Họp bản")), "ke.xlsx")
    assert "rows under the name of a plan, or of what was not done" in planned.text
    assert '<option value="maybe-plan=take">take</option>' in planned.text
    fields = hidden(planned.text)
    again = province.post("operator", PATH, do="plan", rows="maybe-plan=take", **fields)
    assert '<option value="maybe-plan=take" selected>take</option>' in again
    assert "is no answer to that" in province.post("operator", PATH, 400, do="plan", rows="maybe-plan=all", **fields)
    assert "1 row taken" in province.post("operator", PATH, do="take", rows="maybe-plan=take", **fields)


def test_what_was_put_right_by_hand_stays_if_that_is_said(province: Province) -> None:
    province.post("operator", PATH, do="take", **hidden(upload(province, csv(*ROWS)).text))
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    laptop.exchange(province.line)
    record = next(record for record, now in laptop.records().items() if now.values.audience == 60)
    laptop.revise(record, audience=66)
    laptop.exchange(province.line)
    planned = upload(province, csv(*(row.replace(",60", ",61") for row in ROWS)))
    assert "What somebody put right, and the list has changed" in planned.text
    province.post("operator", PATH, do="take", by_hand="hand", **hidden(planned.text))
    assert province.hub_records(UNIT)[record].values.audience == 66


def test_another_account_does_not_take_what_one_has_sent(province: Province) -> None:
    planned = upload(province, csv(*ROWS))
    assert says(province.post("admin", PATH, 400, do="take", **hidden(planned.text)), "no-file-sent")


def test_a_column_is_said_to_be_another(province: Province) -> None:
    sent = workbook(("Ngày", "Nội dung", "Ai đến"), ("19/10/2026", "Họp bản", 40))
    planned = upload(province, sent, "list.xlsx")
    fields = hidden(planned.text)
    again = province.post("operator", PATH, do="plan", **fields, column=["ai den=audience"])
    assert 'name="answered" value="ai den=audience"' in again
    province.post("operator", PATH, do="take", **hidden(again))
    assert [record.values.audience for record in province.hub_records(UNIT).values()] == [40]


def test_a_column_is_said_to_be_of_no_use(province: Province) -> None:
    sent = workbook(("Ngày", "Nội dung", "Số lượng"), ("19/10/2026", "Họp bản", 40))
    planned = upload(province, sent, "list.xlsx")
    (unused,) = (html.unescape(value) for value in re.findall(r'<option value="(so luong=[^"]*)">not used<', planned.text))
    again = province.post("operator", PATH, do="plan", **hidden(planned.text), column=[unused])
    province.post("operator", PATH, do="take", **hidden(again))
    assert [record.values.quantity for record in province.hub_records(UNIT).values()] == [None]


def test_what_number_is_the_day_is_never_guessed(province: Province) -> None:
    planned = upload(province, csv("03/04/2026,Phát loa,Loa,4,", "05/06/2026,Phát loa,Loa,4,"))
    fields = hidden(planned.text)
    if "Take it so" not in planned.text:
        refused = province.post("operator", PATH, do="take", **fields)
        assert not province.hub_records(UNIT) and "Which number is the day" in refused
    again = province.post("operator", PATH, do="plan", **fields, dates="month")
    province.post("operator", PATH, do="take", **hidden(again), dates="month")
    assert {record.values.date for record in province.hub_records(UNIT).values()} == {"2026-03-04", "2026-05-06"}


def test_a_file_that_is_no_table_says_what_is_wrong(province: Province) -> None:
    answered = upload(province, b"\x00\x01\x02", "../../x<y>.xlsx")
    assert answered.status_code == 400 and 'role="alert"' in answered.text
    assert upload(province, b"").status_code == 400


def test_an_import_is_taken_back_from_the_page(province: Province) -> None:
    province.post("operator", PATH, do="take", **hidden(upload(province, csv(*ROWS)).text))
    assert 'name="import" value="1"' in province.get("operator", PATH)
    province.post("operator", PATH, do="undo", **IMPORT)
    assert all(record.retracted is not None for record in province.hub_records(UNIT).values())
    assert 'name="import" value="1"' not in province.get("operator", PATH)
    province.post("operator", PATH, 400, do="undo", **dict[str, Any]({"import": "x"}))


@pytest.mark.parametrize("answer", ["keep", "retract"])
def test_what_the_units_laptop_corrected_is_asked_about(province: Province, answer: str) -> None:
    province.post("operator", PATH, do="take", **hidden(upload(province, csv(*ROWS)).text))
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    record = next(each for each, now in laptop.records().items() if now.values.title == "Họp bản Na Hum")
    laptop.revise(record, audience=66)
    laptop.exchange(province.line)
    asked = province.post("operator", PATH, do="undo", **IMPORT)
    assert "Họp bản Na Hum" in asked and 'name="corrected" value="keep"' in asked
    assert all(now.retracted is None for now in province.hub_records(UNIT).values()), "nothing unasked"
    province.post("operator", PATH, 400, do="undo", corrected="all", **IMPORT)
    done = province.post("operator", PATH, do="undo", corrected=answer, **IMPORT)
    left = {each for each, now in province.hub_records(UNIT).items() if now.retracted is None}
    assert left == ({record} if answer == "keep" else set())
    assert ("They were left" in done) == ('name="import" value="1"' in done) == (answer == "keep")


def test_a_unit_that_is_none_has_no_page(province: Province) -> None:
    province.get("operator", "/units/99999/import", 404)
    province.post("operator", "/units/99999/import", 404, do="undo", **IMPORT)


def test_what_the_unit_states_too_is_told_on_its_page_and_counted_once(province: Province, tmp_path: Path) -> None:
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    province.post("operator", PATH, do="take", **hidden(upload(province, csv(*ROWS)).text))
    assert "Counted twice" not in province.get("operator", PATH)
    take_on(laptop, table(tmp_path, *ROWS, name="so.csv"))
    laptop.exchange(province.line)
    told = province.get("operator", f"/units/{UNIT}")
    assert "Counted twice, as the unit states them, too: 3" in told and f'href="{PATH}">Count each once' in told
    assert "Count each once" not in province.get("auditor", f"/units/{UNIT}")
    assert "activities 3, of which count twice: 3" in province.get("operator", PATH)
    done = province.post("operator", PATH, do="doubles")
    assert "3 activities that counted twice count once now." in done and "of which count twice" not in done
    assert sum(record.retracted is None for record in province.hub_records(UNIT).values()) == 3
    assert "Counted twice" not in province.get("operator", f"/units/{UNIT}")
    assert says(province.post("operator", PATH, 400, do="doubles"), "nothing-doubled")
