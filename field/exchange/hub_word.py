"""Whether an answer as a whole is the province's word: what stands in its header alone, no range and no receipt proves.

It is believed where the hub's key signs all of the answer, and the answer names this laptop and what this laptop asked. A
hub whose program is older signs nothing, and is believed as it was, until an answer has shown that it signs, or the invite
or its registry has a key to seal to, which only a program that signs states: from then on whatever is not signed is
somebody else's.
"""

from __future__ import annotations

from collections.abc import Collection

from field.store import LaptopStore
from sync.exchange import answers
from sync.exchange.answers import ParcelSignature
from sync.exchange.parcel import Header
from sync.log.note import Verifier


class HubWord:
    """What this laptop believes of its hub's answers."""

    def __init__(self, store: LaptopStore) -> None:
        self._store = store
        self._membership = store.membership

    def believes(self, header: Header, signed: ParcelSignature | None, asked: Collection[str]) -> bool:
        """Whether the header of an answer is the hub's word on one of the things that were `asked`."""
        if signed is None:
            return not (self._store.local.hub_signs or self._store.logs.registry().seal)
        if header.hub != self._membership.hub or not signed.holds(self._verifier):
            return False
        self._store.local.note_hub_signs()
        return header.device == self._membership.device and header.answers in asked

    def is_to_a_forgotten_file(self, header: Header, signed: ParcelSignature | None) -> bool:
        """Whether an answer that is not believed is the hub's all the same, to a file of this laptop: one that it does not
        remember packing, as the disk was full or the folder was put back since; or one of long ago."""
        ours = header.hub == self._membership.hub and header.device == self._membership.device
        return ours and bool(header.answers) and signed is not None and signed.holds(self._verifier)

    @property
    def _verifier(self) -> Verifier:
        return answers.hub_verifier(Verifier.parse(self._membership.key))
