"""The rows that others have stated otherwise, and those that only look like an activity that is there."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Set

from sync.importing.comparing.board import Board
from sync.importing.comparing.likeness import NEAR_DAYS, day_and_title, fits, place_of, title_of
from sync.importing.comparing.lists import STATED, tells_place
from sync.importing.comparing.there import Look, about, looks_by_date
from sync.importing.said import same
from sync.ledger.text import fold

_Pair = tuple[int, Look]
"""A row, and what others have stated of it."""


def find_changed_of_others(board: Board) -> None:
    """Find the rows that have changed since others stated them, where the file is surely what they had: half of its rows
    are theirs, to the word or by day, title and place. Each has the day and the title of one, or its title and all else,
    and is the only one."""
    pairs = [(place, look) for place, look in _by_key(board) if fits(look.values, board.said[place])]
    theirs = sum(place in board.adopted for place in board.found) + sum(
        tells_place(board.said[place]) and place_of(look.values) == place_of(board.said[place]) for place, look in pairs
    )
    if not theirs or 2 * theirs < len(board.rows):
        return
    pairs += _of_other_days(board, {place for place, _look in pairs}, {look.record for _place, look in pairs})
    if board.earlier.answered(STATED) == "others":
        board.apart |= {look.record for _place, look in pairs}
        return
    for place, look in pairs:
        said = board.said[place]
        changes = {code: value for code, value in said.items() if value and not same(value, look.values.get(code))}
        board.take(place, "changed" if changes else "same", look.record, changes)
        if changes:
            board.changed_of_others.append(place)
        else:
            board.adopted.add(place)


def _by_key(board: Board) -> list[_Pair]:
    """The rows that are left, each with what others have stated of its day and title, where that is one of each."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    looks: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for place in board.left():
        rows[day_and_title(board.said[place])].append(place)
    for date in {date for date, _title in rows}:
        for look in board.there.get(date, ()):
            if _is_of_others(board, look):
                looks[date, fold(look.title)].append(look)
    return [(places[0], looks[key][0]) for key, places in rows.items() if len(places) == len(looks.get(key, ())) == 1]


def _of_other_days(board: Board, paired: Set[int], records: Set[str]) -> list[_Pair]:
    """The rows that are left and say, but for the day, all that others have stated of a day near it."""
    left = {place: board.said[place] for place in board.left() if place not in paired}
    dates = {
        (datetime.date.fromisoformat(str(said["date"])) + datetime.timedelta(days)).isoformat()
        for said in left.values()
        for days in NEAR_DAYS
    }
    there = looks_by_date(board.ledger.activities(dates), set(board.earlier.told)) if dates else {}
    looks: dict[str, list[Look]] = defaultdict(list)
    for look in (look for each in there.values() for look in each):
        if _is_of_others(board, look) and look.record not in records:
            looks[fold(look.title)].append(look)
    titles = Counter(map(title_of, left.values()))
    pairs = []
    for place, said in left.items():
        fitting = looks.get(title := title_of(said), [])
        if titles[title] == len(fitting) == 1 and fitting[0].says({**said, "date": fitting[0].values.get("date")}):
            pairs.append((place, fitting[0]))
    return pairs


def _is_of_others(board: Board, look: Look) -> bool:
    return look.others and look.record not in board.gone and look.record not in board.apart


def find_alike(board: Board) -> None:
    """Find the other rows that look like an activity that is there."""
    for place in board.left():
        said = board.said[place]
        there = board.there.get(str(said["date"]))
        if there:
            row = about(said)
            for look in there:
                if look.record not in board.gone and look.record not in board.apart and look.about.is_like(row):
                    board.take(place, "alike", look.record, {})
                    board.looks[place] = look.title
                    break
