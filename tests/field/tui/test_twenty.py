"""Twenty activities from a paper list go in with at most twelve keys each besides the words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from field.store.rows import ActivityFilter
from field.tui.screens.ledger import Ledger
from sync.ledger.directive import Due, Task
from sync.ledger.merge import Values
from tests.field.alone import PLAN
from tests.field.tui.officer import FIELDS, UNIT, Officer, at_work, new_world, said
from tests.world import World

_ = said

MOST_KEYS = 12
LETTER = msgspec.structs.replace(
    PLAN,
    id="letter-88",
    number="88/CV-SVHTTDL",
    kind="letter",
    subject="Phòng, chống thiên tai",
    duties=(),
    tasks=(
        Task(no="1", label="Bảng tin, băng rôn", due=Due(kind="continuous", since=2026)),
        Task(no="2", label="Họp bản", due=Due(kind="continuous", since=2026)),
    ),
)


class Paper(NamedTuple):
    """A line of the list, as it is to be stored."""

    title: str
    date: str
    directive: str
    task: str
    topics: tuple[str, ...]
    channel: str
    quantity: int
    audience: int
    minutes: int
    language: str
    place: str
    text: str


SKILLS, LITERACY = ("digital-skills",), ("digital-skills", "digital-literacy")
DISASTER = ("digital-skills", "digital-literacy", "disaster-prevention")
P, L = PLAN.id, LETTER.id
PAPER = [
    Paper(
        "Phát loa: nộp hồ sơ qua mạng",
        "2026-10-15",
        P,
        "19",
        SKILLS,
        "commune-radio",
        12,
        1200,
        15,
        "vi",
        "Bản Hon",
        "Loa tốt",
    ),
    Paper(
        "Phát loa: VNeID", "2026-10-15", P, "19", SKILLS, "commune-radio", 6, 800, 10, "hmn", "Bản Hon", "Dịch ra tiếng Mông"
    ),
    Paper(
        "Phát loa: chống lừa đảo",
        "2026-10-16",
        P,
        "19",
        SKILLS,
        "commune-radio",
        6,
        640,
        10,
        "hmn",
        "Nà Tăm",
        "Bản 2 mất điện",
    ),
    Paper("Tổ công nghệ số tới nhà", "2026-10-17", P, "V.10", SKILLS, "hands-on", 31, 31, 240, "hmn", "Nà Tăm", "31 hộ"),
    Paper(
        "Tổ công nghệ số ở chợ", "2026-10-18", P, "V.10", SKILLS, "hands-on", 44, 44, 180, "tai", "Chợ Bình Lư", "Phiên chợ"
    ),
    Paper("Bài trên Zalo của xã", "2026-10-19", P, "V.10", LITERACY, "zalo-oa", 3, 2150, 5, "vi", "Trụ sở xã", "Ba bài"),
    Paper(
        "Bài trên Zalo: học tập số", "2026-10-20", P, "V.10", LITERACY, "zalo-oa", 2, 1830, 5, "vi", "Trụ sở xã", "Có ảnh"
    ),
    Paper(
        "Tập huấn cho bí thư chi bộ",
        "2026-10-21",
        P,
        "19",
        LITERACY,
        "training",
        1,
        24,
        150,
        "vi",
        "Hội trường",
        "Đủ 24 bản",
    ),
    Paper("Tập huấn cho thanh niên", "2026-10-22", P, "19", LITERACY, "training", 1, 38, 150, "vi", "Hội trường", "Có thi"),
    Paper("Đội lưu động về bản", "2026-10-23", P, "19", LITERACY, "mobile-team", 2, 310, 120, "lhu", "Bản Pa Ủ", "Hai buổi"),
    Paper(
        "Đội lưu động ở trường", "2026-10-24", P, "19", LITERACY, "mobile-team", 1, 420, 60, "vi", "Trường THCS", "Học sinh"
    ),
    Paper("Băng rôn mùa mưa", "2026-10-25", L, "1", DISASTER, "banner", 14, 3000, 1, "vi", "Dọc quốc lộ 4D", "Treo 10 ngày"),
    Paper(
        "Tin trên bảng điện tử",
        "2026-10-26",
        L,
        "1",
        DISASTER,
        "electronic-board",
        9,
        2500,
        45,
        "vi",
        "Trung tâm xã",
        "Lặp lại",
    ),
    Paper(
        "Phát loa: sạt lở", "2026-10-27", L, "1", DISASTER, "commune-radio", 20, 4100, 20, "hmn", "Cả xã", "Sáng và chiều"
    ),
    Paper(
        "Phát loa: lũ quét", "2026-10-28", L, "1", DISASTER, "commune-radio", 20, 4100, 20, "tai", "Cả xã", "Sáng và chiều"
    ),
    Paper("Họp bản Nà Tăm", "2026-10-29", L, "2", DISASTER, "meeting", 1, 67, 90, "tai", "Nà Tăm", "Ký cam kết"),
    Paper("Họp bản Hon", "2026-10-30", L, "2", DISASTER, "meeting", 1, 81, 90, "tai", "Bản Hon", "Ký cam kết"),
    Paper("Họp bản Pa Ủ", "2026-10-31", L, "2", DISASTER, "meeting", 1, 52, 100, "lhu", "Bản Pa Ủ", "Có phiên dịch"),
    Paper(
        "Tuyên truyền viên tới từng nhà", "2026-11-03", L, "2", DISASTER, "oral", 7, 180, 300, "lhu", "Bản Pa Ủ", "Bảy buổi"
    ),
    Paper(
        "Văn nghệ: sống an toàn", "2026-11-04", L, "2", DISASTER, "performance", 1, 560, 110, "vi", "Sân vận động", "Hai đội"
    ),
]
"""What an evening's list may be: every field of every line is filled in."""

