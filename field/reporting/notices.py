"""Quiet lines: what an officer should know of the laptop, and nothing that stops the work."""

from __future__ import annotations

import errno
from typing import Final

from field.store import LaptopStore, notices
from field.store.kept import numbers
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger import origins
from sync.log import checkpoint as checkpoints
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number

_ = catalogue("field")

_SHOWN: Final = 30 * DAY_SECONDS
_A_DAY: Final = DAY_SECONDS
_NOT_WRITTEN: Final = N_("The backup of what is unsent could not be written to its place. Nothing else is wrong.")
_WHY_NOT: Final[dict[int, str]] = {
    errno.ENOSPC: N_("The backup of what is unsent could not be written: its place is full. Nothing else is wrong."),
    errno.ENOENT: N_("The backup of what is unsent could not be written: its place is not there."),
}


def notice_lines(store: LaptopStore, now: Instant) -> list[str]:
    """What is to be said at POSIX second `now`; empty most days."""
    lines = []
    (claimed,) = numbers(store.local.setting(notices.CLAIMED), 1)
    if claimed and now - claimed < _SHOWN:
        told = _(
            "On {time} somebody tried to join in this laptop's place, and was refused. If it was not you, tell the province."
        )
        lines.append(told.format(time=moment(Instant(claimed))))
    lines += _of_the_acceptances(store)
    lines += _of_damage(store)
    at, regained = numbers(store.local.setting(notices.REGAINED), 2)
    if now - at < _A_DAY:
        told = counted(
            regained,
            _("{count} saved entry was here no more, and was taken back from the backup ({time})."),
            _("{count} saved entries were here no more, and were taken back from the backup ({time})."),
        )
        lines.append(told.format(count=regained, time=moment(Instant(at))))
    (beyond,) = numbers(store.local.setting(notices.RESERVE_BEYOND), 1)
    (left,) = numbers(store.local.setting(notices.RESERVE_LEFT), 1)
    missing = max(store.kept - store.logs.own.size, beyond)
    if missing > 0:
        told = _missing(missing, waits=store.behind, comes=beyond > left)
        others = _("Others are missing still. {told}")
        lines.append(others.format(told=told) if now - at < _A_DAY else told)
    if failed := reserve_line(store):
        lines.append(failed)
    return lines


def reserve_line(store: LaptopStore) -> str:
    """That what is unsent could not be put on its second place the last time; empty where it could."""
    (failed,) = numbers(store.local.setting(notices.RESERVE_FAILED), 1)
    return _(_WHY_NOT.get(failed, _NOT_WRITTEN)) if failed else ""


def _of_damage(store: LaptopStore) -> list[str]:
    """That something rotted here which the province has: what is closed by it is said elsewhere."""
    count = sum(max(each.end - each.start, 1) for each in store.mending.lost)
    if not count:
        return []
    told = counted(
        count,
        _("{count} entry is damaged on this disk, and the province has it. Sync: it comes back by itself."),
        _("{count} entries are damaged on this disk, and the province has them. Sync: they come back by themselves."),
    )
    return [told.format(count=number(count))]


def _of_the_acceptances(store: LaptopStore) -> list[str]:
    """What the hub's signed heads prove against it, and what it has not proven of them."""
    restores = store.logs.restores()
    forks = [
        note
        for note in store.logs.contradictions()
        if not any(restored.grown and restored.generation > _generation(note) for restored in restores)
    ]
    if forks:
        return [
            _(
                "The province's server has shown two histories of its own books, and signed both. Go on working: nothing "
                "is lost here. Write what proves it to a file (soxa field receipts -o FILE), and give it to the inspectors."
            )
        ]
    if any(word.why != "cited" for word in store.logs.hub_words()):
        return [
            _(
                "The province's server has not proven that what it says now goes on from what it said before. Go on "
                "working. If this still stands here in a week, write what is known to a file (soxa field receipts -o FILE), "
                "and give it to the inspectors."
            )
        ]
    return []


def _generation(note: str) -> int:
    return origins.parse(checkpoints.parse(note).checkpoint.origin).generation


def _missing(count: int, *, waits: bool, comes: bool) -> str:
    """What is said of saved entries that are here no more: they wait for what the province has before them, or the backup
    has them, so that they come by themselves, or somebody must look for it."""
    if waits:
        told = counted(
            count,
            _("{count} saved entry is here no more. Sync: what the backup has of it is then taken back by itself."),
            _("{count} saved entries are here no more. Sync: what the backup has of them is then taken back by itself."),
        )
    elif comes:
        told = counted(
            count,
            _("{count} saved entry is here no more. The backup has it: it comes back with the next sync or saving."),
            _("{count} saved entries are here no more. The backup has them: they come back with the next sync or saving."),
        )
    else:
        told = counted(
            count,
            _(
                "{count} saved entry is here no more. Look for the backup, and take it: soxa field rescue FILE. If there is "
                "none: soxa field rescue --lost."
            ),
            _(
                "{count} saved entries are here no more. Look for the backup, and take them: soxa field rescue FILE. If "
                "there is none: soxa field rescue --lost."
            ),
        )
    return told.format(count=count)
