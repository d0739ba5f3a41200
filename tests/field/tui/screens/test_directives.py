"""Directives: what is asked for, what was done for it, and the note that it was read."""

from __future__ import annotations

from pathlib import Path

from sync.encoding.types import Instant
from sync.ledger.directive import Due
from sync.ledger.entry import Noted
from tests import later
from tests.field.alone import PLAN, led, led_plan
from tests.field.tui.moves import written
from tests.field.tui.officer import NOW, UNIT, Officer, at_work, new_world, said
from tests.world import Laptop, World

_ = said


def test_a_directive_shows_its_tasks_and_each_opens_what_was_done_for_it(laptop: Laptop) -> None:
    laptop.log(title="Phát-loa", directive=PLAN.id, task="19")
    laptop.log(title="Loa-nữa", directive=PLAN.id, task="19")
    laptop.log(title="Tới-nhà", directive=PLAN.id, task="V.10")
    laptop.log(title="Chung", directive=PLAN.id)
    laptop.log(title="Nhầm", directive=PLAN.id, task="19")
    laptop.retract(laptop.record_ids()[-1])
    laptop.log(title="Ngoài")

    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees("2653/KH-UBND 4", PLAN.subject, PLAN.issuer)
        await officer.press("enter")
        await officer.sees("19 2", "V.10 1", "– 1", "Báo cáo tháng")
        for opened in ({"Phát-loa", "Loa-nữa"}, {"Tới-nhà"}, {"Chung"}):
            await officer.press("enter")
            await officer.sees(*opened)
            shown = {one for one in ("Phát-loa", "Loa-nữa", "Tới-nhà", "Chung", "Nhầm", "Ngoài") if one in officer.text}
            assert shown == opened
            await officer.press("escape")
            await officer.sees("V.10 1")
            await officer.press("down")

    at_work(laptop.home, play)


def test_a_directive_that_was_read_is_noted_once_in_the_own_log(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees(_("new"))
        await officer.press("enter")
        await officer.sees(_("not yet: F2 writes it down"))
        await officer.press("f2")
        await officer.hears(_("Written down: seen. The province learns it with the next sync."))
        await officer.sees(_("written down"))
        await officer.press("f2")
        await officer.hears(_("Seen already."))
        await officer.press("escape")
        await officer.misses(_("new"))

    at_work(laptop.home, play)
    noted = [one for one in written(laptop) if isinstance(one, Noted)]
    assert [one.directive for one in noted] == [PLAN.id]


def test_a_directive_that_cannot_be_read_is_noted_as_any_other(world: World) -> None:
    later.state(world, later.OPAQUE_EDITION)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees("73/KH-UBND")
        await officer.press("end", "enter")
        await officer.sees("Kế hoạch số 73/KH-UBND", _("not yet: F2 writes it down"))
        await officer.press("f2")
        await officer.hears(_("Written down: seen. The province learns it with the next sync."))
        await officer.sees(_("written down"))

    at_work(laptop.home, play)
    (noted,) = (entry for entry in written(laptop) if isinstance(entry, Noted))
    laptop.reopen()
    assert (noted.directive, noted.position) == ("later-edition", laptop.store.logs.registry().positions["later-edition"])


def test_without_directives_the_list_says_how_they_come(world: World) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees(_("No directive yet. They come with the first sync (F5)."))

    at_work(world.laptop(UNIT).home, play)


def test_a_directive_read_in_part_says_so_in_the_list_and_on_its_page(world: World) -> None:
    later.state(world, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.log(title="Phát-loa", directive="later-edition", task="4")
    laptop.log(title="Chung", directive="later-edition")

    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees("72/KH-UBND", "73/KH-UBND", _("a newer program is needed to read the rest"))
        await officer.press("end", "enter")
        await officer.sees("Kế hoạch số 73/KH-UBND", _("not read yet"), "Văn bản này có phần")
        await officer.misses("Báo cáo tháng")
        await officer.sees("4 1", "– 1")
        await officer.press("enter")
        await officer.sees("Phát-loa")
        await officer.press("escape")
        await officer.press("escape", "up", "enter")
        await officer.sees("Báo cáo tháng", "Báo cáo quý về truyền thanh: cần phần mềm mới hơn để biết thời hạn")

    at_work(laptop.home, play, size=(120, 40))


def test_the_own_units_tasks_come_first_each_with_who_leads_it_and_where_it_stands(tmp_path: Path) -> None:
    passed = Due(kind="date", date="2026-11-04")
    tasks = (
        led("1", lead="culture-department", cooperating=("press-agencies",)),
        led("2", passed, channels=("commune-radio", "zalo-oa")),
        led("10"),
        led("11"),
    )
    world = new_world(tmp_path / "world", led_plan(*tasks, audiences=("women", "youth")))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.log(title="Phát-loa", directive=PLAN.id, task="11")

    async def play(officer: Officer) -> None:
        await officer.press("f7")
        await officer.sees("việc của đơn vị mình: 3, chưa làm: 1, quá hạn: 1")
        await officer.press("enter")
        await officer.sees("đối tượng Phụ nữ; Giới trẻ")
        places = [
            officer.text.index(text) for text in ("Việc của đơn vị mình", "2 0", "10 0", "11 1", "nơi khác chủ trì", "1 0")
        ]
        assert places == sorted(places)
        lines = [" ".join(line.split()) for line in officer.lines]
        at = next(place for place, line in enumerate(lines) if line.startswith("2 0"))
        assert lines[at : at + 3] == [
            "2 0 đến hết 04/11/2026 Việc 2",
            "quá hạn chủ trì: UBND xã, phường",
            "hình thức: Truyền thanh cơ sở (loa); Zalo OA thông tin cơ sở",
        ]
        assert "chưa làm chủ trì: UBND xã, phường" in lines
        assert "đã làm chủ trì: UBND xã, phường" in lines
        assert "chủ trì: Sở Văn hóa, Thể thao và Du lịch" in lines
        assert "phối hợp: Báo, đài, cơ quan báo chí" in lines
        await officer.press("down", "down", "enter")  # what is lit first is the first task, not what stands above it
        await officer.sees("Phát-loa")

    at_work(laptop.home, play, clock=lambda: Instant(NOW + 86_400), size=(120, 40))
    world.close()
