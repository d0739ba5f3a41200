"""What is said of a laptop's clock that a receipt proves wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from field.reporting.clock import ClockDoubt
from sync.encoding.limits import LAST_NOW
from sync.ledger.directive import Directive
from sync.wording.dates import moment
from sync.wording.directive_names import period_words
from sync.wording.durations import how_long
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

_ = catalogue("field")

_NAMED: Final = 5


def present_lines(doubt: ClockDoubt | None) -> list[str]:
    """What to know of how the clock stands now, and what to do; nothing where nothing speaks against it."""
    if doubt is None:
        return []
    lines = []
    if doubt.impossible and not (doubt.behind or doubt.ahead):
        lines.append(
            _(
                "This machine's clock says {now}, which cannot be. Set the date and time, and put right the days of what "
                "was logged meanwhile: “today” goes by the clock."
            ).format(now=_said(doubt))
        )
    if doubt.behind:
        lines.append(
            _(
                "This machine's clock says {now}, but the province's receipt is of {receipt}: it is at least {long} behind. "
                "If the date and time are wrong, set them: “today” goes by them. If they are right, the province's clock "
                "was wrong: tell its operator, who puts that right (“soxa hub clock”); this goes away with the first sync "
                "by line, or once something more from here is received."
            ).format(now=_said(doubt), receipt=moment(doubt.receipt), long=how_long(doubt.behind))
        )
    if doubt.ahead:
        lines.append(
            _(
                "This machine's clock says {now}, and the province's last receipt is of {receipt}: it looks {long} ahead. "
                "If the date and time are wrong, set them, and put right the days of what was logged meanwhile: “today” "
                "goes by the clock. If they are right, sync."
            ).format(now=_said(doubt), receipt=moment(doubt.receipt), long=how_long(doubt.ahead))
        )
    return lines


def _said(doubt: ClockDoubt) -> str:
    """What the clock says; beyond what is reckoned with, no day at all."""
    return _("a day beyond the year 2189") if doubt.now == LAST_NOW else moment(doubt.now)


def clock_lines(doubt: ClockDoubt | None, directives: Sequence[Directive]) -> list[str]:
    """What to know of the clock and what it did, and what to do; nothing where nothing is proven against it. The directives
    are those by which periods are named."""
    if doubt is None:
        return []
    lines = present_lines(doubt)
    if doubt.was_theirs:
        lines.append(
            _(
                "A receipt of the province is of {receipt}, which has not come: its clock was wrong then. At a sync since, "
                "it agreed with this machine's: nothing is to be set here."
            ).format(receipt=moment(doubt.receipt))
        )
    made = [entry for entry in doubt.entries if entry.kind != "report"]
    if made:
        named = ", ".join(safe_line(entry.names)[-8:] for entry in made[:_NAMED]) + (", …" if len(made) > _NAMED else "")
        lines.append(
            counted(
                len(made),
                _("{count} entry was logged while the clock was wrong ({named}): look at the day of it."),
                _("{count} entries were logged while the clock was wrong ({named}): look at the days of them."),
            ).format(count=number(len(made)), named=named)
        )
    if doubt.behind:  # nothing tells yet whose clock it was
        again = _(
            "The report {period} says that it was made at {time}, before the province's receipt. If this machine's clock is "
            "wrong, set it, then submit the report again, so that it counts on time."
        )
    elif doubt.ahead:
        again = _(
            "The report {period} says that it was made at {time}, when the clock was wrong. Set the clock, then submit it "
            "again, so that it counts on time."
        )
    else:
        again = _(
            "The report {period} says that it was made at {time}, when the clock was wrong. Submit it again, so that it "
            "counts on time."
        )
    for report in doubt.reports[-_NAMED:]:
        lines.append(again.format(period=safe_line(period_words(report.names, directives)), time=moment(report.at)))
    return lines
