"""The store of a laptop that goes on where another stopped: whatever that one held, and a log of its own that begins.

What the hub had received of the one before stays, as a colleague's log, with the receipts on it; so do the registry, the
desk's answers and the colleagues' logs: should the hub have lost them, they may be nowhere else. What it had not received
is left out: it goes on in the new log (`rescue`), by which it is stated once.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from field.exchange.moving import copy_database
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import Membership
from field.store.succession import begin_successor
from sync.encoding.types import NOTHING, Size
from sync.ledger.entry import Join
from sync.log.keys import Signer
from sync.shell.files import set_aside_left


def begin_after(before: Path, home: LaptopHome, membership: Membership, join: Join, signer: Signer) -> None:
    """Make a folder's store, which is there whole or not at all, of a copy of the database of the one `before`."""
    making = LaptopHome(home.path / "making")
    shutil.rmtree(making.path, ignore_errors=True)  # one that was cut short
    making.path.mkdir()
    copy_database(before, making.database)
    with LaptopStore.open(making) as old:
        was, received = old.logs.own, _received(old)
    begin_successor(making, membership)
    with LaptopStore.open(making) as begun:
        if received < was.size:
            with begun.taking() as taking:
                taking.leave_unreceived(was.origin, received)
        begun.logs.append([join], signer)
    set_aside_left(home.database)
    making.database.replace(home.database)  # the commit point
    shutil.rmtree(making.path)


def _received(store: LaptopStore) -> Size:
    """How much of the own log the hub is known to have received; of one that forked no more than both histories share."""
    acked, same = store.logs.own.acked, store.logs.standing.same
    most = acked if same is None else min(acked, same)
    return max((kept.acked for kept in store.logs.receipts() if kept.note and kept.acked <= most), default=NOTHING)
