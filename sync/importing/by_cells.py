"""What columns are whose headings leave it open, by their cells and by the columns beside them.

"Kế hoạch" is a document where words stand below it, and a number that was planned where numbers do; "Thực hiện" beside
that is what was done. Men and women are the people together: neither is alone. A part of the people is no sum of them; the
members of a union may be all that came, where no other column has the people: that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from sync.importing.cells import figure, is_nothing
from sync.importing.ditto import is_ditto
from sync.importing.headings import DESCRIPTION, UNUSED, Meaning
from sync.ledger.activity_fields import COUNTED
from sync.tables import Cell, Row

_TRIED: Final = 50
"""Cells by which a column is told."""
_BESIDE: Final = 2
"""How far a total may stand from the parts that it is of."""
_FEWEST_PARTS: Final = 2
_DAY: Final = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.](?:[0-9]{4}|[0-9]{2}))?")

_WHOLE: Final = re.compile(r"[0-9]{1,3}(?:[., ]?[0-9]{3})*")

_PARTS: Final = ("men", "women", "part", "group")

Held = Literal["numbers", "days", "words", "nothing"]
"""What most cells of a column hold."""


class Settled(NamedTuple):
    """What an open column is, and why: of what was planned, a part of something, men and women that are added, by its cells,
    unsure, or not known after all."""

    field: str
    why: Literal["planned", "part", "added", "cells", "unsure", "unknown"]


def held(cells: Sequence[Cell]) -> Held:
    """What most cells of a column hold."""
    kinds = [_kind(cell) for cell in _said(cells)[:_TRIED]]
    held: tuple[Held, ...] = ("numbers", "days", "words")
    return next((kind for kind in held if 2 * kinds.count(kind) > len(kinds)), "nothing")


def _said(cells: Sequence[Cell]) -> list[Cell]:
    """The cells in which something stands that is no sign."""
    return [
        cell
        for cell in cells
        if not cell.is_empty and cell.note != "filled" and not is_nothing(cell.text) and not is_ditto(cell.text)
    ]


def _kind(cell: Cell) -> Held:
    if cell.date or _DAY.fullmatch(cell.text):
        return "days"
    if cell.shown.endswith("%"):
        return "words"
    if cell.number is not None or cell.note in ("computed", "no-value"):
        return "numbers"
    return "numbers" if any(figure(cell.text, field)[0].isdigit() for field in ("quantity", "audience")) else "words"


def settled(opened: Mapping[int, Meaning], fields: Mapping[int, str], below: Sequence[Row]) -> dict[int, Settled]:
    """By place, what columns are whose meanings are open, beside the `fields` of the other columns with data; one whose
    words say enough is not among them."""
    if not opened:
        return {}
    holds = {place: held([row.at(place) for row in below]) for place in opened}
    beside_plan = any(found.open == "planned" and holds[place] == "numbers" for place, found in opened.items())
    fields_are_open = not any(field in COUNTED for field in fields.values())
    told: dict[int, Settled] = {}
    for place, found in opened.items():
        if found.open == "planned" and holds[place] in ("numbers", "days"):
            told[place] = Settled(UNUSED, "planned")
        elif found.open == "done" and (field := _figure_of(found, [row.at(place) for row in below], fields)):
            told[place] = Settled(field, "cells" if beside_plan else "unsure")
        elif found.open == "done" and fields_are_open and found.counts != UNUSED and _are_figures(below, place):
            told[place] = Settled(DESCRIPTION, "unsure")  # of several things
        elif found.open == "hours":
            is_length = holds[place] == "numbers" and "minutes" not in fields.values()
            told[place] = Settled("minutes", "unsure") if is_length else Settled(UNUSED, "unknown")
        elif (found.open == "lunar" and "date" in fields.values()) or (
            found.open in ("planned", "done", "total") and found.field == UNUSED
        ):
            told[place] = Settled(UNUSED, "unknown")
        elif found.open == "total" and found.field == "audiences" and holds[place] == "numbers":
            told[place] = Settled("audience", "cells" if _has_parts_beside(place, opened) else "unsure")
    counted = {*fields.values(), *(each.field for each in told.values())}
    told |= {place: Settled(UNUSED, "part") for place in opened if opened[place].open in _PARTS and holds[place] != "words"}
    told |= {
        place: Settled(UNUSED, "planned") for place in opened if opened[place].open == "roster" and holds[place] != "words"
    }
    told |= {place: Settled(UNUSED, "unknown") for place in opened if opened[place].open in ("came", "living")}
    numbers = {place: found for place, found in opened.items() if holds[place] == "numbers"}
    for place in (place for place, found in numbers.items() if found.open == "total"):
        field = _field_of_sum(place, fields, below)
        if field != UNUSED and (place not in told or told[place].field == UNUSED):
            told[place] = Settled(field, "cells")
    counted |= {each.field for each in told.values()}
    told |= _people(numbers, has_total="audience" in counted)
    if "audience" in {*fields.values(), *(each.field for each in told.values())}:
        told |= {place: Settled(UNUSED, "planned") for place in opened if opened[place].open == "living"}
    return told


def _figure_of(found: Meaning, cells: Sequence[Cell], fields: Mapping[int, str]) -> str:
    """The field of which a column of what was done has the figures: most of its cells are numbers, alone or with a unit of
    that field, and no other column has it, where its words are those of a description; empty where it is no figure."""
    if held(cells) in ("days", "nothing") or found.counts == UNUSED:
        return UNUSED
    said = _said(cells)[:_TRIED]
    numbers = sum(
        cell.number is not None or cell.note in ("computed", "no-value") or _WHOLE.fullmatch(cell.text) is not None
        for cell in said
    )
    others = [field for field in COUNTED if field != found.counts]
    open_ = [field for field in (found.counts, *others) if found.field != DESCRIPTION or field not in fields.values()]
    if 2 * numbers > len(said):
        return found.counts if found.counts in open_ else UNUSED
    units = [next((field for field in open_ if _is_own(cell.text, field)), UNUSED) for cell in said]
    return next((field for field in open_ if 2 * (numbers + units.count(field)) > len(said)), UNUSED)


def _are_figures(below: Sequence[Row], place: int) -> bool:
    """Whether most cells of a column begin with a number, and none of them is a day."""
    texts = [cell.text for row in below if not (cell := row.at(place)).is_empty and cell.note != "filled"][:_TRIED]
    figures = sum(text[:1].isdigit() and _DAY.match(text) is None for text in texts)
    return 2 * figures > len(texts)


def _is_own(text: str, field: str) -> bool:
    """Whether a text is a figure with a unit of what a field counts, or worked out to be one."""
    number, how = figure(text, field)
    return how not in (None, "words") and number[:1].isdigit()


def _people(numbers: Mapping[int, Meaning], *, has_total: bool) -> dict[int, Settled]:
    """The columns that are the people: their total, or men and women together, or the one group that came; never a part of
    them alone."""
    parts = [place for place, found in numbers.items() if found.open in _PARTS]
    for place, found in numbers.items():
        if found.open == "total" and not has_total and _has_parts_beside(place, numbers):
            return {place: Settled("audience", "cells")}
    pair = [place for place in parts if numbers[place].open in ("men", "women")]
    if not has_total and sorted(numbers[place].open for place in pair) == ["men", "women"]:
        return {place: Settled("audience", "added") for place in pair}
    came = [place for place, found in numbers.items() if found.open == "came"]
    if not has_total and len(came) == 1:
        return {came[0]: Settled("audience", "cells")}
    rosters = [place for place, found in numbers.items() if found.open == "roster"]
    if not has_total and len(rosters) == 1 and not parts:
        return {rosters[0]: Settled("audience", "unsure")}
    groups = [place for place in parts if numbers[place].open == "group"]
    return {place: Settled("audience", "unsure") for place in groups} if not has_total and len(groups) == 1 else {}


def _field_of_sum(place: int, fields: Mapping[int, str], below: Sequence[Row]) -> str:
    """The field of the columns before a total that it is the sum of in each row: of several, all of one field."""
    field = fields.get(place - 1, UNUSED)
    parts = []
    for at in range(place - 1, -1, -1):
        if fields.get(at, UNUSED) != field:
            break
        parts.append(at)
    sums = [row for row in below if isinstance(whole_number(row.at(place)), int)]
    adds_up = all(whole_number(row.at(place)) == sum(whole_number(row.at(at)) or 0 for at in parts) for row in sums)
    return field if field in COUNTED and len(parts) >= _FEWEST_PARTS and sums and adds_up else UNUSED


def whole_number(cell: Cell) -> int | None:
    """The whole number that stands alone in a cell; None where none does."""
    if cell.number is not None:
        return cell.number if isinstance(cell.number, int) else None
    return int(cell.text) if cell.text.isascii() and cell.text.isdigit() else None


def _has_parts_beside(place: int, opened: Mapping[int, Meaning]) -> bool:
    return any(abs(place - other) <= _BESIDE for other, found in opened.items() if found.open in _PARTS)
