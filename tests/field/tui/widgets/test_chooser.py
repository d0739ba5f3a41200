"""The chooser: letters pick, whether or not its list was there in time."""

from __future__ import annotations

from sync.ledger.merge import Values
from sync.ledger.vocabulary import vocabulary
from tests.field.alone import PLAN
from tests.field.tui.moves import saved, to_ledger, typed
from tests.field.tui.officer import Officer, at_work
from tests.world import Laptop


def test_who_types_fast_and_goes_on_at_once_gets_what_the_letters_pick(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.rush("Phát loa\t3/11\t2653\t19\tky nang so; binh dan hoc\tbang ron\t5\t90\t15\tmong\tBản Hon\tx")
        await officer.press("ctrl+s")
        await to_ledger(officer)

    at_work(laptop.home, play)
    (one,) = saved(laptop)
    assert one == Values(
        title="Phát loa",
        date="2026-11-03",
        directive=PLAN.id,
        task="19",
        topics=("digital-skills", "digital-literacy"),
        channel="banner",
        quantity=5,
        audience=90,
        minutes=15,
        language="hmn",
        place="Bản Hon",
        text="x",
    )


def test_letters_that_pick_nothing_are_told_and_nothing_is_saved(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.fill(title="Họp", channel="qqqq")
        await officer.press("tab")
        await officer.sees("“qqqq”")
        await officer.press("ctrl+s")
        await officer.hears("“qqqq”")

    at_work(laptop.home, play)
    assert saved(laptop) == []


def test_a_list_is_opened_with_the_arrows_and_closed_with_escape_before_the_form_is(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.fill(title="Họp", channel="zalo")
        await officer.press("down", "enter")
        picked = typed(officer).channel
        assert picked in vocabulary().channels and "zalo" in str(picked)
        await officer.press("shift+tab", "down", "escape")
        assert typed(officer).channel == picked
        await officer.press("escape")
        await to_ledger(officer)

    at_work(laptop.home, play)


def test_keys_of_the_list_keep_their_turn_in_a_burst(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("f2")
        await officer.rush("Họp\t3/11\t\t\tky nang so; binh dang\rzalo\x1b[B\r5\t")
        await officer.until(lambda: typed(officer).quantity == "5")
        assert typed(officer).topics == ("digital-skills", "gender-equality")
        assert typed(officer).channel in vocabulary().channels and "zalo" in str(typed(officer).channel)

    at_work(laptop.home, play)
