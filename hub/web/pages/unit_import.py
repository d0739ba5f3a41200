"""A table that a unit sent, entered for it from a page: what would be taken as what is shown first, with all that can be
answered, and then taken."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from msgspec import Struct
from starlette.responses import Response

from hub.entering.doubles import doubled
from hub.entering.ledger import Entering, UnitLedger
from hub.messages import sentence
from hub.registry.units import check_not_ended
from hub.web import render
from hub.web.context import OPERATORS, HubContext, NotFound, PageRequest, Route
from sync.errors import BadInput, Misuse, NotListed, Refused, SoxaError
from sync.importing.answers import Answers, answered_rows, column_key, field_named, open_rows
from sync.importing.columns import PlannedColumn, named_by
from sync.importing.comparing.lists import ANY
from sync.importing.double_words import doubled_lines, doubles_taken_back_words
from sync.importing.doubles import take_back_doubles
from sync.importing.file_plan import FilePlan, plan_file, remember
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED
from sync.importing.plan import PlannedSheet
from sync.importing.question_words import asked_lines, rows_words
from sync.importing.summary import (
    corrected_words,
    fault_lines,
    file_plan_lines,
    result_lines,
    undone_notes,
    undone_words,
)
from sync.importing.table_names import table_words
from sync.importing.take import take_plan
from sync.importing.undo import corrected_since, undo_import
from sync.importing.words import column_with_sample, target_words
from sync.ledger.activity_fields import FIELDS
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("hub")

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a file that is sent to the page; larger ones are for the command."""
_SHOWN: Final = 50
_GONE: Final = frozenset({"", "keep", "retract"})
"""Refused rows that are told, and imports that are listed."""


class ColumnChoice(Struct, frozen=True, kw_only=True):
    """A column of a sheet, and what it can be."""

    told: str
    key: str
    """What an answer calls it."""
    field: str


class SheetShown(Struct, frozen=True, kw_only=True):
    """A sheet of the plan."""

    name: str
    told: str
    """Its name in words."""
    taken: bool
    columns: tuple[ColumnChoice, ...]
    """Of one that is taken, or of which it is not known what its columns are."""


class PlanShown(Struct, frozen=True, kw_only=True):
    """A plan as the page shows it."""

    file: str
    digest: str
    answers: Answers
    sheets: tuple[SheetShown, ...]
    lines: tuple[str, ...]
    questions: tuple[str, ...]
    asked: frozenset[str]
    """The codes of the questions."""
    lists: str
    """What was answered of the rows that other lists say, too, or is proposed; empty where there are none."""
    rows: tuple[tuple[str, str, str], ...]
    """The questions about rows that are open or were answered: each code, what these rows are, and what becomes of them."""
    may_take: bool
    """Whether nothing is open that nobody may guess."""


class UndoAsked(Struct, frozen=True, kw_only=True):
    """The question whether what was corrected since an import goes with it."""

    id: int
    lines: tuple[str, ...]


def show(context: HubContext, request: PageRequest) -> Response:
    """The form for a file, and what was imported before."""
    return _page(context, request)


def send(context: HubContext, request: PageRequest) -> Response:
    """What a button asks for: to plan a file that was sent, to plan it again with other answers, to take it, to take an
    import back, or one of each two that stand twice."""
    try:
        ledger = _ledger(context, request)
        if request.field("do") == "undo":
            return _undo(context, request, ledger)
        if request.field("do") == "doubles":
            taken_back = take_back_doubles(ledger, now=context.now(), random_bytes=context.random_bytes)
            return _page(context, request, done=(doubles_taken_back_words(taken_back),))
        with _file(context, request) as path:
            answers = _answers(request)
            planned = plan_file(ledger, path, answers, now=context.now())
            if request.field("do") == "take":
                return _take(context, request, ledger, planned, answers)
    except (BadInput, Misuse, NotListed, Refused) as error:
        return _page(context, request, error=error)
    return _page(context, request, plan=_shown(planned, answers))


