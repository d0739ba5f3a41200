"""What a log is called, and what its name says of it.

    <hub>/registry               the hub's word on units, devices and directives
    <hub>/acceptances            the hub's word on what it took in, in which order, when
    <hub>/desk/<unit code>       what the hub says to one unit
    <hub>/device/<device id>     what one laptop says

Once a hub was restored, its own three kinds of log go on under names of their next generation, `<hub>/registry/2`,
`<hub>/acceptances/2`, `<hub>/desk/<unit code>/2`; what stands in the logs goes on. The first generation bears no number.

An origin is a schema-less URL (C2SP tlog-checkpoint) and the key name of its log. The hub signs its three kinds of
log with one key pair under each log's own name; `<hub>/mirror` names the key that it makes receipts with,
`<hub>/answers` the first of these key pairs where it signs what it answers.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum

import msgspec

from sync.encoding.limits import MAX_NAME, MAX_ORIGIN
from sync.encoding.patterns import DEVICE_ID, UNIT_CODE
from sync.encoding.spelling import tobase32
from sync.encoding.types import DeviceId, Origin
from sync.errors import BadInput

_HUB = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)*")
_RESERVED = frozenset({"registry", "acceptances", "desk", "device", "mirror"})
_GENERATION = re.compile(r"(.+/(?:registry|acceptances|desk/[^/]+))/([2-9]|[1-9][0-9]{1,3})")
_NEWER = re.compile(r"[a-z0-9.-]+(?:/[a-z0-9.-]+)?")


class LogKind(Enum):
    """Who speaks in a log, and so which entries may stand in it."""

    REGISTRY = "registry"
    ACCEPTANCES = "acceptances"
    DESK = "desk"
    DEVICE = "device"


class ParsedOrigin(msgspec.Struct, frozen=True):
    """An origin taken apart. `name` is a unit's code for a desk, a device id for a device, and empty otherwise."""

    hub: str
    kind: LogKind
    name: str = ""
    generation: int = 1
    """Of a log of the hub's own; a device's log has one alone."""

    @property
    def written(self) -> Origin:
        """The origin itself."""
        words = (self.hub, self.kind.value, self.name, str(self.generation) if self.generation > 1 else "")
        return Origin("/".join(filter(None, words)))

    @property
    def first(self) -> Origin:
        """The name that this log had in the first generation, by which a store knows it."""
        return msgspec.structs.replace(self, generation=1).written

    @property
    def device(self) -> DeviceId:
        """The laptop that speaks in a device's log."""
        assert self.kind is LogKind.DEVICE, "asked of a device's log alone"
        return DeviceId(self.name)


def check_hub_name(name: str) -> str:
    """The name itself if it may name a hub: lower-case host and path, as in `soxa.laichau.example/hub`."""
    if len(name) > MAX_NAME or not _HUB.fullmatch(name) or _RESERVED & set(name.split("/")):
        raise BadInput("bad-hub-name", name=name[:MAX_NAME])
    return name


def parse(origin: str) -> ParsedOrigin:
    """Take an origin apart; `BadInput` if writing it again would give another text."""
    numbered = _GENERATION.fullmatch(origin)
    first, generation = (numbered[1], int(numbered[2])) if numbered else (origin, 1)
    for kind in LogKind:
        if kind in (LogKind.REGISTRY, LogKind.ACCEPTANCES):
            hub, found, name = first.removesuffix(f"/{kind.value}"), first.endswith(f"/{kind.value}"), ""
        else:
            hub, slash, name = first.rpartition(f"/{kind.value}/")
            pattern = UNIT_CODE if kind is LogKind.DESK else DEVICE_ID
            found = bool(slash) and pattern.fullmatch(name) is not None
        if found:
            return ParsedOrigin(check_hub_name(hub), kind, name, generation)
    raise BadInput("bad-origin", origin=origin[:MAX_ORIGIN])


def is_newer(origin: str, hub: str) -> bool:
    """Whether an origin is well formed, and names a log of this hub under a word that only a newer program can know. `parse`
    refuses it, as it does whatever is no origin."""
    beyond = origin.removeprefix(f"{hub}/")
    return beyond != origin and bool(_NEWER.fullmatch(beyond)) and not _RESERVED & set(beyond.split("/"))


def registry(hub: str, generation: int = 1) -> Origin:
    """The origin of a hub's registry."""
    return ParsedOrigin(hub, LogKind.REGISTRY, generation=generation).written


def acceptances(hub: str, generation: int = 1) -> Origin:
    """The origin of a hub's acceptances."""
    return ParsedOrigin(hub, LogKind.ACCEPTANCES, generation=generation).written


def desk(hub: str, unit: str, generation: int = 1) -> Origin:
    """The origin of what a hub says to the unit with this code."""
    return ParsedOrigin(hub, LogKind.DESK, unit, generation).written


def device(hub: str, device_id: DeviceId) -> Origin:
    """The origin of a laptop's log."""
    return ParsedOrigin(hub, LogKind.DEVICE, device_id).written


def mirror(hub: str) -> str:
    """The key name of a hub's receipts."""
    return f"{hub}/mirror"


def answers(hub: str) -> str:
    """The key name under which a hub signs its answers."""
    return f"{hub}/answers"


def device_id(public_key: bytes) -> DeviceId:
    """A laptop's id: the first 80 bits of SHA-256 of its Ed25519 public key, in lower-case base32."""
    return DeviceId(tobase32(hashlib.sha256(public_key).digest()[:10]))
