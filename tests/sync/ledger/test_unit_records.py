"""A unit's records, counted for one report after another: what is kept from one to the next changes no figure."""

from __future__ import annotations

import random
from unittest import mock

from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Index, Instant, Size
from sync.ledger import unit_records
from sync.ledger.entry import Activity, Fields, Retraction
from sync.ledger.figures import commitment, count
from sync.ledger.merge import Version, merge
from sync.ledger.period import parse
from sync.ledger.unit_records import Tallied, UnitRecords
from sync.log.merkle import leaf_hash

DEVICES = (DeviceId("a" * 32), DeviceId("b" * 32))
PERIODS = [parse(name, ()) for name in ("2026-10", "2026-11", "2026-12", "2026")]
Logs = dict[DeviceId, list[tuple[Index, Version]]]


def logs(seed: int, entries: int) -> Logs:
    """Two laptops' logs with other entries between: activities in and about November's window, revised and taken back."""
    chance = random.Random(seed)
    made: Logs = {device: [] for device in DEVICES}
    known: list[tuple[str, Version]] = []
    for number in range(entries):
        log = made[chance.choice(DEVICES)]
        salt, at = f"{number:016x}", Instant(1)
        date = f"2026-{chance.choice(('10', '11'))}-{chance.choice(('13', '14', '15', '16')):0>2}"
        entry: Activity | Retraction
        if known and chance.random() < 0.4:
            record, before = chance.choice(known)
            base = (tobase64(before.leaf),)
            if chance.random() < 0.3:
                entry = Retraction(salt=salt, at=at, record=record, base=base, reason="nhầm")
            else:
                fields = Fields(quantity=number) if chance.random() < 0.7 else Fields(date=date)
                entry = Activity(salt=salt, at=at, record=record, base=base, fields=fields)
        else:
            record = f"01a17700-0000-7000-8000-{number:012}"
            entry = Activity(
                salt=salt, at=at, record=record, fields=Fields(title="x", date=date, quantity=number, topics=("x",))
            )
        version = Version(leaf_hash(f"{seed}/{number}".encode()), entry)
        known.append((record, version))
        log.append((Index((log[-1][0] if log else -1) + chance.choice((1, 1, 3))), version))
    return made


def same(found: Tallied, fresh: Tallied) -> bool:
    """Whether both say the same, in whatever order, and sum it up rightly."""
    assert found.figures == count(fresh.activities) and found.root == tobase64(commitment(fresh.heads))
    both = [sorted(zip(each.dates, map(repr, each.activities), strict=True)) for each in (found, fresh)]
    return both[0] == both[1] and sorted(found.heads) == sorted(fresh.heads)


def test_what_is_kept_from_one_report_to_the_next_changes_nothing() -> None:
    for seed in range(12):
        made, chance = logs(seed, 40), random.Random(seed)
        kept = UnitRecords(made.items())
        for _report in range(40):
            covers = {device: Size(chance.randrange(60)) for device in chance.sample(DEVICES, chance.choice((1, 2, 2)))}
            period = chance.choice(PERIODS)
            assert same(kept.counted(covers, period), UnitRecords(made.items()).counted(covers, period))


def test_a_window_holds_both_its_days() -> None:
    period = parse("2026-11", ())
    days = [period.start, period.end, "2026-10-14", "2026-11-15"]
    entries = [
        Activity(
            salt=f"{number:016x}",
            at=Instant(1),
            record=f"01a17700-0000-7000-8000-{number:012}",
            fields=Fields(title="x", date=day),
        )
        for number, day in enumerate(days)
    ]
    log = [(Index(number), Version(leaf_hash(str(number).encode()), entry)) for number, entry in enumerate(entries)]
    counted = UnitRecords([(DEVICES[0], log)]).counted({DEVICES[0]: Size(9)}, period)
    assert sorted(counted.dates) == [period.start, period.end]


def test_many_reports_between_which_nothing_was_logged_are_one_piece_of_work() -> None:
    made = logs(1, 60)
    records = UnitRecords(made.items())
    merged = mock.Mock(wraps=merge)
    with mock.patch.object(unit_records, "merge", merged):
        first = records.counted(dict.fromkeys(DEVICES, Size(200)), PERIODS[1])
        once = merged.call_count
        assert once > 0
        for more in range(1, 50):
            assert records.counted(dict.fromkeys(DEVICES, Size(200 + more)), PERIODS[1]) is first
        records.counted(dict.fromkeys(DEVICES, Size(200)), PERIODS[2])
        assert merged.call_count == once, "a record that is covered alike is merged once, whatever the period"
        last = made[DEVICES[0]][-1][0]
        records.counted({DEVICES[0]: Size(last), DEVICES[1]: Size(200)}, PERIODS[1])
        assert merged.call_count <= once + 1
