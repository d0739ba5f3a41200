"""Records such as communes write: made of a fixed seed, varied in length and words, about 650 bytes an entry."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from sync.encoding.types import Instant
from sync.ledger.decode import encode
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Fields
from sync.ledger.period import midnight

_VERBS: Final = (
    "Phát thanh",
    "Đăng bài",
    "Họp bản phổ biến",
    "Hướng dẫn bà con",
    "Treo băng rôn",
    "Tập huấn",
    "Chiếu phim",
)
_THEMES: Final = (
    "kỹ năng số cơ bản cho người dân",
    "phòng chống mưa lũ, sạt lở đất",
    "bình đẳng giới trong gia đình",
    "nộp hồ sơ dịch vụ công trực tuyến",
    "phong trào Bình dân học vụ số",
    "nhận biết tin giả, lừa đảo qua mạng",
    "chuyển đổi số ở xã vùng cao",
)
_VILLAGES: Final = (
    "Nà Khương",
    "Chi Sáng",
    "Dền Thàng",
    "Sân Bay",
    "Hoa Vân",
    "Thèn Thầu",
    "Khun Há",
    "Nậm Pha",
    "Lao Chải",
)
_WORDS: Final = (
    "bà con nhân dân trong bản đã tham gia đông đủ nghe cán bộ xã giới thiệu cách cài đặt ứng dụng định danh điện tử "
    "sau đó tổ công nghệ số cộng đồng đi từng nhà hỗ trợ người già chưa biết dùng điện thoại thông minh nhiều hộ đề nghị "
    "tiếp tục tổ chức vào buổi tối vì ban ngày phải đi nương loa của bản còn rè cần sửa chữa trước mùa mưa trưởng bản "
    "nhắc lại quy ước không đốt nương khi trời hanh khô và báo ngay khi thấy vết nứt trên sườn đồi phía sau trường học"
).split()
_CHANNELS: Final = ("commune-radio", "zalo-oa", "meeting", "hands-on", "banner", "training", "mobile-cinema")
_TOPICS: Final = (
    "digital-skills",
    "disaster-prevention",
    "gender-equality",
    "digital-literacy",
    "counter-misinformation",
)


def activities(count: int, *, seed: int = 1, start: int = 1_790_000_000) -> Iterator[Activity]:
    """`count` first entries of as many records, a few minutes apart from POSIX second `start` on."""
    chance = random.Random(seed)
    at = start
    for _number in range(count):
        at += chance.randint(60, 900)
        kind = chance.randrange(len(_VERBS))
        yield Activity(
            salt=f"{chance.getrandbits(64):016x}",
            at=Instant(at),
            record=_uuid7(at * 1000 + chance.randrange(1000), chance),
            fields=Fields(
                title=f"{_VERBS[kind]} {chance.choice(_THEMES)}",
                date=f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}",
                directive="lai-chau-2653-kh-ubnd",
                task=str(chance.randint(1, 19)),
                topics=tuple(sorted(chance.sample(_TOPICS, chance.randint(1, 2)))),
                channel=_CHANNELS[kind],
                text=" ".join(chance.choices(_WORDS, k=chance.randint(20, 60))).capitalize() + ".",
                place=f"Bản {chance.choice(_VILLAGES)}",
                quantity=chance.randint(1, 30),
                audience=chance.randint(5, 900),
                minutes=chance.choice((15, 20, 30, 45, 90)),
                language=chance.choice(("vi", "hmn", "tai")),
            ),
        )


def month_of(
    count: int, chance: random.Random, first: datetime.date, last: datetime.date, directives: Sequence[Directive]
) -> Iterator[Activity]:
    """`count` first entries of as many records, logged in order on the days from `first` to `last`, nearly all under a task
    of one of the directives, in every topic and channel that these name."""
    days = (last - first).days + 1
    for day in sorted(chance.randrange(days) for _number in range(count)):
        date = first + datetime.timedelta(days=day)
        at = midnight(date) + chance.randint(7 * 3600, 20 * 3600)
        yield Activity(
            salt=f"{chance.getrandbits(64):016x}",
            at=Instant(at),
            record=_uuid7(at * 1000 + chance.randrange(1000), chance),
            fields=_varied(chance, date.isoformat(), directives),
        )


def _varied(chance: random.Random, date: str, directives: Sequence[Directive]) -> Fields:
    """As a commune of a whole province might: some say little."""
    directive = chance.choice(directives) if chance.random() < 0.92 else None
    task = chance.choice(directive.tasks) if directive is not None and chance.random() < 0.95 else None
    topics = task.topics if task is not None and chance.random() < 0.6 else ()
    if directive is not None and not topics:
        topics = tuple(chance.sample(directive.topics, min(len(directive.topics), chance.choice((1, 1, 2)))))
    return Fields(
        title=f"{chance.choice(_VERBS)} {chance.choice(_THEMES)}",
        date=date,
        directive=directive.id if directive is not None else None,
        task=task.no if task is not None else None,
        topics=tuple(sorted(topics)),
        channel=chance.choice(_CHANNELS) if chance.random() < 0.97 else None,
        text=" ".join(chance.choices(_WORDS, k=chance.randint(10, 50))).capitalize() + ".",
        place=f"Bản {chance.choice(_VILLAGES)}",
        quantity=chance.randint(1, 30),
        audience=chance.choice((None, 0, *(chance.randint(5, 900) for _other in range(12)))),
        minutes=chance.choice((15, 20, 30, 45, 90)),
        language=chance.choice(("vi", "hmn", "tai")),
    )


def lines(count: int, *, seed: int = 1) -> list[bytes]:
    """The same, encoded."""
    return [encode(entry) for entry in activities(count, seed=seed)]


def _uuid7(milliseconds: int, chance: random.Random) -> str:
    value = (milliseconds << 80) | (7 << 76) | (chance.getrandbits(12) << 64) | (2 << 62) | chance.getrandbits(62)
    return str(uuid.UUID(int=value))
