"""`soxa demo`: the whole job on this machine, made of the real commands, run as a person would run them.

Three communes of Lai Châu log with the hub out of reach; one syncs over a line that is cut midway, one by a file; the
province counts and sees who reported; an auditor verifies everything from one file with one key, and catches one
changed byte. Every command is printed before its output, and the folder stays for looking around.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from msgspec import Struct
from openpyxl import Workbook

from sync.errors import Refused, Unavailable
from sync.exchange.parcel import ONE_BUNDLE, ParcelWriter
from sync.exchange.walker import events_of, ranges_of
from sync.ledger.period import day_of, month_name, month_number
from sync.shell.commands import group, progress
from sync.shell.console import now, out, say
from sync.shell.exit_codes import ExitCode
from sync.wording.dates import day, stamp
from sync.wording.i18n import catalogue

_ = catalogue("hub")

app = group(_("The whole story on this machine: log offline, sync, count, verify."), runs_alone=True)

HUB: Final = "soxa.laichau.example"
PLAN: Final = "2653/KH-UBND"
_SECONDS_TO_START: Final = 20
_CUT_AFTER: Final = 2_000
"""Bytes that the bad line lets through before it breaks."""


class Commune(Struct, frozen=True):
    """A commune of the story: its official code, its name as somebody may type it, and the folder of its laptop."""

    code: str
    typed: str
    folder: str


BINH_LU: Final = Commune("03390", "binh lu", "binh-lu")
SIN_SUOI_HO: Final = Commune("03394", "sin suoi ho", "sin-suoi-ho")
TA_LENG: Final = Commune("03405", "ta leng", "ta-leng")


class Story:
    """Runs commands in a folder, and tells each before it runs."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.number = 0

    def chapter(self, text: str) -> None:
        """The heading of a chapter."""
        self.number += 1
        out("")
        out(f"━━ {self.number}. {text}")

    def soxa(self, *arguments: str, expect: int = 0, save: str | None = None, quiet: bool = False) -> str:
        """Run `soxa` with these arguments and show what it says; its standard output. `save` names a file that takes
        the output, as `>` would. `Refused` if it ends otherwise than the story needs."""
        shown = shlex.join(["soxa", *arguments]) + (f" > {save}" if save else "")
        out("")
        out(f"$ {shown}")
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "sync.shell.main", *arguments],
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            env=self._environment(),
            check=False,
        )
        if save is not None:
            (self.home / save).write_text(done.stdout, encoding="utf-8")
        elif done.stdout and not quiet:
            out(done.stdout.rstrip())
        if done.stderr:
            out(done.stderr.rstrip())
        if done.returncode != expect:
            raise Refused("demo-went-wrong", command=shown, status=done.returncode)
        return done.stdout

    def field(self, commune: Commune, *arguments: str, expect: int = 0, quiet: bool = False) -> str:
        """A command on a commune's laptop."""
        return self.soxa("field", *arguments, "--home", commune.folder, expect=expect, quiet=quiet)

    def hub(self, *arguments: str, save: str | None = None) -> str:
        """A command at the province."""
        return self.soxa("hub", *arguments, "--home", "hub", save=save)

    @contextlib.contextmanager
    def serving(self, port: int) -> Iterator[None]:
        """The hub's service, for as long as the block lasts."""
        arguments = ["hub", "serve", "--home", "hub", "--port", str(port)]
        out("")
        out(f"$ {shlex.join(['soxa', *arguments])} &")
        log = (self.home / "hub-serve.log").open("wb")
        service = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "sync.shell.main", *arguments],
            cwd=self.home,
            stdout=log,
            stderr=log,
            env=self._environment(),
        )
        try:
            _wait_for(port, service)
            yield
        finally:
            service.terminate()
            service.wait(timeout=_SECONDS_TO_START)
            log.close()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOXA_") or name == "SOXA_LANG"}
        return kept | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


