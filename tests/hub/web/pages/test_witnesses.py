"""The page of witnesses: who follows the hub's logs, how far each has cosigned them, and what stands against whom."""

from __future__ import annotations

from contextlib import ExitStack
from html import unescape
from pathlib import Path

from hub.cosigning.choosing import add_witness
from hub.store.rows import WitnessAlarm
from sync.encoding.types import Instant, Size
from sync.errors import Fact
from sync.ledger import origins
from sync.wording.dates import moment
from tests.hub.web.province import Province
from tests.witnesses import RealWitness, ask, asked_of, witness_signer

UNIT = "03390"


def work(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log()
    laptop.exchange(province.line)


def test_without_a_witness_it_says_how_one_is_added(province: Province) -> None:
    assert "soxa hub witness add" in province.get("auditor", "/witnesses")
    assert 'href="/witnesses"' in province.get("auditor", "/reports")


def test_it_says_how_far_each_has_cosigned_which_log_and_when(province: Province, tmp_path: Path) -> None:
    work(province)
    witness = RealWitness(tmp_path / "w", "w.example")
    witness.follow(province)
    with ExitStack() as stack:
        stack.enter_context(asked_of(province, witness.app, witness.key))
        page = unescape(province.get("auditor", "/witnesses"))
        assert page.count("nothing cosigned yet") == 2 and witness.key.vkey() in page
        ask(province)
        page = unescape(province.get("auditor", "/witnesses"))
        assert page.count("cosigned up to its end") == 2 and page.count(moment(witness.now)) == 2
        work(province)
        page = unescape(province.get("auditor", "/witnesses"))
        assert page.count("behind by") == 2 and "up to its end" not in page


def test_who_is_silent_and_why_is_said(province: Province) -> None:
    work(province)
    with province.store.writing() as transaction:
        add_witness(
            transaction, "https://w.example", witness_signer("w.example")[1].vkey(), Instant(province.now() - 90_000)
        )
        told: dict[str, Fact] = {"name": "w.example", "why": "timeout"}
        transaction.witnesses.failed("w.example", province.now(), "witness-no-answer", told)
    page = unescape(province.get("operator", "/witnesses"))
    assert "silent for more than a day" in page and "The witness w.example did not answer" in page


def test_alarms_stand_above_and_settled_ones_below(province: Province) -> None:
    work(province)
    acceptances = origins.acceptances(province.keys.hub)
    with province.store.writing() as transaction:
        add_witness(transaction, "https://w.example", witness_signer("w.example")[1].vkey(), province.now())
        alarm = WitnessAlarm(
            at=province.now(), witness="w.example", origin=acceptances, kind="witness-ahead", size=Size(3), said=Size(9)
        )
        transaction.witnesses.alarm(alarm)
    page = unescape(province.get("auditor", "/witnesses"))
    assert page.index("at the size 9") < page.index("https://w.example")
    assert page.count("something stands against it") == 1, "of the acceptances, and not of the registry"
    assert 'href="/witnesses"' in province.get("auditor", "/"), "the board leads here"
    with province.store.writing() as transaction:
        transaction.witnesses.settle("w.example")
    page = unescape(province.get("auditor", "/witnesses"))
    assert 'role="alert"' not in page and page.index("is settled") < page.index("at the size 9")
