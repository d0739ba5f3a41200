"""An import on the command line: its answers read, its plan shown and agreed to, what came of it told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeVar

import msgspec
import typer

from sync.errors import NotListed
from sync.importing.answers import Answers, answered_columns
from sync.importing.compare import Standing
from sync.importing.day_order import Order
from sync.importing.plain import plain_plan
from sync.importing.refused import save_refused
from sync.importing.summary import (
    bad_row_words,
    early_row_words,
    file_plan_lines,
    import_notes,
    import_words,
    refused_words,
    undone_words,
)
from sync.importing.take import FilePlan, ImportResult
from sync.importing.undo import UndoneImport
from sync.importing.words import question_words
from sync.shell.console import out, out_json, say
from sync.wording.i18n import catalogue
from sync.wording.messages import sentence

_ = catalogue("sync")

_ORDERS: Final[dict[str, Order]] = {"day-first": "day", "month-first": "month"}


_ALIKE: Final[dict[str, Literal["take", "skip"]]] = {"take": "take", "skip": "skip"}
_VANISHED: Final[dict[str, Literal["keep", "retract"]]] = {"keep": "keep", "retract": "retract"}
T = TypeVar("T")


def answers_of(
    named: Sequence[str], sheets: Sequence[str], dates: str | None, alike: str | None, vanished: str | None
) -> Answers:
    """The answers that the options of a command give. `NotListed`: "no-such-answer"."""
    return Answers(
        columns=answered_columns(named),
        sheets=tuple(sheets),
        day_order=_one_of(_ORDERS, dates) if dates is not None else None,
        alike=_one_of(_ALIKE, alike) if alike is not None else "",
        vanished=_one_of(_VANISHED, vanished) if vanished is not None else "",
    )


def _one_of(answers: Mapping[str, T], typed: str) -> T:
    if typed not in answers:
        raise NotListed("no-such-answer", text=typed[:40], near=", ".join(answers))
    return answers[typed]


def plain(planned: FilePlan) -> dict[str, Any]:
    """A file's plan for scripts, with what its rows are beside what is there."""
    compared = planned.compared
    standings: tuple[Standing, ...] = ("new", "same", "changed", "alike")
    return {
        **plain_plan(planned.plan),
        "beside": {standing: compared.count(standing) for standing in standings},
        "changed": [
            {"row": row.row.number, "record": row.record, "changes": row.changes}
            for row in compared.rows
            if row.standing == "changed"
        ],
        "alike": [{"row": row.row.number, "record": row.record} for row in compared.rows if row.standing == "alike"],
        "vanished": [msgspec.structs.asdict(row) for row in compared.vanished],
    }


def show(planned: FilePlan, *, as_json: bool) -> None:
    """Print a plan."""
    if as_json:
        out_json(plain(planned))
    else:
        out("\n".join(file_plan_lines(planned)))


def agreed(planned: FilePlan) -> bool:
    """Whether a plan may be taken: at a terminal it is shown and asked for; elsewhere it may if it leaves nothing open, and
    what it does is said."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        say("\n".join(file_plan_lines(planned)))
        return typer.confirm(_("Take it so?"), err=True)
    questions = planned.plan.questions
    if questions:
        told = _("Nothing was taken: the file leaves questions open. Answer them, or take it as proposed with --yes:")
        say("\n".join([told, *(f"  - {question_words(question)}" for question in questions)]))
    return not questions


def certain(planned: FilePlan) -> bool:
    """Whether a plan may be taken as it proposes: not where nothing proves what order its days have; that is said."""
    unproven = [question for question in planned.plan.questions if question.needs_an_answer]
    if unproven:
        told = _(
            "Nothing was taken: which number is the day is never guessed. Say --dates day-first, or --dates month-first:"
        )
        say("\n".join([told, *(f"  - {question_words(question)}" for question in unproven)]))
    return not unproven


def tell(planned: FilePlan, done: ImportResult, command: str, *, as_json: bool) -> None:
    """Print what came of an import, and save the rows that were refused. `command` is the one that imports, as it is
    typed."""
    if done.bad:
        done.refused = save_refused(planned, done)
    for bad in done.bad:
        say(bad_row_words(bad, sheets=len(done.sheets)))
    for early in done.early:
        say(early_row_words(early, done.begins))
    (say if as_json else out)("\n".join([import_words(done), *import_notes(done, command)]))
    if done.refused is not None:
        say(refused_words(done.refused))
    if as_json:
        out_json(plain_import(done))


def tell_undone(undone: UndoneImport, *, as_json: bool) -> None:
    """Print what taking an import back came to."""
    (say if as_json else out)(undone_words(undone))
    if as_json:
        out_json(msgspec.structs.asdict(undone))


def plain_import(done: ImportResult) -> dict[str, Any]:
    """The result of an import, for a script: how many rows were taken, each that was not, with why, each of those taken
    that is dated before the unit began, and what of the file was not read or was turned into Unicode."""
    bad = [
        {
            "row": bad.row,
            "column": bad.column,
            "code": bad.error.code,
            "message": sentence(bad.error),
            "facts": bad.error.facts,
        }
        for bad in done.bad
    ]
    early = [{"row": early.row, "date": early.date} for early in done.early]
    return {
        "id": done.id or None,
        "taken": done.taken,
        "again": done.again,
        "changed": done.changed,
        "alike": done.alike,
        "vanished": done.vanished,
        "taken_back": done.taken_back,
        "refused": None if done.refused is None else str(done.refused),
        "bad": bad,
        "early": early,
        "notes": [{"row": row.row, "text": row.text} for row in done.notes],
        "unused_sheets": done.unused_sheets,
        "unused_columns": done.unused_columns,
        "turned": [msgspec.structs.asdict(turned) for turned in done.turned],
    }
