"""Rounds: every witness asked about every log that grew, all at once and beside all else; and what came of it kept.

A round asks about the heads as they stand: what came meanwhile waits for the next, so a busy hub asks once a minute and not
once a sync. Who does not answer is asked again after one minute, two, four, up to an hour. No sync and no receipt waits for
a witness, and a hub of which no witness is heard goes on as ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

import anyio
from msgspec import Struct

from hub import own_logs
from hub.cosigning.asking import AlarmKind, AskedOutcome, Asker, LogToCosign
from hub.cosigning.line import DEADLINE, WitnessLine
from hub.cosigning.words import alarm_line
from hub.home import Keys
from hub.intake.own_tails import OwnTails
from hub.store import HubStore, Transaction
from hub.store.rows import CosignedHead, WitnessAlarm, WitnessRow
from sync.encoding.types import NOTHING, DeviceId, Hash, Instant, Origin, RandomBytes, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Tree, tree_root
from sync.log.note import Verifier
from sync.shell.console import say

BETWEEN: Final = 60.0
"""Seconds between two rounds of a service."""
_LONGEST_REST: Final = 3_600
_AT_ONCE: Final = 5.0
"""Seconds for which whoever asks for a bundle may wait for a witness."""
_FINAL: Final[Sequence[AlarmKind]] = ("witness-other-history",)
"""The alarms after which nothing is asked of that log until a person has looked."""


class AskedWitness(Struct, frozen=True):
    """A witness that was asked, and what came of it, log by log."""

    witness: WitnessRow
    outcomes: Sequence[AskedOutcome]


class _ToAsk(Struct, frozen=True):
    """A witness and what it is to be asked: of each log, how many entries it cosigned, and when it last did."""

    witness: WitnessRow
    logs: Sequence[tuple[LogToCosign, Size, Instant]]


def ask_round(
    store: HubStore,
    keys: Keys,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    everybody: bool = False,
    deadline: float = DEADLINE,
    stop: threading.Event | None = None,
) -> list[AskedWitness]:
    """Ask each witness about what it has not cosigned yet, and keep what came of it. `everybody` is asked about everything:
    who did not answer lately, too, and about what is cosigned, since the hub may have gone back. Nothing is kept once it is
    to `stop`."""
    with store.reading() as transaction:
        to_ask = list(_to_ask(transaction, keys, now, everybody=everybody))
    if not to_ask:
        return []
    asked = anyio.run(_ask_all, to_ask, now, deadline, stop)
    if stop is not None and stop.is_set():
        return []
    with store.writing() as transaction:
        for each in asked:
            for line in _kept(transaction, keys, each, _notes(to_ask), now, random_bytes):
                say(line)
    return asked


def freshen(store: HubStore, keys: Keys, *, now: Instant, random_bytes: RandomBytes) -> None:
    """Have the heads as they stand cosigned, before they are handed to an auditor, by whoever answers at once; and what came
    meanwhile, once more."""
    with suppress(SoxaError):  # what cannot be kept is missing in it, and auditors see that
        for _again in range(2):
            if not ask_round(store, keys, now=now, random_bytes=random_bytes, deadline=_AT_ONCE):
                return


def _to_ask(transaction: Transaction, keys: Keys, now: Instant, *, everybody: bool) -> Iterator[_ToAsk]:
    witnesses = [row for row in transaction.witnesses.all() if everybody or _is_due(row, now)]
    if not witnesses:
        return
    logs = {log.head.origin: log for log in _logs(transaction, keys)}
    shut = {(alarm.witness, alarm.origin) for alarm in transaction.witnesses.alarms() if alarm.kind in _FINAL}
    for witness in witnesses:
        known = {head.origin: head for head in transaction.witnesses.cosigned(witness.name)}
        due = [
            (log, *_last(known.get(origin)))
            for origin, log in logs.items()
            if (witness.name, origin) not in shut and (everybody or not _is_cosigned(known.get(origin), log))
        ]
        if due:
            yield _ToAsk(witness, due)


def _last(head: CosignedHead | None) -> tuple[Size, Instant]:
    return (NOTHING, Instant(0)) if head is None else (head.size, head.time)


def _is_cosigned(head: CosignedHead | None, log: LogToCosign) -> bool:
    return head is not None and bool(head.line) and head.size == log.head.size and head.said <= head.size


def _is_due(row: WitnessRow, now: Instant) -> bool:
    rest = min(60 << min(row.failures - 1, 10), _LONGEST_REST) if row.failures else 0
    return row.tried is None or not 0 <= now - row.tried < rest


def _logs(transaction: Transaction, keys: Keys) -> Iterator[LogToCosign]:
    """The acceptances and the registry, as far as they are whole: what rotted would look like another history."""
    damaged = {damage.origin for damage in transaction.settings.damage}
    for origin in (origins.acceptances(keys.hub), origins.registry(keys.hub)):
        log = transaction.logs.get(origin)
        if log is None or not log.size or not log.can_grow or origin in damaged:
            continue
        leaves = list(transaction.logs.leaves(log.id, 0, log.size))
        name = own_logs.named(transaction, origin)
        root = log.frontier.root()
        if len(leaves) != log.size or tree_root(leaves) != root:
            continue
        yield LogToCosign(
            Checkpoint(name, log.size, root),
            log.checkpoint,
            keys.signer(name).verifier,
            partial(_proof, Tree(leaves), log.size),
        )


def _proof(tree: Tree, size: Size, old: Size) -> list[Hash]:
    return tree.consistency_proof(old, size)


async def _ask_all(
    to_ask: Sequence[_ToAsk], now: Instant, deadline: float, stop: threading.Event | None
) -> list[AskedWitness]:
    """All witnesses at once: one that is slow keeps no other waiting."""
    asked: list[AskedWitness] = []

    async def ask(each: _ToAsk) -> None:
        line = WitnessLine(each.witness.url, each.witness.name, deadline=deadline)
        asker = Asker(line, Verifier.parse(each.witness.vkey), now)
        outcomes = [await asker.ask(log, old, since) for log, old, since in each.logs]
        asked.append(AskedWitness(each.witness, outcomes))

    async def end_early() -> None:
        while not (stop is not None and stop.is_set()):
            await anyio.sleep(0.1)
        askers.cancel_scope.cancel()

    async with anyio.create_task_group() as watching:
        if stop is not None:
            watching.start_soon(end_early)
        async with anyio.create_task_group() as askers:
            for each in to_ask:
                askers.start_soon(ask, each)
        watching.cancel_scope.cancel()
    return sorted(asked, key=lambda each: each.witness.name)


def _notes(to_ask: Sequence[_ToAsk]) -> dict[Origin, LogToCosign]:
    return {log.head.origin: log for each in to_ask for log, _old, _since in each.logs}


def _kept(
    transaction: Transaction,
    keys: Keys,
    asked: AskedWitness,
    logs: Mapping[Origin, LogToCosign],
    now: Instant,
    random_bytes: RandomBytes,
) -> Iterator[str]:
    """Keep what came of asking a witness; gives a line for each alarm that is new."""
    name, witnesses = asked.witness.name, transaction.witnesses
    known = witnesses.get(name)
    if known is None or known.vkey != asked.witness.vkey:  # it was removed meanwhile
        return
    trouble: SoxaError | None = None
    for outcome in asked.outcomes:
        log = logs[outcome.origin]
        if outcome.line:
            head = log.head
            witnesses.keep(
                CosignedHead(
                    witness=name, origin=head.origin, size=head.size, note=log.note, line=outcome.line, time=outcome.time
                )
            )
            witnesses.settle(name, origin=head.origin, kinds=["witness-ahead"])
        elif outcome.said is not None:
            witnesses.said(name, outcome.origin, outcome.said)
        if outcome.shown:
            note = own_logs.owner_only(outcome.shown, log.key)
            OwnTails(transaction, keys, random_bytes, now, DeviceId("")).cited([note], why="witnessed")
        if outcome.alarm is not None and (outcome.alarm != "witness-ahead" or transaction.settings.asking is None):
            found = WitnessAlarm(
                at=now, witness=name, origin=outcome.origin, kind=outcome.alarm, size=log.head.size, said=outcome.said
            )
            if witnesses.alarm(found):
                yield alarm_line(found)
        trouble = trouble or outcome.trouble
    if trouble is not None:
        witnesses.failed(name, now, trouble.code, trouble.facts)
    elif all(outcome.line for outcome in asked.outcomes):
        witnesses.answered(name, now)
    else:  # an alarm tells why
        witnesses.failed(name, now, "", {})


@contextmanager
def cosigning(
    store: HubStore, keys: Keys, now: Callable[[], Instant], random_bytes: RandomBytes, *, between: float = BETWEEN
) -> Iterator[None]:
    """Have rounds go on in a thread while the block lasts, the first at once: a hub that went back hears of it before it has
    signed anything new."""
    stop = threading.Event()

    def go() -> None:
        everybody = True
        while not stop.is_set():
            with suppress(SoxaError):  # the operator hears of it from whoever needs the store
                ask_round(store, keys, now=now(), random_bytes=random_bytes, everybody=everybody, stop=stop)
            everybody = False
            stop.wait(between)

    thread = threading.Thread(target=go, name="cosigning", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
