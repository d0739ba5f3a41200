"""A reply of the hub, as far as it is taken; and the receipt in it."""

from __future__ import annotations

from msgspec import Struct

from field.store import Taking
from sync.encoding.types import Instant, Origin, Size
from sync.errors import SoxaError
from sync.exchange.parcel import Refusal, WantedRange
from sync.exchange.ranges import ReceiptedBy


class Reply(Struct):
    """A reply of the hub, as far as it is taken."""

    acked: Size | None = None
    """How much of the own log its receipt covers; None if it brought no receipt."""
    unsent: int = 0
    """How much of the own log it does not cover."""
    lost: int = 0
    """Of a file: how much of the own log was receipted before, and is lost at the hub, which gathers what it lacks."""
    ahead: Size | None = None
    """How much of a log that this laptop's key signed the hub holds, where that is more than is here."""
    received: int = 0
    """New entries taken from logs that this laptop follows."""
    received_bytes: int = 0
    """Of these entries."""
    regained: int = 0
    """Entries of the own log that were here no more, and were taken back."""
    mended: int = 0
    """Entries that had rotted here, and that were taken again."""
    more: bool = False
    asking: bool = False
    """Whether the hub was restored from a copy and is gathering what it lacks: it says nothing of its own until then."""
    restored: int = 0
    """The hub's generation, where this told of a restore after which it stands."""
    refusal: Refusal | None = None
    wanted: tuple[WantedRange, ...] = ()
    """What rotted at the hub, and is asked for again."""
    skipped: frozenset[Origin] = frozenset()
    """The logs in it that this laptop does not follow, or does not know."""
    older: bool = False
    """Whether it is a file that says less than was taken before: nothing is lost, and nothing went back."""
    believed: bool = False
    """Whether its header is the hub's word on what was asked: it is signed, or comes from a hub that signs nothing yet."""
    forgotten: bool = False
    """Whether it is the hub's answer to a file that this laptop does not remember packing: its header may be of any time."""
    told_refused: bool = False
    """Whether it says that the hub refuses something, and that is not believed."""
    fault: SoxaError | None = None
    """What stands against the first of its ranges that was kept away. The rest is taken."""

    def blame(self, error: SoxaError) -> None:
        """Note what stands against a range, if it is the first."""
        self.fault = self.fault or error


class ReceivedReceipt(Struct, frozen=True):
    """A receipt of a reply."""

    size: Size
    note: str
    when: Instant
    accepted: ReceiptedBy | None

    def keep(self, taking: Taking, *, may_lower: bool = True) -> None:
        """Keep it."""
        taking.receipt(self.size, self.note, self.when, self.accepted, may_lower=may_lower)
