"""A hub that was restored from a copy, as this laptop knows of it, and what is said of that: a line, while it matters."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("field")

_TOLD_FOR: Final = 7 * DAY_SECONDS
"""How long it is said of a hub that has all again."""


class HubRestore(Struct, frozen=True, kw_only=True):
    """A restore of the hub."""

    asking: bool
    """Whether it is gathering what it lacks, and says nothing of its own."""
    at: Instant | None
    """When it was restored, by its clock (POSIX seconds); None while that is not known."""
    again: int
    """How many own entries it had receipted before and has not receipted again."""
    goes_on: bool = False
    """Whether it has gone on since, and asks for what it was not given until then."""


def hub_restore(store: LaptopStore, now: Instant) -> HubRestore | None:
    """What is to be known at POSIX second `now` of the hub's restore; None if there was none, or not of late."""
    state, own = store.local.hub_state, store.logs.own
    again = max(min(state.receipted, own.size) - own.acked, 0)
    late = state.restored_at is not None and now < state.restored_at + _TOLD_FOR
    if not (state.asking or late or (again and state.restored_at is not None)):
        return None
    return HubRestore(
        asking=state.asking,
        goes_on=state.goes_on,
        at=state.restored_at,
        again=again if state.restored_at is not None else 0,
    )


def restore_words(found: HubRestore | None) -> str:
    """What is said of it; nothing where there was none."""
    if found is None:
        return ""
    if found.at is None or (found.asking and not found.goes_on):
        return _(
            "The province is putting its books together again from a copy and from what laptops hold. This laptop gives it "
            "what it lacks; its answers and colleagues' work come afterwards."
        )
    if found.asking:
        return _(
            "The province restored its books at {time}, and still lacks something that this laptop holds: sync, or by stick "
            "pack once more and take that file to the province."
        ).format(time=moment(found.at))
    if found.again:
        return counted(
            found.again,
            _(
                "The province restored its books at {time}. {count} entry of this laptop is to be sent to it again: sync, "
                "or by stick pack once more and take that file to the province."
            ),
            _(
                "The province restored its books at {time}. {count} entries of this laptop are to be sent to it again: "
                "sync, or by stick pack once more and take that file to the province."
            ),
        ).format(time=moment(found.at), count=number(found.again))
    return _("The province restored its books at {time}. It has all that it had of this laptop.").format(
        time=moment(found.at)
    )


def not_back_words(store: LaptopStore) -> str:
    """What is said behind an exchange of what rotted here and did not come back with it; nothing if nothing is left."""
    if not store.mending.lost:
        return ""
    return _(
        "Something that is damaged on this disk did not come back: the province has not brought it, or has it damaged, too. "
        "Sync once more, on another day as well. What it is: soxa field check."
    )


def mended_words(store: LaptopStore) -> str:
    """What is said of a hub whose entries rotted and come back; nothing of one that wants none."""
    if not store.mending.hub_wants:
        return ""
    return _(
        "The province's machine is being mended: a part of what it holds comes later, by itself. Nothing of this laptop is "
        "lost."
    )
