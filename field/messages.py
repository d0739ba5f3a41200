"""The laptop's sentences: what to tell an officer when something cannot be done, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sync.errors import Fact, Unavailable
from sync.wording import messages
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from sync.ledger.report_verdict import JudgedReport

_ = catalogue("field")

MESSAGES: Final[dict[str, str]] = {
    "no-pdf-maker": N_(
        "No PDF was made: this machine has neither Word nor LibreOffice. The Word document was written in its place; open "
        "it on a machine that has one of them, and save it as PDF there."
    ),
    "pdf-failed": N_(
        "No PDF was made: {programs} did not succeed. The Word document was written in its place; open it, and save it as "
        "PDF there."
    ),
    "print-or-submit": N_(
        "Printing a report does not submit it, and submitting does not print it: type the command once with --submit, and "
        "once with -o."
    ),
    "print-where": N_("Say into which file it is to be printed: -o FILE.docx, .pdf or .xlsx."),
    "section-in-a-workbook": N_("A section to paste is a Word document or a PDF: name the file .docx or .pdf."),
    "section-or-list": N_("Print the results alone or the list alone: --section or --list, not both."),
    "unknown-paper-kind": N_("{path} is of no kind that can be printed: end its name in .docx, .pdf or .xlsx."),
    "already-joined": N_(
        "This laptop belongs to {unit} at {hub} already, and goes on there as it is. For another laptop choose another "
        "folder with --home. If that hub is lost: rename this folder, join, and take over what stands here (soxa field "
        "rescue, with the renamed folder)."
    ),
    "already-retracted": N_("{record} was taken back already."),
    "altered-record": N_(
        "An entry of {record} is damaged on this disk, so that what is shown of it may not be what was signed, and nothing "
        "is built on it. Sync: the true entry comes back. Then do this again."
    ),
    "figures-damaged": N_(
        "Something that the report {period} counts is damaged on this disk: {what}. Its figures may be false: they are "
        "neither signed nor printed. Sync (soxa field sync, or by USB stick and its answer): what the province has comes "
        "back by itself. Then do this again. If it is still damaged, soxa field check says what to do."
    ),
    "ambiguous-id": N_("“{text}” fits several activities: {near}. Write more of it."),
    "another-laptop": N_(
        "This answer is for another laptop ({device}). Unpack it there, and ask the province for this laptop's own."
    ),
    "bad-hub-url": N_(
        "The invite gave this laptop an address that no hub can have: “{text}”. Ask the province for a new invite and join "
        "with it, or use a USB stick."
    ),
    "bad-id": N_("“{text}” is not an activity's id. Copy it, or its last 8 characters, from “soxa field list”."),
    "store-damaged": N_(
        "The data file soxa.db is damaged: {why}. Delete nothing. Close soxa wherever it is open, then: soxa field check. "
        "That reads what can be read into a new file, keeps the damaged one, and says what is missing. If this comes again, "
        "nothing can be read: keep the folder and restore it from a copy; or ask for an invite and join in a new folder. "
        "What the province has comes back, and what is unsent is in the backup (soxa field rescue)."
    ),
    "home-behind": N_(
        "The hub holds {held} entries that this laptop signed, and this folder has {own} of them: it was put back "
        "from an older copy. Nothing can be saved before they are here again. Sync once. What you type meanwhile is kept "
        "as a draft, and stands first in the program's list."
    ),
    "home-behind-stick": N_(
        "A stick was written here with {held} entries, and this folder has {own} of them: it was put back from an older "
        "copy. Nothing can be saved before they are here again: bring the stick to the province, then sync, or pack once "
        "more and take the answer. What you type meanwhile is kept as a draft, and stands first in the program's list. If "
        "the stick is lost, ask the province for an invite and use it in this folder (soxa field join)."
    ),
    "home-bereft": N_(
        "The data file soxa.db is gone from {path}; the key of this laptop ({device}) is there. If you have a copy of the "
        "file, put it back. Else ask the province for an invite in this laptop's place, use it in this folder (soxa field "
        "join), and sync: what the province has comes back, and what is unsent is taken from the backup beside this folder "
        "by itself. If the backup is elsewhere: soxa field rescue, with its place."
    ),
    "home-damaged": N_(
        "An entry that is not sent is damaged on this disk, and nothing saved behind it can be sent. If its backup is on a "
        "stick, put that in and sync: then it is mended by itself. Else ask the province for an invite in this laptop's "
        "place and use it in this folder (soxa field join): what is whole goes on under a new key, and what is damaged "
        "becomes a draft, to be looked at and saved again."
    ),
    "home-forked": N_(
        "A copy of this folder has gone on elsewhere, and the hub holds that one. Nothing that is saved here could "
        "ever be sent. What you type is kept as a draft, and stands first in the program's list. Ask the province for an "
        "invite and use it in this folder (soxa field join): what is unsent goes on under a new key."
    ),
    "own-fork": N_(
        "The province holds another history of this laptop from entry {index} on: this folder was put back from an older "
        "copy, or a copy of it went on elsewhere. Nothing that is saved here can be sent any more. Ask the province for an "
        "invite and use it in this folder (soxa field join): what is unsent goes on under a new key."
    ),
    "home-key-damaged": N_(
        "The key of this laptop ({path}) is damaged. Nothing can be saved or sent without it. Put it back from a copy if "
        "you have one; else ask the province for an invite and use it in this folder (soxa field join): what is unsent goes "
        "on under a new key."
    ),
    "no-kit-invite": N_("The stick has no invite of {unit} that still holds. Leave --unit out to see which there are."),
    "program-open": N_("Sổ xã is open. Close it, then try again; nothing was changed."),
    "home-key-lost": N_(
        "The key of this laptop is not in its folder ({path}). Nothing can be saved or sent without it. Put it back "
        "if you have it; else ask the province for an invite and use it in this folder (soxa field join): what is "
        "unsent goes on under a new key."
    ),
    "home-key-other": N_(
        "{path} is the key of the laptop {found}, and this folder is of the laptop {own}. Nothing can be saved or sent "
        "with it. Put back the key that belongs here if you have it; else move that file away, ask the province for an "
        "invite and use it in this folder (soxa field join): what is unsent goes on under a new key."
    ),
    "home-mended": N_(
        "What was damaged in this folder is whole again: it was put back from its backup. This laptop goes on as it is; the "
        "invite was not used. Sync."
    ),
    "home-moved": N_(
        "This laptop was moved to another machine. Go on there; nothing is saved here any more. Drafts that are typed here "
        "are taken over there (soxa field rescue, with this folder). Only if the stick was lost before it arrived anywhere: "
        "ask the province for an invite in this laptop's place, and use it in this folder (soxa field join): all goes on "
        "here."
    ),
    "move-into-laptop": N_(
        "{path} is the folder of a laptop of {unit} already. Rename it, or choose another with --home, and take the laptop "
        "from the stick once more. What was typed in the renamed folder and is not saved is then taken over with soxa field "
        "rescue and that folder."
    ),
    "nothing-moved": N_(
        "{path} holds no laptop that was moved. One that has arrived is on the stick no more: go on where it arrived. Else "
        "name the stick that “soxa field move --to” wrote; if that is lost, soxa field status says on the old machine what "
        "to do."
    ),
    "home-revoked": N_(
        "The province trusts this laptop no more. Nothing that is saved here could be sent. If that is a mistake, ask "
        "for an invite and use it in this folder (soxa field join): what is unsent goes on under a new key."
    ),
    "home-succeeded": N_(
        "Another laptop took this one's place. Nothing that is saved here could be sent: go on there. What is unsent here "
        "is taken over there (soxa field rescue), or by an invite for another laptop that is used in this folder."
    ),
    "newer-store": N_("This data folder was used by a newer soxa. Update soxa."),
    "no-address": N_("This laptop has no address of the hub: it goes by USB stick. Use “soxa field pack”."),
    "rescue-after-sync": N_(
        "What {path} holds follows entries that this folder does not have. Sync first; what is this laptop's own in the "
        "backup is then taken back by itself, and any other file can be taken once more."
    ),
    "rescue-itself": N_("{path} is this laptop's own folder. Name the folder that can go no further."),
    "rescue-other-unit": N_(
        "That folder belongs to {unit} at {hub}. Only work of this laptop's own unit can be taken over."
    ),
    "rescue-too-late": N_(
        "This laptop has gone on for too long to take that work over: it would stand before what came before it. Ask "
        "for a new invite, join with it in a new folder, and take it over there first."
    ),
    "renew-unsent": N_(
        "The key is renewed only once the province has all that is here. Sync first: {count} entries are not received yet."
    ),
    "nothing-to-rescue": N_("{path} holds no unsent work of a laptop."),
    "no-move": N_("{path} holds {count} laptops that were moved. Name the folder soxa-move-… of the one that is meant."),
    "no-such-import": N_("There is no import {number} on this laptop. The newest: {near}."),
    "no-terminal": N_("The program needs a terminal. In a script call a command: see “soxa field --help”."),
    "no-such-record": N_("There is no activity {text} on this laptop."),
    "not-joined": N_("This laptop has not joined yet. Join with the invite: soxa field join INVITE"),
    "other-acceptance": N_(
        "The acceptance that the hub gives with its receipt (entry {index}) is not the receipt's. Tell the hub's operator."
    ),
    "another-hub": N_(
        "This belongs to another hub: {origin}. Ours is {hub}. If the province says that ours is lost and this is the new "
        "one: rename this folder, join with an invite of the new one, and take over what stands here (soxa field rescue, "
        "with the renamed folder)."
    ),
    "unsigned-answer": N_(
        "This did not come from the province: the answer is not signed by {hub}, or answers something else. What proves "
        "itself in it was taken, and nothing else of it is believed. Sync again. If this comes again, tell the hub's "
        "operator: somebody may be changing what goes over this line, or the hub's program was put back to an older one. "
        "Only if the province says that its hub was lost with its keys and made anew: rename this folder, join with a new "
        "invite, and take over what stands here (soxa field rescue, with the renamed folder)."
    ),
    "answers-another": N_(
        "What came back answers another request, not this one: nothing of it was looked at. Sync again. If this comes "
        "again, something on the line gives old answers, or those of others; tell the hub's operator. The hub is "
        "not to blame."
    ),
    "unsigned-file": N_(
        "It cannot be told that this file came from the province: it is not signed by {hub}, or answers no file that this "
        "laptop packed last. What proves itself in it was taken, and nothing else of it is believed. Pack once more, and "
        "bring the answer to that."
    ),
    "forgotten-file": N_(
        "This is the province's answer to a file that this laptop does not remember packing: the disk was full then, or "
        "this folder was put back from a copy since, or it is of long ago. It says that something was refused, which may be "
        "so no more. What it proves was taken. Pack once more, and bring the answer to that."
    ),
    "invite-by-clocks": N_(
        "By the province's clock the invite has run out, by this machine's it has not: one of the two is wrong. Look at "
        "this machine's date; if it is right, tell the province that its clock is wrong. What is saved here is not lost: "
        "sync again once the clocks agree."
    ),
    "expired-invite": N_("The invite has run out. Ask the province for a new one, and check this machine's date."),
    "unknown-invite": N_("The hub knows no such invite ({invite}). Ask the province for a new one."),
    "used-invite": N_("Another laptop has used this invite. Ask the province for a new one, and say that this happened."),
    "withdrawn-invite": N_("The invite was withdrawn. Ask the province for a new one."),
    "wrong-invite-proof": N_("The invite's secret is not the one that was handed out ({invite})."),
    "bad-join": N_(
        "The hub refused the join of this laptop ({device}). Ask the province for a new invite, and use it in this folder "
        "(soxa field join): what is unsent goes on under a new key."
    ),
    "wrong-parcel": N_("This file is {kind}. What is needed here is the province's answer to this laptop."),
}
_ONES: Final = {
    "renew-unsent": N_(
        "The key is renewed only once the province has all that is here. Sync first: {count} entry is not received yet."
    ),
}
sentence: Final = messages.Sentences(MESSAGES, _, messages.sentence, ones=_ONES)


def damaged_draft_words() -> str:
    """What to know of a draft that was read off an entry that is damaged."""
    return _("This was read off a damaged entry: letters and figures may be false. Look at every field before you save it.")


def exchange_words(outcome: str, facts: Mapping[str, Fact], *, how: str = "line") -> str:
    """What a past exchange came to: its outcome, with the facts of the error if it is one's code; of a file that was
    written, that its answer is yet to come."""
    done = _("written to a file, whose answer is to be brought back") if how == "file out" else _("complete")
    known = {"done": done, "cancelled": _("stopped")}
    return known[outcome] if outcome in known else sentence(Unavailable(outcome, **facts))


def now_there_words(held: int, unsent: int, lost: int = 0) -> str:
    """That the province has so many entries of this laptop, and how many are still to be sent; or how many it had, and has
    lost."""
    if lost:
        text = counted(
            lost,
            _(
                "The province had received {count} entry of this laptop, and has lost it. Pack once more, and take the new "
                "file there: it holds all that is here."
            ),
            _(
                "The province had received {count} entries of this laptop, and has lost them. Pack once more, and take the "
                "new file there: it holds all that is here."
            ),
        )
        return text.format(count=number(lost))
    if not unsent:
        text = counted(
            held,
            _("The province now has all that was saved here: {count} entry."),
            _("The province now has all that was saved here: {count} entries."),
        )
        return text.format(count=number(held))
    text = counted(
        unsent,
        _("Entries of this laptop that the province now has: {held}; {count} entry is still to be sent."),
        _("Entries of this laptop that the province now has: {held}; {count} entries are still to be sent."),
    )
    return text.format(held=number(held), count=number(unsent))


_OF_ENTRIES: Final[dict[str, str]] = {
    "future": N_("A newer program than the province's wrote this: it counts once the province has updated."),
    "invalid": N_("The province cannot read this, and does not count it. Tell the hub's operator."),
    "void-seen": N_(
        "This counts, but what it cites of the province's log does not hold, and proves nothing of when it was made. "
        "If this comes again, tell the hub's operator."
    ),
    "covers-more": N_(
        "This report gathers entries that have not reached the province, and waits for them. "
        "Let every laptop of the commune sync: then the province looks at it again."
    ),
    "false-report": N_(
        "The figures of this report are not those of the entries that it gathers, and it does not count as submitted. "
        "Sync, look at the figures, and submit it again."
    ),
}


_OF_FALSE_REPORTS: Final[dict[str, str]] = {
    "covers-not-itself": N_(
        "This report does not say rightly how much of this laptop's own log it gathers, and it does not count as submitted. "
        "Update soxa, and submit it again."
    ),
    "covers-a-stranger": N_(
        "This report gathers entries of a laptop that is not of this unit, and it does not count as submitted. Sync, and "
        "submit it again."
    ),
}
"""By what a detail begins with, why a report is false where its figures are not what is wrong."""


def said_of_entry(why: str, detail: str) -> str:
    """What the province says of an entry of this laptop, and what to do; the detail is for a technician."""
    from sync.wording.reasons import detail_words

    because = _OF_FALSE_REPORTS.get(detail.partition(":")[0]) if why == "false-report" else None
    text = because or _OF_ENTRIES.get(why, N_("The province says “{why}” of this. A newer version of soxa may know more."))
    return _(text).format(why=safe_line(why)) + (f" ({safe_line(detail_words(detail))})" if detail else "")


_OF_REPORTS: Final[dict[str, str]] = {
    "covers-what-is-not-here": N_("waits for entries of laptop {device}"),
    "covers-more": N_("waits for entries that have not reached the province"),
    "other-figures": N_("its figures are not those of the entries received"),
    "other-commitment": N_("its figures are not those of the entries received"),
    "false-report": N_("its figures are not those of the entries received"),
    "covers-a-stranger": N_("it counts laptop {device}, which is not of this commune"),
    "covers-not-itself": N_("it does not say how far it counts its own laptop's entries"),
    "newer-report": N_("a newer program wrote it: this one cannot read what it says"),
    "newer-level": N_("a newer program wrote it: this one cannot check its figures"),
    "opaque-duty": N_("a newer program is needed to read what it answers"),
}


def report_words(judged: JudgedReport) -> str:
    """Why a report does not count, or is not known to be right."""
    text = _OF_REPORTS.get(judged.code or judged.verdict, N_("no report of this period is asked for"))
    return _(text).format(device=str(judged.facts.get("device", ""))[:8])


def unplaced_words() -> str:
    """What is said of a report in place of its period's days, where this program cannot tell them."""
    return _("its period cannot be read by this program")


