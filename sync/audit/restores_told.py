"""How often a hub went back, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sync.audit.generations import AuditedGeneration
from sync.wording.dates import moment
from sync.wording.i18n import catalogue, counted
from sync.wording.safe_text import safe_line

_ = catalogue("sync/audit")


def restore_lines(restore: AuditedGeneration) -> Iterator[str]:
    """What an auditor is told of a restore, line by line."""
    if restore.fork:
        told = _(
            "Generation {generation}: the hub had signed two histories, and says so. For what it said between {since} and "
            "{at} nobody can vouch."
        )
    else:
        told = _(
            "Generation {generation}: the hub was put back from a copy. For what it said between {since} and {at} nobody "
            "can vouch."
        )
    since = moment(restore.since, seconds=True) if restore.since else _("the beginning")
    yield told.format(generation=restore.generation, since=since, at=moment(restore.at, seconds=True))
    if restore.reason:
        yield "  " + _("reason: {reason}").format(reason=safe_line(restore.reason))
    for log in restore.logs:
        if log.known > log.kept:
            yield "  " + _("{log}: entries that were kept: {kept}, of {known} at least").format(
                log=log.origin, kept=log.kept, known=log.known
            )
    if restore.honoured:
        yield "  " + counted(
            restore.honoured,
            _("{count} delivery counts at the time of a receipt of before."),
            _("{count} deliveries count at the times of receipts of before."),
        ).format(count=restore.honoured)
    if restore.citing:
        yield "  " + _("Laptops that saw what was lost: {laptops}.").format(laptops=", ".join(restore.citing))
