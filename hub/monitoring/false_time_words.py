"""What is said of acceptances whose times look false or are stated to be, to the hub's operator."""

from __future__ import annotations

from hub.registry.false_times import SuspiciousStretch
from sync.encoding.types import Instant
from sync.ledger.received_time import FalseStretch
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def heads() -> tuple[str, ...]:
    """The heads of the columns of `suspicious_row`."""
    return (_("acceptances"), _("say that they are of"), _("made after"))


def suspicious_row(stretch: SuspiciousStretch) -> tuple[str, ...]:
    """A stretch that looks false."""
    said, until = map(moment, stretch.said)
    after = _("the beginning") if stretch.after is None else moment(stretch.after)
    return (place(stretch), said if said == until else f"{said} – {until}", after)


def place(stretch: SuspiciousStretch) -> str:
    """A stretch as an operator names it."""
    return str(stretch.first) if stretch.first == stretch.last else f"{stretch.first}-{stretch.last}"


def stated(stretch: FalseStretch) -> str:
    """A stretch that is stated to be false."""
    told = (
        _("The time of acceptance {first} is stated to be false: it was made from {earliest} to {latest}.")
        if stretch.first == stretch.last
        else _(
            "The times of acceptances {first} to {last} are stated to be false: they were made from {earliest} to {latest}."
        )
    )
    return told.format(
        first=stretch.first,
        last=stretch.last,
        earliest=moment(stretch.earliest) if stretch.earliest else _("the beginning"),
        latest=moment(stretch.latest),
    )


def ahead(newest: Instant) -> str:
    """What is said where the newest acceptance is of a time that has not come."""
    return _(
        "The newest acceptance says that it is of {moment}, which has not come yet: the hub's clock was wrong. Whatever "
        "comes in now is given that time, until this is stated: “soxa hub clock”, or its page."
    ).format(moment=moment(newest))


def start_again() -> str:
    """What is said where the times of a stretch were stated to be false while the service may run."""
    return _(
        "If the service has run since the clock was set, start it again: it goes by the time that has passed since it "
        "started."
    )


def nothing(now: Instant) -> str:
    """What is said where no time looks false."""
    return _(
        "No time of an acceptance looks false by this machine's clock, which says {now}. If it is wrong, set it first, then "
        "look again."
    ).format(now=moment(now))


def consequence() -> str:
    """What a statement does."""
    return _(
        "What was accepted in a stretch that is stated to be false counts as received when you state it, and as made after "
        "what came before it: a report in it is then on time, or claimed to be, and never late by a false time. It stands "
        "in the hub's log for ever, and auditors see it. Set this machine's clock first."
    )
