"""The words of a report."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from sync.ledger.entry import Narrative
from sync.wording.names import term
from tests.field.alone import PLAN
from tests.field.tui.moves import PERIOD, to_report
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import Laptop

_ = said


def test_the_words_of_a_report_are_kept_while_they_are_typed_and_shown_after(laptop: Laptop) -> None:
    async def write(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees(_("none yet: F2 writes them"))
        await officer.press("f2")
        await officer.type("Đã phát loa đủ các bản.")
        await officer.press("tab")
        await officer.type("Loa bản Hon hỏng.")
        await officer.press("escape")
        await officer.sees("Đã phát loa đủ các bản.")

    async def look(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees("Đã phát loa đủ các bản.")
        await officer.press("f2")
        await officer.sees("Đã phát loa đủ các bản.", "Loa bản Hon hỏng.")

    at_work(laptop.home, write)
    at_work(laptop.home, look)


def test_each_heading_that_is_asked_for_has_a_box_of_its_own(tmp_path: Path) -> None:
    duties = (replace(PLAN.duties[0], heads=("Thiệt hại", "Kiến nghị"), tables=("topic",)), *PLAN.duties[1:])
    world = new_world(tmp_path / "world", replace(PLAN, duties=duties))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.log(title="Loa", channel="commune-radio")

    async def write(officer: Officer) -> None:
        await to_report(officer)
        await officer.sees(_("none yet: F2 writes them"), f"{_('topic')}: {_('not said')}")
        assert not any(term("channels", "commune-radio") in line for line in officer.lines)
        await officer.press("f2")
        await officer.sees("Thiệt hại", "Kiến nghị")
        assert not any(_("difficulties") in line for line in officer.lines)
        await officer.type("Ba nhà tốc mái.")
        await officer.press("escape")
        await officer.press("f3")
        await officer.sees(": Kiến nghị.")  # the one that is missing is asked for, and nothing is sent
        assert officer.session.store.reporting.reports() == {}
        await officer.press("f2")
        await officer.press("tab")
        await officer.type("Cấp thêm loa.")
        await officer.press("escape")
        await officer.press("f3")
        await officer.sees(_("words on: {what}").format(what="Thiệt hại, Kiến nghị"))
        await officer.press("escape")
        assert officer.session.narrative(PERIOD).results == "Thiệt hại\nBa nhà tốc mái.\n\nKiến nghị\nCấp thêm loa."
        await officer.press("f2")
        await officer.sees("Ba nhà tốc mái.", "Cấp thêm loa.")

    at_work(laptop.home, write)
    world.close()


def test_the_words_of_the_month_before_begin_those_of_this_one(laptop: Laptop) -> None:
    laptop.log(title="Phát loa")

    async def play(officer: Officer) -> None:
        officer.session.keep_narrative("2026-10", Narrative(results="Đã phát đủ.", difficulties="Loa hỏng."))
        officer.session.keep_narrative("2026-06", Narrative(results="Của tháng Sáu.", proposals="Cấp loa."))
        await to_report(officer)
        await officer.press("f2")
        await officer.type("Tháng này thì khác.")
        await officer.press("f3")
        await officer.sees("Tháng này thì khác.", "Loa hỏng.")
        await officer.misses("Đã phát đủ.")
        await officer.press("f3")
        await officer.hears(_("The report before has no words for what is empty here."))

    at_work(laptop.home, play)
