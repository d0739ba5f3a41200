"""The province's answers on pages: what a form that answers may send, and how answers given are shown."""

from __future__ import annotations

import uuid

import pytest

from hub.monitoring import reviews
from hub.web.answers import SHOWN, NothingTicked, number_sent, told, verdict_sent
from sync.errors import Misuse
from sync.ledger.entry import Verdict
from tests.hub.web.asking import asked
from tests.world import World


@pytest.mark.parametrize("verdict", ["accepted", "returned"])
def test_the_button_that_was_pressed_is_the_verdict(verdict: str) -> None:
    assert verdict_sent(asked(form={"verdict": (verdict,)})) == verdict


@pytest.mark.parametrize("sent", ["", "Accepted", "burnt", "accepted "])
def test_a_button_that_no_form_has_is_refused(sent: str) -> None:
    with pytest.raises(Misuse) as misused:
        verdict_sent(asked(form={"verdict": (sent,)}))
    assert (misused.value.code, misused.value.facts) == ("bad-address", {"name": "verdict"})


def test_a_number_that_a_form_carries_has_nine_digits_at_most() -> None:
    assert [number_sent(text) for text in ("0", "7", "999999999")] == [0, 7, 999_999_999]
    for wrong in ("", "-1", "1.0", " 1", "１", "²", "1000000000", "x"):
        with pytest.raises(Misuse) as misused:
            number_sent(wrong)
        assert (misused.value.code, misused.value.facts) == ("bad-address", {"name": "entries"})


def test_a_form_without_a_tick_is_an_error_of_its_own() -> None:
    assert (NothingTicked().code, NothingTicked().facts) == ("nothing-ticked", {})


def test_the_newest_answers_are_shown_as_they_were_given_and_no_more_than_fit(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    (record,) = laptop.record_ids()
    given: list[tuple[Verdict, str, str | None]] = [("returned", "Xem lại", "lan"), ("accepted", "", None)]
    with world.store.trying() as transaction:
        for number in range(SHOWN + 1):
            verdict, comment, account = given[number % 2]
            reviews.review(
                transaction,
                world.keys,
                record,
                verdict,
                comment,
                now=world.now(),
                random_bytes=world.random,
                account=account,
            )
        answers = transaction.answers.of_record("03390", uuid.UUID(record).bytes)
        shown = told(transaction, answers)
        assert told(transaction, []) == []
    assert len(answers) == SHOWN + 1 and [answer.at for answer in shown] == [answer.at for answer in answers[:SHOWN]]
    assert [(answer.verdict, answer.comment, answer.account) for answer in shown[:2]] == given
    assert {answer.heads for answer in shown} == {frozenset(laptop.leaves()[-1:])}
