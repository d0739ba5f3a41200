"""What is said of a report that is not what its unit's entries give, or that cannot be told: in whole sentences, with what
to do."""

from __future__ import annotations

from typing import Final

from sync.ledger.report_verdict import JudgedReport, ReportVerdict
from sync.wording.i18n import N_, catalogue
from sync.wording.numbers import number

_ = catalogue("hub")

MARKS: Final[dict[ReportVerdict, str]] = {
    "covers-more": N_("waits for entries"),
    "false-report": N_("does not count"),
    "unread": N_("figures not checked"),
}
"""Each verdict but that of a valid report, in few words."""

_BY_CODE: Final = {
    "covers-what-is-not-here": N_(
        "This report counts entries that have not reached the province yet: the first {size} of the laptop {device}. It "
        "does not count as sent so far, and is judged again by itself when the laptop {device} syncs. Ask its officer to "
        "sync, or to bring a stick."
    ),
    "covers-a-stranger": N_(
        "This report counts entries of the laptop {device}, which is none of this unit's, so it does not count as sent. Ask "
        "the unit to send the report again."
    ),
    "covers-not-itself": N_(
        "This report says wrongly where it stands in the log of its own laptop, so it does not count as sent. Ask the unit "
        "to update its program and to send the report again."
    ),
    "other-figures": N_(
        "The figures of this report do not agree with the entries received, so it does not count as sent. Ask the unit to "
        "update its program and to send the report again."
    ),
    "other-commitment": N_(
        "The figures of this report do not rest on the entries received, so it does not count as sent. Ask the unit to "
        "update its program and to send the report again."
    ),
    "newer-report": N_(
        "A newer program made this report. It counts as sent, but this hub cannot read what it says: update the program of "
        "the hub."
    ),
    "newer-level": N_(
        "A newer program made this report. It counts as sent, but this hub cannot check its figures: update the program of "
        "the hub."
    ),
    "opaque-duty": N_(
        "This report answers a duty that only a newer program can read. It counts as sent, but this hub cannot check its "
        "figures: update the program of the hub."
    ),
}
_NO_DUTY: Final = N_(
    "No document asks for a report named “{period}”, so this one does not count as sent. Ask the unit to send the report "
    "again from the list of those that are due."
)


def report_words(judged: JudgedReport, period: str) -> str:
    """What is to be said of a report for a period, as it names it; nothing of a valid one."""
    if judged.verdict == "valid":
        return ""
    facts = {name: number(fact) if isinstance(fact, int) else fact for name, fact in judged.facts.items()}
    return _(_BY_CODE.get(judged.code, _NO_DUTY)).format(**facts | {"period": period})
