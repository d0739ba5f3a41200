"""What independent witnesses cosigned of the hub's logs, and whether that is enough for the auditor's policy.

A bundle has heads of the registry and of the acceptances with the cosignatures on them. Each must be a head of the log that
stands there, under the hub's key: one of another root is a second history. Whose cosignatures they are is asked by a policy
alone: without one nobody is known. By a policy the quorum must have cosigned each of the two logs up to its end; who
cosigned a larger head vouches for each before it, since the log that stands here has both.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sync.audit.faults import AuditMarks
from sync.encoding.types import NOTHING, Hash, Instant, Origin, Size
from sync.errors import BadInput, Refused, SoxaError, Unproven
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import SignedCheckpoint
from sync.log.note import Verifier
from sync.log.policy import Policy
from sync.log.witness import cosignature_time


class CosignedBy(Struct, frozen=True):
    """A witness of the policy, and what it cosigned last of a log."""

    witness: str
    """By its name in the policy."""
    key: str
    """The name of its key."""
    size: Size
    time: Instant


class WitnessedLog(Struct, frozen=True, kw_only=True):
    """A log of a bundle, and who of the policy cosigned it."""

    origin: str
    size: Size
    covered: Size
    """Up to how many entries the quorum has cosigned."""
    cosigned: tuple[CosignedBy, ...]

    @property
    def is_met(self) -> bool:
        """Whether the quorum has cosigned all of it."""
        return self.covered == self.size


def check_concerns(policy: Policy | None, key: Verifier) -> None:
    """Refuse a policy that is about other logs: `Refused("policy-of-others")`."""
    if policy is not None and not policy.concerns(key):
        raise Refused("policy-of-others", name=key.name)


class Witnesses:
    """Takes the cosigned heads of each log as it is read, and judges them by a policy if there is one."""

    def __init__(self, policy: Policy | None, marks: AuditMarks) -> None:
        self._policy = policy
        self._marks = marks
        self._logs: list[WitnessedLog] = []

    def read(self, key: Verifier, notes: Sequence[str], roots: Sequence[Hash]) -> None:
        """Take the heads of a log that is whole: its key under its name, and the roots at each of its sizes."""
        heads, last = list[SignedCheckpoint](), NOTHING
        for note in notes:
            try:
                signed = checkpoints.verify(note, key)
                head = signed.checkpoint
                if not last < head.size < len(roots) or len(signed.note.signatures) < 2:
                    raise BadInput("bad-witnessed", size=head.size)
                if roots[head.size] != head.root:
                    raise Unproven("witnessed-otherwise", size=head.size)
            except SoxaError as error:
                self._marks.fault(key.name, None, error.code, error)
                continue
            heads.append(signed)
            last = head.size
        if self._policy is not None:
            self._judge(self._policy, key.origin, Size(len(roots) - 1), heads)

    def _judge(self, policy: Policy, origin: Origin, size: Size, heads: Sequence[SignedCheckpoint]) -> None:
        last: dict[str, CosignedBy] = {}
        for signed in heads:
            for name, witness in policy.witnesses.items():
                if signed.note.find(witness) is None:
                    continue
                try:
                    time = cosignature_time(signed.note, signed.checkpoint, witness)
                except SoxaError as error:
                    self._marks.fault(origin, None, error.code, error)
                    continue
                last[name] = CosignedBy(name, witness.name, signed.checkpoint.size, time)
        covered = max((at for at in self._sizes(policy, size, last)), default=NOTHING)
        self._logs.append(WitnessedLog(origin=origin, size=size, covered=covered, cosigned=tuple(last.values())))
        if covered != size:
            self._marks.fault(origin, None, "not-witnessed", None, size=size, covered=covered)

    @staticmethod
    def _sizes(policy: Policy, size: Size, last: dict[str, CosignedBy]) -> list[Size]:
        """The sizes up to which the quorum has cosigned."""
        found = [by.size for by in last.values()]
        met = [at for at in found if policy.is_met([name for name, by in last.items() if by.size >= at])]
        return [*met, size] if policy.is_met(()) else met

    def told(self) -> tuple[WitnessedLog, ...]:
        """What was found, log by log; nothing without a policy."""
        return tuple(self._logs)
