"""An import on the command line: its answers read, its plan shown and agreed to, what came of it told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, Literal, Protocol, TypeVar

import msgspec
import typer

from sync.activities.written_days import Order
from sync.errors import Misuse, NotListed
from sync.importing import file_plan, take
from sync.importing.answers import Answers, answered_columns, answered_rows
from sync.importing.comparing.comparison import Standing
from sync.importing.comparing.lists import ANY, SameOrOthers
from sync.importing.double_words import doubled_lines, doubles_taken_back_words
from sync.importing.doubles import doubled_imports, take_back_doubles
from sync.importing.file_plan import FilePlan
from sync.importing.ledger import ImportLedger
from sync.importing.one_by_one import asked_each
from sync.importing.options import Asked
from sync.importing.plain import plain_comments, plain_plan, plain_readings
from sync.importing.question_words import asked_lines, order_words
from sync.importing.reckoning import Reckoning, done_rows, planned_rows
from sync.importing.refused import save_refused
from sync.importing.summary import (
    corrected_words,
    fault_lines,
    file_plan_lines,
    refused_words,
    result_lines,
    undone_notes,
    undone_words,
)
from sync.importing.take import ImportResult
from sync.importing.undo import corrected_since, undo_import
from sync.shell.asking import can_ask, chosen, confirmed
from sync.shell.commands import counted_up, progress
from sync.shell.console import now, out, out_json, random_bytes, say
from sync.shell.exit_codes import ExitCode
from sync.wording.i18n import catalogue
from sync.wording.messages import sentence

_ = catalogue("sync")

_ORDERS: Final[dict[str, Order]] = {"day-first": "day", "month-first": "month"}
_ALIKE: Final[dict[str, Literal["take", "skip"]]] = {"take": "take", "skip": "skip"}
_VANISHED: Final[dict[str, Literal["keep", "retract"]]] = {"keep": "keep", "retract": "retract"}
_CORRECTED: Final = _VANISHED
_LISTS: Final[dict[str, SameOrOthers]] = {"same": "same", "others": "others"}
_BY_HAND: Final[dict[str, Literal["list", "hand"]]] = {"list": "list", "hand": "hand"}
T = TypeVar("T")


class Opening(Protocol):
    """The way to the ledger that a command imports into."""

    def __call__(self, *, signing: bool) -> AbstractContextManager[ImportLedger]:
        """The ledger, opened; with what signs for it, or to look at alone."""


def run(asked: Asked, opening: Opening, command: str, *, as_json: bool) -> None:
    """Do what a command is asked that imports: show a plan, take a file, take an import back. `command` is the one, as it is
    typed, with {unit} for the unit's code. `Misuse("import-what")` unless it names one: a file, an import, or doubles."""
    if (asked.file is not None) + (asked.undo is not None) + asked.doubles != 1:
        raise Misuse("import-what")
    if asked.doubles:
        _doubles(asked, opening, as_json=as_json)
        return
    if asked.undo is not None:
        _undo(asked.undo, asked.corrected, opening, command, as_json=as_json)
        return
    assert asked.file is not None, "asked just above"
    file, answers = asked.file, answers_of(asked)

    def plan(answers: Answers) -> FilePlan:
        with opening(signing=False) as ledger:
            return file_plan.plan_file(ledger, file, answers, now=now())

    planned = plan(answers)
    if asked.only_plan:
        show(planned, as_json=as_json)
        return
    taken = agreed(planned, answers, plan, yes=asked.yes)
    if taken is None:
        if as_json:
            out_json(plain(planned))
        raise typer.Exit(ExitCode.NO)
    planned, answers = taken
    with opening(signing=True) as ledger, progress(_("Importing")) as advance:
        tell_rows = counted_up(advance)
        file_plan.remember(ledger, planned, answers)
        done = take.take_plan(
            ledger, planned, answers, now=now(), random_bytes=random_bytes, progress=lambda rows, _all: tell_rows(rows)
        )
        if done.bad:
            done.refused = save_refused(ledger, planned, done)
    tell(planned, done, command.format(unit=ledger.unit), as_json=as_json)
    if done.bad:
        raise typer.Exit(ExitCode.NO)


