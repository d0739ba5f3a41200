"""Whoever owns a line without TLS, and has no key: forged refusals, held texts, `more` for ever, answers replayed and
swapped. The laptop finds out by the signature in `end` and by the nonce that it answers, says so, and nothing changes."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from field.exchange import client
from field.store import LaptopStore
from hub.intake.http import STATUS
from sync.encoding.types import Index, Size
from sync.errors import SoxaError
from sync.exchange.parcel import QuarantinedEntry, WantedRange
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.hub.live import Live
from tests.liars.line import Answer, Asked, Lie, LyingLine, lying_line, refusing, retold

SETTLED = {"setting", "exchange"}
"""Tables in which a laptop notes what its exchanges came to, and how it reached the hub."""


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A hub on a real socket, and a laptop."""
    made = Live(tmp_path)
    yield made
    made.close()


@pytest.fixture
def line(live: Live) -> Iterator[LyingLine]:
    """A laptop that has synced once by the line, whose owner begins to lie now."""
    with lying_line(live.url) as between:
        live.store.move_hub(between.url)
        live.store.logs.append(list(activities(3)), live.signer)
        live.sync()
        between.rounds = 0
        yield between


def state(store: LaptopStore, path: Path) -> str:
    """All that a laptop holds and believes, but for its notes of exchanges."""
    digest = hashlib.sha256()
    with sqlite3.connect(path) as copy:
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for table in tables:
            if table not in SETTLED and not table.startswith("sqlite_"):
                rows = sorted(map(repr, copy.execute(f"SELECT * FROM {table}")))
                digest.update(f"{table} {rows}".encode())
    kept = [store.local.setting(name) for name in ("hub-state", "place-claimed", "damage", "hub-wants")]
    digest.update(repr((kept, store.logs.own, store.closed)).encode())
    return digest.hexdigest()


@contextmanager
def unchanged(live: Live, tmp_path: Path) -> Iterator[None]:
    """Whatever is told meanwhile, the laptop is as it was."""
    path = live.store.home.database
    before = state(live.store, path)
    yield
    assert state(live.store, path) == before


def told_always(answer: Answer) -> Lie:
    """A line on which every request gets the same answer."""
    return lambda _asked: answer


def told(live: Live) -> str:
    """What the exchange comes to."""
    with pytest.raises(SoxaError) as found:
        live.sync()
    last = live.store.local.last_exchange()
    assert last is not None and last.outcome == found.value.code
    return found.value.code


@pytest.mark.parametrize("by", ["nobody", "a stranger"])
def test_a_forged_refusal_of_any_kind_is_nobodys_word(live: Live, line: LyingLine, tmp_path: Path, by: str) -> None:
    signer = None if by == "nobody" else Signer(f"{live.keys.hub}/answers", bytes([9]) * 32)
    facts: dict[str, str | int | None] = {
        "origin": f"{live.keys.hub}/registry",
        "size": 0,
        "now": 1,
        "device": "a" * 16,
        "since": 1,
    }
    for code in (*STATUS, "a-word-of-tomorrow"):
        forged = Answer(STATUS.get(code, 400), refusing(live.keys.hub, code, signer, **facts))
        line.lie, line.rounds = told_always(forged), 0
        with unchanged(live, tmp_path):
            assert told(live) == "unsigned-answer", code
        assert line.rounds == 1, code
    line.lie = lambda asked: asked.forward()
    live.store.logs.append(list(activities(1)), live.signer)
    live.sync()
    assert live.store.records.unsent() == 0


