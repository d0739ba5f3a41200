"""A list in columns: Enter opens what is lit, and what was lit stays lit when the list changes."""

from __future__ import annotations

from textual.pilot import Pilot

from field.tui.widgets.column_list import ColumnList, ListCell, ListColumn, ListLine
from tests.field.tui.alone import Alone, alone

COLUMNS = ListColumn("kỳ", 8), ListColumn("số", 5, right=True), ListColumn("việc")


def line(key: str) -> ListLine:
    return ListLine(key, (key, "7", ListCell(f"việc {key}", "error")))


def test_enter_opens_what_is_lit() -> None:
    listed = ColumnList(COLUMNS)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([line("a"), line("b"), line("c")])
        listed.options.focus()
        await pilot.press("enter", "down", "enter", "end", "enter")
        assert app.posted == ["a", "b", "c"]

    alone(Alone(listed), play)


def test_what_was_lit_stays_lit_while_it_is_there() -> None:
    listed = ColumnList(COLUMNS)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([line("a"), line("b"), line("c")])
        listed.options.focus()
        await pilot.press("down", "down")
        listed.show([line("c"), line("a")])
        await pilot.press("enter")
        listed.show([line("x"), line("a")])
        await pilot.press("enter")
        assert app.posted == ["c", "x"]

    alone(Alone(listed), play)


def test_a_heading_stands_over_all_columns_and_is_never_lit() -> None:
    listed = ColumnList(COLUMNS)
    heading = ListLine("own", ("Việc của đơn vị mình, tám chữ",), is_heading=True)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([heading, line("a"), ListLine("other", ("Việc khác",), is_heading=True), line("b")])
        listed.options.focus()
        await pilot.press("enter", "down", "enter", "home", "enter")
        assert app.posted == ["a", "b", "a"]
        assert any(text.split() == ["Việc", "của", "đơn", "vị", "mình,", "tám", "chữ"] for text in app.lines)

    alone(Alone(listed), play)


def test_lines_below_a_cell_stay_in_its_column() -> None:
    listed = ColumnList(COLUMNS)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([ListLine("a", ("a", "7", ListCell("việc", below=(("chưa làm", "warning"), ("loa", "")))))])
        await pilot.pause()
        texts = [text for text in app.lines if text.strip()]
        at = next(place for place, text in enumerate(texts) if "a" in text.split() and "7" in text.split())
        assert [text.split() for text in texts[at : at + 3]] == [["a", "7", "việc"], ["chưa", "làm"], ["loa"]]
        assert {text.index(word) for text, word in zip(texts[at : at + 3], ("việc", "chưa", "loa"), strict=True)} == {
            texts[at].index("việc")
        }

    alone(Alone(listed), play)


def test_an_empty_list_says_so_instead() -> None:
    listed = ColumnList(COLUMNS, "Chưa có gì.")

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([])
        await pilot.pause()
        assert any("Chưa có gì." in text for text in app.lines)
        listed.show([line("a")])
        await pilot.pause()
        assert not any("Chưa có gì." in text for text in app.lines)
        assert any(text.split() == ["a", "7", "việc", "a"] for text in app.lines)

    alone(Alone(listed), play)


def test_what_others_wrote_is_shown_as_it_is_and_disguises_nothing() -> None:
    listed = ColumnList(COLUMNS)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        listed.show([ListLine("a", ("[red]kỳ", "1\u202e", "x\x1b[31my"))])
        await pilot.pause()
        shown = " ".join(app.lines)
        assert "[red]kỳ" in shown and "1·" in shown and "x·[31my" in shown

    alone(Alone(listed), play)