def _undo(number: int, given: str | None, opening: Opening, command: str, *, as_json: bool) -> None:
    """Take an import back. What was corrected since is named and asked about at a terminal; elsewhere it is left, and it is
    said how it can be taken back, too."""
    answer = _one_of(_CORRECTED, given) if given is not None else None
    with opening(signing=True) as ledger:
        if answer is None and can_ask() and (corrected := corrected_since(ledger, number)):
            say("\n".join(corrected_words(corrected)))
            answer = "retract" if confirmed(_("Take these back, too?")) else "keep"
        undone = undo_import(ledger, number, corrected=answer or "keep", now=now(), random_bytes=random_bytes)
    lines = [undone_words(undone), *undone_notes(undone, command.format(unit=ledger.unit))]
    (say if as_json else out)("\n".join(lines))
    if as_json:
        out_json(msgspec.to_builtins(undone))


def _doubles(asked: Asked, opening: Opening, *, as_json: bool) -> None:
    """Tell what stands twice, and take back one of each two where that is agreed to."""
    with opening(signing=False) as ledger:
        doubled = doubled_imports(ledger)
    say("\n".join(doubled_lines(doubled)) if doubled else _("Nothing that was imported stands twice."))
    agreed_to = not asked.only_plan and bool(doubled) and (asked.yes or (can_ask() and confirmed(_("Take them back?"))))
    if agreed_to:
        with opening(signing=True) as ledger:
            doubled = take_back_doubles(ledger, now=now(), random_bytes=random_bytes)
        (say if as_json else out)(doubles_taken_back_words(doubled))
    if as_json:
        out_json({"taken_back": agreed_to, "doubled": msgspec.to_builtins(doubled)})
    if doubled and not agreed_to and not asked.only_plan:
        say(_("Nothing was taken back. With --yes it is."))
        raise typer.Exit(ExitCode.NO)


def answers_of(asked: Asked) -> Answers:
    """The answers that the options of a command give. `NotListed`: "no-such-answer"."""
    return Answers(
        columns=answered_columns(asked.named),
        sheets=tuple(asked.sheets),
        day_order=_one_of(_ORDERS, asked.dates) if asked.dates is not None else None,
        alike=_one_of(_ALIKE, asked.alike) if asked.alike is not None else "",
        vanished=_one_of(_VANISHED, asked.vanished) if asked.vanished is not None else "",
        unheld=_one_of(_VANISHED, asked.unheld) if asked.unheld is not None else "",
        lists={ANY: _one_of(_LISTS, asked.lists)} if asked.lists is not None else {},
        rows=answered_rows(asked.rows),
        by_hand=_one_of(_BY_HAND, asked.by_hand) if asked.by_hand is not None else "",
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
        "rows": _plain_rows(planned_rows(planned)),
        "changed": [
            {"row": row.row.number, "record": row.record, "changes": row.changes}
            for row in compared.rows
            if row.standing == "changed"
        ],
        "alike": [{"row": row.row.number, "record": row.record} for row in compared.rows if row.standing == "alike"],
        "vanished": [msgspec.structs.asdict(row) for row in compared.vanished],
        "lists": [
            {
                "list": found.number,
                "file": found.file,
                "decided": found.decided,
                "rows": [compared.rows[place].row.number for place in found.rows],
                "changed": [compared.rows[place].row.number for place in found.changed],
            }
            for found in compared.lists
        ],
        "by_hand": [
            {"row": row.row.number, "record": row.record, "fields": row.by_hand} for row in compared.rows if row.by_hand
        ],
    }


