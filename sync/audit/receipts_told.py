"""Receipts of laptops that were held against a bundle, told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sync.audit.receipts import WRONG, HeldAgainst, ReceiptsOutcome, WordVerdict
from sync.audit.telling import tell_wrong
from sync.shell.console import out
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("sync/audit")

_SAID: Final[Mapping[str, str]] = {
    "entries-hidden": N_(
        "the hub receipted the log at the size {size} on {time}, and the bundle, which is of later, has {known}"
    ),
    "receipt-hidden": N_("the hub receipted the log at the size {size} on {time}, and no acceptance in the bundle says so"),
    "receipted-other-root": N_("what the hub receipted at the size {size} on {time} is not what stands in the bundle"),
    "receipted-at-another-time": N_(
        "the hub receipted the log at the size {size} on {time}, and the bundle says another time"
    ),
    "acceptance-rewritten": N_("the acceptance of the size {size} that was given on {time} stands otherwise in the bundle"),
    "signed-other-root": N_("the hub signed another history at {size}"),
    "two-heads": N_("the hub signed two histories at {size}"),
    "in-a-gap": N_("a receipt on the size {size} is of {time}, for which the hub says that it lost what it had"),
    "unstated-head": N_(
        "the hub signed a head of the size {size}, which it lost when it was put back, and does not name that"
    ),
}
_OF_VERDICT: Final[Mapping[WordVerdict, str]] = {
    "after": N_("a receipt on the size {size} is of {time}, after the moment of the bundle"),
    "beyond": N_("a head of the size {size} is beyond the bundle, which has {known}: it says no time, take a newer bundle"),
    "lost": N_("a head of the size {size} is among those that the hub says it lost"),
    "not-signed": N_("what it has of the size {size} is not signed by this hub, and proves nothing"),
    "another-hub": N_(
        "what it has of the size {size} is of another hub: hold it against a bundle of that one, with its key"
    ),
    "not-judged": N_("what it has of the size {size} cannot be judged by this bundle, which could not be read so far"),
}


def tell_receipts(outcome: ReceiptsOutcome) -> None:
    """Tell each receipt and head that the bundle hides or contradicts; then what is to be seen besides; or that all hold."""
    wrong = [word for word in outcome.words if word.verdict in WRONG]
    tell_wrong([_line(word) for word in wrong])
    for word in outcome.words:
        if word.verdict not in WRONG:
            out(_line(word))
    if wrong or outcome.bundle.faults:
        return
    if not outcome.receipts and not outcome.heads:
        out(_("Nothing of what was held against the bundle shows whether it hides anything."))
        return
    out(
        counted(
            outcome.receipts,
            _("The bundle hides nothing of what was held against it: {count} receipt and {heads} signed heads."),
            _("The bundle hides nothing of what was held against it: {count} receipts and {heads} signed heads."),
        ).format(count=number(outcome.receipts), heads=number(outcome.heads))
    )
    out(_("It is the state as of {time} by the hub's clock.").format(time=moment(outcome.bundle.accepted_at, seconds=True)))


def _line(word: HeldAgainst) -> str:
    said = _(_SAID.get(word.code, _OF_VERDICT.get(word.verdict, "")))
    told = said.format(size=number(word.size), known=number(word.known or 0), time=moment(word.time, seconds=True))
    code = f" [{word.code}]" if word.verdict in WRONG else ""
    return f"{safe_line(word.file)}: {word.origin}: {told}{code}"
