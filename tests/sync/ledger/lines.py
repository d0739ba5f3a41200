"""A line of every kind, with fields changed as a test asks, and how a line is held back."""

from __future__ import annotations

import msgspec

from sync.encoding.types import Base64Hash
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import KINDS
from sync.ledger.origins import LogKind

RECORD = "0190b2c4-5e00-7000-8000-000000000001"
HASH = Base64Hash("A" * 43 + "=")
LINES: dict[str, dict[str, object]] = {
    "activity": {"record": RECORD, "base": [HASH], "fields": {"quantity": 4}},
    "retraction": {"record": RECORD, "base": [HASH], "reason": "nhầm"},
    "report": {
        "period": "2026-11",
        "covers": [["a" * 16, 1]],
        "records": 0,
        "root": HASH,
        "figures": {"total": [0, 0, 0, 0]},
        "narrative": {},
    },
    "noted": {"directive": "plan", "position": 3},
    "join": {"hub": "h", "unit": "03390", "invite": "a" * 16, "key": "k", "proof": HASH},
    "seal": {"suite": 1, "key": HASH},
    "hub": {"name": "h", "province": "12", "cosigner": "k"},
    "unit": {"code": "03390", "name": "Bình Lư", "type": "xã", "valid_from": "2025-07-01"},
    "device": {"unit": "03390", "key": "k", "invite": "a" * 16},
    "reorganised": {"how": "merged", "units": ["00001"], "into": ["00002"], "since": "2026-11-01"},
    "revoked": {"device": "a" * 16, "size": 3, "reason": "mất"},
    "dispatched": {
        "period": "2026-11",
        "number": "12/BC-SVHTTDL",
        "date": "2026-11-20",
        "recipient": "UBND tỉnh",
        "annex": "0" * 64,
    },
    "acceptance": {"device": "a" * 16, "size": 3, "root": HASH},
    "review": {"record": RECORD, "heads": [HASH], "verdict": "accepted"},
    "reminder": {"period": "2026-11"},
}
"""A good line of every kind but a directive, which has tests of its own: what comes after `kind`, `salt` and `at`."""


def held(line: bytes, log: LogKind = LogKind.DEVICE) -> Quarantined:
    """What a line is held back as, which it must be."""
    found = decode(line, log)
    assert isinstance(found, Quarantined), found
    return found


def line(kind: str, **changes: object) -> bytes:
    """A line of a kind with fields changed, added where the kind does not set them, or left out where they are None."""
    fields = {**LINES[kind], **changes}
    struct = next(found for found in KINDS if found.__struct_config__.tag == kind)
    order = [field.encode_name for field in msgspec.structs.fields(struct)]
    stated: dict[str, object] = {"kind": kind, "salt": "0" * 16, "at": 1, **fields}
    in_order = sorted(stated, key=lambda name: -1 if name == "kind" else order.index(name) if name in order else len(order))
    return msgspec.json.encode({name: stated[name] for name in in_order if stated[name] is not None})


def log_of(kind: str) -> LogKind:
    """The kind of log in which a kind may stand."""
    return next(log for struct, (log, _check) in KINDS.items() if struct.__struct_config__.tag == kind)
