"""What is printed of a period, written to a file: its report, a section of it, or the list of its activities."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from field.printing.paper import Paper
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused, Unavailable
from sync.shell.files import write_anew

What = Literal["report", "section", "list"]
"""`section` is the results alone, to be pasted into a larger report; `list` the activities."""

ENDINGS: Final = (".docx", ".pdf", ".xlsx")


class PrintedFile(Struct, frozen=True):
    """A file that was written."""

    path: Path
    no_pdf: Unavailable | None = None
    """Why it is the Word document alone, where a PDF was asked for."""


def check_path(path: Path, what: What) -> None:
    """Whether what is wanted can be written there. `Misuse("unknown-paper-kind")`, `Misuse("section-in-a-workbook")`,
    `Refused("file-exists")`."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Misuse("unknown-paper-kind", path=path.name)
    if what == "section" and ending == ".xlsx":
        raise Misuse("section-in-a-workbook")
    if path.exists():
        raise Refused("file-exists", path=str(path))


def print_to(paper: Paper, path: Path, what: What = "report") -> PrintedFile:
    """Write what is printed of a period to a new file, of the kind that its ending names. Where nothing here makes a PDF,
    the Word document is written beside. Raises as `check_path`."""
    check_path(path, what)
    ending = path.suffix.lower()
    data = _workbook(paper, what) if ending == ".xlsx" else _document(paper, what)
    if ending != ".pdf":
        write_anew(path, [data])
        return PrintedFile(path)
    from field.printing import pdf  # noqa: PLC0415 - only this kind of file needs it

    try:
        made = pdf.to_pdf(data)
    except Unavailable as why:
        beside = _free(path.with_suffix(".docx"))
        write_anew(beside, [data])
        return PrintedFile(beside, why)
    write_anew(path, [made])
    return PrintedFile(path)


def _free(path: Path) -> Path:
    """The path, or the first beside it that is free: nobody has named it."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _document(paper: Paper, what: What) -> bytes:
    from field.printing import activity_list_docx, report_docx  # noqa: PLC0415 - the same

    return activity_list_docx.write(paper) if what == "list" else report_docx.write(paper, section=what == "section")


def _workbook(paper: Paper, what: What) -> bytes:
    from field.printing import report_xlsx  # noqa: PLC0415 - the same

    return report_xlsx.write_list(paper) if what == "list" else report_xlsx.write(paper)


def file_name(unit: str, period: str, what: What, made: Instant, ending: str) -> str:
    """What a file is called that nobody has named: of whom, of which period, of when."""
    from sync.wording.dates import stamp  # noqa: PLC0415 - the same

    kind = {"report": "bao-cao", "section": "ket-qua", "list": "danh-sach"}[what]
    named = "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in period)
    return f"{kind}-{unit}-{named}-{stamp(made, seconds=True)}{ending}"