def unread_entries(count: int) -> str:
    """What to know of figures on a laptop that holds entries which a newer program wrote."""
    return counted(
        count,
        _(
            "This laptop holds {count} entry that a newer program wrote; the figures below do not count it. "
            "Update the program before you submit, if you can."
        ),
        _(
            "This laptop holds {count} entries that a newer program wrote; the figures below do not count them. "
            "Update the program before you submit, if you can."
        ),
    ).format(count=number(count))


def packed_words(count: int, path: Path) -> str:
    """What is said of a file for the hub that was written, with so many entries."""
    if not count:
        nothing = _("Nothing was unsent. The file {path} fetches what the province has to say.")
        return nothing.format(path=shown_path(path))
    return counted(
        count,
        _("{count} entry written to {path}. It counts as unsent until the answer comes back."),
        _("{count} entries written to {path}. They count as unsent until the answer comes back."),
    ).format(count=number(count), path=shown_path(path))


def moved_words(folder: Path) -> str:
    """What is said of a laptop that was put on a stick."""
    return _("This laptop is in {path} now, its key under the passphrase. Nothing is saved here any more.").format(
        path=shown_path(folder)
    )


def unsealed_words() -> str:
    """What is said of a file for the hub that could not be sealed."""
    return _(
        "The file is not sealed: the province's key for that is not known here yet. Whoever finds the stick can read it. "
        "The next exchange brings the key."
    )


def older_words() -> str:
    """What is said of a file of the hub's that has less than was received before."""
    return _("This file is older than what this machine has received: nothing is lost.")


def unproven_words(hub: str, *, forgotten: bool = False) -> str:
    """What is said of a file whose header is not the hub's word on what was packed here; of a `forgotten` one it is its
    word."""
    if forgotten:
        return _(
            "This is the province's answer to a file that this laptop does not remember packing: the disk was full then, or "
            "this folder was put back from a copy since, or it is of long ago. All that it proves was taken, receipts "
            "included. If something is still unsent, pack once more."
        )
    return _(
        "It cannot be told that all of this file came from the province: it is not signed by {hub}, or answers no file that "
        "this laptop packed last. What proves itself in it was taken; nothing else of it is believed."
    ).format(hub=hub)


def passed_over_words(logs: int) -> str:
    """How many logs of an answer were not taken, as they are not known or not followed."""
    return counted(
        logs,
        _("Passed over: {count} log that this program does not know or follow."),
        _("Passed over: {count} logs that this program does not know or follow."),
    ).format(count=number(logs))
