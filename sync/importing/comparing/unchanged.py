"""The rows that say what they said when they were taken, or what others have stated."""

from __future__ import annotations

from collections import Counter, defaultdict

from sync.importing.comparing.board import Board
from sync.importing.comparing.likeness import Folded, all_of, fingerprint
from sync.importing.comparing.lists import STATED, tells_place
from sync.importing.ledger import TakenRow


def fingerprints(board: Board) -> list[bytes]:
    """What each row is known by."""
    alike: Counter[str] = Counter()
    folded = Folded()
    return [fingerprint(row, alike, folded) for row in board.rows]


def find_same(board: Board, known: list[bytes]) -> None:
    """Find the rows that say what they said when they were taken; and by their fingerprints (`known`) those of which
    an older program kept nothing else."""
    by_text: dict[str, list[TakenRow]] = defaultdict(list)
    for row in board.earlier.taken:
        by_text[all_of(board.told(row))].append(row)
    texts = [all_of(said) for said in board.said] if by_text else []
    for fits in (_stood_there, _is_of_own, _is_of_same, _is_there):
        for place, text in enumerate(texts):
            rows = by_text.get(text, ()) if place not in board.found else ()
            if (before := next((row for row in rows if fits(board, row, place)), None)) is not None:
                by_text[text].remove(before)
                _take_same(board, place, before)
    for place, text in enumerate(texts):
        if place not in board.found:
            others = {board.list_of(row): row for row in reversed(by_text.get(text, ()))}
            for number, before in others.items():
                by_text[text].remove(before)
                board.alike[str(number)].append(place)
                board.apart.add(before.record)
    alone = board.ledger.imports.known_alone()
    for place in board.left():
        if known[place] in alone:
            board.found[place] = "same", "", {}


def _stood_there(board: Board, row: TakenRow, place: int) -> bool:
    return _is_of_own(board, row, place) and row.sheet == board.rows[place].sheet


def _is_of_own(board: Board, row: TakenRow, _place: int) -> bool:
    return board.earlier.is_own(board.list_of(row))


def _is_of_same(board: Board, row: TakenRow, _place: int) -> bool:
    return board.earlier.decided(board.list_of(row)) == "same"


def _is_there(board: Board, row: TakenRow, place: int) -> bool:
    """Whether a row names its place, and is the same under any name of its list."""
    return tells_place(board.said[place]) and not board.earlier.is_another(board.list_of(row))


def _take_same(board: Board, place: int, before: TakenRow) -> None:
    """Take a row as one that was taken; of another list it is asked about, and kept as a row of this one, too."""
    number = board.list_of(before)
    if not board.earlier.is_own(number) and not _is_there(board, before, place):
        board.alike[str(number)].append(place)
        board.adopted.add(place)
    board.take(place, "same", before.record, {})
    if board.earlier.decided(number) == "same":
        board.versions.add(number)


def find_stated(board: Board) -> None:
    """Find the rows that others have stated already, to the word: a colleague who had the list, or the province, which
    entered it for the unit. Such a row is the same row from now on, and a later version of the list revises it."""
    for place in board.left():
        said = board.said[place]
        for look in board.there.get(str(said["date"]), ()):
            if look.others and look.record not in board.gone and look.record not in board.apart and look.says(said):
                if not look.entered and not tells_place(said):  # the province enters what the unit sent
                    board.alike[STATED].append(place)
                    if board.earlier.answered(STATED) == "others":
                        board.apart.add(look.record)
                        break
                board.take(place, "same", look.record, {})
                board.adopted.add(place)
                break
