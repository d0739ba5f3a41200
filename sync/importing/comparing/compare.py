"""Comparing a plan: the surest ways to find what a row was come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sync.importing.answers import Answers
from sync.importing.comparing.board import Board
from sync.importing.comparing.changed import find_changed
from sync.importing.comparing.comparison import ComparedRow, Comparison
from sync.importing.comparing.lists import STATED, FoundList
from sync.importing.comparing.of_others import find_alike, find_changed_of_others
from sync.importing.comparing.unchanged import find_same, find_stated, fingerprints
from sync.importing.comparing.vanished import vanished_rows
from sync.importing.ledger import ImportLedger
from sync.importing.plan import Plan
from sync.importing.said import Said, plain, same


def compare(ledger: ImportLedger, plan: Plan, answers: Answers) -> Comparison:
    """What the rows of a plan are beside what is there, by what was answered."""
    board = Board(ledger, plan, answers)
    known = fingerprints(board)
    find_same(board, known)
    if board.earlier.taken:
        find_changed(board)
    find_stated(board)
    find_changed_of_others(board)
    find_alike(board)
    return Comparison(rows=_rows(board, known), vanished=vanished_rows(board), lists=_lists(board))


def _rows(board: Board, known: Sequence[bytes]) -> tuple[ComparedRow, ...]:
    """The rows, each with what it is."""
    rows = []
    changed = {record for standing, record, _changes in board.found.values() if standing == "changed"}
    records = board.ledger.records(changed - board.now.keys())
    now = board.now | {record: was.values for record, was in records.items() if was.retracted is None}
    values = {record: plain(now[record]) for record in changed & now.keys()}
    for place, (row, said) in enumerate(zip(board.rows, board.said, strict=True)):
        standing, record, changes = board.found.get(place, ("new", "", {}))
        is_changed, gone, by_hand = standing == "changed", False, Said()
        if is_changed:
            gone = record not in values
            by_hand = {} if gone else _by_hand(board.earlier.told.get(record), values[record], changes)
            if board.answers.by_hand == "hand":
                changes = {code: value for code, value in changes.items() if code not in by_hand}
                by_hand = {}
            if gone or not changes:
                standing, changes, is_changed = "same", {}, False
                board.adopted.add(place)
        rows.append(
            ComparedRow(
                row=row,
                said=said,
                standing=standing,
                record=record,
                changes=changes,
                known=known[place],
                adopted=place in board.adopted,
                alike_title=board.looks.get(place, ""),
                is_moved=is_changed and place in board.moved,
                other_title=board.retitled.get(place, "") if is_changed else "",
                by_hand=by_hand,
                list_file=_other_list(board, place) if is_changed else "",
                taken_back=gone,
            )
        )
    return tuple(rows)


def _by_hand(told: Said | None, now: Said, changes: Said) -> Said:
    """What somebody has put since a row was taken where that changes it now, and not to the same."""
    if told is None:
        return {}
    return {
        code: now.get(code)
        for code, value in changes.items()
        if not same(now.get(code), told.get(code)) and not same(now.get(code), value)
    }


def _other_list(board: Board, place: int) -> str:
    """The file of the list that a row changes, where that has another name."""
    number = board.revised.get(place)
    return "" if number is None or board.earlier.has_its_name(number) else board.earlier.file_of(number)


def _lists(board: Board) -> tuple[FoundList, ...]:
    """The other lists that rows of the file may be of."""
    earlier = board.earlier
    changed: dict[str, list[int]] = defaultdict(list)
    if board.changed_of_others:
        changed[STATED] = board.changed_of_others
    for place, of in board.revised.items():
        if not earlier.is_own(of):
            changed[str(of)].append(place)
    found = []
    for name in sorted({*board.alike, *changed}):
        number = int(name) if name != STATED else None
        answer = earlier.answered(name)
        found.append(
            FoundList(
                number=name,
                file=earlier.file_of(number) if number is not None else "",
                at=earlier.taken_at(number) if number is not None else 0,
                rows=tuple(board.alike.get(name, ())),
                changed=tuple(sorted(changed.get(name, ()))),
                decided=answer or (earlier.decided(number) if number is not None else "same"),
                answered=answer is not None,
            )
        )
    return tuple(found)
