"""Draws screens of the real program over a real laptop that has synced with a real hub, as `field/pictures/*.png`.

What it shows is invented. Clock and chance are given, so that the same code draws the same pictures.
"""

from __future__ import annotations

import asyncio
import datetime
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from field.session import Onboarding, Session
from field.store.rows import ActivityFilter
from field.tui.app import FieldApp
from field.tui.widgets.column_list import ColumnList
from field.tui.widgets.record_table import RecordTable
from hub.monitoring import reviews
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.encoding.types import Instant
from sync.ledger.entry import Verdict
from tests.picture.painter import HANDBOOK, paint, target
from tests.world import Laptop, World

_SIZE: Final = 84, 24
"""A column or two more than a terminal has at least: the last word of the footer ends before the frame."""
_UNIT: Final = "03390"
_PLAN: Final = "lai-chau-2653-kh-ubnd"
_VIETNAM: Final = datetime.timezone(datetime.timedelta(hours=7))
_STATED: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "Phát loa về kỹ năng số, bản tin tuần 42",
        {
            "channel": "commune-radio",
            "topics": ("digital-skills",),
            "directive": _PLAN,
            "task": "19",
            "quantity": 14,
            "audience": 1200,
            "minutes": 210,
            "language": "vi",
            "place": "12 bản",
            "date": "2026-10-19",
        },
    ),
    (
        "Họp bản về dịch vụ công trực tuyến",
        {
            "channel": "meeting",
            "topics": ("digital-skills",),
            "quantity": 1,
            "audience": 46,
            "minutes": 90,
            "language": "vi",
            "place": "Nhà văn hóa bản",
            "date": "2026-10-21",
        },
    ),
    (
        "Treo băng rôn Phong trào Bình dân học vụ số",
        {
            "channel": "banner",
            "topics": ("digital-literacy",),
            "directive": _PLAN,
            "quantity": 4,
            "place": "Trụ sở, chợ",
            "date": "2026-10-23",
        },
    ),
    (
        "Đăng Zalo OA: nhận biết lừa đảo qua mạng",
        {"channel": "zalo-oa", "topics": ("information-security",), "quantity": 3, "audience": 850, "date": "2026-10-27"},
    ),
    (
        "Phát loa phòng, chống sạt lở mùa mưa",
        {
            "channel": "commune-radio",
            "topics": ("disaster-prevention",),
            "quantity": 6,
            "audience": 1200,
            "minutes": 60,
            "language": "hmn",
            "date": "2026-10-29",
        },
    ),
    (
        "Hướng dẫn cài VNeID tại chợ phiên",
        {
            "channel": "hands-on",
            "topics": ("digital-skills",),
            "directive": _PLAN,
            "task": "19",
            "quantity": 1,
            "audience": 35,
            "minutes": 180,
            "language": "mul",
            "place": "Chợ phiên",
            "date": "2026-11-01",
        },
    ),
    (
        "Tập huấn Tổ công nghệ số cộng đồng",
        {
            "channel": "training",
            "topics": ("digital-skills", "information-security"),
            "directive": _PLAN,
            "quantity": 1,
            "audience": 24,
            "minutes": 150,
            "language": "vi",
            "place": "Hội trường xã",
            "date": "2026-11-03",
        },
    ),
    (
        "Phát loa về bình đẳng giới",
        {
            "channel": "commune-radio",
            "topics": ("gender-equality",),
            "quantity": 5,
            "audience": 900,
            "minutes": 75,
            "language": "tai",
            "date": "2026-11-04",
        },
    ),
)
"""What both laptops and the province have when the story begins."""
_UNSENT: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "Bài trên trang thông tin xã về chữ ký số",
        {"channel": "website", "topics": ("digital-transformation",), "quantity": 1, "date": "2026-11-07"},
    ),
    (
        "Chiếu phim lưu động kèm tuyên truyền",
        {
            "channel": "mobile-cinema",
            "topics": ("disaster-prevention",),
            "quantity": 1,
            "audience": 110,
            "minutes": 95,
            "language": "vi",
            "place": "Sân trường",
            "date": "2026-11-08",
        },
    ),
)


def at(day: int, month: int, hour: int) -> Instant:
    """A moment of 2026, as Vietnam's clocks show it."""
    return Instant(int(datetime.datetime(2026, month, day, hour, tzinfo=_VIETNAM).timestamp()))


