"""The rows that have changed since they were taken, where the file is a later version of their list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sync.importing.comparing.board import Board
from sync.importing.comparing.likeness import (
    NEAR_DAYS,
    day_and_place,
    day_and_title,
    days_between,
    fits,
    near,
    place_of,
    says_more,
    title_and_place,
    title_of,
    without_title,
)
from sync.importing.ledger import TakenRow
from sync.importing.said import Said, same

_Pair = tuple[int, TakenRow]
"""A row, and the one that it was."""


def find_changed(board: Board) -> None:
    """Find the rows that have changed."""
    pairs = _by_day_and_title(board)
    pairs += _moved(board, pairs)
    _find_versions(board, pairs)
    for place, before in pairs:
        if board.list_of(before) in board.versions:
            _take(board, place, before)
    for place, before in _other_titles(board):
        board.retitled[place] = str(board.told(before)["title"])
        _take(board, place, before)
    for place, before in _corrected(board):
        told = board.told(before)
        if title_of(told) == title_of(board.said[place]):
            board.moved.add(place)
        else:
            board.retitled[place] = str(told["title"])
        _take(board, place, before)


def _take(board: Board, place: int, before: TakenRow) -> None:
    told = board.told(before)
    changes = {code: value for code, value in board.said[place].items() if not same(value, told.get(code))}
    if changes:
        board.revised[place] = board.list_of(before)
    board.take(place, "changed" if changes else "same", before.record, changes)


def _by_day_and_title(board: Board) -> list[_Pair]:
    """The rows that have the day and the title of one, and name no other place."""
    keyed: dict[tuple[str, str], list[TakenRow]] = defaultdict(list)
    for row in board.earlier.candidates():
        if row.record not in board.gone:
            keyed[day_and_title(board.told(row))].append(row)
    pairs: list[_Pair] = []
    for place in board.left() if keyed else ():
        said = board.said[place]
        rows = keyed.get(day_and_title(said), [])
        if (before := next((row for row in rows if fits(board.told(row), said)), None)) is not None:
            rows.remove(before)
            pairs.append((place, before))
    return pairs


def _moved(board: Board, paired: Sequence[_Pair]) -> list[_Pair]:
    """The rows whose day or title was put right: those that stand where one stood with the same title and all else but the
    day or the figures, or with the same day and nearly the same title. A file of refused rows numbers them anew."""
    if board.earlier.is_of_refused:
        return []
    places, records = {place for place, _before in paired}, {before.record for _place, before in paired}
    stood = {
        (row.sheet, row.row): row
        for row in board.earlier.candidates()
        if row.record not in board.gone and row.record not in records
    }
    pairs = []
    for place in board.left():
        row, said = board.rows[place], board.said[place]
        before = stood.get((row.sheet, row.number)) if place not in places else None
        if before is not None:
            told = board.told(before)
            same_title, same_day = title_of(told) == title_of(said), told["date"] == said["date"]
            if (same_title and _is_put_right(told, said)) or (same_day and near(str(told["title"]), str(said["title"]))):
                pairs.append((place, before))
    return pairs


def _is_put_right(told: Said, said: Said) -> bool:
    """Whether a row with the title of one may be that one: they name no two places, and their days are near; of another day
    it says where it was, or all that the other did."""
    if not fits(told, said) or days_between(told, said) not in NEAR_DAYS:
        return False
    return told["date"] == said["date"] or bool(place_of(said)) or says_more({**told, "date": said["date"]}, said)


def _find_versions(board: Board, pairs: Sequence[_Pair]) -> None:
    """Find the lists of which the file is a later version, of those of which a row was found: half of the list is there, be
    it in rows that cannot be taken, or, of the list that the file surely is, half of the file is of it."""
    earlier = board.earlier
    whole: dict[int, int] = defaultdict(int)
    found: dict[int, int] = defaultdict(int)
    for row in earlier.taken:
        is_found = row.record in board.gone
        whole[board.list_of(row)] += is_found or row.sheet not in board.unread_sheets
        found[board.list_of(row)] += is_found
    maybe = board.versions | {number for number in whole if earlier.has_its_name(number)}
    for place, before in pairs:
        found[board.list_of(before)] += 1
        if says_more(board.told(before), board.said[place]):
            maybe.add(board.list_of(before))
    unread = _unreadable(board, {before.record for _place, before in pairs})
    rows = len(board.rows) + len(board.unread)
    board.versions = {
        number
        for number in maybe
        if found[number]
        and (
            2 * (found[number] + unread[number]) >= whole[number]
            or (earlier.is_own(number) and 2 * (found[number] + unread[number]) >= rows)
        )
    }


def _unreadable(board: Board, paired: set[str]) -> Counter[int]:
    """By list, how many of its rows stand in the file and cannot be taken."""
    left = [row for row in board.earlier.taken if row.record not in board.gone and row.record not in paired]
    stood = {(row.sheet, row.row): row for row in left}
    keyed = {day_and_title(board.told(row)): row for row in left}
    found: Counter[int] = Counter()
    for row in board.unread:
        there = stood.get(row.stands)
        if there is None or not row.may_be(board.told(there), in_place=True):
            there = keyed.get((row.date, row.title))
        if there is not None:
            found[board.list_of(there)] += 1
    return found


def _other_titles(board: Board) -> list[_Pair]:
    """The rows of a later version whose title alone is another: each the only one of its day, place and figures that is
    left on either side, or where it stood with all else as it was."""
    left = [row for row in board.earlier.taken if board.list_of(row) in board.versions and row.record not in board.gone]
    new = list(board.left())
    before_by, now_by = defaultdict(list), defaultdict(list)
    for before in left:
        before_by[without_title(board.told(before))].append(before)
    for place in new:
        now_by[without_title(board.said[place])].append(place)
    pairs = [
        (places[0], before_by[key][0])
        for key, places in now_by.items()
        if key is not None and len(places) == len(before_by.get(key, ())) == 1
    ]
    paired, gone = {place for place, _before in pairs}, {before.record for _place, before in pairs}
    stood = {(before.sheet, before.row): before for before in left if before.record not in gone}
    for place in new:
        row, said = board.rows[place], board.said[place]
        there = stood.get((row.sheet, row.number)) if place not in paired else None
        if there is not None and says_more({**board.told(there), "title": said["title"]}, said):
            pairs.append((place, there))
    return pairs


def _corrected(board: Board) -> list[_Pair]:
    """The rows of a later version that are left and have, of day, title and place, two in common with one that is gone,
    each the only one of these on either side."""
    gone = {
        row.record: row
        for row in board.earlier.taken
        if board.list_of(row) in board.versions and row.record not in board.gone and row.sheet not in board.unread_sheets
    }
    new = set(board.left()) if gone else set()
    pairs = []
    for key_of in (day_and_title, title_and_place, day_and_place):
        before_by, now_by = defaultdict(list), defaultdict(list)
        for row in gone.values():
            before_by[key_of(board.told(row))].append(row)
        for place in new:
            now_by[key_of(board.said[place])].append(place)
        for key, places in now_by.items():
            rows = before_by.get(key, ())
            if (
                all(key)
                and len(places) == len(rows) == 1
                and days_between(board.told(rows[0]), board.said[places[0]]) in NEAR_DAYS
            ):
                pairs.append((places[0], gone.pop(rows[0].record)))
                new.discard(places[0])
    return pairs
