"""What the province answers reaches every laptop of the unit, and stands until somebody revises."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from field.reporting import reports
from field.store.rows import ActivityFilter
from hub import own_logs
from hub.monitoring import reviews
from sync.errors import Misuse, Refused
from sync.ledger.entry import Narrative, Reminder, Review, Verdict
from sync.ledger.period import parse
from tests.world import Laptop, World


def answer(world: World, record: str, verdict: Verdict, comment: str = "") -> str:
    with world.store.writing() as transaction:
        return reviews.review(transaction, world.keys, record, verdict, comment, now=world.now(), random_bytes=world.random)


def remind(world: World, period: str) -> list[str]:
    with world.store.writing() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        return reviews.remind(
            transaction, world.keys, registry, parse(period, ()), "Sắp đến hạn", now=world.now(), random_bytes=world.random
        )


def states(laptop: Laptop) -> list[str]:
    return [row.status for row in laptop.store.records.rows(ActivityFilter())]


def test_a_returned_record_is_revised_and_accepted(world: World, tmp_path: Path) -> None:
    laptop, colleague = world.laptop("03390"), world.laptop("03390")
    laptop.log(quantity=90)
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    assert answer(world, record[-8:], "returned", "Số buổi chưa đúng") == f"03390/{record}"
    for one in (colleague, laptop):  # the colleague gets the answer together with the record itself
        one.exchange(world.line)
        assert states(one) == ["returned"]
        assert one.store.records.counts().returned == 1
        (said,) = one.store.reporting.messages()
        assert isinstance(said.entry, Review)
        assert (said.entry.comment, said.title, said.settled) == ("Số buổi chưa đúng", "Phát loa", False)
    laptop.revise(record, quantity=9)
    assert states(laptop) == ["unsent"]
    assert laptop.store.records.page(record).review is None
    assert laptop.store.reporting.messages()[0].settled
    laptop.exchange(world.line)
    assert states(laptop) == ["received"]
    answer(world, record, "accepted")
    laptop.exchange(world.line)
    assert states(laptop) == ["accepted"]
    review = laptop.store.records.page(record).review
    assert review is not None and review.verdict == "accepted"
    assert [said.settled for said in laptop.store.reporting.messages()] == [False, True]
    world.audit(tmp_path / "audit.soxa")


def test_an_answer_given_again_takes_the_place_of_the_earlier_one(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()

    def standing() -> str | None:
        with world.store.reading() as transaction:
            found = reviews.standing_answer(transaction, record)
        return None if found is None else found.verdict

    assert standing() is None
    verdicts: tuple[Verdict, ...] = ("returned", "accepted", "returned")
    for verdict in verdicts:
        answer(world, record, verdict, "Ghi rõ")
        assert standing() == verdict
    laptop.exchange(world.line)
    messages = laptop.store.reporting.messages()
    assert [(message.changed, message.replaced) for message in messages] == [(False, False), (False, True), (False, True)]
    laptop.revise(record, quantity=9)
    laptop.exchange(world.line)
    assert all(message.changed for message in laptop.store.reporting.messages())
    assert standing() is None


def test_an_answer_to_a_report_is_settled_once_the_report_is_another(world: World) -> None:
    laptop = world.laptop("03390")
    reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        reviews.review_report(
            transaction, world.keys, "03390", "2026-11", "returned", "Thiếu", now=world.now(), random_bytes=world.random
        )
    laptop.exchange(world.line)
    (message,) = laptop.store.reporting.messages()
    assert not message.settled
    reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    (message,) = laptop.store.reporting.messages()
    assert message.changed


def test_a_reminder_reaches_those_who_have_not_reported(world: World) -> None:
    assert remind(world, "2026-11") == [], "nobody owes what no directive asks for"
    world.ask_monthly()
    laptop, other = world.laptop("03390"), world.laptop("03394")
    for one in (laptop, other):
        one.exchange(world.line)
    assert {"03390", "03394"} <= set(remind(world, "2026-11"))
    laptop.exchange(world.line)
    (said,) = laptop.store.reporting.messages()
    assert isinstance(said.entry, Reminder)
    assert (said.entry.period, said.entry.comment) == ("2026-11", "Sắp đến hạn")
    assert other.store.reporting.messages() == []


def test_another_unit_hears_nothing_of_it(world: World) -> None:
    laptop, stranger = world.laptop("03390"), world.laptop("03394")
    laptop.log()
    for one in (laptop, stranger):
        one.exchange(world.line)
    answer(world, laptop.record_ids()[0], "accepted")
    stranger.exchange(world.line)
    assert stranger.store.reporting.messages() == []


def test_an_answer_is_to_what_was_read_and_to_nothing_that_came_since(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    key = uuid.UUID(record).bytes
    with world.store.reading() as transaction:
        row = transaction.records.get("03390", key)
    assert row is not None
    read = reviews.ChosenRecord("03390", key, row.entries)
    laptop.revise(record, quantity=5)
    laptop.exchange(world.line)
    with world.store.writing() as transaction, pytest.raises(Refused) as refused:
        reviews.review_each(transaction, world.keys, [read], "accepted", "", now=world.now(), random_bytes=world.random)
    assert (refused.value.code, refused.value.facts) == ("changed-meanwhile", {"record": f"03390/{record}"})


def test_a_report_is_answered_as_it_was_read_and_not_where_there_is_none(world: World) -> None:
    laptop = world.laptop("03390")
    reports.submit(laptop.store, laptop.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    laptop.exchange(world.line)

    def answer_report(period: str, read: int | None) -> None:
        with world.store.writing() as transaction:
            reviews.review_report(
                transaction,
                world.keys,
                "03390",
                period,
                "accepted",
                "",
                now=world.now(),
                random_bytes=world.random,
                reports=read,
            )

    with pytest.raises(Misuse) as misused:
        answer_report("2026-12", None)
    assert (misused.value.code, misused.value.facts) == ("no-report", {"unit": "03390", "period": "2026-12"})
    with pytest.raises(Refused) as refused:
        answer_report("2026-11", 2)
    assert (refused.value.code, refused.value.facts) == ("changed-meanwhile", {"record": "03390, 2026-11"})
    answer_report("2026-11", 1)
    laptop.exchange(world.line)
    (said,) = laptop.store.reporting.messages()
    assert isinstance(said.entry, Review) and said.entry.period == "2026-11"


def test_what_cannot_be_answered_is_refused(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    for typed, comment, code in (
        ("zz", "x", "bad-record"),
        ("00000000", "x", "no-record"),
        (f"03394/{record}", "x", "no-record"),
        (record, " ", "no-reason"),
        (record, "x" * 10_001, "long-comment"),
    ):
        with pytest.raises(Misuse) as refused:
            answer(world, typed, "returned", comment)
        assert refused.value.code == code
    for end in (record[-9:], f"03390/{record[-11:]}", record[:15]):  # of any length, not of whole bytes alone
        assert answer(world, end, "accepted") == f"03390/{record}"
    laptop.retract(record)
    laptop.exchange(world.line)
    with pytest.raises(Refused) as taken_back:
        answer(world, record, "accepted")
    assert taken_back.value.code == "already-retracted"
