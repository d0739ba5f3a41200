"""A witness: what it answers, and that it remembers before it answers, whoever asks at once, through restarts."""

from __future__ import annotations

import sqlite3
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hub.witness import store as witness_store
from hub.witness.home import WitnessHome, make_witness, opened_witness, witness_signer
from hub.witness.http import WitnessEndpoints
from hub.witness.store import WitnessStore
from hub.witness.witness import Witness
from sync.encoding.types import Hash, Instant, Size
from sync.errors import Misuse, Refused, Unavailable
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import consistency_proof
from sync.log.note import Verifier
from sync.log.receipt import cosigner_verifier
from sync.log.witness import MAX_REQUEST, SIZE_TYPE, AddCheckpoint, cosignature_time, cosigned, monitored
from tests.serving import serving
from tests.vectors.vector import ROOT, parse
from tests.vectors.witnesses import BESIDE, LEAVES, LOG, OTHER, head

ASKED = sorted((ROOT / "witness").glob("ask-*.txt"))


class Clock:
    """A clock that stands."""

    def __init__(self) -> None:
        self.now = Instant(1_764_000_000)

    def __call__(self) -> Instant:
        return self.now


def random_bytes(count: int) -> bytes:
    return bytes(range(7, 7 + count))


class Room:
    """A witness in a folder."""

    def __init__(self, folder: Path) -> None:
        self.home = WitnessHome(folder / "witness")
        self.clock = Clock()
        self.signer = make_witness(self.home, "university.example/witness", None, random_bytes)
        self.key = cosigner_verifier(self.signer)
        self.store = opened_witness(self.home)
        self.witness = Witness(self.store, self.signer, self.clock)

    def ask(self, size: int, old: int, leaves: list[Hash] | None = None, signer: Signer = LOG) -> int:
        """The status of the answer to a right request."""
        of = leaves or LEAVES
        proof = tuple(consistency_proof(of[:size], Size(old))) if 0 < old < size else ()
        request = AddCheckpoint(Size(old), proof, checkpoints.sign(head(of, size, signer), signer))
        return self.witness.add_checkpoint(request.written()).status


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    assert made.store.follow(LOG.verifier)
    return made


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path.stem)
def test_it_answers_the_vectors_as_they_say(path: Path, tmp_path: Path) -> None:
    vector = parse(path)
    room = Room(tmp_path)
    assert room.store.follow(Verifier.parse(vector.given["vkey"]))
    held = int(vector.given["held"])
    if held:
        assert room.ask(held, 0) == 200
    answer = room.witness.add_checkpoint(vector.body)
    assert answer.status == int(vector.given["status"])
    log = room.store.log(LOG.origin)
    assert log is not None
    if answer.status == 200:
        shown = checkpoints.parse(AddCheckpoint_note(vector.body)).checkpoint
        assert cosigned(answer.body, shown, room.key)[1] == room.clock.now
        assert log.last == shown
    else:
        assert (log.last.size, log.last.root) == (held, b64decode(vector.given["root"]))
    if answer.status == 409:
        assert (answer.body, answer.media_type) == (f"{held}\n".encode(), SIZE_TYPE)


def AddCheckpoint_note(body: bytes) -> str:  # noqa: N802 - it reads the struct's part of a body
    return body.decode().partition("\n\n")[2]


def test_it_goes_on_from_what_it_cosigned_after_a_restart(room: Room) -> None:
    assert room.ask(7, 0) == 200
    again = Witness(opened_witness(room.home), room.signer, room.clock)
    room.witness = again
    assert [room.ask(11, 0), room.ask(11, 5), room.ask(11, 7), room.ask(7, 7)] == [409, 409, 200, 409]


def test_a_second_history_is_refused_and_kept(room: Room) -> None:
    assert room.ask(6, 0) == 200
    assert room.ask(7, 6) == 200
    assert room.ask(7, 6, BESIDE) == 409  # whoever asks says what was cosigned before, or not
    assert room.ask(7, 7, BESIDE) == 422
    (log,) = room.store.logs()
    assert (log.last, log.contradictions) == (head(LEAVES, 7), 2)
    with sqlite3.connect(room.home.database) as db:
        kept = [AddCheckpoint_note(row[0]) for row in db.execute("SELECT request FROM contradiction")]
    assert all(checkpoints.verify(note, LOG.verifier).checkpoint == head(BESIDE, 7) for note in kept)


def test_what_is_kept_of_contradictions_has_its_bound(room: Room) -> None:
    assert room.ask(7, 0) == 200
    for _again in range(130):
        assert room.ask(7, 7, BESIDE) == 422
    assert room.store.logs()[0].contradictions == 100


def test_of_two_that_ask_at_once_one_comes_second(room: Room) -> None:
    """Each says that nothing was cosigned before. Both cannot be right, however they fall together."""
    assert room.ask(6, 0) == 200
    answered: list[int] = []
    begun = threading.Barrier(8)

    def ask(leaves: list[Hash]) -> None:
        begun.wait()
        answered.append(room.ask(7, 6, leaves))

    threads = [threading.Thread(target=ask, args=(each,)) for each in [LEAVES, BESIDE] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answered) == [200] + [409] * 7


