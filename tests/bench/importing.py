"""A list of an office: 10,000 rows planned and taken in, and a sheet that is formatted down to where no row stands, each in
a process of its own; beside the plan, the bare reading of the same workbook by the library that reads it."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import openpyxl
from openpyxl.styles import Font

from field.cli.options import writing
from field.home import LaptopHome
from field.importing.ledger import LaptopLedger
from sync.importing.answers import Answers
from sync.importing.file_plan import plan_file
from sync.importing.take import take_plan
from sync.ledger.period import day_of
from sync.log.keyfile import save_key
from sync.shell.console import now, random_bytes
from tests.bench.laptop import ledger
from tests.bench.measure import Row
from tests.command import environment

_ROWS: Final = 10_000
_EMPTY: Final = 1_000_000
_TRIES: Final = 3
_HEAD: Final = (
    "STT",
    "Ngày",
    "Nội dung",
    "Hình thức",
    "Địa điểm",
    "Số lượng (buổi)",
    "Số người tham dự",
    "Thời lượng (phút)",
    "Ghi chú",
)
_TITLES: Final = (
    "Phát loa tuyên truyền nộp hồ sơ trực tuyến",
    "Họp bản về phòng chống cháy rừng",
    "Tập huấn kỹ năng số cho hội viên",
    "Triển khai kế hoạch 12 về chuyển đổi số",
    "Vận động nhân dân không đốt nương làm rẫy",
)
_CHANNELS: Final = ("Loa truyền thanh", "Họp", "Tập huấn", "Zalo", "Băng rôn")
_NOTES: Final = ("", "tốt", "đông đủ", "lần {}")


def rows(folder: Path) -> Iterator[Row]:
    """Measure in a new folder."""
    if sys.platform == "win32":
        return  # a process tells nobody there how much it held
    folder.mkdir(parents=True, exist_ok=True)
    home, book, empty = folder / "home", folder / "list.xlsx", folder / "formatted.xlsx"
    store, signer = ledger(home, 10)
    save_key(LaptopHome(home).key, signer, passphrase=None, salt=random_bytes(16), nonce=random_bytes(12))
    store.close()
    _list(book)
    _formatted(empty)
    tries = [(_bare(book), _told(home, book), _told(home, empty)) for _try in range(_TRIES)]
    bare, planned, formatted = (min(times) for times in zip(*tries, strict=True))
    floor = "openpyxl alone reads it"
    yield Row(f"a list of {_ROWS:,} rows planned", planned.seconds, "s", bare, floor)
    yield Row("  in seconds", planned.seconds, "s", goal=2, absolute=True)
    yield Row(f"  a short one with {_EMPTY:,} formatted empty rows", formatted.seconds, "s", goal=3, absolute=True)
    taken = _told(home, book, "take")
    yield Row("  taken in", taken.seconds, "s", goal=10, absolute=True)
    yield Row("  the most memory that a process held for it", taken.peak / 2**20, "MiB", goal=200, absolute=True)


class _Told(NamedTuple):
    """What a process says of itself."""

    seconds: float
    peak: int
    """Bytes."""


def _bare(book: Path) -> float:
    began = time.perf_counter()
    for sheet in openpyxl.load_workbook(book, read_only=True).worksheets:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.perf_counter() - began


def _told(home: Path, book: Path, *take: str) -> _Told:
    """Plan a file in a process of its own, or take it in, too."""
    command = [sys.executable, "-m", "tests.bench.importing", str(home), str(book), *take]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return _Told(float(seconds), int(peak))


def main() -> None:
    """In such a process: `HOME FILE [take]`."""
    home, book, *take = sys.argv[1:]
    with writing(home) as (store, signer):
        laptop, answers = LaptopLedger(store, signer), Answers(rows={"old-days": "take"})
        began = time.perf_counter()
        planned = plan_file(laptop, Path(book), answers, now=now())
        if take:
            began = time.perf_counter()
            take_plan(laptop, planned, answers, now=now(), random_bytes=random_bytes, progress=lambda _done, _all: None)
        seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    peak = 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    sys.stdout.write(f"{seconds} {peak}\n")


def _list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.append(_HEAD)
    last = day_of(now())
    for at in range(_ROWS):
        day = last - datetime.timedelta(days=at % 40)
        kind, note = at % len(_TITLES), _NOTES[at % len(_NOTES)].format(at)
        title = f"{_TITLES[kind]} đợt {at}"
        sheet.append([at + 1, day, title, _CHANNELS[kind], f"Bản {at % 37}", 1 + at % 4, 20 + at % 200, 30 + at % 60, note])
    book.save(path)


def _formatted(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEAD)
    for at in range(3):
        sheet.append([at + 1, datetime.date(2026, 11, 3 + at), f"{_TITLES[at]}", _CHANNELS[at], "Bản Hon", 1, 20, 30, ""])
    bold = openpyxl.cell.WriteOnlyCell(sheet)
    bold.font = Font(bold=True)
    for _row in range(_EMPTY):
        sheet.append([bold])
    book.save(path)


if __name__ == "__main__":
    main()
