"""What the law has erased, from the hub to every copy: the texts are in no file any more, and every number stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from field.reporting.reports import submit
from field.store.rows import StoredDraft
from hub import own_logs, redacting, upgrade
from hub.export import bundle
from hub.monitoring.reviews import review
from hub.safekeeping import check, derived
from hub.store import HubStore
from sync.audit.verify import AuditSummary, verify
from sync.encoding.spelling import tobase64
from sync.errors import Misuse, Refused, Unavailable
from sync.ledger.decode import encode
from sync.ledger.entry import Narrative, RedactedEntry, Redaction
from sync.ledger.redaction import REMOVED, Redactable, without_texts
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.safekeeping.rot import rot_entry
from tests.test_restored_hub import Carry, by_line, by_stick
from tests.world import Laptop, World

SECRET = "Lường Thị Bí Mật"
UNIT = "03390"


def texts(laptop: Laptop) -> list[str]:
    return sorted(record.values.title for record in laptop.records().values())


def redact(world: World, record: str, number: int | None = None) -> int:
    with world.store.writing() as transaction:
        planned = redacting.plan(transaction, world.keys, UNIT, record, number)
        count = redacting.redact(
            transaction, world.keys, planned, "QĐ 12/QĐ-UBND", "Nguyễn Văn A", now=world.now(), random_bytes=world.random
        )
    assert world.store.wipe()
    return count


def audited(world: World, path: Path) -> AuditSummary:
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    summary = verify(path, world.keys.logs.verifier)
    assert summary.faults == (), summary.faults
    return summary


def holds_secret(folder: Path) -> list[str]:
    """The files in which the text still stands, in any spelling in which a database could have it."""
    spellings = [SECRET.encode(), SECRET.encode("utf-16-le"), b"luong thi bi mat"]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(text in path.read_bytes() for text in spellings)
    ]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.ask_monthly()
    yield made
    made.close()


def with_secret(world: World) -> tuple[Laptop, Laptop, str]:
    """Two laptops of a unit that hold the same, and the record in which the secret stands, stated by one and revised by the
    other; the first has reported."""
    one, other = world.laptop(UNIT), world.laptop(UNIT)
    one.exchange(world.line)
    one.log(title=f"Thăm hộ {SECRET}", text=SECRET, place="Bản Pa", channel="commune-radio", audience=12)
    one.log(title="Phát loa", audience=5)
    one.exchange(world.line)
    other.exchange(world.line)
    record = next(name for name, held in other.records().items() if SECRET in held.values.title)
    other.revise(record, text=f"{SECRET}, đã có điện thoại", quantity=3)
    other.exchange(world.line)
    one.exchange(world.line)
    said = Narrative(results=f"Đã thăm {SECRET}")
    submit(one.store, one.signer, "2026-11", said, now=world.now(), random_bytes=world.random)
    one.exchange(world.line)
    other.exchange(world.line)
    return one, other, record


def is_sound(world: World, *laptops: Laptop) -> None:
    """Everything is what was signed, at the hub and on laptops, and what follows from it is what it gives."""
    key = world.keys.logs.verifier
    assert check.check(world.store, key, lambda _count: None) == []
    assert derived.put_right(world.store, world.home, key, lambda _count: None) == {}
    for laptop in laptops:
        assert laptop.leaves() == world.hub_leaves(laptop.origin)
        assert laptop.store.soundness.check(None, lambda _count: None) == []
        assert laptop.store.logs.damaged() == []


def test_texts_go_from_every_copy_and_every_figure_stays(world: World, tmp_path: Path) -> None:
    one, other, record = with_secret(world)
    heads = {name: held.heads for name, held in one.records().items()}
    counted = world.hub_records(UNIT)[record].values
    before = audited(world, tmp_path / "bundle.soxa")

    assert redact(world, record) == 2
    assert redact(world, "2026-11") == 1
    for laptop in (one, other):
        laptop.exchange(world.line)
        assert texts(laptop) == sorted(["Phát loa", REMOVED])
        assert {name: held.heads for name, held in laptop.records().items()} == heads
    left = world.hub_records(UNIT)[record].values
    assert (left.title, left.text, left.place) == (REMOVED, REMOVED, REMOVED)
    for field in ("audience", "quantity", "channel", "date", "topics"):
        assert getattr(left, field) == getattr(counted, field)
    after = audited(world, tmp_path / "bundle.soxa")
    assert not before.findings and not after.findings, "the report holds, by whatever figures it has"
    assert (after.records, after.reports, after.entries) == (before.records, before.reports, before.entries + 4)
    told = [(each.unit, each.records, each.periods, each.reason, each.by, each.entries) for each in after.redacted]
    why = ("QĐ 12/QĐ-UBND", "Nguyễn Văn A")
    assert told == [(UNIT, (record,), (), *why, 2), (UNIT, (), ("2026-11",), *why, 1)]
    is_sound(world, one, other)

    third = world.laptop(UNIT)
    third.exchange(world.line)
    third.exchange(world.line)
    assert texts(third) == texts(one)
    third.revise(record, title="Thăm hộ", audience=13)
    third.exchange(world.line)
    one.exchange(world.line)
    assert one.records()[record].values.title == "Thăm hộ" and one.records()[record].values.text == REMOVED
    audited(world, tmp_path / "bundle.soxa")
    is_sound(world, one, third)
    world.close()
    assert holds_secret(tmp_path) == []


def test_it_comes_by_stick_too(world: World, tmp_path: Path) -> None:
    one, other, record = with_secret(world)
    redact(world, record)
    redact(world, "2026-11")
    carry = by_stick(world)
    for laptop in (one, other):
        carry(laptop)
        assert texts(laptop) == sorted(["Phát loa", REMOVED])
    is_sound(world, one, other)
    world.close()
    assert holds_secret(tmp_path) == []


def test_one_entry_alone_and_what_was_typed_to_revise_it(world: World) -> None:
    one, other, record = with_secret(world)
    with world.store.reading() as transaction:
        planned = redacting.plan(transaction, world.keys, UNIT, record, 2)
        with pytest.raises(Misuse, match="no-such-entry"):
            redacting.plan(transaction, world.keys, UNIT, record, 3)
    assert [field for field, _text in planned.entries[0].texts] == ["text"]
    redact(world, record, 2)
    other.exchange(world.line)
    kept = other.records()[record].values
    assert (kept.title, kept.text, kept.quantity) == (f"Thăm hộ {SECRET}", REMOVED, 3)
    redact(world, record)
    other.exchange(world.line)
    assert other.records()[record].values.title == REMOVED
    one.exchange(world.line)
    with world.store.reading() as transaction, pytest.raises(Refused, match="nothing-to-redact"):
        redacting.plan(transaction, world.keys, UNIT, record)


@pytest.mark.parametrize("way", [by_line, by_stick])
def test_a_hub_that_is_put_back_learns_it_again_from_its_laptops(
    world: World, way: Callable[[World], Carry], tmp_path: Path
) -> None:
    one, other, record = with_secret(world)
    backup = backed_up(world, tmp_path / "backup")
    redact(world, record)
    redact(world, "2026-11")
    carry = way(world)
    carry(one)
    carry(other)
    put_back(world, backup)
    for _again in range(3):
        carry(one)
        carry(other)
    assert world.hub_records(UNIT)[record].values.title == REMOVED
    closed(world)
    for _again in range(2):
        carry(one)
        carry(other)
    assert texts(one) == texts(other) == sorted(["Phát loa", REMOVED])
    assert world.store.wipe()
    audited(world, tmp_path / "bundle.soxa")
    is_sound(world, one, other)


def test_a_redaction_that_was_lost_is_stated_again(world: World, tmp_path: Path) -> None:
    one, other, record = with_secret(world)
    backup = backed_up(world, tmp_path / "backup")
    redact(world, record)
    one.exchange(world.line)
    put_back(world, backup)
    closed(world)  # before anybody has brought it
    assert SECRET in world.hub_records(UNIT)[record].values.title
    for _again in range(3):
        one.exchange(world.line)
        other.exchange(world.line)
    assert world.hub_records(UNIT)[record].values.title == REMOVED
    assert texts(one) == texts(other) == sorted(["Phát loa", REMOVED])
    audited(world, tmp_path / "bundle.soxa")


def test_a_laptop_that_is_put_back_erases_it_again(world: World, tmp_path: Path) -> None:
    one, other, record = with_secret(world)
    copy = other.copied(tmp_path / "copy")
    redact(world, record)
    other.exchange(world.line)
    one.log(title="Sau đó")
    one.exchange(world.line)
    other.put_back(copy)
    assert SECRET in other.records()[record].values.title
    other.log(title="Của bản sao")
    other.exchange(world.line)
    other.exchange(world.line)
    assert texts(other) == sorted(["Phát loa", REMOVED, "Sau đó", "Của bản sao"])
    is_sound(world, other)


def test_nothing_is_erased_where_the_act_breaks_off(world: World) -> None:
    one, _other, record = with_secret(world)
    with pytest.raises(ZeroDivisionError), world.store.writing() as transaction:
        planned = redacting.plan(transaction, world.keys, UNIT, record)
        redacting.redact(transaction, world.keys, planned, "QĐ 12", "", now=world.now(), random_bytes=world.random)
        raise ZeroDivisionError
    assert SECRET in world.hub_records(UNIT)[record].values.title
    one.exchange(world.line)
    assert SECRET in one.records()[record].values.title
    is_sound(world, one)


def test_what_has_rotted_is_mended_before_it_is_erased(world: World, tmp_path: Path) -> None:
    laptop, _other, record = with_secret(world)
    own = laptop.store.logs.own
    index = next(i for i, line in enumerate(laptop.store.logs.lines(own.origin, 0, 10**6)) if SECRET.encode() in line)
    rot_entry(world.store, laptop.origin, index, SECRET.encode(), SECRET.replace("M", "N").encode())
    with pytest.raises(Unavailable) as damaged:
        redact(world, record)
    assert damaged.value.code == "damaged-record"
    found = check.check(world.store, world.keys.logs.verifier, lambda _count: None)
    with world.store.writing() as transaction:
        transaction.settings.keep_damage(tuple(found))
    laptop.exchange(world.line)
    redact(world, record)
    audited(world, tmp_path / "bundle.soxa")


def test_it_needs_a_reason_and_something_to_erase(world: World) -> None:
    _one, _other, record = with_secret(world)
    words = {"now": world.now(), "random_bytes": world.random}
    with world.store.writing() as transaction:
        planned = redacting.plan(transaction, world.keys, UNIT, record)
        with pytest.raises(Misuse, match="no-redaction-reason"):
            redacting.redact(transaction, world.keys, planned, " ", "", **words)  # type: ignore[arg-type]
        with pytest.raises(Misuse, match="long-redaction-reason"):
            redacting.redact(transaction, world.keys, planned, "x" * 501, "", **words)  # type: ignore[arg-type]
        with pytest.raises(Misuse, match="no-report"):
            redacting.plan(transaction, world.keys, UNIT, "2026-12")
        assert own_logs.registry(transaction, world.keys).redactions == {}


def test_what_was_typed_of_it_and_what_the_province_answered_go_too(world: World, tmp_path: Path) -> None:
    one, other, record = with_secret(world)
    with world.store.writing() as transaction:
        for at in (record, f"{UNIT}/{record}"):
            review(transaction, world.keys, at, "returned", f"{SECRET}: thiếu", now=world.now(), random_bytes=world.random)
    one.exchange(world.line)
    one.store.local.keep_draft(StoredDraft(0, record, f'{{"title":"{SECRET}"}}'.encode(), world.now()))
    one.store.local.set_setting("narrative:2026-11", f'{{"results":"{SECRET}"}}')
    other.exchange(world.line)
    assert redact(world, record) == 4
    redact(world, "2026-11")
    one.exchange(world.line)
    other.exchange(world.line)
    assert one.store.local.drafts() == [] and one.store.local.setting("narrative:2026-11") is None
    audited(world, tmp_path / "bundle.soxa")
    is_sound(world, one, other)
    world.close()
    assert holds_secret(tmp_path) == []


def test_an_answer_alone_leaves_nothing_in_the_file(world: World, tmp_path: Path) -> None:
    one, _other, record = with_secret(world)
    redact(world, record)
    one.exchange(world.line)
    redact(world, "2026-11")
    one.exchange(world.line)
    world.laptops[1].exchange(world.line)
    world.close()
    assert holds_secret(tmp_path) == []


def test_a_hub_of_before_that_passed_a_redaction_over_erases_it_as_it_is_brought_up_to_date(
    world: World, tmp_path: Path
) -> None:
    """Schema 13 read no redactions: its registry may have one that a newer hub of it stated, and all the bytes."""
    one, other, record = with_secret(world)
    before = audited(world, tmp_path / "bundle.soxa")
    (tmp_path / "before.soxa").write_bytes((tmp_path / "bundle.soxa").read_bytes())
    with world.store.writing() as transaction:
        going = [
            each for what in (record, "2026-11") for each in redacting.plan(transaction, world.keys, UNIT, what).entries
        ]
        left = [encode(without_texts(cast(Redactable, each.entry), each.leaf)).decode() for each in going]
        stated = Redaction(
            salt="00112233445566aa",
            at=world.now(),
            unit=UNIT,
            entries=tuple(RedactedEntry(tobase64(each.leaf), line) for each, line in zip(going, left, strict=True)),
            reason="QĐ 12/QĐ-UBND",
        )
        own_logs.append(transaction, world.keys, own_logs.registry(transaction, world.keys).key.origin, [stated])
        transaction.settings.set("schema", "13")
    path = world.home.database
    world.store.close()
    assert [name for name in holds_secret(path.parent) if name.startswith("hub.db")], "a test of nothing"
    with pytest.raises(Refused, match="older-hub"):
        HubStore.open(path)
    with closing(HubStore.open(path, any_version=True)) as store:
        upgrade.upgrade(store, world.keys, lambda _count: None)
        assert store.wipe()
    assert holds_secret(path.parent) == []
    world.reopen()
    after = audited(world, tmp_path / "bundle.soxa")
    assert (after.records, after.reports) == (before.records, before.reports) and not after.findings
    assert [each.records for each in after.redacted] == [(record,)]
    for laptop in (one, other):
        laptop.exchange(world.line)
        assert texts(laptop) == sorted(["Phát loa", REMOVED])
    is_sound(world, one, other)
    old = verify(tmp_path / "before.soxa", world.keys.logs.verifier)
    assert (old.faults, old.redacted, old.records) == ((), (), before.records), "a bundle of before proves as it did"
