"""Facts: names beside their values, in whatever colour, wrapped between words."""

from __future__ import annotations

from textual.pilot import Pilot

from field.tui.widgets.fact_list import FactList
from tests.field.tui.alone import Alone, alone


def test_a_value_stands_beside_its_name_and_is_wrapped_below_itself() -> None:
    facts = FactList()

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        facts.show([("đơn vị", "Xã Bình Lư"), ("ghi chú", "một câu dài hơn một dòng", "error"), ("", "tiếp theo")])
        await pilot.pause()
        lines = [text.rstrip() for text in app.lines]
        assert lines[0].split("  ")[0].strip() == "đơn vị"
        assert lines[0].endswith("Xã Bình Lư")
        start = lines[0].index("Xã")
        wrapped = [text[start:] for text in lines[1:] if text.strip()]
        assert " ".join(wrapped) == "một câu dài hơn một dòng tiếp theo"
        assert all(not text[:start].strip() for text in lines[2:])

    alone(Alone(facts), play)


def test_what_others_wrote_is_shown_as_it_is_and_disguises_nothing() -> None:
    facts = FactList()

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        facts.show([("tên", "[b]x\u202ey"), ("hai dòng", "a\nb")])
        await pilot.pause()
        shown = [text.split()[-1] for text in app.lines if text.strip()]
        assert shown == ["[b]x·y", "a", "b"]

    alone(Alone(facts), play)
