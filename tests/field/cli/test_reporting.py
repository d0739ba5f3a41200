"""Commands about what is owed and reported."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from field.home import LaptopHome
from field.store import LaptopStore
from sync.encoding.types import Index
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger.directive import Due, Observance
from sync.ledger.entry import Report
from sync.log.merkle import leaf_hash
from tests import later
from tests.field.alone import NOW, PEER, PLAN, follow_registry, led, led_plan
from tests.field.cli.desk import Desk
from tests.sync.calendar.parsed import events


def test_a_report_is_previewed_and_then_submitted(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--date", "20/1/2026", "--quantity", "3")
    said = desk.json("report", "2026-02")
    assert said["figures"]["total"] == [1, 3, 0, 0]
    assert desk.json("status")["unsent"] == 1
    sent = desk.json("report", "2026-02", "--submit", "--results", "xong")
    assert sent == {**said, "narrative": {"results": "xong"}}
    assert desk.json("status")["unsent"] == 2
    assert "submitted before" in desk.soxa("report", "2026-02")


def test_directives_and_deadlines_are_shown_once_they_have_come(desk: Desk) -> None:
    assert desk.json("directives") == []
    desk.soxa("log", "--title", "x", "--directive", "2653/KH-UBND", expect=2)
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, PLAN)
    assert "2653/KH-UBND" in desk.soxa("directives")
    record = desk.soxa("log", "--title", "x", "--directive", "2653/kh-ubnd", "--task", "19").strip()
    assert "2653/KH-UBND" in desk.soxa("show", record)
    due = desk.json("status")["deadlines"]
    assert due and {one["what"] for one in due} == {"Báo cáo tháng"}
    assert not due[0]["reported"] and due[0]["days"] >= 0
    desk.soxa("report", due[0]["period"], "--submit")
    assert desk.json("status")["deadlines"][0]["reported"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "holds 1 entry that a newer program wrote"), ("vi", "Máy này giữ 1 mục do phần mềm mới hơn ghi")],
)
def test_before_figures_it_is_said_that_entries_of_a_newer_program_are_not_in_them(
    desk: Desk, language: str, words: str
) -> None:
    newer = b'{"kind":"of-a-later-time","salt":"0000000000000000","at":%d,"what":"x"}' % NOW
    desk.soxa("report", "2026-02")
    assert "newer program" not in desk.said
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store, store.taking() as taking:
        taking.append(PEER.origin, 0, [newer], [leaf_hash(newer)])
    assert desk.json("report", "2026-02")["future"] == 1
    desk.soxa("report", "2026-02", SOXA_LANG=language)
    assert words in desk.said
    desk.soxa("report", "2026-02", "--submit", SOXA_LANG=language)
    assert words in desk.said.splitlines()[0]  # before it is submitted


def test_what_the_province_says_of_own_entries_is_told_in_words_with_what_to_do(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "Họp").strip()
    desk.soxa("report", "2026-02", "--submit")
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store, store.taking() as taking:
        taking.quarantined(
            (
                QuarantinedEntry(Index(1), "void-seen", "citation-goes-back"),
                QuarantinedEntry(Index(1), "invalid", "quantity"),
                QuarantinedEntry(Index(2), "covers-more", "x"),
                QuarantinedEntry(Index(2), "false-report", "y"),
                QuarantinedEntry(Index(0), "unheard-of", ""),
            )
        )
    told = desk.soxa("status", SOXA_LANG="vi")
    for words in (
        f"  tạm giữ: {record}: Tỉnh không đọc được mục này và không tính.",
        f"  {record}: Mục này vẫn được tính, nhưng phần viện dẫn",
        "  mục 2: Báo cáo này tính cả những mục chưa về tới tỉnh",
        "  mục 2: Số liệu của báo cáo không khớp với các mục",
        "  mục 0: Tỉnh báo “unheard-of” về mục này.",
    ):
        assert words in told
    assert [row["why"] for row in desk.json("status")["held"]] == ["invalid"]
    assert [row["why"] for row in desk.json("status")["findings"]] == [
        "unheard-of",
        "void-seen",
        "covers-more",
        "false-report",
    ]
    (line,) = desk.json("show", record)["history"]
    assert line["held"] == "invalid: quantity"
    assert line["findings"] == [{"why": "void-seen", "detail": "citation-goes-back"}]


def test_what_only_a_newer_program_can_read_is_said_and_nothing_of_it_is_owed(desk: Desk) -> None:
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, PLAN, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    listed = desk.soxa("directives")
    rows = [" ".join(line.split()) for line in listed.splitlines()]
    assert "73/KH-UBND UBND tỉnh Lai Châu not read yet Kế hoạch số 73/KH-UBND" in rows
    part = "This directive has parts that this program cannot read; a newer program is needed."
    assert [line for line in listed.splitlines() if line.startswith(("72/KH-UBND:", "73/KH-UBND:"))] == [
        f"72/KH-UBND: {part}",
        "72/KH-UBND: Báo cáo quý về truyền thanh: a newer program is needed to know when it is due",
        f"73/KH-UBND: {part}",
    ]
    whole, duty, edition = desk.json("directives")
    assert "unread" not in whole and edition["number"] == "73/KH-UBND" and "duties" not in edition
    quarter = {"id": "quarter", "what": "Báo cáo quý về truyền thanh"}
    assert duty["unread"] == {"edition": False, "duties": [quarter], "keys": []}
    assert edition["unread"] == {"edition": True, "duties": [], "keys": []}
    assert {due["what"] for due in desk.json("status")["deadlines"]} == {"Báo cáo tháng"}
    told = desk.soxa("status").splitlines()[-2:]
    assert [line.partition(" cannot be read here")[0] for line in told] == [
        "1 report asked for in 72/KH-UBND",
        "What is asked for in 73/KH-UBND",
    ]
    desk.soxa("report", "73/KH-UBND@2026-11", expect=2)
    assert "a newer program is needed" in desk.said
    desk.soxa("log", "--title", "x", "--directive", "73/KH-UBND", "--task", "1", expect=2)
    assert "Leave the task out" in desk.said
    desk.soxa("log", "--title", "x", "--directive", "73/KH-UBND")


def follow_tasks(desk: Desk) -> None:
    """A directive with tasks of the unit, one of them with a day that no clock has reached, and of others."""
    tasks = (
        led("1", lead="culture-department"),
        led("2", Due(kind="date", date="2099-12-31"), channels=("commune-radio",), cooperating=("digital-team",)),
        led("10"),
        led("11"),
    )
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, led_plan(*tasks, audiences=("women",)))
    desk.soxa("log", "--title", "x", "--directive", PLAN.name, "--task", "11")


def test_who_names_a_task_alone_gets_its_topics_and_its_channel_and_is_told(desk: Desk) -> None:
    tasks = (
        led("1", topics=("digital-skills",), channels=("commune-radio",)),
        led("2", topics=("digital-skills",), channels=("commune-radio", "zalo")),
    )
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, led_plan(*tasks))

    def logged(*words: str) -> tuple[list[str], str | None, bool]:
        record = desk.soxa("log", "--title", "x", "--directive", PLAN.name, *words).strip()
        told = "By its task: " in desk.said
        shown = desk.json("show", record)
        return shown["topics"], shown["channel"], told

    assert logged("--task", "1") == (["digital-skills"], "commune-radio", True)
    assert logged("--task", "2") == (["digital-skills"], None, True)
    own = ("--topic", "gender-equality", "--channel", "zalo")
    assert logged("--task", "1", *own) == (["gender-equality"], "zalo", False)
    assert logged() == ([], None, False)


def test_a_directive_is_shown_with_the_own_units_tasks_first(desk: Desk) -> None:
    follow_tasks(desk)
    lines = desk.soxa("directive", "show", "2653/kh-ubnd", SOXA_LANG="vi").splitlines()
    assert lines[:4] == [
        "2653/KH-UBND: Tuyên truyền chuyển đổi số",
        "UBND tỉnh Lai Châu, 05/01/2026",
        "mới",
        "đối tượng: Phụ nữ",
    ]
    assert "báo cáo: Báo cáo tháng: hằng tháng, trước ngày 15; nơi báo cáo: UBND xã, phường; gửi –" in lines
    at = lines.index("Việc của đơn vị mình")
    assert lines[at + 1 :] == [
        "2. Việc 2 (đến hết 31/12/2099; chưa làm; đã ghi: 0)",
        "     chủ trì: UBND xã, phường",
        "     phối hợp: Tổ công nghệ số cộng đồng",
        "     hình thức: Truyền thanh cơ sở (loa)",
        "10. Việc 10 (thường xuyên; chưa làm; đã ghi: 0)",
        "     chủ trì: UBND xã, phường",
        "11. Việc 11 (thường xuyên; đã làm; đã ghi: 1)",
        "     chủ trì: UBND xã, phường",
        "",
        "Việc do nơi khác chủ trì",
        "1. Việc 1 (thường xuyên; đã ghi: 0)",
        "     chủ trì: Sở Văn hóa, Thể thao và Du lịch",
    ]
    told = desk.json("directive", "show", PLAN.id)
    assert (told["directive"]["id"], told["noted"], told["without_task"]) == (PLAN.id, False, 0)
    assert [(task["task"], task["own"], task["standing"], task["done"]) for task in told["tasks"]] == [
        ("2", True, "not-begun", 0),
        ("10", True, "not-begun", 0),
        ("11", True, "begun", 1),
        ("1", False, None, 0),
    ]
    desk.soxa("directive", "show", "9/KH", expect=2)


def test_the_list_and_the_status_mark_what_is_not_begun(desk: Desk) -> None:
    follow_tasks(desk)
    assert "2653/KH-UBND: việc của đơn vị mình: 3, chưa làm: 2" in desk.soxa("directives", SOXA_LANG="vi").splitlines()
    told = desk.soxa("status", SOXA_LANG="vi").splitlines()
    assert "việc của đơn vị mình: 3 · chưa làm: 2 · quá hạn: 0" in told
    rows = [" ".join(line.split()) for line in told]
    assert "2653/KH-UBND 2 chưa làm 31/12/2099 Việc 2" in rows and "2653/KH-UBND 10 chưa làm – Việc 10" in rows
    assert [task["task"] for task in desk.json("status")["tasks"]["pending"]] == ["2", "10"]
    (listed,) = desk.json("directives")
    assert (listed["id"], listed["own_tasks"]) == (PLAN.id, {"count": 3, "not_begun": ["2", "10"], "overdue": []})


def test_a_calendar_is_written_into_a_new_file_and_over_none(desk: Desk) -> None:
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, led_plan(observances=(Observance(label="Ngày Di sản, văn hóa", day="11-23"),)))
    path = desk.folder / "lich.ics"
    told = desk.json("calendar", "-o", str(path))
    found = events(path.read_bytes())
    assert told == {"path": str(path), "events": len(found)}
    assert "Ngày Di sản, văn hóa" in {event["SUMMARY"] for event in found}
    before = path.read_bytes()
    desk.soxa("calendar", "-o", str(path), expect=1)
    assert "nothing was overwritten" in desk.said
    assert path.read_bytes() == before
    desk.soxa("calendar", expect=2)


def test_what_is_asked_for_is_said_under_its_heading_and_in_its_tables(desk: Desk) -> None:
    asked = replace(PLAN.duties[0], heads=("Thiệt hại", "Kiến nghị"), tables=("channel",))
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, replace(PLAN, duties=(asked,)))
    period = "2653/KH-UBND@2026-02"
    shown = desk.soxa("report", period)
    assert "each with --head: Thiệt hại; Kiến nghị" in shown and "channel" in shown and "topic" not in shown
    desk.soxa("report", period, "--submit", expect=2)
    assert "say something under: Thiệt hại; Kiến nghị" in desk.said, "figures alone are no answer"
    send = ("report", period, "--submit", "--head", "thiet hai=Ba nhà tốc mái", "--head", "2=Cấp loa")
    assert "each with --head" not in desk.soxa(*send)
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        (head,) = store.reporting.reports()[period]
        assert isinstance(head.entry, Report)
        assert head.entry.narrative.results == "Thiệt hại\nBa nhà tốc mái\n\nKiến nghị\nCấp loa"
    assert "stays in it" not in desk.said
    desk.soxa("report", period, "--submit", "--head", "2=Cấp hai loa", "--difficulties", "Mất điện")
    assert "What the report said before and was not typed anew stays in it." in desk.said
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        (head,) = store.reporting.reports()[period]
        assert isinstance(head.entry, Report)
        assert head.entry.narrative.results == "Thiệt hại\nBa nhà tốc mái\n\nKiến nghị\nCấp hai loa"
        assert head.entry.narrative.difficulties == "Mất điện"
    desk.soxa("report", period, "--submit", "--head", "2=", expect=2)
    assert "say something under: Kiến nghị. " in desk.said, "one that is missing is asked for"
    desk.soxa("report", period, "--submit", "--head", "Thời tiết=mưa", expect=2)
    assert "Asked for: Thiệt hại; Kiến nghị" in desk.said
    desk.soxa("report", period, "--submit", "--head", "Thiệt hại", expect=2)
    assert "has no words" in desk.said