def _plain_rows(rows: Reckoning) -> dict[str, int]:
    return {"read": rows.read, **rows.counts}


def show(planned: FilePlan, *, as_json: bool) -> None:
    """Print a plan."""
    if as_json:
        out_json(plain(planned))
    else:
        out("\n".join(file_plan_lines(planned)))


def agreed(
    planned: FilePlan, answers: Answers, again: Callable[[Answers], FilePlan], *, yes: bool
) -> tuple[FilePlan, Answers] | None:
    """A plan that may be taken, with its answers; None where it may not, and why is said.

    With `yes` it is taken as it proposes. At a terminal it is shown and asked for; what its proposal would only guess is
    asked first, and the plan made `again`. Elsewhere it may be taken if it leaves nothing open.
    """
    if can_ask() and not yes:
        asked = _asked_first(planned, answers, again)
        if asked is None:
            return None
        say("\n".join(file_plan_lines(asked[0], questions=False)))
        asked = asked_each(*asked, again)
        if asked is None:
            return None
        if confirmed(_("Take it so?"), in_words=True):
            return asked
        say(_("Nothing was taken."))
        return None
    plan = planned.plan
    if yes:
        open_still = tuple(question for question in plan.questions if question.is_guess)
        plan = msgspec.structs.replace(plan, questions=open_still)
        told = _(
            "Nothing was taken: which number is the day is never guessed. Say --dates day-first, or --dates month-first:"
        )
        if not any(question.needs_an_answer for question in open_still):
            told = _("Nothing was taken: what a column is whose heading is not known is never guessed. Say it with --map:")
    else:
        told = _("Nothing was taken: the file leaves questions open. Answer them, or take it as proposed with --yes:")
    if plan.questions:
        say("\n".join([told, *(f"  - {line}" for line in asked_lines(plan))]))
        return None
    return planned, answers


def _asked_first(
    planned: FilePlan, answers: Answers, again: Callable[[Answers], FilePlan]
) -> tuple[FilePlan, Answers] | None:
    """A plan without questions whose proposal would be a guess: each is asked for itself."""
    question = next((question for question in planned.plan.questions if question.needs_an_answer), None)
    if question is None:
        return planned, answers
    asked, *choices = order_words(question)
    place = chosen(asked, choices)
    if place is None:
        say(_("Nothing was taken."))
        return None
    answers = msgspec.structs.replace(answers, day_order=tuple(_ORDERS.values())[place])
    return again(answers), answers


def tell(planned: FilePlan, done: ImportResult, command: str, *, as_json: bool) -> None:
    """Print what came of an import. `command` is the one that imports, as it is typed."""
    if faults := list(fault_lines(done)):
        say("\n".join(faults))
    (say if as_json else out)("\n".join(result_lines(done, f"“{command} --undo {done.id}”")))
    if done.refused is not None:
        say(refused_words(done.refused))
    if as_json:
        out_json(plain_import(done))


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
        "rows": _plain_rows(done_rows(done)),
        "taken": done.taken,
        "again": done.again,
        "changed": done.changed,
        "alike": done.alike,
        "vanished": done.vanished,
        "taken_back": done.taken_back,
        "unheld": done.unheld,
        "unheld_taken_back": done.unheld_taken_back,
        "refused": None if done.refused is None else str(done.refused),
        "bad": bad,
        "early": early,
        "notes": [
            {"sheet": sheet.name, "row": row.row, "kind": row.kind, "text": row.text}
            for sheet in done.planned
            for row in sheet.named
        ],
        "comments": [{"sheet": sheet.name, **comment} for sheet in done.planned for comment in plain_comments(sheet)],
        "readings": [{"sheet": sheet.name, **reading} for sheet in done.planned for reading in plain_readings(sheet)],
        "unused_sheets": done.unused_sheets,
        "unused_columns": done.unused_columns,
        "turned": [msgspec.structs.asdict(turned) for turned in done.turned],
    }
