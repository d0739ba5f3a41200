"""What is said of lists that differed from what is saved, and were made anew."""

from __future__ import annotations

from collections.abc import Iterator

from field.store.derived import MadeAnew
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("field")


def made_anew_lines(anew: MadeAnew) -> list[str]:
    """What was made anew, and that nothing saved is lost by it; nothing where all was as it should be."""
    lines = list(_told(anew))
    if lines:
        lines.append(
            _(
                "What is saved and signed was not touched. If this comes again, the disk is going bad: move to another "
                "machine in time (soxa field move)."
            )
        )
    return lines


def _told(anew: MadeAnew) -> Iterator[str]:
    if count := anew.activities:
        yield counted(
            count,
            _("{count} activity was not listed as it is saved; it was put right from what is saved."),
            _("{count} activities were not listed as they are saved; they were put right from what is saved."),
        ).format(count=number(count))
    if count := anew.entries:
        yield counted(
            count,
            _("{count} saved entry was filed as something else than it is; it was put right."),
            _("{count} saved entries were filed as something else than they are; they were put right."),
        ).format(count=number(count))
    if count := anew.answers:
        yield counted(
            count,
            _("{count} answer of the province was not kept as the province gave it; it was put right."),
            _("{count} answers of the province were not kept as the province gave them; they were put right."),
        ).format(count=number(count))
    if anew.reports:
        yield _("What the unit's reports were found to be was not what they are; they were looked at again.")
    if anew.logs:
        yield _("How much is saved and received here was noted wrongly, and was counted again.")
    if anew.heads:
        yield _("Some of what the province signed earlier was altered, proves nothing any more, and was taken out.")
    if anew.search:
        yield _("The words by which “find” looks were not those that are saved, and were taken from them again.")
