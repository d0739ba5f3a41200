"""What was printed, in words: what it is, as of when, where it went."""

from __future__ import annotations

from collections.abc import Sequence

from field.printing.files import PrintedFile, What
from field.printing.paper import Paper
from sync.ledger.directive import Directive
from sync.wording.dates import moment
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line, shown_path

_ = catalogue("field")


def printed_words(paper: Paper, file: PrintedFile, what: What, directives: Sequence[Directive]) -> list[str]:
    """What was printed, a line each: what it is, where it is, and what became of the figures since."""
    period = safe_line(period_words(paper.period.name, directives))
    path, made = safe_line(str(file.path)), moment(paper.made)
    if what == "list":
        told = _("The activities of {period} as the ledger has them at {time} are in {path}.")
        return [told.format(period=period, time=made, path=shown_path(path))]
    if paper.sent is None:
        told = _("A draft of the report {period}, with the figures of {time}, is in {path}. Nothing was submitted by this.")
        return [told.format(period=period, time=made, path=shown_path(path))]
    told = _("The report {period} as it was submitted at {time} is in {path}.")
    lines = [told.format(period=period, time=moment(paper.sent.at), path=shown_path(path))]
    if paper.sent.changed:
        lines.append(
            _("The ledger gives other figures now: --draft prints those, and a report that is submitted again says them.")
        )
    return lines
