"""Damaged entries taken again from a backup that has them: those of the acceptances above all, which nobody else holds.

Only what is known to be damaged is taken, and only as far as it proves itself under a signed head of the backup, as whatever
a laptop brings again does: so nothing goes back in time, and no restore is begun.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hub.home import HubHome, Keys
from hub.intake.mending import Mender
from hub.safekeeping.backup import opened_backup
from hub.store import HubStore, Transaction
from hub.store.rows import Damage
from sync.errors import SoxaError, Unavailable, Unproven
from sync.exchange.mending import given_again


def mend_from(store: HubStore, keys: Keys, home: HubHome, path: Path, ask: Callable[[], str]) -> int:
    """How many damaged entries a backup gave again. `ask` is asked for its passphrase. `Unproven("backup-of-another")`, and
    as `opened_backup`; a backup that is damaged itself gives what of it proves itself."""
    with opened_backup(home, path, ask) as (copied, facts):
        if facts.key != keys.logs.verifier.vkey():
            raise Unproven("backup-of-another", found=facts.key, own=keys.logs.verifier.vkey())
        other = HubStore.open(copied, alone=True)
        try:
            with other.reading() as backup, store.writing() as transaction:
                mender = Mender(transaction, keys)
                known = [each for each in transaction.settings.damage if each.what == "entries"]
                return sum(_mended(backup, mender, each) for each in known)
        finally:
            other.close()


def _mended(backup: Transaction, mender: Mender, damage: Damage) -> int:
    log = backup.logs.get(damage.origin)
    end = 0 if log is None else min(damage.end, log.size)
    if log is None or damage.start >= end:
        return 0
    lines = list(backup.logs.lines(log.id, damage.start, end))
    leaves = list(backup.logs.leaves(log.id, 0, log.size))
    mended = 0
    for mending in given_again(damage.start, lines, leaves, log.checkpoint):
        try:
            mended += mender.take(mending.head, mending.lines)
        except Unavailable:
            raise
        except SoxaError:  # of another history, or damaged there, too
            continue
    return mended
