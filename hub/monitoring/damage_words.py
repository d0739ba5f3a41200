"""What is damaged of what a hub holds, in words: where, what it is about, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.rows import Damage
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("hub")


def log_told(damage: Damage, unit: str = "") -> str:
    """Which log it is; whose, by the name of its unit, where that is known."""
    name, whose = origins.parse(damage.origin).name, unit or damage.unit
    return {
        LogKind.REGISTRY: _("the registry"),
        LogKind.ACCEPTANCES: _("the acceptances"),
        LogKind.DESK: _("the province's answers to {unit}").format(unit=whose),
        LogKind.DEVICE: _("the log of the laptop {device} of {unit}").format(device=name, unit=whose),
    }[damage.kind]


def place_told(damage: Damage) -> str:
    """What of the log is damaged: entries by their number, from 0 on, as everywhere."""
    if damage.what == "edge":
        return _("the edge of its tree")
    if damage.what == "head":
        return _("its signed head")
    if damage.what == "acceptance":
        told = counted(damage.end, _("the receipt over its first entry"), _("the receipt over its first {count} entries"))
        return told.format(count=number(damage.end))
    if damage.end == damage.start + 1:
        return _("entry {index}").format(index=number(damage.start))
    return _("one or more of the entries {first} to {last}").format(first=number(damage.start), last=number(damage.end - 1))


def affected(damage: Damage) -> str:
    """What the damage is about, for whoever reads pages."""
    return {
        LogKind.REGISTRY: _("units, laptops and directives may be wrong"),
        LogKind.ACCEPTANCES: _("when entries were received may be wrong"),
        LogKind.DESK: _("what the unit reads of the province's answers may be wrong"),
        LogKind.DEVICE: _("activities and reports of the unit may be wrong"),
    }[damage.kind]


def standing(damage: Sequence[Damage]) -> list[str]:
    """What is said before figures and lists of what is known to be damaged: nothing, or a line."""
    if not damage:
        return []
    told = counted(
        len(damage),
        _("What the hub holds is damaged in {count} place, and what follows goes by it: {what}. What to do: soxa hub check"),
        _(
            "What the hub holds is damaged in {count} places, and what follows goes by it: {what}, … What to do: soxa hub "
            "check"
        ),
    )
    what = f"{log_told(damage[0])}, {place_told(damage[0])} ({affected(damage[0])})"
    return [told.format(count=number(len(damage)), what=what)]


def advice(damage: Damage) -> str:
    """What to do about it."""
    if not damage.is_held_by_laptops:
        return _(
            "No laptop has these entries, and no receipt is given until they are back. A backup that has them gives them "
            "again: soxa hub check --from FILE. If none does, put back the newest that is whole: soxa hub restore FILE"
        )
    return _(
        "Laptops have the true entries. They come back by themselves, with the next sync of a laptop that has them or on "
        "its stick: leave the laptops as they are. If none has them any more: soxa hub restore FILE"
    )
