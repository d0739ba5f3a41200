"""What is typed and not said yet, in a file beside the reserve: drafts of activities, and texts of reports that are not
submitted. It is no parcel: nobody but the officer is to read it, and nothing in it is signed. Whoever takes it gets drafts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from field.store import LaptopStore
from field.store.rows import StoredDraft
from field.store.typed_drafts import TypedDraft, plain, typed_bytes
from sync.encoding.types import DeviceId, Instant
from sync.errors import BadInput, Refused
from sync.ledger.entry import Narrative
from sync.shell.files import opened, unreadable

_MAX_FILE: Final = 16 * 1024 * 1024
_BEGINS: Final = b'{"soxa_drafts":'


class _Draft(Struct, frozen=True, kw_only=True):
    record: str | None = None
    typed: TypedDraft
    at: Instant


class _File(Struct, frozen=True, kw_only=True):
    soxa_drafts: Literal[1]
    hub: str
    unit: str
    device: DeviceId
    drafts: tuple[_Draft, ...] = ()
    narratives: dict[str, Narrative] = {}
    """By the name of the setting that keeps it."""


def written(store: LaptopStore) -> bytes:
    """What is typed and not said yet, as a file; empty if there is nothing."""
    drafts = store.local.drafts()
    texts = {name: msgspec.json.decode(text, type=Narrative) for name, text in store.local.narratives().items() if text}
    narratives = {name: text for name, text in sorted(texts.items()) if text != Narrative()}
    if not drafts and not narratives:
        return b""
    own = store.membership
    whole = _File(
        soxa_drafts=1,
        hub=own.hub,
        unit=own.unit,
        device=own.device,
        drafts=tuple(
            _Draft(record=draft.record, typed=msgspec.json.decode(draft.typed, type=TypedDraft), at=draft.at)
            for draft in drafts
        ),
        narratives=narratives,
    )
    return msgspec.json.encode(whole)


def is_kept_drafts(path: Path) -> bool:
    """Whether a file is one of these. `BadInput("file-missing")`, `Unavailable("file-unusable")`."""
    try:
        with opened(path) as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except OSError as error:
        raise unreadable(path, error) from None


class TakenDrafts(Struct, frozen=True, kw_only=True):
    """What was taken of such a file."""

    device: DeviceId
    drafts: int
    periods: tuple[str, ...]
    """The reports whose texts are kept from now on."""


def take(store: LaptopStore, path: Path) -> TakenDrafts:
    """Keep the drafts of a file that are not kept already, and texts of reports of which none are kept here.
    `BadInput("nothing-to-rescue")` for a file that is none, `Refused("rescue-other-unit")`."""
    own = store.membership
    try:
        with opened(path) as file:
            found = msgspec.json.decode(file.read(_MAX_FILE), type=_File)
    except OSError as error:
        raise unreadable(path, error) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput("nothing-to-rescue", path=str(path)) from None
    if found.unit != own.unit:  # what is not said yet is no hub's
        raise Refused("rescue-other-unit", unit=found.unit, hub=found.hub)
    drafts, periods = 0, []
    with store.transaction():
        for draft in reversed(found.drafts):
            drafts += keep_once(store, StoredDraft(0, draft.record, _bytes(draft.typed), draft.at))
        for name, narrative in found.narratives.items():
            kind, _colon, period = name.partition(":")
            if kind == "narrative" and period and store.local.kept_words(period) is None:
                store.local.take_words(period, msgspec.json.encode(narrative).decode())
                periods += [period] if store.local.kept_words(period) is not None else []
    return TakenDrafts(device=found.device, drafts=drafts, periods=tuple(periods))


def _bytes(typed: TypedDraft) -> bytes:
    return typed_bytes(plain(typed), damaged=typed.damaged)


def keep_once(store: LaptopStore, draft: StoredDraft) -> bool:
    """Keep a draft, unless it is kept already."""
    known = {(kept.record, kept.typed) for kept in store.local.drafts()}
    if (draft.record, draft.typed) in known:
        return False
    store.local.keep_draft(msgspec.structs.replace(draft, id=0))
    return True
