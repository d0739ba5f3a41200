"""The words of a report."""

from __future__ import annotations

from tests.field.tui.moves import to_report
from tests.field.tui.officer import Officer, at_work, said
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
