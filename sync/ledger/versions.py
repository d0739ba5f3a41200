"""Versions of records from the lines of entries, and a record merged from its lines: the one way from bytes to `merge`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sync.encoding.types import Hash, Index
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Retraction
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash, leaf_hashes


def version_of(line: bytes, leaf: Hash | None = None) -> Version:
    """The version that a line gives which is known to state or retract an activity; `leaf` is its hash, if at hand."""
    entry = decode(line, LogKind.DEVICE)
    assert isinstance(entry, Activity | Retraction), "stored as an entry of a record"
    return Version(leaf_hash(line) if leaf is None else leaf, entry)


def merge_lines(lines: Iterable[bytes]) -> Record:
    """The state of a record from all the lines of its entries; at least one."""
    return merge(map(version_of, lines))


def versions_of(lines: Sequence[bytes]) -> list[Version]:
    """The versions of many lines, all known to state or retract activities: as `version_of`, in a fraction of its time."""
    versions = [version for _index, version in versions_among(lines)]
    assert len(versions) == len(lines), "stored as entries of records"
    return versions


def versions_among(lines: Sequence[bytes]) -> Iterator[tuple[Index, Version]]:
    """The versions among the lines of a laptop's log, each with its index there; other entries are passed over."""
    from sync.ledger.decode_batch import decode_all  # noqa: PLC0415 - a reader of its own, which who reads one line does without

    entries = decode_all(lines, LogKind.DEVICE)
    for index, (leaf, entry) in enumerate(zip(leaf_hashes(lines), entries, strict=True)):
        if isinstance(entry, Activity | Retraction):
            yield Index(index), Version(leaf, entry)