def _ledger(context: HubContext, request: PageRequest) -> UnitLedger:
    code = request.params["code"]
    with context.reading() as (_transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
        check_not_ended(registry, code, context.today())
    source, given = request.field("source"), {"now": context.now(), "random_bytes": context.random_bytes}
    return UnitLedger(context.store, context.keys, code, Entering(request.who.name, source, **cast(Any, given)))


@contextmanager
def _file(context: HubContext, request: PageRequest) -> Iterator[Path]:
    """The file that was sent now, or the one sent before that the plan was of, for as long as it is read."""
    name, data = request.files.get("file", ("", b""))
    account = request.who.name
    if data:
        with context.writing() as (transaction, _registry):
            digest = hashlib.sha256(data).hexdigest()
            transaction.entering.put_aside(account, name, data, digest, context.now())
    else:
        with context.reading() as (transaction, _registry):
            kept = transaction.entering.aside(account, request.field("digest"))
        if kept is None:
            raise Misuse("no-file-sent")
        name, data = kept
    with tempfile.TemporaryDirectory(prefix="soxa-") as folder:
        path = Path(folder) / _plain(name)
        path.write_bytes(data)
        yield path


def _plain(name: str) -> str:
    """A file's name without the folders before it, or anything that is no part of a name."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in safe_line(last) if letter not in '<>:"|?*')[-100:].lstrip(". ") or "file"


def _answers(request: PageRequest) -> Answers:
    """What the page says of the file: of columns and sheets only what was changed, now or before."""
    columns: dict[str, str] = {}
    for said in (*request.fields("answered"), *request.fields("column")):
        key, sign, field = said.rpartition("=")
        if sign and key:
            columns[key] = field_named(field) if field else UNUSED
    wanted, shown = request.fields("sheet"), request.fields("shown")
    order, alike = request.field("dates"), request.field("alike")
    vanished, unheld = request.field("vanished"), request.field("unheld")
    lists, by_hand = request.field("lists"), request.field("by_hand")
    if lists not in ("", "same", "others") or by_hand not in ("", "list", "hand"):
        raise Misuse("bad-address", name="answer")
    if order not in ("", "day", "month") or alike not in ("", "take", "skip") or not {vanished, unheld} <= _GONE:
        raise Misuse("bad-address", name="answer")
    return Answers(
        columns=columns,
        sheets=wanted if set(wanted) != set(shown) else request.fields("chosen"),
        day_order=cast(Any, order or None),
        alike=cast(Any, alike),
        vanished=cast(Any, vanished),
        unheld=cast(Any, unheld),
        lists={ANY: cast(Any, lists)} if lists else {},
        rows=answered_rows(filter(None, request.fields("rows"))),
        by_hand=cast(Any, by_hand),
    )


def _shown(planned: FilePlan, answers: Answers) -> PlanShown:
    plan = planned.plan
    return PlanShown(
        file=plan.file,
        digest=planned.digest,
        answers=answers,
        sheets=tuple(map(_sheet, plan.sheets)),
        lines=tuple(file_plan_lines(planned, columns=False)),
        questions=tuple(asked_lines(plan, options=False)),
        asked=frozenset(question.code for question in plan.questions),
        lists=answers.lists.get(ANY) or next((found.decided for found in planned.compared.lists), ""),
        rows=tuple(
            (code, rows_words(code), what)
            for code, what in open_rows(
                (question.code for question in (*plan.questions, *plan.settled)), answers, plan.rows
            ).items()
        ),
        may_take=not any(question.needs_an_answer for question in plan.questions),
    )


def _sheet(sheet: PlannedSheet) -> SheetShown:
    return SheetShown(
        name=sheet.name,
        told=table_words(sheet.name),
        taken=sheet.taken,
        columns=tuple(_column(column, sheet) for column in sheet.columns if sheet.taken or sheet.why == "no-heading"),
    )


def _column(column: PlannedColumn, sheet: PlannedSheet) -> ColumnChoice:
    named = named_by(column, sheet.columns)
    key = column_key(named if sheet.name == sheet.sheet else f"{sheet.name}!{named}")
    return ColumnChoice(told=column_with_sample(column), key=key, field=column.field)


def _take(context: HubContext, request: PageRequest, ledger: UnitLedger, planned: FilePlan, answers: Answers) -> Response:
    if any(question.needs_an_answer for question in planned.plan.questions):
        return _page(context, request, plan=_shown(planned, answers))
    remember(ledger, planned, answers)
    done = take_plan(
        ledger,
        planned,
        answers,
        now=context.now(),
        random_bytes=context.random_bytes,
        progress=lambda _done, _all: None,
    )
    with context.writing() as (transaction, _registry):
        transaction.entering.drop_aside(request.who.name)
    return _page(context, request, done=(*result_lines(done, _("the button below")), *fault_lines(done, _SHOWN)))


def _undo(context: HubContext, request: PageRequest, ledger: UnitLedger) -> Response:
    number, corrected = request.field("import"), request.field("corrected")
    if not (number.isascii() and number.isdigit() and len(number) <= 9) or corrected not in ("", "keep", "retract"):
        raise Misuse("bad-address", name="import")
    if not corrected and (since := corrected_since(ledger, int(number))):
        return _page(context, request, asked=UndoAsked(id=int(number), lines=tuple(corrected_words(since))))
    given = {"now": context.now(), "random_bytes": context.random_bytes}
    undone = undo_import(ledger, int(number), corrected=cast(Any, corrected or "keep"), **cast(Any, given))
    return _page(context, request, done=(undone_words(undone), *undone_notes(undone, None)))


def _page(
    context: HubContext,
    request: PageRequest,
    *,
    plan: PlanShown | None = None,
    asked: UndoAsked | None = None,
    done: tuple[str, ...] = (),
    error: SoxaError | None = None,
) -> Response:
    code = request.params["code"]
    with context.reading() as (transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
        history = UnitHistory(registry)
        name, ended = history.name_apart(code, context.today()), history.ended(code, context.today())
        past = transaction.entering.imports(code)[:_SHOWN]
    found = doubled(context.store, context.keys, code, now=context.now(), random_bytes=context.random_bytes)
    targets = [*(field.code for field in FIELDS), DESCRIPTION, ROW_NUMBERS, UNUSED]
    return render.page(
        request,
        "unit_import.html",
        status=200 if error is None else 400,
        code=code,
        name=name,
        ended=ended,
        source=request.field("source"),
        plan=plan,
        asked=asked,
        done=done,
        past=past,
        doubled=tuple(doubled_lines(found)),
        targets=[(field, target_words(field)) for field in dict.fromkeys(targets)],
        said="" if error is None else sentence(error),
    )


ROUTES: Final = (
    Route("GET", "/units/{code}/import", show, OPERATORS),
    Route("POST", "/units/{code}/import", send, OPERATORS, MOST_BYTES),
)