@pytest.mark.parametrize("signed", [False, True])
def test_what_is_written_into_an_answers_header_changes_nothing(
    live: Live, line: LyingLine, tmp_path: Path, signed: bool
) -> None:
    signer = Signer(f"{live.keys.hub}/answers", bytes([9]) * 32) if signed else None
    own = live.store.logs.own_origin

    def lies(asked: Asked) -> Answer:
        status, body = asked.forward()
        held = (QuarantinedEntry(Index(1), "invalid", "Gọi số này để được mở khóa"),)
        wanted = (WantedRange(own, Size(0), Size(2)),)
        return Answer(status, retold(body, signer, held=held, more=True, asking=True, claimed=1_793_000_000, wanted=wanted))

    line.lie = lies
    with unchanged(live, tmp_path):
        assert told(live) == "unsigned-answer"
    assert line.rounds == 1
    assert live.store.local.hub_state.asking is False and live.store.mending.hub_wants == ()


def test_what_proves_itself_in_such_an_answer_is_taken(live: Live, line: LyingLine) -> None:
    live.store.logs.append(list(activities(2)), live.signer)

    def lies(asked: Asked) -> Answer:
        status, body = asked.forward()
        return Answer(status, retold(body, more=True))

    line.lie = lies
    assert told(live) == "unsigned-answer"
    assert live.store.records.unsent() == 0, "its receipt holds"
    assert line.rounds <= 2


def an_old_answer(live: Live, line: LyingLine) -> Answer:
    """What the hub said before it took in more; the laptop has something to send."""
    for _ in range(2):
        live.store.logs.append(list(activities(1)), live.signer)
        live.sync()
    live.store.logs.append(list(activities(1)), live.signer)
    line.rounds = 0
    return line.answers[0]


def test_an_answer_to_an_earlier_request_is_refused_as_that(live: Live, line: LyingLine, tmp_path: Path) -> None:
    old = an_old_answer(live, line)
    line.lie = told_always(old)
    with unchanged(live, tmp_path):
        assert told(live) == "answers-another", "an older receipt lowers nothing"
    assert line.rounds == 1 and live.store.records.unsent() == 1
    line.lie = lambda asked: asked.forward()
    live.sync()
    assert live.store.records.unsent() == 0


@pytest.mark.parametrize("cut", [False, True])
def test_an_old_answer_that_is_made_to_name_this_request_accuses_nobody(
    live: Live, line: LyingLine, tmp_path: Path, cut: bool
) -> None:
    old = an_old_answer(live, line)

    def lies(asked: Asked) -> Answer:
        signed = next(value for name, value in asked.headers.items() if name.lower() == "signature-input")
        nonce = re.search('nonce="([^"]+)"', signed)
        assert nonce is not None
        body = retold(old.body, answers=nonce[1])
        return Answer(old.status, body[:-10] if cut else body)

    line.lie = lies
    with unchanged(live, tmp_path):
        assert told(live) == ("not-a-parcel" if cut else "unsigned-answer")
    assert live.store.logs.contradictions() == []


def test_a_refusal_that_was_true_once_is_not_of_now(live: Live, line: LyingLine, tmp_path: Path) -> None:
    live.sync(at=now() - 86_400)
    old = next(answer for answer in line.answers if answer.status == 401)  # signed by the hub, to another request
    line.lie, line.rounds = lambda _asked: old, 0
    with unchanged(live, tmp_path):
        assert told(live) == "answers-another"
    assert line.rounds == 1


def test_the_answer_of_another_laptop_is_another_laptops(live: Live, line: LyingLine, tmp_path: Path) -> None:
    other, signer = live.laptop(tmp_path / "other", live.url)
    with lying_line(live.url) as theirs, other:
        other.move_hub(theirs.url)
        client.sync(other, signer, now=now(), nonce=lambda: random_bytes(12))
        swapped = theirs.answers[-1]
    line.lie = lambda _asked: swapped
    with unchanged(live, tmp_path):
        assert told(live) == "another-laptop"
    assert line.rounds == 1


def test_more_for_ever_is_asked_no_further(live: Live, line: LyingLine) -> None:
    def lies(asked: Asked) -> Answer:
        status, body = asked.forward()
        return Answer(status, retold(body, more=True))

    line.lie = lies
    assert told(live) == "unsigned-answer"
    assert line.rounds == 1
