"""What of a file's texts is turned into Unicode on the way: by the names of fonts where the file has them, and by the
letters of all its texts where not."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs

from sync.tables.book import Book, Cell, FileKind, Sheet, Turned, text_cell, unseen_in
from sync.tables.dingbats import is_of_signs, signs
from sync.tables.legacy_fonts import LegacyFont, font_of, guessed, is_in, turned


class Turning:
    """The texts of one file that are turned: kept count of, by the font or encoding they were in."""

    def __init__(self) -> None:
        self._sources: dict[str, Turned] = {}

    def cell(self, raw: str, font_name: str, *, escaped: bool = False) -> Cell:
        """The cell of a text in a font, by the font's name."""
        if is_of_signs(font_name) and (shown := signs(raw, font_name)) != raw:
            self.count(font_name, raw.strip(), shown)
            return structs.replace(text_cell(shown), was=raw)
        font = font_of(font_name) if font_name else None
        if font is None or raw.isascii():
            return text_cell(raw, escaped=escaped)
        return self._turned(raw, font, font_name, escaped=escaped)

    def count(self, source: str, before: str, after: str) -> None:
        """Count a cell that was turned."""
        known = self._sources.get(source)
        if known is None:
            known = Turned(source=source, cells=0, before=before[:80], after=after[:80])
        self._sources[source] = structs.replace(known, cells=known.cells + 1)

    def book(self, kind: FileKind, sheets: tuple[Sheet, ...]) -> Book:
        """The file's tables: those of their texts that are in an old font without its name turned too."""
        font = guessed(_raw(cell) for sheet in sheets for row in sheet.rows for cell in row.cells if _is_open(cell))
        if font is not None:
            sheets = tuple(_with(sheet, lambda cell: self._if_in(cell, font)) for sheet in sheets)
        return Book(
            kind=kind,
            sheets=sheets,
            turned=tuple(told for told in self._sources.values() if told.before != told.after),
            unseen=unseen_in(sheets),
        )

    def _if_in(self, cell: Cell, font: LegacyFont) -> Cell:
        if cell.note == "struck" and not cell.was.isascii() and is_in(cell.was, font):
            text, was = (turned(each, font, font_name=font) for each in (cell.text, cell.was))
            return structs.replace(cell, text=text, was=was)
        if not _is_open(cell) or not is_in(_raw(cell), font):
            return cell
        return structs.replace(self._turned(_raw(cell), font, font), note=cell.note, link=cell.link)

    def _turned(self, raw: str, font: LegacyFont, source: str, *, escaped: bool = False) -> Cell:
        text = turned(raw, font, font_name=source)
        if text == raw:
            return text_cell(raw, escaped=escaped)
        cell = text_cell(text, escaped=escaped)
        self.count(source, raw.strip(), cell.text)
        return structs.replace(cell, was=raw)


def _raw(cell: Cell) -> str:
    """A text as the file has it: what nobody sees is a letter of an old font."""
    return cell.was or cell.text


def _is_open(cell: Cell) -> bool:
    """Whether a cell may be in an old font: a text beyond ASCII, and not one that was turned already."""
    raw = _raw(cell)
    if cell.date or cell.number is not None or cell.note not in ("", "filled") or len(raw) == 1 or raw.isascii():
        return False  # a letter alone is no word, and may be the tick of a font of signs
    return not cell.was or text_cell(cell.was).text == cell.text


def _with(sheet: Sheet, change: Callable[[Cell], Cell]) -> Sheet:
    rows = tuple(structs.replace(row, cells=tuple(map(change, row.cells))) for row in sheet.rows)
    return structs.replace(sheet, rows=rows)
