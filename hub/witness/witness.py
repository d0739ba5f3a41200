"""A witness at work: what it answers to whom, and what it remembers of that first (C2SP tlog-witness)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hub.witness.store import FollowedLog, WitnessStore, WitnessTurn
from sync.encoding.types import Instant, Origin
from sync.errors import BadInput, Unproven
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.receipt import cosign
from sync.log.witness import SIZE_TYPE, AddCheckpoint, judged, monitored, parse_request, written_cosignatures, written_size

_TEXT = "text/plain; charset=utf-8"


class WitnessAnswer(Struct, frozen=True):
    """An answer, as HTTP carries it."""

    status: int
    body: bytes = b""
    media_type: str = _TEXT


class Witness:
    """A witness; may be shared by threads."""

    def __init__(self, store: WitnessStore, signer: Signer, now: Callable[[], Instant]) -> None:
        self._store = store
        self._signer = signer
        self._now = now

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        """The answer to a log that asks to have a head cosigned."""
        try:
            request = parse_request(body)
            signed = checkpoints.parse(request.note)
        except BadInput:
            return WitnessAnswer(400)
        log = self._store.log(signed.checkpoint.origin)
        if log is None:
            return WitnessAnswer(404)
        try:
            notes.signed_text(signed.note, log.key)
        except Unproven:
            return WitnessAnswer(403)
        with self._store.turn(log.origin) as (held, turn):
            return self._in_turn(request, signed.checkpoint, held, turn, body)

    def _in_turn(
        self, request: AddCheckpoint, shown: Checkpoint, held: FollowedLog, turn: WitnessTurn, body: bytes
    ) -> WitnessAnswer:
        now = self._now()
        status = judged(request, shown, held.last)
        if status == 422 or (status == 409 and shown.size == held.last.size and shown.root != held.last.root):
            turn.contradicted(body, status, now)
        if status == 409:
            return WitnessAnswer(409, written_size(held.last.size), SIZE_TYPE)
        if status != 200:
            return WitnessAnswer(status)
        if now < held.time:  # a clock that went back: what was cosigned first would seem to have come later
            return WitnessAnswer(503)
        line = cosign(shown, self._signer, now)
        turn.cosigned(shown, request.note, line.line(), now)
        return WitnessAnswer(200, written_cosignatures(line))

    def newest(self, hashed: str) -> WitnessAnswer:
        """The newest head that was cosigned of a log, by the hash of its name, with the signatures on it."""
        for log in self._store.logs():
            if monitored(Origin(log.key.name)) == f"{hashed}/checkpoint" and log.line:
                own = notes.parse(log.note).find(log.key)
                assert own is not None, "what is cosigned was signed"
                text = notes.format(notes.Note(log.last.text(), (own,)))
                return WitnessAnswer(200, f"{text}{log.line}".encode())
        return WitnessAnswer(404)