LETTERS = {
    P: "2653",
    L: "88",
    "19": "19",
    "V.10": "cong nghe",
    "1": "bang tin",
    "2": "hop",
    "digital-skills": "ky nang so",
    "digital-literacy": "binh dan hoc",
    "disaster-prevention": "thien tai mua",
    "commune-radio": "loa",
    "hands-on": "huong dan",
    "zalo-oa": "zalo oa",
    "training": "tap huan",
    "mobile-team": "luu dong",
    "banner": "bang ron",
    "electronic-board": "bang tin",
    "meeting": "hop",
    "oral": "mieng",
    "performance": "van nghe",
    "vi": "viet",
    "hmn": "mong",
    "tai": "thai",
    "lhu": "hu",
}
"""What is typed to pick something: a few letters without accents."""
REPEATS = ("date", "directive", "task", "topics", "channel", "language", "place")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path, PLAN, LETTER)
    yield made
    made.close()


def words(name: str, line: Paper, before: Paper | None) -> str:
    """What is typed into a field: nothing where the line before says the same and the form has kept it."""
    value = getattr(line, name)
    if before is not None and name in REPEATS:
        kept = getattr(before, name)
        if name == "topics":
            return "".join(f";{LETTERS[topic]}" for topic in value if topic not in kept)
        if kept == value:
            return ""
    if name == "topics":
        return "; ".join(LETTERS[topic] for topic in value)
    if name == "date":
        return f"{int(value[8:])}/{int(value[5:7])}"
    return LETTERS.get(value, str(value))


def stored(line: Paper) -> Values:
    """The activity that a line of the list is."""
    return Values(**line._asdict())


def test_twenty_lines_of_a_paper_list_take_at_most_twelve_keys_each_besides_their_words(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    keys: list[int] = []

    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.sees(_("Write an activity"))
        for before, line in zip([None, *PAPER], PAPER, strict=False):
            officer.pressed.clear()
            typed = [words(name, line, before) for name in FIELDS]
            await officer.rush("\t".join(typed[:3]) + "\t")
            await officer.rush("\t".join(typed[3:]))
            await officer.press("f2")
            await officer.hears(_("Saved."))
            keys.append(len(officer.pressed))
        await officer.press("escape")
        await officer.until(lambda: isinstance(officer.screen, Ledger))

    at_work(laptop.home, play)
    assert [row.values for row in reversed(laptop.store.records.rows(ActivityFilter()))] == [stored(line) for line in PAPER]
    assert (len(keys), max(keys)) == (20, MOST_KEYS)
