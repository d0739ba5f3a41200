"""Reading many entries at once: what `decode` says of each, in a fraction of its time where all are good.

Nearly all entries are activities that make a record and cite nothing, so those are read by a struct that leaves the
patterns of its words to be looked at here, for a whole batch together: each code once, all salts in one piece. What is
not among them, and every batch in which anything at all is amiss, goes entry by entry through `decode`, which is the
only place that says what is wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Final, TypeGuard, cast

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sync.encoding.limits import MAX_ENTRY, MAX_TOPICS
from sync.encoding.patterns import DAY, SLUG
from sync.encoding.unicode import is_nfc
from sync.ledger import entry as e
from sync.ledger.decode import Quarantined, decode
from sync.ledger.origins import LogKind

_Short = Annotated[str, Meta(max_length=64)]
"""A word that is looked at once and remembered: what is remembered of a stranger's words must be small."""


class _QuickFields(e.Fields, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):
    """`Fields` whose words may be spelled anyhow; lengths and ranges hold."""

    date: _Short | UnsetType = UNSET
    directive: _Short | UnsetType | None = UNSET
    topics: Annotated[tuple[_Short, ...], Meta(max_length=MAX_TOPICS)] | UnsetType = UNSET
    channel: _Short | UnsetType | None = UNSET
    language: _Short | UnsetType | None = UNSET
    body: _Short | UnsetType | None = UNSET


class _Quick(e.Activity, frozen=True, kw_only=True, tag="activity", gc=False):
    """`Activity` in the same way."""

    salt: Annotated[str, Meta(min_length=16, max_length=16)]
    record: Annotated[str, Meta(min_length=36, max_length=36)]
    fields: _QuickFields


_decoder: Final = msgspec.json.Decoder(_Quick | e.Uncommon)
_encoder: Final = msgspec.json.Encoder()
_is_code: Final = lru_cache(maxsize=4096)(SLUG.fullmatch)


def decode_all(lines: Sequence[bytes], log: LogKind) -> list[e.Entry | Quarantined]:
    """The entries of a log of this kind from their lines, as `decode` gives each; raises as it does."""
    together = b"\n".join(lines)
    if log is not LogKind.DEVICE or not lines or b"" in lines or len(max(lines, key=len)) > MAX_ENTRY:
        return [decode(line, log) for line in lines]
    try:
        entries = _decoder.decode_lines(together)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [decode(line, log) for line in lines]
    quick = [entry for entry in entries if _is_quick(entry)]
    if _encoder.encode_lines(entries) != together + b"\n" or not _are_good(quick):
        return [decode(line, log) for line in lines]
    if len(quick) == len(entries):
        return cast(list[e.Entry | Quarantined], quick)
    return [entry if _is_quick(entry) else decode(line, log) for entry, line in zip(entries, lines, strict=True)]


def _is_quick(entry: e.Entry) -> TypeGuard[_Quick]:
    """Whether an entry makes a record, cites nothing and says no more than nearly all do."""
    return (
        type(entry) is _Quick
        and not entry.base
        and entry.seen is None
        and entry.fields.until is UNSET
        and entry.fields.audiences is UNSET
        and entry.fields.languages is UNSET
        and entry.fields.places is UNSET
    )


def _are_good(entries: Sequence[_Quick]) -> bool:
    """Whether well-spelled activities, each of which makes a record and cites nothing, have nothing to be held for.
    Their free texts are all of them that can be beyond ASCII; what stands for an empty one is ASCII, and nothing composes
    with the line between."""
    salts, records = "".join([entry.salt for entry in entries]), "".join([entry.record for entry in entries])
    words: set[object] = set()
    dates: set[object] = set()
    texts: list[str] = []
    for entry in entries:
        fields = entry.fields
        dates.add(fields.date)
        words.update((fields.directive, fields.channel, fields.language, fields.body))
        if fields.topics is not UNSET:
            words.update(fields.topics)
        if fields.title is UNSET:
            return False
        texts.append(f"{fields.title}\n{fields.text}\n{fields.place}\n{fields.task}")
    words -= {None, UNSET}
    return (
        is_nfc("\n".join(texts))
        and _is_hex(salts)
        and _are_uuids(records, len(entries))
        and all(map(_is_day, dates))
        and all(map(_is_code, words))
    )


def _is_hex(text: str) -> bool:
    """Whether a text of even length is hexadecimal in lower case, and nothing else."""
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def _are_uuids(joined: str, count: int) -> bool:
    """Whether so many texts of 36 characters, joined, are UUIDs of version 7 in lower case."""
    digits = joined.replace("-", "")
    return (
        len(digits) == 32 * count
        and all(joined[at::36] == "-" * count for at in (8, 13, 18, 23))
        and joined[14::36] == "7" * count
        and set(joined[19::36]) <= set("89ab")
        and _is_hex(digits)
    )


@lru_cache(maxsize=4096)
def _is_day(date: object) -> bool:
    """Whether this is a day that the calendar has. Entries of a range share a few hundred of them."""
    try:
        return isinstance(date, str) and DAY.fullmatch(date) is not None and bool(datetime.date.fromisoformat(date))
    except ValueError:
        return False
