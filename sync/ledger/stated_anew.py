"""A record's entries, as they are stated anew to another hub where the one that they were stated to is lost with its keys.

Each is made of the old one alone: without its citation, which speaks of that hub, and building on what the entries are now
that it built on. So whoever has the same entries states the same lines, and what several laptops of a unit bring is one
entry as any other that stands in several logs.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sync.encoding.spelling import tobase64
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Version, in_order
from sync.log.merkle import leaf_hash


def stated_anew(versions: Iterable[Version]) -> list[tuple[bytes, Activity | Retraction]]:
    """The line and the entry of each of one record's versions, behind those that it builds on. What it builds on and is not
    among them is named as it was."""
    by_leaf = {version.leaf: version for version in versions}
    order, _parents = in_order(by_leaf)
    now: dict[str, str] = {}
    lines: list[tuple[bytes, Activity | Retraction]] = []
    for leaf in order:
        was = by_leaf[leaf].entry
        entry = msgspec.structs.replace(was, seen=None, base=tuple(now.get(name, name) for name in was.base))
        line = encode(entry)
        now[tobase64(leaf)] = tobase64(leaf_hash(line))
        lines.append((line, entry))
    return lines
