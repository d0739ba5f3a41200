"""What happens in the story, chapter by chapter.

Three communes of Lai Châu log with the hub out of reach; one syncs over a line that is cut midway, one by a file; the
province counts and sees who reported; an auditor verifies everything from one file with one key, and catches one
changed byte.
"""

from __future__ import annotations

import datetime
from typing import Final

from hub.demo.props import bad_line, change_one_byte, free_port, write_excel
from hub.demo.story import Commune, Story
from sync.ledger.period import day_of, month_name, month_number
from sync.shell.console import now
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import catalogue

_ = catalogue("hub")

HUB: Final = "soxa.laichau.example"
PLAN: Final = "2653/KH-UBND"


BINH_LU: Final = Commune("03390", "binh lu", "binh-lu")
SIN_SUOI_HO: Final = Commune("03394", "sin suoi ho", "sin-suoi-ho")
TA_LENG: Final = Commune("03405", "ta leng", "ta-leng")


def tell(story: Story) -> int:
    """The story from beginning to end; the port by which the laptops know the hub."""
    today = day_of(now())
    period = reporting_month(today)
    port, bad_port = free_port(), free_port()
    _set_up(story, port, bad_port)
    first = _log_offline(story, today)
    with story.serving(port):
        _sync_when_it_is_back(story, first, period, port, bad_port)
    _by_stick(story, period)
    _count(story, period)
    _audit(story)
    return port


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
        "Họp bản về sạt lở đường, phòng chống lũ quét",
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
    write_excel(story.home / "so-theo-doi.xlsx", today)
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
    with bad_line(bad_port, port):
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
