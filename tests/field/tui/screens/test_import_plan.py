"""The plan of an import as a page: looked at, changed by keys, agreed to; and an import taken back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from openpyxl import Workbook
from textual.widgets import OptionList

from field.importing.ledger import LaptopLedger
from field.messages import sentence
from field.store.rows import ActivityFilter
from sync.errors import ProgramFault
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file
from sync.importing.take import take_plan
from sync.ledger.activity_fields import BY_CODE
from sync.wording.fields import field_name
from sync.wording.i18n import catalogue
from sync.wording.statuses import status_words
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.hub.entering.entered import twice
from tests.world import World

_, sync_ = said, catalogue("sync")
LIST = "STT;Ngày;Nội dung;Xăng xe;Số người dự;Số người nghe\n1;03/11/2026;Họp bản;5 lít;10;20\n2;04/11/2026;Loa;;3;4\n"


async def opened(officer: Officer, path: Path) -> None:
    await officer.press("ctrl+o")
    await officer.until(lambda: len(officer.app.screen_stack) > 1)
    await officer.press("ctrl+a", "delete")
    await officer.type(str(path))
    await officer.press("enter")
    await officer.sees(_("Import of {file}").format(file=path.name), "[x]")


def stated(officer: Officer) -> list[tuple[str, str, int | None, str | None]]:
    rows = officer.session.store.records.rows(ActivityFilter(counting=True))
    return sorted((row.values.date, row.values.title, row.values.audience, row.values.text) for row in rows)


def test_a_file_is_taken_as_its_columns_were_named(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(LIST, encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        await officer.sees("Xăng xe", "Số người nghe")
        assert stated(officer) == [], "nothing is signed yet"
        await officer.press("down", "down", "down", "down", "enter")  # Xăng xe
        await officer.sees("5 lít")
        await officer.press("home", *["down"] * list(BY_CODE).index("text"), "enter")
        await officer.until(lambda: f"“Xăng xe” → {field_name('text')}" in officer.text)
        await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 2)
        assert [row[3] for row in stated(officer)] == ["Xăng xe: 5 lít\nSố người nghe: 20", "Số người nghe: 4"]

    at_work(world.laptop(UNIT).home, play)


def test_a_sheet_is_switched_off_and_on(world: World, tmp_path: Path) -> None:
    book = Workbook()
    for number, name in enumerate(("Tháng 10", "Tháng 11")):
        sheet = book.create_sheet(name, number)
        for row in (["Ngày", "Nội dung"], [f"03/{10 + number}/2026", name]):
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")

    async def play(officer: Officer) -> None:
        await opened(officer, tmp_path / "so.xlsx")
        await officer.sees("[x] " + _("sheet “{sheet}”").format(sheet="Tháng 10"))
        await officer.press("home", "enter")
        await officer.sees("[ ] " + _("sheet “{sheet}”").format(sheet="Tháng 10"))
        await officer.press("f2")
        await officer.until(lambda: [row[1] for row in stated(officer)] == ["Tháng 11"])

    at_work(world.laptop(UNIT).home, play)


def test_a_second_table_of_a_sheet_is_taken_as_its_columns_are_named(world: World, tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["STT", "Ngày", "Nội dung", "Địa điểm"],
        [1, "03/11/2026", "Họp bản", "Hon"],
        ["II. TUẦN TRA"],
        ["STT", "Ngày giờ", "Tuyến", "Quân số", "Kết quả"],
        [1, "04/11/2026", "Nà Tăm", 6, "An toàn"],
    ):
        book.worksheets[0].append(row)
    book.worksheets[0].title = "BCHQS"
    book.save(tmp_path / "so.xlsx")

    async def play(officer: Officer) -> None:
        await opened(officer, tmp_path / "so.xlsx")
        name = sync_("{sheet}, table in row {row}").format(sheet="BCHQS", row=4)
        lit = "[ ] " + _("sheet “{sheet}”").format(sheet=name)
        await officer.sees(lit, "“Tuyến”")
        columns = officer.app.screen.query_one("#columns", OptionList)
        columns.highlighted = columns.get_option_index("sheet-1")
        await officer.press("enter")
        await officer.sees(_("Say which of its columns has the day and which what was done: Enter on a column.")[:20])
        columns.highlighted = columns.get_option_index("column-1-2")
        await officer.press("enter", "home", "enter")
        await officer.sees(lit.replace("[ ]", "[x]"))
        await officer.press("f2")
        await officer.until(lambda: [row[1] for row in stated(officer)] == ["Họp bản", "Nà Tăm"])

    at_work(world.laptop(UNIT).home, play)


def test_rows_that_are_asked_about_are_taken_by_a_key_on_their_line(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày;Nội dung;Số người\n03/11/2026;Họp bản;10\n;Tổng HKI;20\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        line = sync_("rows that look like totals")
        await officer.sees(f"[ ] {line}")
        columns = officer.app.screen.query_one("#columns", OptionList)
        columns.highlighted = columns.get_option_index("rows-maybe-total")
        await officer.press("enter")
        await officer.sees(f"[x] {line}")
        await officer.press("f2")
        await officer.until(lambda: [row[1] for row in stated(officer)] == ["Họp bản", "Tổng HKI"])

    at_work(world.laptop(UNIT).home, play)


def test_what_another_list_says_too_is_turned_by_a_key(world: World, tmp_path: Path) -> None:
    for name in ("mot.csv", "hai.csv"):
        (tmp_path / name).write_text("Ngày;Nội dung;Số người\n03/11/2026;Họp bản;10\n04/11/2026;Loa;20\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, tmp_path / "mot.csv")
        await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 2)
        await opened(officer, tmp_path / "hai.csv")
        await officer.sees("mot.csv")
        await officer.press("ctrl+t")
        await officer.until(lambda: "mot.csv" not in officer.text)
        await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 4)

    at_work(world.laptop(UNIT).home, play)


def test_the_order_of_days_is_turned_by_a_key_and_leaving_takes_nothing(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày,Nội dung\n11/3/2026,Họp\n11/4/2026,Loa\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        await officer.sees("11/03/2026")
        await officer.press("f3")
        await officer.sees("03/11/2026")
        await officer.press("escape")
        await officer.misses("[x]")
        assert stated(officer) == []

    at_work(world.laptop(UNIT).home, play)


def test_an_order_that_nothing_proves_is_asked_for_before_anything_is_taken(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày,Nội dung\n05/07/2026,Họp\n05/08/2026,Loa\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        await officer.press("f2")
        await officer.sees("“05/07/2026” là ngày nào?", "ngày 5 tháng 7", "ngày 7 tháng 5")
        await officer.press("escape", "f2")
        await officer.sees("ngày 5 tháng 7")
        await officer.press("enter")
        await officer.sees(_("as you said"))
        assert stated(officer) == []
        await officer.press("f2")
        await officer.until(lambda: [row[0] for row in stated(officer)] == ["2026-07-05", "2026-08-05"])

    at_work(world.laptop(UNIT).home, play)


def test_the_newest_import_is_taken_back_by_a_key(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày;Nội dung\n03/11/2026;Họp bản\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+z")
        await officer.hears(_("There is no import to take back."))
        await opened(officer, path)
        await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 1)
        await officer.press("escape")
        await officer.press("ctrl+z")
        await officer.sees("so.csv")
        await officer.press("enter")
        await officer.until(lambda: stated(officer) == [])
        await officer.until(lambda: status_words("retracted") in officer.line_with("Họp bản"))

    at_work(world.laptop(UNIT).home, play)


@pytest.mark.parametrize("keys", [["enter"], ["down", "enter"]])
def test_what_was_corrected_since_is_asked_about_and_left(world: World, tmp_path: Path, keys: list[str]) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày;Nội dung\n03/11/2026;Họp bản\n04/11/2026;Phát loa\n", encoding="utf-8")
    laptop = world.laptop(UNIT)
    ledger = LaptopLedger(laptop.store, laptop.signer)
    take_plan(
        ledger,
        plan_file(ledger, path, Answers(), now=world.now()),
        Answers(),
        now=world.now(),
        random_bytes=world.random,
        progress=lambda _done, _all: None,
    )
    record = next(each for each, now in laptop.records().items() if now.values.title == "Họp bản")
    laptop.revise(record, audience=66)

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+z")
        await officer.sees("so.csv")
        await officer.press("enter")
        await officer.sees(_("Leave these, and take the others back"), "Họp bản")
        await officer.press(*keys)
        left = [("2026-11-03", "Họp bản")] if keys == ["enter"] else []
        await officer.until(lambda: [row[:2] for row in stated(officer)] == left)
        if left:
            await officer.sees("Họp bản", sync_("They were left. Take the import back again to take them back, too."))

    at_work(laptop.home, play)


def test_columns_are_chosen_where_no_heading_is_found(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("03/11/2026;Họp bản;10\n04/11/2026;Loa;20\n", encoding="utf-8")

    async def choose(officer: Officer, letter: str, code: str) -> None:
        await officer.press("enter")
        await officer.sees(_("What is the column “{column}”? It has: {samples}").partition("{")[0])
        await officer.press("home", *["down"] * list(BY_CODE).index(code), "enter")
        await officer.until(lambda: f"“{letter}” → {field_name(code)}" in officer.text)

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+o")
        await officer.until(lambda: len(officer.app.screen_stack) > 1)
        await officer.press("ctrl+a", "delete")
        await officer.type(str(path))
        await officer.press("enter")
        await officer.sees("A “A”", "03/11/2026", "B “B”")
        await officer.press("f2")
        told = _("First say which column is the day, and which is what was done: Enter on a column, then choose.")
        await officer.sees(told[:40])
        await officer.press("home", "down")
        await choose(officer, "A", "date")
        await officer.press("down")
        await choose(officer, "B", "title")
        await officer.sees("[x]")
        await officer.press("f2")
        await officer.until(lambda: [row[1] for row in stated(officer)] == ["Họp bản", "Loa"])

    at_work(world.laptop(UNIT).home, play)


def test_a_file_that_cannot_be_planned_says_why(world: World, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(b"")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+o")
        await officer.until(lambda: len(officer.app.screen_stack) > 1)
        await officer.press("ctrl+a", "delete")
        await officer.type(str(path))
        await officer.press("enter")
        await officer.sees("“Ngày”")
        await officer.press("f2", "f3", "f4", "ctrl+r", "enter")
        assert stated(officer) == []

    at_work(world.laptop(UNIT).home, play)


def test_what_the_province_entered_too_is_told_and_counted_once_by_a_key(world: World, tmp_path: Path) -> None:
    laptop = twice(world, tmp_path)

    async def play(officer: Officer) -> None:
        assert len(stated(officer)) == 6
        await officer.sees(_("stand twice: {count} (Ctrl+B)").format(count=3))
        await officer.press("f5")
        await officer.sees(_("to know"), "so.csv")
        await officer.press("escape", "ctrl+b")
        await officer.sees("so.csv", "Chiếu phim ở bản Pho")
        await officer.press("escape")
        assert len(stated(officer)) == 6
        await officer.press("ctrl+b", "enter")
        await officer.until(lambda: len(stated(officer)) == 3)
        await officer.misses(_("stand twice: {count} (Ctrl+B)").format(count=3))
        await officer.press("ctrl+b")
        await officer.hears(_("Nothing that was imported stands twice."))

    at_work(laptop.home, play)


def test_the_file_is_taken_only_when_each_question_was_on_the_screen(world: World, tmp_path: Path) -> None:
    book = Workbook()
    names = [f"Bản {letter}" for letter in "ABCDEFGH"]
    for number, name in enumerate(names):
        sheet = book.create_sheet(name, number)
        for row in (["Ngày", "Nội dung", f"Cột lạ {name}"], ["03/11/2026", name, 7]):
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")

    async def play(officer: Officer) -> None:
        await opened(officer, tmp_path / "so.xlsx")
        screen = officer.app.screen
        asked = [f"“Cột lạ {name}” → 7" for name in names]
        await officer.until(lambda: asked[0] in officer.text)
        assert asked[-1] not in officer.text, "not all questions fit on the screen"
        shown = 0
        for _press in asked:
            await officer.press("f2")
            if officer.app.screen is not screen:
                break
            assert stated(officer) == []
            shown += 1
            last_shown = asked[-1] in officer.text
        await officer.until(lambda: len(stated(officer)) == len(names))
        assert shown and last_shown

    at_work(world.laptop(UNIT).home, play)


def many_questions(tmp_path: Path) -> Path:
    """A workbook that leaves more open than a screen shows."""
    book = Workbook()
    for number, name in enumerate("ABCDEFGH"):
        sheet = book.create_sheet(f"Bản {name}", number)
        for row in (["Ngày", "Nội dung", f"Cột lạ {name}"], ["03/11/2026", f"Họp {name}", 7]):
            sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    return tmp_path / "so.xlsx"


SIZES = [(80, 24), (160, 50)]


async def read_on(officer: Officer) -> str:
    """Press F2, and read what stands there then, once the page is drawn; nothing where it was left."""
    screen, before = officer.app.screen, officer.text
    await officer.press("f2")
    await officer.until(lambda: officer.app.screen is not screen or officer.text != before, "something else")
    seen = ""
    while officer.app.screen is screen and seen != officer.text:
        seen = officer.text
        await officer.pause()
    return seen if officer.app.screen is screen else ""


@pytest.mark.parametrize("size", SIZES)
def test_nothing_that_is_said_lies_over_a_question_or_the_result(
    world: World, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = many_questions(tmp_path)

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        screen = officer.app.screen
        await officer.until(lambda: "“Cột lạ A”" in officer.text)
        shown = officer.text
        while officer.app.screen is screen:
            assert not officer.toasts, "a corner lies over the questions"
            shown += await read_on(officer)
        assert all(f"“Cột lạ {name}” → 7" in shown for name in "ABCDEFGH")
        await officer.until(lambda: len(stated(officer)) == 8)
        await officer.sees(_("Arrows move, Esc closes this."))
        assert not officer.toasts, "a corner lies over the result"

    at_work(world.laptop(UNIT).home, play, size=size)


def test_what_the_program_says_of_itself_meanwhile_stands_in_the_pages_own_line(world: World, tmp_path: Path) -> None:
    path = many_questions(tmp_path)

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        officer.app.tell_quietly(ProgramFault("fault", error="E", path="f"))
        await officer.sees(sentence(ProgramFault("fault", error="E", path="f"))[:30])
        assert not officer.toasts

    at_work(world.laptop(UNIT).home, play)


def test_a_question_longer_than_the_screen_is_read_to_its_end_before_anything_is_signed(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "so.csv"
    names = [f"Họp-{number}-bản, bàn về việc giữ gìn vệ sinh chung của bản" for number in range(12)]
    rows = "".join(f"03/11/2026;{name};{number};hoãn\n" for number, name in enumerate(names))
    path.write_text(f"Ngày;Nội dung;Số người;Ghi chú\n02/11/2026;Loa;5;\n{rows}", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        screen = officer.app.screen
        await officer.until(lambda: names[0][:9] in officer.text)
        shown = officer.text
        while officer.app.screen is screen:
            assert stated(officer) == []
            shown += await read_on(officer)
        assert [number for number in range(12) if f"Họp-{number}-bản" not in shown] == []
        await officer.until(lambda: len(stated(officer)) == 1)

    at_work(world.laptop(UNIT).home, play)


def test_the_result_tells_first_what_was_refused_and_the_key_that_took_the_file_reads_on(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "so.xlsx"
    book = Workbook()
    book.worksheets[0].append(["Ngày", "Nội dung", "Số người", "Xăng"])
    for number in range(30):
        book.worksheets[0].append([f"{number % 20 + 1:02}/10/2026", f"Họp {number}", 7, number])
    for number in range(9):
        book.worksheets[0].append([f"{number % 20 + 1:02}/10/2026", f"Loa {number}", f"x{number}", number])
    book.save(path)

    async def play(officer: Officer) -> None:
        await opened(officer, path)
        screen = officer.app.screen
        while officer.app.screen is screen:
            await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 30)
        await officer.sees(_("Arrows move, Esc closes this."), "“x0”")
        result = officer.app.screen
        for _press in range(4):
            await officer.press("f2")
        assert officer.app.screen is result, "no new form"
        await officer.sees("Ctrl+Z")
        await officer.press("escape")
        await officer.until(lambda: officer.app.screen is not result)

    at_work(world.laptop(UNIT).home, play)


def test_a_file_is_not_lost_where_something_is_under_way(world: World, tmp_path: Path) -> None:
    path, ending = tmp_path / "so.csv", threading.Event()
    path.write_text("Ngày;Nội dung\n03/11/2026;Họp bản\n", encoding="utf-8")

    async def play(officer: Officer) -> None:
        await opened(officer, path)

        def wait(_watch: object) -> str:
            assert ending.wait(30)
            return "x"

        assert officer.app.exchanger.start(wait, quiet=True)
        await officer.press("f2")
        await officer.sees(_("Something is under way: F2 takes the file once it has ended."))
        ending.set()
        await officer.until(lambda: not officer.app.exchanger.running)
        await officer.press("f2")
        await officer.until(lambda: len(stated(officer)) == 1)

    at_work(world.laptop(UNIT).home, play)
