"""How a hub stands that was put back, said to its operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.clock import JUMP
from hub.generations.closing import ClosedGathering
from hub.generations.rebuild import BroughtParcel
from hub.generations.standing import GatheringState, KeptApart, LaptopStanding
from hub.messages import sentence
from hub.monitoring.false_time_words import ahead
from hub.safekeeping.stated_since import LostStatements
from sync.encoding.types import DeviceId, Origin
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line, shown_path

_ = catalogue("hub")

_WHY = {
    "restored": N_("A backup was put in its place at {moment}."),
    "behind": N_(
        "Its database is older than what it has signed; the last thing that it is known to have signed is of {moment}."
    ),
    "beside": N_("Its database holds another history than it has signed; what it is known to have signed is of {moment}."),
    "shown": N_(
        "At {moment} a laptop showed what this hub's keys have signed and it does not hold: its database was put back by "
        "hand, or a copy of the hub serves, too."
    ),
    "rebuilt": N_("It was made anew from its keys at {moment}."),
    "witnessed": N_(
        "At {moment} a witness knew of more than this hub holds of its own logs: its database was put back by hand, or a "
        "copy of the hub serves, too."
    ),
}
_INVITE_GONE = N_(
    "Its invite is not known here, or counts no more. Issue a new one for the unit, and have it used in the same folder of "
    "that laptop (soxa field join): all that it holds comes with its next sync."
)
_LEFT_OUT = {
    "unknown-invite": _INVITE_GONE,
    "expired-invite": _INVITE_GONE,
    "used-invite": _INVITE_GONE,
    "withdrawn-invite": _INVITE_GONE,
    "wrong-invite-proof": _INVITE_GONE,
    "revoked-device": N_(
        "The laptop is revoked. Only if that is wrong: issue an invite in its place, and have it used in the same folder."
    ),
}
_LEFT_OUT_ELSE = N_("Have the laptop sync: what is whole of it comes once more, and else it says what stands against it.")
_LOGS = {
    LogKind.REGISTRY: N_("of the registry"),
    LogKind.ACCEPTANCES: N_("of its acceptances, which nobody else holds"),
    LogKind.DESK: N_("of what it said to units ({units})"),
    LogKind.DEVICE: N_("of logs of laptops, which have them ({units})"),
}
"""Whose entries are missing, of all logs of a kind."""


_STATED = {
    "activity": N_("activities that it entered: {count}"),
    "retraction": N_("activities that it took back: {count}"),
    "report": N_("reports that it entered: {count}"),
    "review": N_("answers: {count}"),
    "reminder": N_("reminders: {count}"),
    "directive": N_("directives and requests: {count}"),
    "dispatched": N_("reports sent upward: {count}"),
}
_SHOWN = 8
"""Units that are named."""


def brought(parcel: BroughtParcel) -> list[str]:
    """What was found in a parcel, and what its laptop is to bring yet."""
    found = counted(
        parcel.entries,
        _("{count} entry came from the laptop {device}."),
        _("{count} entries came from the laptop {device}."),
    ).format(count=number(parcel.entries), device=parcel.device or "–")
    told = [found] if parcel.fault is None or parcel.entries else []
    if parcel.again:
        told.append(
            _(
                "The laptop {device} holds more than stands in this file: it packed from where the lost hub stood. A second "
                "journey brings all of it, and the registry: “soxa hub unpack {path} --reply ANSWER.soxa” here, “soxa field "
                "unpack ANSWER.soxa” and “soxa field pack” on the laptop, and that new file back: “soxa hub unpack”."
            ).format(device=parcel.device, path=shown_path(parcel.path))
        )
    elif parcel.fault is not None:
        told.append(sentence(parcel.fault))
    return told


def no_registry() -> str:
    """What is said while nothing of the registry came."""
    return _(
        "The registry is not here yet: without it nobody is known, and this cannot be closed. Any laptop that synced with "
        "the lost hub brings it: by the line, or by the second journey of its stick."
    )


def since(state: GatheringState) -> str:
    """Since when anything may be missing."""
    return moment(state.lost_since) if state.lost_since else _("the beginning")


def standing(state: GatheringState) -> list[str]:
    """Why it asks, and what it lacks."""
    told = [_(_WHY[state.asking.why]).format(moment=moment(state.asking.since))]
    told.append(
        _("The newest entry that it holds was accepted at {moment}. Until you close this it states nothing.").format(
            moment=moment(state.newest) if state.newest else _("the beginning")
        )
    )
    if state.newest > state.asking.since + JUMP:
        told.append(ahead(state.newest))
    told += missing({each.origin: each.size - each.kept for each in state.missing})
    told += stated(state.stated)
    if state.untold:
        told.append(
            _(
                "Not here: what the province entered for {units} (soxa hub enter, import). Nobody tells yet how much that "
                "was: a laptop of the unit that has synced since brings it. Else enter it again."
            ).format(units=_units(state.untold))
        )
    for entry in state.revoked:
        told.append(
            _("Revoked before, and to be revoked again when you close: {device} ({reason}).").format(
                device=entry.device, reason=entry.reason
            )
        )
    if state.later is not None:
        told.append(
            _(
                "It has signed in generation {generation}, whose registry is not here. Let a laptop sync that has been here "
                "since then: it brings that. If there is none, close with --keep-this: what was signed then is given up, "
                "and the next generation goes on from what is here."
            ).format(generation=state.later)
        )
    told += second_files(state.awaited)
    if state.parted:
        told.append(
            _("It has signed two histories. Close with --keep-this: the one here stays, the other is named for ever.")
        )
    return told


def undone(places: Sequence[tuple[DeviceId, DeviceId]]) -> list[str]:
    """Which laptops count again though others had taken their place."""
    told = _(
        "The laptop {device} had taken the place of {old} in what was lost, and both count now: revoke {old}, or make the "
        "replacement anew (soxa hub invite --replaces {old})."
    )
    return [told.format(device=device, old=old) for device, old in places]


def second_files(awaited: Sequence[DeviceId]) -> list[str]:
    """Of which laptops another file is awaited."""
    if not awaited:
        return []
    told = _(
        "Another file is awaited of these laptops, which hold more than they have brought: {list}. Let each take the answer "
        "to its last file (soxa field unpack), pack once more, and bring that: before this is closed, or after."
    )
    return [told.format(list=_units(awaited))]


def missing(counts: Mapping[Origin, int]) -> list[str]:
    """How many entries are missing of which logs: a line for each kind of them."""
    told: list[str] = []
    for kind, log in _LOGS.items():
        found = {origin: count for origin, count in counts.items() if origins.parse(origin).kind is kind}
        if count := sum(found.values()):
            units = _units([origins.parse(origin).name for origin in sorted(found)])
            told.append(
                counted(count, _("Missing: {count} entry {log}."), _("Missing: {count} entries {log}.")).format(
                    count=number(count), log=_(log).format(units=units)
                )
            )
    return told


def stated(lost: Sequence[LostStatements]) -> list[str]:
    """What the province itself stated since the backup, and is not here."""
    if not lost:
        return []
    rows = [
        f"{_(_STATED[each.kind]).format(count=number(each.count))} ({_units(each.units)})"
        if each.units
        else _(_STATED[each.kind]).format(count=number(each.count))
        for each in lost
    ]
    return [
        _("The province itself stated since the backup what is not here: {list}.").format(list="; ".join(rows)),
        _("What a laptop of such a unit has fetched comes with its next sync. What none has must be stated again."),
    ]


def _units(units: Sequence[str]) -> str:
    shown = ", ".join(units[:_SHOWN])
    more = len(units) - _SHOWN
    return shown if more <= 0 else _("{units} and {count} more").format(units=shown, count=number(more))


def laptop_row(laptop: LaptopStanding) -> tuple[str, ...]:
    """A laptop in the list."""
    if laptop.by_entry:
        called = _("the hub's own")
    elif laptop.called is not None:
        called = moment(laptop.called)
    elif laptop.ended:
        called = _("revoked or replaced")
    else:
        called = _("has not called") if laptop.known else _("unknown")
    return (
        laptop.device,
        laptop.unit,
        laptop.officer or "",
        number(laptop.kept),
        number(laptop.waiting),
        called if laptop.known or not laptop.receipted else _("unknown, but enrolled once"),
    )


def lost(state: GatheringState) -> list[str]:
    """What may yet come, and what nobody can bring."""
    told = []
    if state.silent:
        told.append(
            counted(
                len(state.silent),
                _("{count} laptop has not called since. What it alone holds comes when it does, before you close or after."),
                _(
                    "{count} laptops have not called since. What they alone hold comes when they do, before you close or "
                    "after."
                ),
            ).format(count=number(len(state.silent)))
        )
    told.append(
        _(
            "Lost with the database, and in nobody's hand: accounts, invites, officers' names, who answered what, and "
            "whatever was revoked, answered or asked since {moment} that no laptop has fetched."
        ).format(moment=since(state))
    )
    told.append(
        _("Once the hub goes on, issue anew the invites that were issued since {moment}.").format(moment=since(state))
    )
    return told


def to_do(state: GatheringState) -> str:
    """What the operator types next."""
    if state.parted or state.later is not None:
        return _(
            "To go on: soxa hub restored --close --keep-this --none-revoked, or --revoked LAPTOP for each that was revoked "
            "since {moment}."
        ).format(moment=since(state))
    return _(
        "To go on: soxa hub restored --close --none-revoked, or --revoked LAPTOP for each that was revoked since {moment}."
    ).format(moment=since(state))


def closed(done: ClosedGathering) -> str:
    """What came of closing."""
    entries = counted(done.entries, _("{count} entry accepted"), _("{count} entries accepted"))
    laptops = counted(done.laptops, _("{count} laptop enrolled again"), _("{count} laptops enrolled again"))
    return _("The hub goes on in generation {generation}: {entries}, {laptops}, {revoked} revoked again.").format(
        generation=done.generation,
        entries=entries.format(count=number(done.entries)),
        laptops=laptops.format(count=number(done.laptops)),
        revoked=number(len(done.revoked)),
    )


def left_out(rows: Sequence[KeptApart]) -> list[str]:
    """What was not accepted of which laptop, why, and what is to be done."""
    return [
        counted(
            row.size - row.start,
            _("Kept apart, and not counted: {count} entry of the laptop {device} of {unit} ({code}). {why}"),
            _("Kept apart, and not counted: {count} entries of the laptop {device} of {unit} ({code}). {why}"),
        ).format(
            count=number(row.size - row.start),
            device=row.device,
            unit=safe_line(row.unit_name),
            code=row.unit,
            why=_(_LEFT_OUT.get(row.why, _LEFT_OUT_ELSE)),
        )
        for row in rows
    ]


def returned(done: ClosedGathering) -> list[str]:
    """Laptops and invites that count again, and perhaps should not."""
    told = []
    for laptop in done.returned:
        if laptop.carried:
            sentence = _(
                "The laptop {device} of {unit} came back without its invite, and carries on the work of {old}: if it took "
                "that laptop's place, revoke {old}, which is trusted again."
            )
        else:
            sentence = _(
                "The laptop {device} of {unit} came back without its invite: if it took another laptop's place, revoke that "
                "one, which is trusted again."
            )
        told.append(sentence.format(device=laptop.device, unit=laptop.unit, old=laptop.carried))
    if done.invites:
        named = ", ".join(f"{invite.id} ({invite.unit})" for invite in done.invites)
        sentence = _("Invites that count. Withdraw again, at the desk, those that were withdrawn since the backup: {list}")
        told.append(sentence.format(list=named))
    told.append(
        _(
            "Invites that were issued since the backup are not known here: issue them anew. Whoever joined with one uses "
            "the new one in the same folder (soxa field join)."
        )
    )
    return told


def as_json(state: GatheringState | None, apart: Sequence[KeptApart]) -> dict[str, object] | None:
    """All of it for a script, with what was kept apart before; nothing of a hub that lacks nothing."""
    told = [{"origin": row.origin, "unit": row.unit, "from": row.start, "to": row.size, "why": row.why} for row in apart]
    if state is None:
        return {"kept apart": told} if apart else None
    return {
        "kept apart": told,
        "why": state.asking.why,
        "since": state.asking.since,
        "newest": state.newest or None,
        "lost since": state.lost_since or None,
        "missing": [{"origin": each.origin, "kept": each.kept, "signed": each.size} for each in state.missing],
        "stated": [{"kind": each.kind, "count": each.count, "units": each.units} for each in state.stated],
        "entered, untold": list(state.untold),
        "two histories": list(state.parted),
        "revoked": [entry.device for entry in state.revoked],
        "awaited": list(state.awaited),
        "laptops": [
            {
                "laptop": each.device,
                "unit": each.unit,
                "officer": each.officer,
                "held": each.kept,
                "waiting": each.waiting,
                "called": each.called,
                "enrolled": each.known,
                "receipted": each.receipted,
            }
            for each in state.laptops
        ],
    }