@app.callback(invoke_without_command=True)
def demo(
    home: Annotated[Path | None, typer.Option("--home", help=_("A new folder for the story; it stays."))] = None,
) -> None:
    """Run the demo."""
    folder = home or Path(f"soxa-demo-{stamp(now(), seconds=True)}")
    if folder.exists() and any(folder.iterdir()):
        raise Refused("file-exists", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    tell(Story(folder.resolve()))


def tell(story: Story) -> None:
    """The story from beginning to end; under a minute."""
    began = time.monotonic()
    today = day_of(now())
    period = reporting_month(today)
    port, bad_port = _free_port(), _free_port()
    _set_up(story, port, bad_port)
    first = _log_offline(story, today)
    with story.serving(port):
        _sync_when_it_is_back(story, first, period, port, bad_port)
    _by_stick(story, period)
    _count(story, period)
    _audit(story)
    out("")
    out(
        _("Done in {seconds} seconds. Look around in {folder}: every command above can be run again there.").format(
            seconds=round(time.monotonic() - began), folder=story.home
        )
    )


def reporting_month(today: datetime.date) -> str:
    """The month whose report is due next: its window holds today."""
    return month_name(month_number(today.isoformat()))


def _set_up(story: Story, port: int, bad_port: int) -> None:
    story.chapter(_("The province sets up its hub, with its communes and the directives that ask for reports."))
    story.hub("init", "--name", HUB, "--province", "lai chau", "--url", f"http://127.0.0.1:{port}")
    story.hub("directive", "list")
    story.chapter(_("It invites three communes: one line each, handed over on paper, by message, however."))
    story.hub("invite", BINH_LU.typed, save="binh-lu.invite")
    story.hub("invite", SIN_SUOI_HO.typed, "--url", f"http://127.0.0.1:{bad_port}", save="sin-suoi-ho.invite")
    story.hub("invite", TA_LENG.code, "--url", "", save="ta-leng.invite")


def _log_offline(story: Story, today: datetime.date) -> str:
    """Three ledgers begin; the id of the first activity."""
    story.chapter(_("Up in the communes there is no network. The officers join and log all the same."))
    for commune in (BINH_LU, SIN_SUOI_HO, TA_LENG):
        story.field(commune, "join", f"@{commune.folder}.invite")
    date = today.isoformat()
    first = story.field(
        BINH_LU,
        "log",
        "--title",
        "Phát loa về kỹ năng số và dịch vụ công trực tuyến",
        "--date",
        date,
        "--topic",
        "digital-skills",
        "--channel",
        "commune-radio",
        "--place",
        "Trung tâm xã",
        "--quantity",
        "12",
        "--minutes",
        "15",
        "--audience",
        "800",
        "--language",
        "vi",
    ).split()[0]
    story.field(
        BINH_LU,
        "log",
        "--title",
        "Họp bản hướng dẫn phòng chống lũ quét, sạt lở",
        "--date",
        date,
        "--topic",
        "disaster-prevention",
        "--channel",
        "meeting",
        "--quantity",
        "1",
        "--audience",
        "64",
    )
    story.field(BINH_LU, "revise", first, "--quantity", "14")
    story.field(BINH_LU, "list", "--search", "duong")
    story.field(BINH_LU, "list", "--search", "ky nang so")
    story.chapter(_("Sin Suối Hồ keeps an Excel file, as communes do. It is taken as it is; bad rows are named."))
    _write_excel(story.home / "so-theo-doi.xlsx", today)
    story.field(SIN_SUOI_HO, "import", "so-theo-doi.xlsx", expect=ExitCode.NO)
    story.field(
        TA_LENG,
        "log",
        "--title",
        "Treo băng rôn hưởng ứng Ngày Chuyển đổi số quốc gia",
        "--date",
        date,
        "--topic",
        "digital-day",
        "--channel",
        "banner",
        "--quantity",
        "3",
    )
    story.chapter(_("The hub is out of reach. Nothing is lost, and nothing is called sent that is not."))
    story.field(BINH_LU, "sync", expect=ExitCode.UNREACHABLE)
    story.field(BINH_LU, "status")
    return first


def _sync_when_it_is_back(story: Story, first: str, period: str, port: int, bad_port: int) -> None:
    story.chapter(_("The network is back. Bình Lư syncs, gets the directives, reports the month, and syncs again."))
    story.field(BINH_LU, "sync")
    story.field(BINH_LU, "directives")
    story.field(BINH_LU, "revise", first[-8:], "--directive", PLAN, "--task", "19")
    story.field(BINH_LU, "report", period, "--submit", "--results", "Đã phát loa đủ các bản; bà con hỏi nhiều.")
    story.field(BINH_LU, "sync")
    story.field(BINH_LU, "status")
    story.chapter(_("Sin Suối Hồ has a line that breaks midway. What the hub confirmed stays; the rest goes next time."))
    story.field(SIN_SUOI_HO, "report", period, "--submit", quiet=True)
    with _bad_line(bad_port, port):
        story.field(SIN_SUOI_HO, "sync", expect=ExitCode.UNREACHABLE)
        story.field(SIN_SUOI_HO, "sync")


def _by_stick(story: Story, period: str) -> None:
    story.chapter(_("Tả Lèng has no line at all: a USB stick goes down the valley, and the answer comes back up."))
    story.field(TA_LENG, "pack", "ta-leng.soxa")
    story.hub("unpack", "ta-leng.soxa", "--reply", "ta-leng-reply.soxa")
    story.field(TA_LENG, "unpack", "ta-leng-reply.soxa")
    story.field(TA_LENG, "status")


def _count(story: Story, period: str) -> None:
    story.chapter(_("The province sees who has reported, and counts."))
    story.hub("status", "--period", period)
    story.hub("counts", "--period", period, "--by", "channel")
    story.hub("counts", "--period", period, "--by", "unit")
    story.chapter(_("It reports upward: a document as the decree asks, and an annex whose every figure can be proven."))
    story.hub("report", period, "-o", "bao-cao.docx")
    story.hub("report", period, "-o", "phu-luc.xlsx")


def _audit(story: Story) -> None:
    story.chapter(_("An auditor gets one file and one key, and trusts neither laptop nor hub."))
    story.hub("bundle", "-o", "audit.soxa")
    key = story.hub("key").strip()
    story.soxa("audit", "verify", "audit.soxa", "--key", key)
    record = story.soxa("audit", "list", "audit.soxa", "--json", quiet=True).partition('"record": "')[2][:36]
    story.soxa("audit", "prove", "audit.soxa", record, "-o", "one-record.tlog-proof")
    story.soxa("audit", "check", "one-record.tlog-proof", "--key", key)
    story.soxa("audit", "report", "audit.soxa", "phu-luc.xlsx", "--key", key)
    story.chapter(_("Somebody changes one byte: 14 broadcasts become 94."))
    change_one_byte(story.home / "audit.soxa", story.home / "changed.soxa", b'"quantity":14', b'"quantity":94')
    story.soxa("audit", "verify", "changed.soxa", "--key", key, expect=ExitCode.NO)


def _write_excel(path: Path, today: datetime.date) -> None:
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
def _bad_line(port: int, to_port: int) -> Iterator[None]:
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


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int, service: subprocess.Popen[bytes]) -> None:
    with progress(_("The hub starts")):
        for _try in range(_SECONDS_TO_START * 20):
            if service.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            time.sleep(0.05)
    say(_("The hub's own words are in hub-serve.log."))
    raise Unavailable("no-answer", why=f"127.0.0.1:{port}")
