"""Changes of annexes: JSON, CSV and workbooks of which one thing is another, or that are only spelled otherwise."""

from __future__ import annotations

import io
import json
import random

import openpyxl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tests.independent.changes import change, changed_byte, changed_lines, other_than


def changed_json(annex: bytes, chance: random.Random) -> bytes:
    """An annex, JSON, of which a byte, a line, a value or the spelling is another."""
    match chance.randrange(5):
        case 0:
            return changed_byte(annex, chance)
        case 1 | 2:
            return b"\n".join(changed_lines(annex.split(b"\n"), chance))
        case 3:
            value = json.loads(annex)
            change(value, chance)
            return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")
        case _:
            value = json.loads(annex)
            spelled = (
                json.dumps(value, ensure_ascii=False),
                json.dumps(value, indent=2) + "\n",
                json.dumps(value, ensure_ascii=False, indent=1) + "\n",
                annex.decode().replace("\n", "\r\n"),
                annex.decode() + "\n",
                annex.decode().replace('"soxa": 4,', '"soxa": 4.0,'),
                annex.decode().replace('"soxa": 4,', '"soxa": 3,'),
                annex.decode(),
            )
            return chance.choice(spelled).encode()


def changed_csv(annex: bytes, chance: random.Random) -> bytes:
    """An annex, CSV, of which a byte, a line, a cell or the spelling is another."""
    lines = annex.split(b"\r\n")
    at = chance.randrange(len(lines) - 1)
    match chance.randrange(5):
        case 0:
            return changed_byte(annex, chance)
        case 1:
            return b"\r\n".join(changed_lines(lines, chance))
        case 2 | 3:
            cells = lines[at].split(b",")
            place = chance.randrange(len(cells))
            text = cells[place].decode()
            other = other_than(int(text), chance) if text.isdecimal() else other_than(text, chance)
            cells[place] = str(other).encode("utf-8", "surrogatepass")
            return b"\r\n".join([*lines[:at], b",".join(cells), *lines[at + 1 :]])
        case _:
            spelled = (
                annex.replace(b"\r\n", b"\n"),
                annex.removeprefix(b"\xef\xbb\xbf"),
                annex.replace(b",then,", b',"then",'),
                annex.replace(b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2),
                annex.replace(b"+07:00", b"+0700"),
                annex + b"\r\n",
                annex.replace(b",", b";"),
                annex,
            )
            return chance.choice(spelled)


def changed_workbook(annex: bytes, chance: random.Random) -> bytes:
    """A workbook of which a cell, a row, a sheet or a format is another, or only its looks."""
    book = openpyxl.load_workbook(io.BytesIO(annex))
    sheet = chance.choice(book.worksheets)
    line, column = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
    cell, letter = sheet.cell(line, column), get_column_letter(column)
    match chance.randrange(16):
        case 0 | 1 | 2 | 3:
            other = other_than(cell.value, chance)
            cell.value = other if isinstance(other, str | int) else None
        case 4:
            sheet.delete_rows(line)
        case 5:
            sheet.insert_rows(line)
        case 6:
            sheet.row_dimensions[line].hidden = bool(chance.randrange(2))
            sheet.row_dimensions[line].height = chance.choice((None, 0.5, 1, 40))
        case 7:
            sheet.column_dimensions[letter].hidden = bool(chance.randrange(2))
            sheet.column_dimensions[letter].width = chance.choice((0.5, 1, 80))
        case 8:
            sheet.sheet_state = chance.choice(("visible", "hidden", "veryHidden"))
        case 9:
            forms = ("General", "0", "#,##0", "@", "0.00", '"7"', ";;;", "dd/mm/yyyy", "yyyy-mm-dd hh:mm", "[h]:mm")
            cell.number_format = chance.choice(forms)
        case 10:
            cell.value = chance.choice(("=1+1", '=HYPERLINK("x")'))
        case 11:
            sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=2)
        case 12:
            rule = Rule("cellIs", operator="greaterThan", formula=["0"])
            sheet.conditional_formatting.add(f"A1:{letter}{line}", rule)
        case 13:
            elsewhere = book.create_sheet("Khác") if chance.randrange(2) else sheet
            elsewhere.cell(sheet.max_row + 2, 1).value = chance.choice((None, "x", 1))
        case 14:
            book.move_sheet(sheet, chance.choice((-1, 1)))
        case _:
            cell.font = Font(name="Arial", bold=True)
            sheet.freeze_panes = chance.choice((None, "B2"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
