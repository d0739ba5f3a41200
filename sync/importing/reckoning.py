"""The rows of a file by what becomes of each: they add up to those that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct, structs

from sync.importing.plan import PlannedSheet
from sync.importing.words import kind_words
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.numbers import number

if TYPE_CHECKING:
    from sync.importing.file_plan import FilePlan
    from sync.importing.take import ImportResult

_ = catalogue("sync")

_PLANNED: Final[Mapping[str, tuple[str, str]]] = {
    "new": (N_("{count} new"), N_("{count} new")),
    "same": (N_("{count} taken before"), N_("{count} taken before")),
    "changed": (N_("{count} changed"), N_("{count} changed")),
    "alike": (N_("{count} that looks like what is there"), N_("{count} that look like what is there")),
}
_DONE: Final[Mapping[str, tuple[str, str]]] = {
    "new": (N_("{count} taken"), N_("{count} taken")),
    "same": (N_("{count} taken before"), N_("{count} taken before")),
    "changed": (N_("{count} that had changed"), N_("{count} that had changed")),
    "alike": (
        N_("{count} left out, as it looks like what is there"),
        N_("{count} left out, as they look like what is there"),
    ),
}


class Reckoning(Struct, frozen=True, kw_only=True):
    """How many rows became what; those above a heading are not among them, nor the heading itself, nor empty ones."""

    new: int
    """New activities."""
    same: int
    """Taken before, or stated by others to the word."""
    changed: int
    """Rows that revise what they became at first."""
    alike: int
    """Rows that look like an activity that is there, and are no part of the others."""
    refused: int
    others: Mapping[str, int]
    """By its kind, the rows that are no activities."""

    @property
    def counts(self) -> dict[str, int]:
        """By what became of them, how many rows there are."""
        activities = {kind: count for kind, count in structs.asdict(self).items() if kind != "others"}
        return {**activities, **self.others}

    @property
    def read(self) -> int:
        """How many rows were read."""
        return sum(self.counts.values())


def planned_rows(planned: FilePlan) -> Reckoning:
    """The rows of a plan."""
    compared = planned.compared
    return Reckoning(
        new=compared.count("new"),
        same=compared.count("same"),
        changed=compared.count("changed"),
        alike=compared.count("alike"),
        refused=sum(sheet.count("refused") for sheet in planned.plan.taken),
        others=_others(planned.plan.taken),
    )


def done_rows(done: ImportResult) -> Reckoning:
    """The rows of an import that was made."""
    return Reckoning(
        new=done.taken,
        same=done.again,
        changed=done.changed,
        alike=len(done.alike),
        refused=len({(bad.sheet, bad.row) for bad in done.bad}),
        others=_others(done.planned),
    )


def _others(sheets: Sequence[PlannedSheet]) -> dict[str, int]:
    return dict(Counter(row.kind for sheet in sheets for row in sheet.rows if row.kind != "data"))


def planned_words(rows: Reckoning) -> str:
    """How many rows of a plan become what."""
    return _words(rows, _PLANNED)


def done_words(rows: Reckoning) -> str:
    """How many rows of an import became what."""
    return _words(rows, _DONE)


def _words(rows: Reckoning, names: Mapping[str, tuple[str, str]]) -> str:
    counts = {kind: count for kind, count in rows.counts.items() if count or kind == "new"}
    told = (
        counted(count, *map(_, names[kind])).format(count=number(count)) if kind in names else kind_words(kind, count)
        for kind, count in counts.items()
    )
    one, several = _("{count} row read = {parts}."), _("{count} rows read = {parts}.")
    return counted(rows.read, one, several).format(count=number(rows.read), parts=" + ".join(told))
