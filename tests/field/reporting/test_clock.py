"""The laptop's clock against the hub's receipts: what they prove, and what it did to entries."""

from __future__ import annotations

import msgspec
import pytest

from field.reporting.clock import TOLD_FROM, clock_doubt
from field.reporting.clock_words import clock_lines, present_lines
from field.store import LaptopStore
from sync.encoding.limits import LAST_NOW
from sync.encoding.types import Instant
from sync.ledger.entry import Entry
from sync.wording.i18n import speaking
from tests.field.alone import NOW, activity, receive, report, signer

IN_2015 = 1_420_000_000
YEAR = 31_536_000


def at(entry: Entry, time: int) -> Entry:
    """An entry made when the laptop's clock said this."""
    return msgspec.structs.replace(entry, at=Instant(time))


def found(store: LaptopStore, now: int = NOW + 600) -> tuple[int, list[int]] | None:
    """By how much the clock is behind, and the entries whose times are false."""
    doubt = clock_doubt(store, Instant(now))
    return None if doubt is None else (doubt.behind, [entry.index for entry in doubt.entries])


def test_without_a_receipt_nothing_is_proven(store: LaptopStore) -> None:
    store.logs.append([at(activity(), IN_2015)], signer())
    assert found(store, IN_2015) is None


@pytest.mark.parametrize(("off", "told"), [(0, False), (TOLD_FROM, False), (TOLD_FROM + 1, True)])
def test_a_clock_more_than_an_hour_before_a_receipt_is_told(store: LaptopStore, off: int, told: bool) -> None:
    receive(store, 1, NOW + 60)
    assert found(store, NOW + 60 - off) == ((off, []) if told else None)


def test_what_is_logged_after_a_receipt_cannot_be_older_than_it(store: LaptopStore) -> None:
    receive(store, 1, NOW + 60)
    store.logs.append([at(activity(), NOW + 90), at(activity(), IN_2015), at(activity(), NOW + 60 - TOLD_FROM)], signer())
    assert found(store) == (0, [2])
    assert found(store, IN_2015) == (NOW + 60 - IN_2015, [2])


def test_what_a_receipt_covers_cannot_be_newer_than_it(store: LaptopStore) -> None:
    store.logs.append(
        [at(activity(), NOW + 400 * 86_400), at(activity(), NOW + TOLD_FROM + 60), at(activity(), NOW)], signer()
    )
    assert found(store) is None
    receive(store, 4, NOW + 60)
    assert found(store) == (0, [1])


def test_a_laptop_on_sticks_alone_with_its_clock_in_2015_learns_it_from_the_receipt(store: LaptopStore) -> None:
    """What was logged before the first receipt proves nothing alone; what comes after it does."""
    store.logs.append([at(activity(), IN_2015), at(report("2026-10", index=2), IN_2015 + 60)], signer())
    receive(store, 3, NOW, may_lower=False)
    lines = clock_lines(clock_doubt(store, Instant(IN_2015 + 120)), ())
    assert len(lines) == 1 and "26/10/2026" in lines[0]
    store.logs.append([at(activity(), IN_2015 + 300), at(report("2026-11", index=4), IN_2015 + 360)], signer())
    doubt = clock_doubt(store, Instant(IN_2015 + 400))
    assert doubt is not None
    assert [(entry.index, entry.kind, entry.names) for entry in doubt.reports] == [(4, "report", "2026-11")]
    assert [entry.index for entry in doubt.entries] == [3, 4]
    assert len(clock_lines(doubt, ())) == 3


def ahead(store: LaptopStore, now: int) -> int:
    """By how much the clock looks ahead."""
    doubt = clock_doubt(store, Instant(now))
    return 0 if doubt is None else doubt.ahead


def test_a_clock_ten_years_ahead_is_asked_about_as_soon_as_a_receipt_covers_what_it_dated(store: LaptopStore) -> None:
    in_2036 = NOW + 10 * YEAR
    store.logs.append([at(activity(), in_2036)], signer())
    assert ahead(store, in_2036 + 60) == 0, "without a receipt nothing is known"
    receive(store, 2, NOW)
    assert ahead(store, in_2036 + 60) == 10 * YEAR + 60
    with speaking("en"):
        (line, _of_the_entry) = clock_lines(clock_doubt(store, Instant(in_2036 + 60)), ())
    assert "set them" in line and "10 years ahead" in line
    assert ahead(store, NOW + 60) == 0, "it was set"


def test_a_clock_some_weeks_ahead_is_told_until_it_was_set_or_agreed(store: LaptopStore) -> None:
    month = 30 * 86_400
    store.logs.append([at(activity(), NOW + month)], signer())
    receive(store, 2, NOW)
    assert ahead(store, NOW + month + 60) == month
    assert ahead(store, NOW + month - 60) == 0, "it was set back meanwhile"
    assert ahead(store, NOW + 2 * month) == 0, "as much time may have passed"
    store.local.note_clocks_agree(Instant(NOW + month + 30), store.logs.own.size)
    assert ahead(store, NOW + month + 60) == 0, "it agreed with the province's since"


def test_a_clock_in_the_year_9999_is_asked_about_before_anything_is_received(store: LaptopStore) -> None:
    receive(store, 1, NOW)
    assert ahead(store, NOW + 399 * 86_400) == 0
    assert ahead(store, 253_402_188_000) > 7_000 * YEAR
    with speaking("en"):
        (line,) = present_lines(clock_doubt(store, Instant(253_402_188_000)))
    assert "9999" in line


def test_what_was_said_again_by_a_clock_that_is_right_is_not_asked_for_any_more(store: LaptopStore) -> None:
    receive(store, 1, NOW)
    made = activity()
    store.logs.append([at(made, IN_2015), at(report("2026-10", index=2), IN_2015)], signer())
    doubt = clock_doubt(store, Instant(NOW + 60))
    assert doubt is not None and [entry.index for entry in doubt.entries] == [1, 2]
    with speaking("en"):
        (line,) = [line for line in clock_lines(doubt, ()) if "Submit it again" in line]
    assert "Set the clock" not in line, "it is right now"
    store.logs.append([at(report("2026-11", index=3), NOW + 70)], signer())
    assert found(store, NOW + 80) == (0, [1, 2]), "of another period"
    store.logs.append([at(report("2026-10", index=4), NOW + 90)], signer())
    assert found(store, NOW + 100) == (0, [1])
    store.logs.append([at(made, NOW + 110)], signer())
    assert found(store, NOW + 120) is None


@pytest.mark.parametrize(("now", "said"), [(0, "01/01/1970"), (300, "01/01/1970"), (253_402_188_000, "2189")])
def test_a_time_at_which_no_machine_stands_is_said_before_any_receipt(store: LaptopStore, now: int, said: str) -> None:
    with speaking("en"):
        (line,) = present_lines(clock_doubt(store, Instant(min(now, LAST_NOW))))
    assert said in line and "2190" not in line


def test_a_time_that_may_be_needs_a_receipt_to_be_doubted(store: LaptopStore) -> None:
    assert [clock_doubt(store, Instant(at)) for at in (946_684_800, NOW, LAST_NOW - 1)] == [None] * 3


def test_a_clock_that_is_right_is_not_told_to_be_set(store: LaptopStore) -> None:
    """A receipt of a time that has not come may be the province's fault."""
    receive(store, 1, NOW + 2 * YEAR)
    with speaking("en"):
        (line,) = present_lines(clock_doubt(store, Instant(NOW)))
    assert "If the date and time are wrong, set them" in line and "If they are right" in line
