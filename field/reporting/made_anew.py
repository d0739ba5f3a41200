"""What is said of lists that differed from what is saved, and were made anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from field.store.derived import MadeAnew, ReadOut
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number
from sync.wording.safe_text import shown_path

_ = catalogue("field")

_ROWS: Final = N_("Which rows of files were taken is not known whole any more: look for doubles after the next import.")
_PROOFS: Final = N_(
    "Some of what the province signed earlier could not be read. What it signed last comes back with the next sync."
)
_PARTS: Final[dict[str, str]] = {
    "draft": N_("Drafts could not all be read: look whether yours are there."),
    "setting": N_("Settings, and reports that were being written, could not all be read: look whether they are there."),
    "membership": N_(
        "Whose laptop this is was taken from its first entry. Give your name again (F9). If a sync says that there is no "
        "address, exchange by stick, and tell the province."
    ),
    "imported": _ROWS,
    "import": _ROWS,
    "origin": _ROWS,
    "exchange": N_("The list of past syncs could not all be read."),
    "receipted": _PROOFS,
    "hub_head": _PROOFS,
    "peer_head": _PROOFS,
    "left_behind": _PROOFS,
    "contradiction": _PROOFS,
    "hub_word": _PROOFS,
}
"""What is said of each of `OWN_PARTS`."""


def made_anew_lines(anew: MadeAnew) -> list[str]:
    """What was made anew, and that nothing saved is lost by it; nothing where all was as it should be."""
    if anew.read_out is not None:
        going_bad = _("The disk is going bad: move to another machine soon (soxa field move).")
        return [*_read_out(anew.read_out), going_bad]
    lines = list(_told(anew))
    if lines:
        lines.append(
            _(
                "What is saved and signed was not touched. If this comes again, the disk is going bad: move to another "
                "machine in time (soxa field move)."
            )
        )
    return lines


def _read_out(read: ReadOut) -> Iterator[str]:
    yield _(
        "The data file was damaged. What could be read of it is in a new file; the damaged one is kept as {path}."
    ).format(path=shown_path(read.kept))
    if count := read.returning:
        yield counted(
            count,
            _("{count} entry could not be read. The province has it: it comes back with the next sync."),
            _("{count} entries could not be read. The province has them: they come back with the next syncs."),
        ).format(count=number(count))
    if count := read.unsent:
        yield counted(
            count,
            _("{count} saved entry could not be read, and the province does not have it yet."),
            _("{count} saved entries could not be read, and the province does not have them yet."),
        ).format(count=number(count))
    yield from dict.fromkeys(_(_PARTS[part]) for part in read.parts)
    if not (read.returning or read.unsent or read.parts):
        yield _("Nothing is lost.")


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