def told(world: World) -> Laptop:
    """The laptop of the story: what it logged, what a colleague's did, and what the province said."""
    world.set_clock(at(5, 10, 8))
    with world.store.writing() as session:
        for directive in shipped():
            if directive.province == "12":
                publish(session, world.keys, directive, now=world.now(), random_bytes=world.random)
    own, other = world.laptop(_UNIT), world.laptop(_UNIT)
    own.store.rename_officer("Cán bộ văn hóa")
    own.exchange(world.line)
    other.exchange(world.line)
    records = {}
    for title, fields in _STATED:
        day = datetime.date.fromisoformat(fields["date"])
        world.set_clock(at(day.day, day.month, 16))
        own.log(title=title, **fields)
        records[title] = next(row.record for row in own.store.records.rows(ActivityFilter()) if row.values.title == title)
    world.set_clock(at(5, 11, 9))
    own.exchange(world.line)
    other.exchange(world.line)

    _say(world, records[_STATED[0][0]], "accepted", "")
    _say(world, records[_STATED[1][0]], "accepted", "")
    _say(world, records[_STATED[3][0]], "returned", "Xem lại số người: ghi số lượt xem của cả ba bài.")
    market = records["Hướng dẫn cài VNeID tại chợ phiên"]
    world.set_clock(at(6, 11, 10))
    other.revise(market, audience=52, minutes=150)
    other.exchange(world.line)
    world.set_clock(at(6, 11, 15))
    own.revise(market, audience=48, minutes=200)
    own.exchange(world.line)
    own.exchange(world.line)
    for title, fields in _UNSENT:
        day = datetime.date.fromisoformat(fields["date"])
        world.set_clock(at(day.day, day.month, 17))
        own.log(title=title, **fields)
    world.set_clock(at(9, 11, 8))
    return own


def _say(world: World, record: str, verdict: Verdict, comment: str) -> None:
    with world.store.writing() as session:
        reviews.review(
            session, world.keys, record.replace("-", ""), verdict, comment, now=world.now(), random_bytes=world.random
        )


# -- what is done before a picture is taken

Steps = Callable[[Pilot[bool]], Awaitable[None]]


async def _typed(pilot: Pilot[bool], text: str) -> None:
    await pilot.press(*text)


async def ledger(pilot: Pilot[bool]) -> None:
    """A draft is kept, and the list is lit."""
    await pilot.press("f2")
    await _typed(pilot, "Gặp gỡ người có uy tín")
    await pilot.press("escape")


async def form(pilot: Pilot[bool]) -> None:
    """Half filled, with the list of channels open."""
    await pilot.press("f2")
    for text in ("Phát loa về kỹ năng số, bản tin tuần 45", "8/11", "2653", "19", "ky nang"):
        await _typed(pilot, text)
        await pilot.press("tab")
    await _typed(pilot, "loa")


async def report(pilot: Pilot[bool]) -> None:
    """The report of the month, with words written for it."""
    await pilot.press("f6")
    options = pilot.app.screen.query_one(ColumnList).options
    while options.highlighted_option is not None and options.highlighted_option.id != "2026-11":
        await pilot.press("down")
    await pilot.press("enter", "f2")
    await _typed(pilot, "Các bản đều đã nghe loa và được hướng dẫn.")
    await pilot.press("escape")


async def _opened(pilot: Pilot[bool], title: str) -> None:
    table = pilot.app.screen.query_one(RecordTable)
    while table.lit is not None and table.lit.title != title:
        await pilot.press("down")
    await pilot.press("enter")


async def record(pilot: Pilot[bool]) -> None:
    """An activity that the province has returned."""
    await _opened(pilot, "Đăng Zalo OA: nhận biết lừa đảo qua mạng")


async def conflict(pilot: Pilot[bool]) -> None:
    """The two sides of a conflict."""
    await _opened(pilot, "Hướng dẫn cài VNeID tại chợ phiên")
    await pilot.press("f3")


PICTURES: Final[tuple[Steps, ...]] = (ledger, form, report, record, conflict)


async def picture(app: FieldApp, steps: Steps) -> str:
    """The screen after these steps, as SVG."""
    async with app.run_test(size=_SIZE) as pilot:
        await steps(pilot)
        await pilot.pause(1)  # what is checked or searched at a pause is shown
        for field in app.screen.query(Input):
            field.cursor_blink = False
        for box in app.screen.query(TextArea):
            box.cursor_blink = False
        await pilot.pause()
        return app.export_screenshot(title="soxa field")


def main() -> None:
    """Write all of them."""
    drawings = {}
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        home = told(world).home
        now, chance = world.now(), world.random
        world.close()
        for steps in PICTURES:
            session = Session(home, clock=lambda: now, random_bytes=chance)
            beginning = Onboarding(home, clock=lambda: now, random_bytes=chance)
            drawings[target(steps.__name__, folder=HANDBOOK)] = asyncio.run(picture(FieldApp(beginning, session), steps))
            session.close()
    paint(drawings)


if __name__ == "__main__":
    main()
