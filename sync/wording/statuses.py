"""Where something stands, in a word and in a letter: an activity, a report, a duty. A status has one word wherever it is
shown, and every status of the program is in this table."""

from __future__ import annotations

from typing import Final

from sync.ledger.entry import Redaction
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("sync")

_WORDS: Final[dict[str, str]] = {
    # of an activity
    "conflict": N_("in conflict"),
    "held": N_("held back"),
    "returned": N_("returned"),
    "unsent": N_("unsent"),
    "retracted": N_("taken back"),
    "accepted": N_("accepted"),
    "received": N_("received"),
    # of a duty on a laptop
    "overdue": N_("overdue"),
    "to-do": N_("to do"),
    "open": N_("can be sent"),
    "submitted": N_("submitted"),
    # of a task with a unit that leads it
    "not-begun": N_("not begun"),
    "begun": N_("begun"),
    "before-hub": N_("before this hub was there"),
    # of a day that a directive wants kept
    "keep": N_("day to keep"),
    # of a unit's report at the province
    "on-time": N_("on time"),
    "claimed-on-time": N_("claimed in time, received late"),
    "late": N_("late"),
    "missing": N_("missing"),
    "due": N_("not yet"),
    "provisional": N_("provisional"),
    "unread": N_("with a report by a newer program"),
    "awaited": N_("awaits an answer"),
}
_LETTERS: Final[dict[str, str]] = {
    "on-time": N_("[on time] T"),
    "claimed-on-time": N_("[claimed in time, received late] C"),
    "late": N_("[late] L"),
    "returned": N_("[returned] R"),
    "missing": N_("[missing] M"),
    "due": N_("[not yet] ·"),
}


def status_words(status: str) -> str:
    """A status in words."""
    return _(_WORDS[status])


def status_letter(status: str) -> str:
    """The status of a unit's report in one letter, for a cell: whoever sees no colours reads it by this."""
    return _(_LETTERS[status]).rpartition(" ")[2]


def sent_back_words(sent: str, reported: bool) -> str:
    """That a report was sent back, and how it had come: `sent` is its status by receipt. Whether the unit has `reported` all
    the same, by another report."""
    if reported:
        return _("sent {status}; one report returned, to be sent again").format(status=status_words(sent))
    return _("returned, to be sent again (sent {status})").format(status=status_words(sent))


def overdue_by(days: int) -> str:
    """How long something is overdue."""
    return counted(days, _("{days} day overdue"), _("{days} days overdue")).format(days=days)


def days_ahead(days: int) -> str:
    """How far ahead a day lies that is to be kept; one that has begun is today's."""
    return _("today") if days <= 0 else _left(days)


def days_left(days: int) -> str:
    """How long there is still time; 0 is the last day."""
    if days < 0:
        return _("overdue")
    return _("last day") if days == 0 else _left(days)


def _left(days: int) -> str:
    return counted(days, _("{days} day left"), _("{days} days left")).format(days=days)


def entered_words() -> str:
    """That the province entered something for a unit, and none of the unit's laptops."""
    return _("entered by the province")


def erased_mark() -> str:
    """That the province erased texts of something, where there is no room to say when, by whom and why."""
    return _("texts erased")


def altered_mark() -> str:
    """That an entry of something rotted, where there is no room to say what to do."""
    return _("damaged on the disk")


def altered_words(*, unsent: bool = False) -> str:
    """That an entry of something rotted, and what to do; of one that may be `unsent` the province has no copy."""
    if unsent:
        return _(
            "An entry of this is damaged on the disk: what is shown may not be what was signed. It is not sent, so that its "
            "backup alone has it whole: soxa field status says how to go on."
        )
    return _("An entry of this is damaged on the disk: what is shown may not be what was signed. Sync: it comes back.")


def erased_figures_words(count: int) -> str:
    """That figures count activities with erased texts, and whose word their numbers are; empty of none."""
    told = counted(
        count,
        _("{count} activity that is counted has texts that the province erased; its numbers stand, by the province's word."),
        _(
            "{count} activities that are counted have texts that the province erased; their numbers stand, by the "
            "province's word."
        ),
    )
    return told.format(count=number(count)) if count else ""


def erased_words(erased: Redaction) -> str:
    """That the province erased the texts of something: since when, who did it, and why."""
    told = (
        _("its texts are erased by the province ({by}), {time}: {reason}")
        if erased.by
        else _("its texts are erased by the province, {time}: {reason}")
    )
    return told.format(time=moment(erased.at), by=safe_line(erased.by), reason=safe_line(erased.reason))