def test_it_never_answers_what_it_could_not_remember(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assert room.ask(6, 0) == 200
    monkeypatch.setattr(witness_store, "_BUSY_SECONDS", 0)
    with closing(sqlite3.connect(room.home.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="store-busy"):
            room.ask(7, 6)
    assert room.store.logs()[0].last.size == 6


def test_a_clock_that_went_back_cosigns_nothing(room: Room) -> None:
    assert room.ask(6, 0) == 200
    room.clock.now = Instant(room.clock.now - 1)
    assert room.ask(7, 6) == 503
    room.clock.now = Instant(room.clock.now + 1)
    assert room.ask(7, 6) == 200


def test_a_log_has_one_key(room: Room) -> None:
    assert not room.store.follow(LOG.verifier)
    with pytest.raises(Refused, match="log-followed"):
        room.store.follow(OTHER.renamed(LOG.name).verifier)
    assert room.store.follow(OTHER.verifier)
    assert [room.ask(3, 0, signer=OTHER), room.ask(7, 0)] == [200, 200]
    assert room.ask(7, 7, signer=OTHER.renamed(LOG.name)) == 403


def test_a_witness_is_made_once_and_never_again(tmp_path: Path) -> None:
    home = WitnessHome(tmp_path / "w")
    with pytest.raises(Refused, match="no-witness"):
        opened_witness(home)
    for name in ("", "two words", "a+b", "x" * 101):
        with pytest.raises(Misuse, match="bad-witness-name"):
            make_witness(home, name, None, random_bytes)
    signer = make_witness(home, "w.example", "mật khẩu", random_bytes)
    with pytest.raises(Refused, match="witness-exists"):
        make_witness(home, "w.example", None, random_bytes)
    store = opened_witness(home)
    assert witness_signer(home, store, lambda: "mật khẩu").verifier == signer.verifier
    other = make_witness(WitnessHome(tmp_path / "other"), "w.example", None, bytes)
    with pytest.raises(Refused, match="another-witness"):
        witness_signer(home, WitnessStore(tmp_path / "other/witness.db"), lambda: "mật khẩu")
    assert other.verifier != signer.verifier
    home.database.unlink()
    with pytest.raises(Refused, match="witness-lost"):
        opened_witness(home)


# -- on a socket


@pytest.fixture
def url(room: Room) -> Iterator[str]:
    with serving(WitnessEndpoints(room.witness, room.key.vkey()).app()) as address:
        yield address


def test_it_serves(room: Room, url: str) -> None:
    assert httpx.get(url).text == f"{room.key.vkey()}\n"
    note = checkpoints.sign(head(LEAVES, 7), LOG)
    where = f"{url}/{monitored(LOG.origin)}"
    assert httpx.get(where).status_code == 404
    stranger = checkpoints.sign(head(LEAVES, 7, OTHER), OTHER).partition("\n\n")[2]
    answer = httpx.post(f"{url}/add-checkpoint", content=AddCheckpoint(Size(0), (), note + stranger).written())
    assert answer.status_code == 200
    shown = checkpoints.verify(httpx.get(where).text, LOG.verifier)
    assert shown.checkpoint == head(LEAVES, 7)
    assert cosignature_time(shown.note, shown.checkpoint, room.key) == room.clock.now
    assert len(shown.note.signatures) == 2  # a stranger's line is not passed on
    again = httpx.post(f"{url}/add-checkpoint", content=AddCheckpoint(Size(0), (), note).written())
    assert (again.status_code, again.text, again.headers["content-type"]) == (409, "7\n", SIZE_TYPE)


@pytest.mark.parametrize(
    "ask",
    [
        lambda url: httpx.post(f"{url}/add-checkpoint", content=b"x" * (MAX_REQUEST + 1)),
        lambda url: httpx.post(f"{url}/add-checkpoint", content=iter([b"x" * 1024] * 100)),
    ],
)
def test_a_body_has_its_bound(url: str, ask: Callable[[str], httpx.Response]) -> None:
    assert ask(url).status_code == 413


def test_what_nobody_asks_a_witness_is_nowhere(url: str) -> None:
    for path in ("sync", "nothing/checkpoint", "key"):
        assert httpx.get(f"{url}/{path}").status_code == 404
    assert httpx.get(f"{url}/add-checkpoint").status_code == 405


def test_what_cannot_be_remembered_is_unavailable(room: Room, url: str, capfd: pytest.CaptureFixture[str]) -> None:
    room.home.database.write_bytes(b"no database at all")
    request = AddCheckpoint(Size(0), (), checkpoints.sign(head(LEAVES, 7), LOG)).written()
    assert httpx.post(f"{url}/add-checkpoint", content=request).status_code == 503
    assert httpx.get(f"{url}/{monitored(LOG.origin)}").status_code == 503
    assert capfd.readouterr().err


def test_a_head_of_a_later_generation_is_another_log(room: Room) -> None:
    assert room.ask(7, 0) == 200
    later = LOG.renamed(f"{LOG.name}/2")
    assert room.ask(8, 0, signer=later) == 404
    assert room.store.follow(later.verifier)
    assert room.ask(8, 0, signer=later) == 200
    assert isinstance(room.store.logs()[1].last, Checkpoint)
    assert notes.parse(room.store.logs()[1].note).signatures[0].name == later.name
