"""A commune in a folder, the same in every run: laptops as they are before somebody sits down at one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from msgspec import Struct

from field.home import LaptopHome
from field.session import Session
from field.store.rows import PastExchange
from hub import own_logs
from hub.monitoring import reviews
from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Index, Instant
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger.entry import Narrative
from sync.ledger.period import parse
from tests.world import BEGAN, LONG_BEFORE, World

UNIT: Final = "03390"
NOW: Final = Instant(BEGAN + 86_400)
"""27 October 2026 in Vietnam: the window of November's report is open, October's report is overdue."""
PLAN: Final = "lai-chau-2653-kh-ubnd"
OFFICER: Final = "Lù Thị Mẩy"
FILLED: Final = ActivityDraft(
    title="Hướng dẫn nộp hồ sơ trực tuyến",
    date="26/10/2026",
    directive="2653/KH-UBND",
    task="19",
    place="Bản Nà Tăm",
    topics=("digital-skills", "digital-literacy"),
    channel="hands-on",
    quantity="2",
    audience="1.240",
    minutes="120",
    language="vi",
    text="Đoàn xã cùng tổ công nghệ số đến từng nhà.\nCòn 14 hộ chưa có điện thoại thông minh.",
)


class Homes(Struct, frozen=True):
    """Laptops' folders as they are before a scene."""

    none: Path
    fresh: Path
    """Has joined, and holds what the province made known."""
    full: Path
    locked: Path
    """As the full one, its key under a passphrase."""
    invite: str


def build(folder: Path) -> Homes:
    """A commune in October: activities in every state, directives, answers and a reminder of the province."""
    world = World(folder, founded=LONG_BEFORE)
    with world.store.writing() as session:
        for directive in shipped():
            if directive.province == "12":
                publish(session, world.keys, directive, now=world.now(), random_bytes=world.random)
    fresh, mine, colleague = (world.laptop(UNIT) for _ in range(3))
    radio = {"channel": "commune-radio", "language": "vi", "place": "Bản Hon", "minutes": 15}
    mine.log(
        title="Phát loa về kỹ năng số cho bà con các bản vùng cao",
        date="2026-10-16",
        quantity=12,
        audience=1200,
        topics=("digital-skills",),
        directive=PLAN,
        task="19",
        **radio,
    )
    mine.log(
        title="Họp bản về phòng, chống thiên tai, sạt lở đất mùa mưa",
        date="2026-10-17",
        channel="meeting",
        quantity=1,
        audience=85,
        minutes=90,
        topics=("disaster-prevention",),
        language="hmn",
        text="Trưởng bản chủ trì; có cán bộ xã dự.\nBà con hỏi nhiều về nơi ở tạm.",
    )
    mine.log(
        title="Đăng Zalo của xã: nộp hồ sơ trực tuyến tại nhà",
        date="2026-10-18",
        channel="zalo-oa",
        quantity=3,
        audience=2450,
        topics=("digital-transformation", "digital-skills"),
        place="Trang của xã",
    )
    mine.log(
        title="Treo băng rôn ngày Chuyển đổi số quốc gia ở cổng chợ trung tâm, trụ sở và nhà văn hóa các bản trong xã",
        date="2026-10-10",
        channel="banner",
        quantity=4,
    )
    mine.log(title="Tập huấn tổ công nghệ số cộng đồng", date="2026-10-19", quantity=1, audience=32, minutes=180)
    mine.log(title="Phát loa lần hai", date="2026-10-20", **radio)
    accepted, returned, conflicted, held, _received, taken_back = mine.record_ids()
    for laptop in (mine, colleague):
        laptop.exchange(world.line)
    mine.retract(taken_back)
    mine.revise(conflicted, audience=2540, place="Trang Zalo của xã")
    colleague.revise(conflicted, audience=2600, place="Nhóm Zalo các trưởng bản, nhóm phụ huynh và trang của Đoàn xã")
    for laptop in (mine, colleague, mine):
        laptop.exchange(world.line)
    _say(world, accepted, returned)
    for laptop in (mine, fresh):
        laptop.exchange(world.line)
    at = len(mine.leaves())
    mine.revise(held, quantity=5)
    mine.exchange(world.line)
    with mine.store.taking() as taking:
        taking.quarantined((QuarantinedEntry(Index(at), "invalid", "quantity is not what was asked"),))
    mine.log(title="Phát loa về sốt xuất huyết", date="2026-10-24", quantity=6, **radio)
    mine.log(
        title="Nói chuyện với học sinh trường bán trú về an toàn trên mạng", date="2026-10-26", quantity=1, audience=210
    )
    mine.store.rename_officer(OFFICER)
    for day, how, sent, came in (
        (3, "line", 0, "no-answer"),
        (2, "file out", 7, "done"),
        (1, "line", 2, "cancelled"),
        (0, "line", 1204, "done"),
    ):
        mine.store.local.record_exchange(
            PastExchange(
                at=Instant(NOW - day * 86_400),
                how=how,
                sent=sent,
                received=sent // 2,
                sent_bytes=sent * 310,
                received_bytes=sent * 97,
                outcome=came,
            )
        )
    invite = world.invite(UNIT)
    world.close()
    _write(mine.home.path)
    locked = folder / "locked"
    shutil.copytree(mine.home.path, locked)
    sitting = open_session(locked)
    sitting.change_passphrase("bí mật")
    sitting.close()
    return Homes(folder / "none", fresh.home.path, mine.home.path, locked, invite)


def _say(world: World, accepted: str, returned: str) -> None:
    """What the province answers."""
    why = "Chưa rõ số người dự: báo cáo ghi 85, danh sách có 58. Đề nghị kiểm tra lại."
    with world.store.writing() as session:
        reviews.review(session, world.keys, accepted, "accepted", "", now=world.now(), random_bytes=world.random)
        reviews.review(session, world.keys, returned, "returned", why, now=world.now(), random_bytes=world.random)
        reviews.remind(
            session,
            world.keys,
            own_logs.registry(session, world.keys),
            parse("2026-11", ()),
            "Sắp đến hạn báo cáo tháng 11.",
            now=world.now(),
            random_bytes=world.random,
        )


def _write(home: Path) -> None:
    """What the officer did since: a draft, a report submitted, words for the next one."""
    sitting = open_session(home)
    sitting.keep(FILLED, id=0, record=None)
    sitting.submit("2026-10", Narrative(results="Đã phát loa đủ các bản."))
    words = Narrative(
        results="Đã phát loa đủ 12 bản.\nTổ công nghệ số hướng dẫn 32 người cài ứng dụng và nộp hồ sơ trực tuyến.",
        difficulties="Loa bản Hon hỏng từ đầu tháng; sóng yếu ở ba bản xa.",
    )
    sitting.keep_narrative("2026-11", words)
    sitting.close()


def open_session(home: Path) -> Session:
    """A sitting in which it stays the same second."""
    return Session(LaptopHome(home), clock=lambda: NOW, random_bytes=bytes)
