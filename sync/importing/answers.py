"""Answers that somebody gives to a plan: what columns mean, which sheets are taken, the order of days; read from the words
of a command, and kept for files of the same shape."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from msgspec import Struct

from sync.activities.written_days import Order
from sync.errors import Misuse, NotListed
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED, compared
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.text import fold
from sync.wording.fields import field_name
from sync.wording.i18n import Language, speaking

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "none": UNUSED,
    "-": UNUSED,
    "khong dung": UNUSED,
    "khong": UNUSED,
    "description": DESCRIPTION,
    "mo ta": DESCRIPTION,
    "stt": ROW_NUMBERS,
    ROW_NUMBERS: ROW_NUMBERS,
}
"""What a column may be called to be of, beside the codes of fields and their headings."""
ROWS_ASKED: Final[Mapping[str, Literal["take", "skip"]]] = {
    "not-held": "skip",
    "maybe-not-held": "take",
    "maybe-plan": "skip",
    "to-come": "skip",
    "maybe-total": "skip",
    "maybe-head": "skip",
    "parts": "skip",
    "maybe-signature": "skip",
    "spending": "skip",
    "sheet-place": "take",
    "twice": "take",
}
"""The questions whether rows are activities that are taken, each with what is proposed."""
ROWS_OF_SHAPE: Final = ("parts", "sheet-place")
"""Of these, the questions about how a list is written: what becomes of such rows is remembered for its shape."""
ROW_ANSWERS: Final[tuple[Literal["take", "skip"], ...]] = ("take", "skip")
_MOST_NEAR: Final = 3
_USUAL: Final = [*(code for code, field in BY_CODE.items() if field.needed or field.counted), "none"]
"""What columns are most often: told where nothing is near what was typed."""


class Answers(Struct, frozen=True, kw_only=True):
    """What somebody said of a file; all that is not said is as proposed."""

    columns: Mapping[str, str] = {}
    """The field (or `UNUSED`, `ROW_NUMBERS`) of a column by its heading as `column_key` has it, or by its letter."""
    sheets: tuple[str, ...] = ()
    """The names of the sheets that are taken; empty: as proposed."""
    day_order: Order | None = None
    alike: Literal["", "take", "skip"] = ""
    """Whether rows are taken that look like an activity that is there."""
    vanished: Literal["", "keep", "retract"] = ""
    """What becomes of activities whose rows are no longer in the list."""
    unheld: Literal["", "keep", "retract"] = ""
    """What becomes of activities whose rows say now that they were not held."""
    lists: Mapping[str, Literal["same", "others"]] = {}
    """By the number of a list that was taken before, or "" for any, whether what it says as well is the same activities."""
    rows: Mapping[str, Literal["take", "skip"]] = {}
    """By the code of a question about rows (`ROWS_ASKED`), whether these are taken."""
    by_hand: Literal["", "list", "hand"] = ""
    """What holds where somebody has put right what the list says otherwise now."""
    agreed: tuple[str, ...] = ()
    """What a plan asked about its shape and somebody agreed to, as `questions.about_shape` names it."""


def answered_columns(given: Iterable[str]) -> dict[str, str]:
    """The columns that were named by words like "Số lượng (buổi)=quantity". `Misuse`: "bad-map"; `NotListed`:
    "no-such-field"."""
    columns: dict[str, str] = {}
    for text in given:
        heading, sign, field = text.rpartition("=")
        if not sign or not column_key(heading):
            raise Misuse("bad-map", text=text[:80])
        columns[column_key(heading)] = field_named(field)
    return columns


def answered_rows(given: Iterable[str]) -> dict[str, Literal["take", "skip"]]:
    """What becomes of rows by words like "maybe-total=take". `NotListed`: "no-such-answer"."""
    known: dict[str, tuple[str, Literal["take", "skip"]]] = {
        f"{code}={what}": (code, what) for code in ROWS_ASKED for what in ROW_ANSWERS
    }
    rows: dict[str, Literal["take", "skip"]] = {}
    for text in given:
        typed = "".join(text.split()).casefold()
        if typed not in known:
            near = difflib.get_close_matches(typed, known, n=_MOST_NEAR, cutoff=0.6)
            raise NotListed("no-such-answer", text=text[:40], near=", ".join(near or known))
        code, what = known[typed]
        rows[code] = what
    return rows


def open_rows(
    asked: Iterable[str], answers: Answers, remembered: Mapping[str, Literal["take", "skip"]] = MappingProxyType({})
) -> Mapping[str, Literal["take", "skip"]]:
    """By the code of each question about rows that a plan asks, or that was answered, or is `remembered`, what becomes of
    these rows."""
    answered = {**remembered, **answers.rows}
    codes = {*asked, *answered}
    return {code: answered.get(code, proposed) for code, proposed in ROWS_ASKED.items() if code in codes}


def other_answer(rows: Mapping[str, Literal["take", "skip"]], code: str) -> dict[str, Literal["take", "skip"]]:
    """What becomes of rows where that of those that a question is about is turned round."""
    return {**rows, code: "skip" if rows.get(code, ROWS_ASKED[code]) == "take" else "take"}


def column_key(heading: str) -> str:
    """A heading as answers have it: as `headings.compared` has it, or as it stands where it is nothing but signs."""
    return compared(heading) or fold(heading).strip()


def field_named(typed: str) -> str:
    """The field that somebody means. `NotListed("no-such-field")` with the near ones."""
    wanted = fold(typed)
    if wanted in BY_CODE:
        return wanted
    if wanted in _OTHER_NAMES:
        return _OTHER_NAMES[wanted]
    for code, field in BY_CODE.items():
        if wanted in field.headings:
            return code
    if wanted in _called():
        return _called()[wanted]
    words = {heading: code for code, field in BY_CODE.items() for heading in (code, *field.headings)} | {"none": "none"}
    by_code = difflib.get_close_matches(wanted, [*BY_CODE, "none"], n=_MOST_NEAR, cutoff=0.5)
    by_heading = [words[found] for found in difflib.get_close_matches(wanted, words, n=_MOST_NEAR, cutoff=0.7)]
    near = list(dict.fromkeys(by_code + by_heading)) or _USUAL
    raise NotListed("no-such-field", text=typed[:40], near=", ".join(near), all=", ".join([*BY_CODE, "description", "none"]))


@cache
def _called() -> dict[str, str]:
    """The fields by what the handbook and the form call them, in every language."""
    called = {"whom": "audiences"}
    for language in get_args(Language):
        with speaking(language):
            called |= {fold(field_name(code)): code for code in BY_CODE}
    return called
