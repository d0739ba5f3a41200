"""What the story is played with: a commune's workbook, a forged bundle, a line that breaks."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from sync.exchange.parcel import ONE_BUNDLE, ParcelWriter
from sync.exchange.walker import events_of, ranges_of
from sync.wording.dates import day

_CUT_AFTER: Final = 2_000
"""Bytes that the bad line lets through before it breaks."""


def write_excel(path: Path, today: datetime.date) -> None:
    """A workbook such as a commune keeps: a title over the table, a heading row, dates typed by hand, two bad rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tuyên truyền"
    sheet.append(["UBND XÃ SIN SUỐI HỒ"])
    sheet.append([f"SỔ THEO DÕI TUYÊN TRUYỀN NĂM {today.year}"])
    sheet.append([])
    sheet.append(["STT", "Ngày", "Nội dung", "Hình thức", "Chủ đề", "Địa điểm", "Số lượng", "Số người"])
    titles = (
        ("Phát thanh tin Bình dân học vụ số", "commune-radio", "digital-literacy", 2, 350),
        ("Đăng bài Zalo hướng dẫn nộp hồ sơ trực tuyến", "zalo-oa", "digital-skills", 1, 210),
        ("Tổ công nghệ số hướng dẫn cài VNeID", "hands-on", "digital-skills", 5, 5),
        ("Họp bản phổ biến phòng chống mưa lũ", "meeting", "disaster-prevention", 1, 48),
    )
    villages = ("Sin Suối Hồ", "Chi Sáng", "Dền Thàng", "Sàn Phàng Thấp", "Sân Bay")
    for number in range(1, 61):
        title, channel, topic, quantity, audience = titles[number % len(titles)]
        village = villages[number % len(villages)]
        date = day(today.isoformat())
        sheet.append([number, date, f"{title} ({number})", channel, topic, f"Bản {village}", quantity, audience + number])
    sheet.cell(row=20, column=2, value="31/02/2026")
    sheet.cell(row=33, column=7, value="ba buổi")
    book.save(path)


def change_one_byte(source: Path, target: Path, old: bytes, new: bytes) -> None:
    """A copy of a parcel in which one entry reads otherwise: what a forger with the file alone can do."""
    writer = ParcelWriter()
    with source.open("rb") as given, target.open("wb") as forged:
        header, ranges = ranges_of(events_of(iter(lambda: given.read(65_536), b""), ONE_BUNDLE))
        forged.write(writer.header(header))
        for incoming in ranges:
            forged.write(writer.range(incoming.head))
            for lines in incoming:
                forged.write(writer.entries([line.replace(old, new) for line in lines]))
        forged.write(writer.end())


@contextlib.contextmanager
def bad_line(port: int, to_port: int) -> Iterator[None]:
    """A line to the hub that breaks once, midway through the first request, and holds from then on."""
    listener = socket.create_server(("127.0.0.1", port))
    breaks = iter([_CUT_AFTER])

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(("127.0.0.1", to_port))
                limit = next(breaks, None)
                for source, target, at_most in ((near, far, limit), (far, near, None)):
                    threading.Thread(target=_carry, args=(source, target, at_most), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        listener.close()


def _carry(source: socket.socket, target: socket.socket, at_most: int | None) -> None:
    carried = 0
    with contextlib.suppress(OSError):
        while data := source.recv(4_096):
            carried += len(data)
            if at_most is not None and carried > at_most:
                break
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
