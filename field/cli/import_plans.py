"""The plan of an import on the command line: its answers read, itself shown, and agreed to."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeVar

import msgspec
import typer

from field.cli.options import writing
from field.importing.compare import Standing
from field.importing.summary import file_plan_lines, undone_words
from field.importing.take import FilePlan
from field.importing.undo import undo_import
from sync.errors import NotListed
from sync.importing.answers import Answers, answered_columns
from sync.importing.day_order import Order
from sync.importing.plain import plain_plan
from sync.importing.words import question_words
from sync.shell.console import now, out, out_json, random_bytes, say
from sync.wording.i18n import catalogue

_ = catalogue("field")

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


def undo(number: int, home: str | None, *, as_json: bool) -> None:
    """Take an import back, and say what that came to."""
    with writing(home) as (store, signer):
        undone = undo_import(store, signer, number, now=now(), random_bytes=random_bytes)
    say(undone_words(undone))
    if as_json:
        out_json(msgspec.structs.asdict(undone))
