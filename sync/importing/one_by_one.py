"""The questions of a plan at a terminal, each asked for itself: what yes means and what no does stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import structs

from sync.importing.answers import ROWS_ASKED, Answers, column_key, other_answer
from sync.importing.comparing.lists import SameOrOthers
from sync.importing.file_plan import FilePlan
from sync.importing.headings import UNUSED
from sync.importing.plan import Plan
from sync.importing.question_words import no_words, nothing_taken_words, told_questions
from sync.importing.questions import Question
from sync.shell.asking import decided
from sync.shell.console import say
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("sync")

_NO: Final[Mapping[str, Callable[[Question, Answers, Plan], Answers]]] = {
    "alike": lambda _question, answers, _plan: structs.replace(answers, alike="take"),
    **dict.fromkeys(ROWS_ASKED, lambda question, answers, _plan: _of_rows(question, answers)),
    "vanished": lambda _question, answers, _plan: structs.replace(answers, vanished="retract"),
    "now-unheld": lambda _question, answers, _plan: structs.replace(answers, unheld="keep"),
    "list-same": lambda question, answers, _plan: _of_list(question, answers, "others"),
    "list-changed": lambda question, answers, _plan: _of_list(question, answers, "others"),
    "list-others": lambda question, answers, _plan: _of_list(question, answers, "same"),
    "stated-same": lambda question, answers, _plan: _of_list(question, answers, "others"),
    "stated-changed": lambda question, answers, _plan: _of_list(question, answers, "others"),
    "by-hand": lambda _question, answers, _plan: structs.replace(answers, by_hand="hand"),
    "unsure-heading": lambda question, answers, _plan: _named(question, answers, UNUSED),
    "guessed-column": lambda question, answers, _plan: _named(question, answers, UNUSED),
    "part-alone": lambda question, answers, _plan: _named(question, answers, "audience"),
    "two-columns": lambda question, answers, _plan: _named(question, answers, str(question.facts["field"])),
    "sheet-repeats": lambda question, answers, plan: _with_sheet(question.sheet, answers, plan, taken=True),
    "sheets-alike": lambda question, answers, plan: _with_sheet(question.sheet, answers, plan, taken=False),
}
"""The answers that a no to a question gives; to others it says that the file is wrong."""


def asked_each(planned: FilePlan, answers: Answers, again: Callable[[Answers], FilePlan]) -> tuple[FilePlan, Answers] | None:
    """A plan whose questions were all answered, with the answers; None where one was answered so that nothing is taken. A no
    that is an answer makes the plan `again`."""
    agreed: set[str] = set()
    while True:
        left = {line: question for line, question in told_questions(planned.plan, options=False) if line not in agreed}
        if not left:
            return planned, answers
        line, question = next(iter(left.items()))
        answer = decided(
            f"{_count_words(len(left))} {line}",
            yes=_("as it is asked, and proposed"),
            no=no_words(question),
            rest=_("all that is left, as it is proposed"),
        )
        if answer == "rest":
            return planned, answers
        if answer == "yes":
            agreed.add(line)
        elif question.code in _NO:
            answers = _NO[question.code](question, answers, planned.plan)
            planned = again(answers)
        else:
            say(nothing_taken_words(question))
            return None


def _count_words(left: int) -> str:
    one, several = _("{count} question left:"), _("{count} questions left:")
    return counted(left, one, several).format(count=number(left))


def _of_list(question: Question, answers: Answers, decided: SameOrOthers) -> Answers:
    return structs.replace(answers, lists={**answers.lists, str(question.facts["list"]): decided})


def _of_rows(question: Question, answers: Answers) -> Answers:
    return structs.replace(answers, rows=other_answer(answers.rows, question.code))


def _with_sheet(name: str, answers: Answers, plan: Plan, *, taken: bool) -> Answers:
    """Answers by which the sheets are taken that a plan takes, and one more or less."""
    others = tuple(sheet.name for sheet in plan.taken if sheet.name != name)
    return structs.replace(answers, sheets=(*others, name) if taken else others)


def _named(question: Question, answers: Answers, field: str) -> Answers:
    """Answers with the column that a question names taken for a field."""
    key = column_key(f"{question.sheet}!{question.facts['named']}")
    return structs.replace(answers, columns={**answers.columns, key: field})
