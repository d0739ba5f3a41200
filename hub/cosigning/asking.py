"""A witness asked about a log: what is sent, what the answer means, and when to ask once more.

    200        cosigned: the signature holds, and its time can be
    409, n     it cosigned another size: asked once more from there, if the hub has so many entries
    409, same or nothing; 422
               final: by its word the hub has signed two histories. Nothing is asked any more until a person has looked
    404, 403   it does not follow the log, or under another key: a person there must
    the rest   no answer; asked again later, less and less often

A witness that says more entries than the hub holds shows that the hub went back, if that is true. Its answer is a number
which nobody signed, over a line that may be anybody's; so a number makes an alarm and nothing else: a hub that stopped for
it could be stopped by whoever owns a line, or by any one of its witnesses. What proves it is a head under the hub's own key.
Witnesses show to anybody what they cosigned: that is fetched, and a head above or beside what is held makes the hub ask, as
one does that a laptop shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from msgspec import Struct

from hub.cosigning.line import RawAnswer, WitnessLine
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import utf8
from sync.encoding.types import NOTHING, Hash, Instant, Origin, Size
from sync.errors import BadInput, Refused, SoxaError, Unavailable, Unproven
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.note import Verifier
from sync.log.witness import AddCheckpoint, cosigned, parse_size

MOST_ASTRAY: Final = DAY_SECONDS
"""Seconds by which a witness's clock and the hub's may differ."""

AlarmKind = Literal["witness-ahead", "witness-other-history", "witness-forgot"]


class LogToCosign(Struct, frozen=True):
    """A log of the hub's, at the head that is to be cosigned."""

    head: Checkpoint
    note: str
    key: Verifier
    """That signs the log, under its name of now."""
    proof: Callable[[Size], Sequence[Hash]]
    """The consistency proof from a size to this head."""


class AskedOutcome(Struct, frozen=True, kw_only=True):
    """What came of asking."""

    origin: Origin
    line: str = ""
    """The witness's signature line; empty where it did not cosign."""
    time: Instant = Instant(0)
    alarm: AlarmKind | None = None
    said: Size | None = None
    """How many entries it says that it cosigned, where that is not what was asked from."""
    shown: str = ""
    """A head under the hub's key that the witness showed, and that the hub may lack."""
    trouble: SoxaError | None = None
    """Why it did not cosign, where no alarm tells."""


class Asker:
    """Asks one witness."""

    def __init__(self, line: WitnessLine, witness: Verifier, now: Instant) -> None:
        self._line = line
        self._witness = witness
        self._now = now

    async def ask(self, log: LogToCosign, old: Size, not_before: Instant) -> AskedOutcome:
        """Ask about a log, of which the witness cosigned `old` entries as far as is known, last at a time."""
        try:
            return await self._ask(log, old, not_before)
        except BadInput as error:  # which does not know whose answer it was
            trouble: SoxaError = BadInput(error.code, **error.facts | {"name": self._witness.name})
        except SoxaError as error:
            trouble = error
        return AskedOutcome(origin=log.head.origin, trouble=trouble)

    async def _ask(self, log: LogToCosign, old: Size, not_before: Instant) -> AskedOutcome:
        answer = await self._line.add_checkpoint(self._request(log, old))
        said, forgot = None, False
        if answer.status == 409:
            said = parse_size(answer.body)
            if said is not None and said > log.head.size:
                return await self._alarmed(log, "witness-ahead", said)
            if said is None or said == old:
                return await self._alarmed(log, "witness-other-history", said)
            forgot = said < old
            answer = await self._line.add_checkpoint(self._request(log, said))
            if answer.status == 409:  # whatever it says now: it was asked from where it said
                again = parse_size(answer.body)
                if again is None or again == said:
                    return await self._alarmed(log, "witness-other-history", again)
                raise Unproven("witness-wavers", name=self._witness.name, first=said, second=again)
        if answer.status == 422:
            return await self._alarmed(log, "witness-other-history", said)
        self._check_status(answer, log)
        line, time = cosigned(answer.body, log.head, self._witness)
        if not max(not_before, self._now - MOST_ASTRAY) <= time <= self._now + MOST_ASTRAY:
            raise Unproven("witness-clock", name=self._witness.name, since=time)
        alarm: AlarmKind | None = "witness-forgot" if forgot else None
        return AskedOutcome(origin=log.head.origin, line=line.line(), time=time, said=said, alarm=alarm)

    def _request(self, log: LogToCosign, old: Size) -> AddCheckpoint:
        proof = log.proof(old) if NOTHING < old < log.head.size else ()
        return AddCheckpoint(old, tuple(proof), log.note)

    def _check_status(self, answer: RawAnswer, log: LogToCosign) -> None:
        if answer.status == 404:
            raise Refused("witness-unknown-log", name=self._witness.name, origin=log.head.origin, key=log.key.vkey())
        if answer.status == 403:
            raise Refused("witness-other-key", name=self._witness.name, origin=log.head.origin, key=log.key.vkey())
        if answer.status != 200:
            raise Unavailable("witness-status", name=self._witness.name, status=answer.status)

    async def _alarmed(self, log: LogToCosign, kind: AlarmKind, said: Size | None) -> AskedOutcome:
        shown = await self._shown(log)
        return AskedOutcome(origin=log.head.origin, alarm=kind, said=said, shown=shown)

    async def _shown(self, log: LogToCosign) -> str:
        """The head that the witness shows of the log, if the hub's key signed it; empty otherwise."""
        try:
            answer = await self._line.newest(log.head.origin)
            note = utf8(answer.body) if answer.status == 200 else ""
            if note:
                checkpoints.verify(note, log.key)
        except SoxaError:
            return ""
        return note
