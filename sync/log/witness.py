"""What a log and a witness say to each other (C2SP tlog-witness, `add-checkpoint`). Bytes alone: who sends them is not here.

A witness follows logs of others, and cosigns a head once it has proven that it goes on from the last one that it cosigned:
so nobody can be shown another history whose heads this witness has cosigned, too. The request:

    old 20852014                                        the size that the witness cosigned last; 0 if none
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=        the consistency proof from there (RFC 6962 section 2.1.2);
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=        no line at all from 0, or to the same size

    <the checkpoint's note>

A witness remembers nothing but the last head that it cosigned of each log, and must have it on its disk before it answers.
The answer that cosigns is one signature line or more, of type 0x04, over the checkpoint as `receipt` has it; the one that
says another size than `old` is that size in decimal and a newline.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal

from msgspec import Struct

from sync.encoding.limits import MAX_TREE
from sync.encoding.spelling import decimal, tobase64, unbase64, utf8
from sync.encoding.types import NOTHING, Hash, Instant, Origin, Size
from sync.errors import BadInput, Unproven
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import EMPTY_ROOT, HASH_SIZE, check_consistency
from sync.log.note import COSIGNATURE_V1, Note, Signature, Verifier
from sync.log.receipt import receipt_time, with_signature

MAX_HASHES: Final = 63
"""Hashes of a proof in a request."""
MAX_REQUEST: Final = 64 * 1024
"""Bytes of a request: a proof takes 3 KB at most, and a checkpoint with some tens of signatures little more."""
MAX_ANSWER: Final = 64 * 1024
"""Bytes of an answer: one signature line takes 200, and a witness may sign with several keys, long ones too."""

SIZE_TYPE: Final = "text/x.tlog.size"
"""The media type of an answer that says another size."""

_OLD: Final = "old "

WitnessStatus = Literal[200, 400, 409, 422]
"""The HTTP status of an answer: cosigned; the request contradicts itself; the witness cosigned another size; it is not
proven that what the witness cosigned is the beginning of this. Before that come 404 for a log that the witness does not
follow, and 403 where the log has not signed."""


class AddCheckpoint(Struct, frozen=True):
    """A request to cosign a head. Raises BadInput("bad-witness-request") if it could not be written."""

    old: Size
    """The size that the witness cosigned last, as far as the log knows."""
    proof: tuple[Hash, ...]
    """That what the witness cosigned is the beginning of what it is shown."""
    note: str
    """The checkpoint's note, verbatim."""

    def __post_init__(self) -> None:
        if not 0 <= self.old <= MAX_TREE or len(self.proof) > MAX_HASHES:
            raise BadInput("bad-witness-request")
        if any(len(hash_) != HASH_SIZE for hash_ in self.proof):
            raise BadInput("bad-witness-request")

    def written(self) -> bytes:
        """The request's body: what `parse_request` takes."""
        lines = [f"{_OLD}{self.old}", *map(tobase64, self.proof), "", self.note]
        return "\n".join(lines).encode("utf-8")


def parse_request(body: bytes) -> AddCheckpoint:
    """Read a request's body: its form only; the note is not looked at. Raises BadInput("bad-witness-request")."""
    if len(body) > MAX_REQUEST:
        raise BadInput("bad-witness-request")
    try:
        head, separator, note = utf8(body).partition("\n\n")
        old, *proof = head.split("\n", MAX_HASHES + 2)
        if not separator or not old.startswith(_OLD):
            raise BadInput("bad-witness-request")
        hashes = tuple(Hash(unbase64(line, length=HASH_SIZE)) for line in proof)
        return AddCheckpoint(Size(decimal(old.removeprefix(_OLD))), hashes, note)
    except BadInput as error:
        raise BadInput("bad-witness-request", why=error.code) from None


def judged(request: AddCheckpoint, shown: Checkpoint, last: Checkpoint) -> WitnessStatus:
    """What a witness answers to a request whose checkpoint the log has signed, when `last` is what it cosigned last of the
    log; of the size 0 where it cosigned nothing."""
    if request.old > shown.size:
        return 400
    if request.old != last.size:
        return 409
    if shown.size == last.size:
        return 200 if shown.root == last.root and not request.proof else 422
    if last.size == 0:
        return 422 if request.proof else 200
    try:
        check_consistency(request.proof, last.size, last.root, shown.size, shown.root)
    except Unproven:
        return 422
    return 200


def nothing_of(origin: Origin) -> Checkpoint:
    """What a witness that cosigned nothing of a log goes on from."""
    return Checkpoint(origin, NOTHING, EMPTY_ROOT)


def written_size(size: Size) -> bytes:
    """The answer that says which size a witness cosigned last: what `parse_size` takes."""
    return f"{size}\n".encode("ascii")


def parse_size(body: bytes) -> Size | None:
    """The size that an answer says; None where it says none. Raises BadInput("bad-witness-answer")."""
    if not body.strip():
        return None
    try:
        size = Size(decimal(utf8(body).strip()))
        if written_size(size) != body:
            raise BadInput("bad-witness-answer")
        return size
    except BadInput as error:
        raise BadInput("bad-witness-answer", why=error.code) from None


def written_cosignatures(*lines: Signature) -> bytes:
    """The answer that cosigns: what `cosigned` takes."""
    return "".join(line.line() for line in lines).encode("utf-8")


def cosigned(answer: bytes, checkpoint: Checkpoint, witness: Verifier) -> tuple[Signature, Instant]:
    """The witness's line in an answer that cosigns, and the time that it states (POSIX seconds). Lines of other keys are
    passed over. Raises BadInput("bad-witness-answer"), Unproven("not-cosigned") where it has no line, and
    Unproven("bad-cosignature") where that does not hold."""
    try:
        if len(answer) > MAX_ANSWER:
            raise BadInput("bad-witness-answer")
        lines = notes.parse(f"{checkpoint.text()}\n{utf8(answer)}").signatures
    except BadInput as error:
        raise BadInput("bad-witness-answer", why=error.code) from None
    note = Note(checkpoint.text(), lines)
    time = cosignature_time(note, checkpoint, witness)
    line = note.find(witness)
    assert line is not None, "it was found to hold"
    return line, time


def cosignature_time(note: Note, checkpoint: Checkpoint, witness: Verifier) -> Instant:
    """The time (POSIX seconds) at which a witness cosigned a checkpoint, by its line in a note. Raises
    Unproven("not-cosigned") where it has none, and Unproven("bad-cosignature") where that does not hold."""
    if note.find(witness) is None:
        raise Unproven("not-cosigned", name=witness.name, origin=checkpoint.origin)
    try:
        return receipt_time(note, checkpoint, witness)
    except Unproven:
        raise Unproven("bad-cosignature", name=witness.name, origin=checkpoint.origin) from None


def with_cosignatures(note: str, lines: tuple[Signature, ...]) -> str:
    """A checkpoint's note with the lines of witnesses at its end. Raises BadInput("bad-note")."""
    for line in lines:
        note = with_signature(note, line)
    return note


def witness_key(vkey: str) -> Verifier:
    """Read a witness's verifier key. Raises BadInput("bad-verifier-key"), "weak-key" or "not-a-witness-key": a key of a log
    signs as such, and says nothing as a witness's."""
    verifier = Verifier.parse(vkey)
    if verifier.algorithm != COSIGNATURE_V1:
        raise BadInput("not-a-witness-key", name=verifier.name[:80])
    return verifier


def monitored(origin: Origin) -> str:
    """The path, under a witness's address, at which it shows the newest head of a log that it cosigned."""
    return f"{sha256(origin.encode('utf-8')).hexdigest()}/checkpoint"
