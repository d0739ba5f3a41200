"""Activities that stand twice, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sync.wording.dates import day
from sync.wording.fields import field_name, field_value
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import safe_line

if TYPE_CHECKING:
    from sync.importing.doubles import DoubledImport

_ = catalogue("sync")

_MOST_TOLD: Final = 20


def doubled_notice(doubled: Sequence[DoubledImport], how: str) -> str:
    """That activities count twice, and `how` one of each is taken back; nothing where none do."""
    if not doubled:
        return ""
    count = _count(doubled)
    files = ", ".join(dict.fromkeys(safe_line(found.file) for found in doubled))
    one, several = (
        _("{count} activity counts twice: it was imported here ({files}), and stated elsewhere, too. {how}"),
        _("{count} activities count twice: they were imported here ({files}), and stated elsewhere, too. {how}"),
    )
    return counted(count, one, several).format(count=number(count), files=files, how=how)


def doubled_lines(doubled: Sequence[DoubledImport]) -> Iterator[str]:
    """What stands twice, import by import, and which of each two is taken back."""
    for found in doubled:
        yield _("Import {id} ({file}): activities {rows}, of which count twice: {count}.").format(
            id=found.id, file=safe_line(found.file), count=number(len(found.activities)), rows=number(found.rows)
        )
        if any(each.entered for each in found.activities):
            yield _("The unit states them, and the province entered them, too: what the province entered is taken back.")
        if not all(each.entered for each in found.activities):
            yield _("Two laptops of the unit have them: what was entered later is taken back.")
        for activity in found.activities[:_MOST_TOLD]:
            yield f"- {day(activity.date)}, {safe_line(activity.title)}"
            for each in activity.differs:
                yield _("    {field}: {kept} stays, {extra} goes. If {extra} is right, put it into what stays.").format(
                    field=field_name(each.code),
                    kept=safe_line(field_value(each.code, each.kept, {})),
                    extra=safe_line(field_value(each.code, each.extra, {})),
                )
        if len(found.activities) > _MOST_TOLD:
            from sync.importing.question_words import more_words  # noqa: PLC0415 - it brings all that reads tables

            yield more_words(len(found.activities) - _MOST_TOLD)


def doubles_taken_back_words(doubled: Sequence[DoubledImport]) -> str:
    """That what stood twice stands once."""
    one, several = (
        _("{count} activity that counted twice counts once now."),
        _("{count} activities that counted twice count once now."),
    )
    count = _count(doubled)
    return counted(count, one, several).format(count=number(count))


def _count(doubled: Sequence[DoubledImport]) -> int:
    return sum(len(found.activities) for found in doubled)
