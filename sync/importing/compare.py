"""A planned table beside what is there already: which rows were taken before, which have changed since, which look like
another activity, and which rows of an earlier version of the list are gone.

A file is a later version of a list if it is that list again (`lists`), or is said or proposed to be, and at least half of
the list's rows are found in it by day and title, of those whose sheets are read; a row that can no longer be read is one.
A row that has changed then becomes a revision of what it became at first; what an officer has changed by hand meanwhile
stays, or it is asked which holds where the list has changed it, too. Rows that were refused at first and were taken from
the file that has them are rows of the list. Rows of another list that say the same are that list's, or others of their own:
that is asked. So is whether rows are changed ones of what others have stated, where most of the file is theirs.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

import msgspec
from msgspec import Struct

from sync.importing.answers import Answers
from sync.importing.file_names import list_stem
from sync.importing.ledger import ImportLedger, StandingActivity, TakenRow
from sync.importing.lists import ANY, STATED, FoundList, SameOrOthers, TakenLists, tells_place
from sync.importing.plan import Plan, PlannedSheet
from sync.importing.read_row import ReadRow
from sync.importing.said import Said, plain, same
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.ledger.text import fold

Standing = Literal["new", "same", "changed", "alike"]
"""What a row is beside what is there: new; taken before; a changed one of an earlier version of its list; one that looks
like an activity that it did not become."""

_NEAR: Final = 0.75
"""The share of words that titles have in common which look alike."""

_NEAR_DAYS: Final = range(-14, 15)
"""How far, in days, a day may be from the one that it was put right from."""

_WITH_OTHERS: Final = {"place": "places", "language": "languages"}
"""The fields of which one cell may say several, and where those behind the first stand."""


class ComparedRow(Struct, frozen=True, kw_only=True):
    """A row that is taken, and what it is beside what is there."""

    row: ReadRow
    said: Said
    """The values of the fields that the file has columns for."""
    standing: Standing
    record: str = ""
    """The record that it became, or looks like."""
    changes: Said = {}
    """What of it has changed."""
    known: bytes
    """The fingerprint of its cells."""
    is_moved: bool = False
    """Whether its day or place is another than before, and it does not stand where it stood."""
    other_title: str = ""
    """Its title before, where that alone says that it may be another activity."""
    alike_title: str = ""
    """The title of the activity that it looks like."""
    adopted: bool = False
    """Whether it is kept as a row of this list, and nothing is stated: others have stated it, to the word; it is a row of
    another list; what somebody has put right holds."""
    by_hand: Said = {}
    """Of what has changed, what somebody has put there since it was taken, where the list says another thing."""
    list_file: str = ""
    """The list that it changes, where that has another name."""
    taken_back: bool = False
    """Whether it has changed, and somebody has taken its activity back since: that stays so."""


class VanishedRow(Struct, frozen=True, kw_only=True):
    """A row of an earlier version of the list that is not in the file, and whose activity still stands."""

    record: str
    date: str
    title: str
    known: bytes
    """The fingerprint of its cells."""
    unheld: str = ""
    """What its row says now, where that tells that it was not held; such a row is in the file."""


class Comparison(Struct, frozen=True, kw_only=True):
    """A planned table beside what is there."""

    rows: tuple[ComparedRow, ...]
    vanished: tuple[VanishedRow, ...]
    lists: tuple[FoundList, ...] = ()
    """The other lists that rows of it may be of."""

    def count(self, standing: Standing) -> int:
        """How many rows are of a standing."""
        return sum(row.standing == standing for row in self.rows)


def compare(ledger: ImportLedger, plan: Plan, answers: Answers) -> Comparison:
    """What the rows of a plan are beside what is there, by what was answered."""
    comparer = _Comparer(ledger, plan, answers)
    comparer.find_same()
    if comparer.has_taken:
        comparer.find_changed()
    comparer.find_stated()
    comparer.find_changed_of_others()
    comparer.find_alike()
    return Comparison(rows=comparer.rows(), vanished=comparer.vanished(), lists=comparer.lists())


def said_in(sheet: PlannedSheet) -> Iterator[tuple[ReadRow, Said]]:
    """The rows of a sheet that are taken, and what each says, in plain values."""
    has = {code for code in BY_CODE if sheet.has(code)}
    has |= {others for code, others in _WITH_OTHERS.items() if code in has}
    for row in sheet.rows:
        if row.fields is not None:
            told = plain(row.fields)
            yield row, {code: told.get(code) for code in BY_CODE if code in told or code in has}


class _Comparer:
    """The comparing of one plan's rows, step by step: each row finds what it was, and each of those is found once."""

    def __init__(self, ledger: ImportLedger, plan: Plan, answers: Answers) -> None:
        self._ledger, self._plan, self._answers = ledger, plan, answers
        self._said = [said for sheet in plan.taken for said in said_in(sheet)]
        imports = ledger.imports.imports()
        self._first = ledger.imports.first_imports()
        files = {past.id: past.file for past in imports}
        self._lists = _lists({number: files[number] for number in set(self._first.values())}, plan.file)
        self._unread = {name for sheet in plan.sheets if not sheet.taken for name in (sheet.name, sheet.sheet)} - {
            name for sheet in plan.taken for name in (sheet.name, sheet.sheet)
        }
        """The sheets and tables of the file that are not taken: what is in them is not gone."""
        self._taken = [row for row in ledger.imports.newest_rows() if not row.is_gone]
        self._told: dict[str, Said] = {row.record: msgspec.json.decode(row.said) for row in self._taken}
        list_of = {row.record: self._list_of(row) for row in self._taken}
        self._known_lists = TakenLists(imports, self._taken, list_of, plan.file, plan.taken)
        self._shares = self._reckoned()
        self._same: dict[str, list[int]] = defaultdict(list)
        """By list that is not surely this one, the rows that say the same."""
        self._apart: set[str] = set()
        """The records of rows that say the same, and are others."""
        self._found: dict[int, tuple[Standing, str, Said]] = {}
        self._gone: set[str] = set()
        """The records that rows were found for."""
        self._versions: set[int] = set()
        """The imports of which the file is a later version, by the first of each list."""
        self._retitled: dict[int, str] = {}
        """What the titles were of rows that have another one."""
        self._moved_rows: set[int] = set()
        """The rows whose day or place is another than before."""
        self._looks: dict[int, str] = {}
        """The titles of what rows look like."""
        self._adopted: set[int] = set()
        """The rows that others have stated."""
        self._changed_of_others: list[int] = []
        """The rows that others have stated otherwise."""
        alike: Counter[str] = Counter()
        folded = _Folded()
        self._known = [_fingerprint(row, alike, folded) for row, _said in self._said]
        dates = {str(said["date"]) for _row, said in self._said}
        there = list(ledger.activities(dates))
        self._there = _by_date(there, set(self._told))
        self._refused = tuple(_refused(plan))
        self._now = {each.record: each.values for each in there if each.record in self._told}
        self._revised: dict[int, int] = {}
        """By row that has changed, the list that it is of."""

    @property
    def has_taken(self) -> bool:
        """Whether there are rows that were taken before."""
        return bool(self._taken)

    def find_same(self) -> None:
        """Find the rows that say what they said when they were taken."""
        known: dict[str, list[TakenRow]] = defaultdict(list)
        for row in self._taken:
            known[_text(self._told[row.record])].append(row)
        texts = [_text(said) for _row, said in self._said] if known else []
        for fits in (self._stood_there, self._is_of_own, self._is_of_same, self._is_there):
            for place, text in enumerate(texts):
                rows = known.get(text, ()) if place not in self._found else ()
                if (before := next((row for row in rows if fits(row, place)), None)) is not None:
                    known[text].remove(before)
                    self._take_same(place, before)
        for place, text in enumerate(texts):
            if place not in self._found:
                others = {self._list_of(row): row for row in reversed(known.get(text, ()))}
                for number, before in others.items():
                    known[text].remove(before)
                    self._same[str(number)].append(place)
                    self._apart.add(before.record)
        alone = self._ledger.imports.known_alone()
        for place, fingerprint in enumerate(self._known):
            if place not in self._found and fingerprint in alone:
                self._found[place] = "same", "", {}

    def _stood_there(self, row: TakenRow, place: int) -> bool:
        return self._is_of_own(row, place) and row.sheet == self._said[place][0].sheet

    def _is_of_own(self, row: TakenRow, _place: int) -> bool:
        return self._is_own(self._list_of(row))

    def _is_of_same(self, row: TakenRow, _place: int) -> bool:
        return self._decided(self._list_of(row)) == "same"

    def _is_there(self, row: TakenRow, place: int) -> bool:
        """Whether a row names its place, and is the same under any name of its list."""
        return tells_place(self._said[place][1]) and not self._known_lists.is_another(self._list_of(row))

    def _take_same(self, place: int, before: TakenRow) -> None:
        """Take a row as one that was taken; of another list it is asked about, and kept as a row of this one, too."""
        number = self._list_of(before)
        if not self._is_own(number) and not self._is_there(before, place):
            self._same[str(number)].append(place)
            self._adopted.add(place)
        self._take(place, "same", before, {})
        if self._decided(number) == "same":
            self._versions.add(number)

    # -- lists

    def _reckoned(self) -> dict[int, _Share]:
        """By list, how many of its rows are found by day and title, how many of those at the same place, and how many there
        are."""
        if not self._taken:
            return defaultdict(_Share)
        keys = Counter(_key(said) for _row, said in self._said)
        places = {(*_key(said), fold(str(said.get("place") or ""))) for _row, said in self._said}
        shares: dict[int, _Share] = defaultdict(_Share)
        used: Counter[tuple[int, str, str]] = Counter()
        for row in self._taken:
            told, share = self._told[row.record], shares[self._list_of(row)]
            key = _key(told)
            share.whole += 1
            used[self._list_of(row), *key] += 1
            if used[self._list_of(row), *key] <= keys[key]:
                share.found += 1
                share.placed += tells_place(told) and (*key, fold(str(told.get("place") or ""))) in places
        return shares

    def _is_own(self, number: int) -> bool:
        """Whether the file is surely a list again: by its names, or as most of both is there at the same places."""
        if self._known_lists.is_own(number):
            return True
        share = self._shares[number]
        return not self._known_lists.is_another(number) and 2 * share.placed >= share.found > 0 and self._has_most(share)

    def _has_most(self, share: _Share) -> bool:
        return 2 * share.found >= min(share.whole, len(self._said))

    def _answered(self, number: str) -> SameOrOthers | None:
        return self._answers.lists.get(number, self._answers.lists.get(ANY))

    def _decided(self, number: int) -> SameOrOthers:
        """Whether what a list says, too, is the same activities: surely, as it was answered, or as it is proposed."""
        if self._is_own(number):
            return "same"
        proposed: SameOrOthers = (
            "others" if self._known_lists.is_another(number) or not self._has_most(self._shares[number]) else "same"
        )
        return self._answered(str(number)) or proposed

    def lists(self) -> tuple[FoundList, ...]:
        """The other lists that rows of the file may be of."""
        changed: dict[str, list[int]] = defaultdict(list)
        if self._changed_of_others:
            changed[STATED] = self._changed_of_others
        for place, of in self._revised.items():
            if not self._is_own(of):
                changed[str(of)].append(place)
        found = []
        for number in sorted({*self._same, *changed}):
            past = self._known_lists.past.get(int(number)) if number != STATED else None
            answer = self._answered(number)
            found.append(
                FoundList(
                    number=number,
                    file=past.file if past is not None else "",
                    at=past.at if past is not None else 0,
                    rows=tuple(self._same.get(number, ())),
                    changed=tuple(sorted(changed.get(number, ()))),
                    decided=answer or ("same" if past is None else self._decided(int(number))),
                    answered=answer is not None,
                )
            )
        return tuple(found)

    # -- rows that have changed

    def find_changed(self) -> None:
        """Find the rows that have changed since they were taken, where the file is a later version of their list."""
        keyed: dict[tuple[str, str], list[TakenRow]] = defaultdict(list)
        for row in self._candidates():
            if row.record not in self._gone:
                keyed[_key(self._told[row.record])].append(row)
        pairs: list[tuple[int, TakenRow]] = []
        for place, (_row, said) in enumerate(self._said if keyed else ()):
            rows = keyed.get(_key(said), ()) if place not in self._found else ()
            if (before := next((row for row in rows if _fits(self._told[row.record], said)), None)) is not None:
                keyed[_key(said)].remove(before)
                pairs.append((place, before))
        pairs += self._moved({place for place, _before in pairs}, {before.record for _place, before in pairs})
        self._find_versions(pairs)
        for place, before in pairs:
            if self._list_of(before) in self._versions:
                self._take_changed(place, before)
        for place, before in self._other_titles():
            self._retitled[place] = str(self._told[before.record]["title"])
            self._take_changed(place, before)
        for place, before in self._corrected():
            told = self._told[before.record]
            if fold(str(told["title"])) == fold(str(self._said[place][1]["title"])):
                self._moved_rows.add(place)
            else:
                self._retitled[place] = str(told["title"])
            self._take_changed(place, before)

    def _find_versions(self, pairs: Sequence[tuple[int, TakenRow]]) -> None:
        """The earlier versions of the list, of those imports of which a row was found: half of the list is there, be it in
        rows that cannot be taken, or, of the list that the file surely is, half of the file is of it."""
        whole: dict[int, int] = defaultdict(int)
        found: dict[int, int] = defaultdict(int)
        for row in self._taken:
            is_found = row.record in self._gone
            whole[self._list_of(row)] += is_found or row.sheet not in self._unread
            found[self._list_of(row)] += is_found
        maybe = self._versions | {number for number in whole if self._known_lists.is_own(number)}
        for place, before in pairs:
            found[self._list_of(before)] += 1
            if _says_more(self._told[before.record], self._said[place][1]):
                maybe.add(self._list_of(before))
        unread = self._unreadable({before.record for _place, before in pairs})
        rows = len(self._said) + len(self._refused)
        self._versions = {
            number
            for number in maybe
            if found[number]
            and (
                2 * (found[number] + unread[number]) >= whole[number]
                or (self._is_own(number) and 2 * (found[number] + unread[number]) >= rows)
            )
        }

    def _unreadable(self, paired: set[str]) -> Counter[int]:
        """By list, how many of its rows stand in the file and cannot be taken."""
        left = [row for row in self._taken if row.record not in self._gone and row.record not in paired]
        stood = {(row.sheet, row.row): row for row in left}
        keyed = {_key(self._told[row.record]): row for row in left}
        found: Counter[int] = Counter()
        for row in self._refused:
            there = stood.get(row.stands)
            if there is None or not row.may_be(self._told[there.record], in_place=True):
                there = keyed.get((row.date, row.title))
            if there is not None:
                found[self._list_of(there)] += 1
        return found

    def _candidates(self) -> Iterator[TakenRow]:
        """The rows of lists that the file may be a later version of, those of its own first."""
        yield from (row for row in self._taken if self._is_own(self._list_of(row)))
        for row in self._taken:
            if not self._is_own(self._list_of(row)) and self._decided(self._list_of(row)) == "same":
                yield row

    def _list_of(self, row: TakenRow) -> int:
        """The import that first took the list of a row."""
        first = self._first[row.record]
        return self._lists.get(first, first)

    def _moved(self, paired: set[int], before_paired: set[str]) -> list[tuple[int, TakenRow]]:
        """The rows whose day or title was put right: those that stand where one stood with the same title, or with the same
        day and nearly the same title."""
        places = {
            (row.sheet, row.row): row
            for row in self._candidates()
            if row.record not in self._gone and row.record not in before_paired
        }
        pairs = []
        for place, (row, said) in enumerate(self._said):
            before = places.get((row.sheet, row.number)) if place not in self._found and place not in paired else None
            if before is not None:
                told = self._told[before.record]
                same_title, same_day = fold(str(told["title"])) == fold(str(said["title"])), told["date"] == said["date"]
                if same_title or (same_day and _near(str(told["title"]), str(said["title"]))):
                    pairs.append((place, before))
        return pairs

    def _other_titles(self) -> list[tuple[int, TakenRow]]:
        """The rows of a later version whose title alone is another: each the only one of its day, place and figures that is
        left on either side, or where it stood with all else as it was."""
        left = [row for row in self._taken if self._list_of(row) in self._versions and row.record not in self._gone]
        new = [(place, row, said) for place, (row, said) in enumerate(self._said) if place not in self._found]
        before_by, now_by = defaultdict(list), defaultdict(list)
        for before in left:
            before_by[_without_title(self._told[before.record])].append(before)
        for place, _row, said in new:
            now_by[_without_title(said)].append(place)
        pairs = [
            (places[0], before_by[key][0])
            for key, places in now_by.items()
            if key is not None and len(places) == len(before_by.get(key, ())) == 1
        ]
        paired, gone = {place for place, _before in pairs}, {before.record for _place, before in pairs}
        stood = {(before.sheet, before.row): before for before in left if before.record not in gone}
        for place, row, said in new:
            there = stood.get((row.sheet, row.number)) if place not in paired else None
            if there is not None and _says_more({**self._told[there.record], "title": said["title"]}, said):
                pairs.append((place, there))
        return pairs

    def _corrected(self) -> list[tuple[int, TakenRow]]:
        """The rows of a later version that are left and have, of day, title and place, two in common with one that is gone,
        each the only one of these on either side."""
        gone = {
            row.record: row
            for row in self._taken
            if self._list_of(row) in self._versions and row.record not in self._gone and row.sheet not in self._unread
        }
        new = {place for place in range(len(self._said)) if place not in self._found} if gone else set()
        pairs = []
        for key_of in (_key, _title_and_place, _day_and_place):
            before_by, now_by = defaultdict(list), defaultdict(list)
            for record in gone:
                before_by[key_of(self._told[record])].append(record)
            for place in new:
                now_by[key_of(self._said[place][1])].append(place)
            for key, places in now_by.items():
                if all(key) and len(places) == len(records := before_by.get(key, [])) == 1:
                    told, said = self._told[records[0]], self._said[places[0]][1]
                    if _days_between(told, said) in _NEAR_DAYS:
                        pairs.append((places[0], gone.pop(records[0])))
                        new.discard(places[0])
        return pairs

    def _take_changed(self, place: int, before: TakenRow) -> None:
        told, said = self._told[before.record], self._said[place][1]
        changes = {code: value for code, value in said.items() if not same(value, told.get(code))}
        if changes:
            self._revised[place] = self._list_of(before)
        self._take(place, "changed" if changes else "same", before, changes)

    def _take(self, place: int, standing: Standing, before: TakenRow, changes: Said) -> None:
        self._found[place] = standing, before.record, changes
        self._gone.add(before.record)

    def find_stated(self) -> None:
        """Find the rows that others have stated already, to the word: a colleague who had the list, or the province, which
        entered it for the unit. Such a row is the same row from now on, and a later version of the list revises it."""
        for place, (_row, said) in enumerate(self._said):
            for look in self._there.get(str(said["date"]), ()) if place not in self._found else ():
                if look.others and look.record not in self._gone and look.record not in self._apart and look.says(said):
                    if not look.entered and not tells_place(said):  # the province enters what the unit sent
                        self._same[STATED].append(place)
                        if self._answered(STATED) == "others":
                            self._apart.add(look.record)
                            break
                    self._found[place] = "same", look.record, {}
                    self._adopted.add(place)
                    self._gone.add(look.record)
                    break

    def find_changed_of_others(self) -> None:
        """Find the rows that have changed since others stated them, where the file is surely what they had: half of its rows
        are theirs, to the word or by day, title and place. Each has the day and the title of one, or its title and all else,
        and is the only one."""
        pairs = [(place, look) for place, look in self._by_key() if _fits(look.values, self._said[place][1])]
        theirs = sum(place in self._adopted for place in self._found) + sum(
            tells_place(self._said[place][1]) and look.place == fold(str(self._said[place][1].get("place") or ""))
            for place, look in pairs
        )
        if not theirs or 2 * theirs < len(self._said):
            return
        pairs += self._of_other_days({place for place, _look in pairs}, {look.record for _place, look in pairs})
        if self._answered(STATED) == "others":
            self._apart |= {look.record for _place, look in pairs}
            return
        for place, look in pairs:
            said = self._said[place][1]
            changes = {code: value for code, value in said.items() if value and not same(value, look.values.get(code))}
            self._found[place] = ("changed" if changes else "same"), look.record, changes
            self._gone.add(look.record)
            if changes:
                self._changed_of_others.append(place)
            else:
                self._adopted.add(place)

    def _by_key(self) -> list[tuple[int, _Look]]:
        """The rows that are left, each with what others have stated of its day and title, where that is one of each."""
        rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        looks: dict[tuple[str, str], list[_Look]] = defaultdict(list)
        for place, (_row, said) in enumerate(self._said):
            if place not in self._found:
                rows[_key(said)].append(place)
        for date in {date for date, _title in rows}:
            for look in self._there.get(date, ()):
                if self._is_of_others(look):
                    looks[date, fold(look.title)].append(look)
        return [(places[0], looks[key][0]) for key, places in rows.items() if len(places) == len(looks.get(key, ())) == 1]

    def _of_other_days(self, paired: set[int], records: set[str]) -> list[tuple[int, _Look]]:
        """The rows that are left and say, but for the day, all that others have stated of a day near it."""
        left = {
            place: said for place, (_row, said) in enumerate(self._said) if place not in self._found and place not in paired
        }
        dates = {
            (datetime.date.fromisoformat(str(said["date"])) + datetime.timedelta(days)).isoformat()
            for said in left.values()
            for days in _NEAR_DAYS
        }
        there = _by_date(self._ledger.activities(dates), set(self._told)) if dates else {}
        looks: dict[str, list[_Look]] = defaultdict(list)
        for look in (look for each in there.values() for look in each):
            if self._is_of_others(look) and look.record not in records:
                looks[fold(look.title)].append(look)
        titles = Counter(fold(str(said["title"])) for said in left.values())
        pairs = []
        for place, said in left.items():
            fitting = looks.get(title := fold(str(said["title"])), [])
            if titles[title] == len(fitting) == 1 and fitting[0].says({**said, "date": fitting[0].values.get("date")}):
                pairs.append((place, fitting[0]))
        return pairs

    def _is_of_others(self, look: _Look) -> bool:
        return look.others and look.record not in self._gone and look.record not in self._apart

    def find_alike(self) -> None:
        """Find the other rows that look like an activity that is there."""
        for place, (_row, said) in enumerate(self._said):
            there = self._there.get(str(said["date"])) if place not in self._found else None
            if there:
                words, where = set(fold(str(said["title"])).split()), fold(str(said.get("place") or ""))
                for look in there:
                    if look.record not in self._gone and look.record not in self._apart and look.is_like(words, where):
                        self._found[place] = "alike", look.record, {}
                        self._looks[place] = look.title
                        self._gone.add(look.record)
                        break

    def rows(self) -> tuple[ComparedRow, ...]:
        """The rows, each with what it is."""
        rows = []
        changed = {record for standing, record, _changes in self._found.values() if standing == "changed"}
        records = self._ledger.records(changed - self._now.keys())
        self._now |= {record: was.values for record, was in records.items() if was.retracted is None}
        for place, (row, said) in enumerate(self._said):
            standing, record, changes = self._found.get(place, ("new", "", {}))
            by_hand: Said = {}
            gone = standing == "changed" and record not in self._now
            if standing == "changed":
                by_hand = self._by_hand(record, changes)
                if self._answers.by_hand == "hand":
                    changes = {code: value for code, value in changes.items() if code not in by_hand}
                    by_hand = {}
                if gone or not changes:
                    standing, changes = "same", {}
                    self._adopted.add(place)
            rows.append(
                ComparedRow(
                    row=row,
                    said=said,
                    standing=standing,
                    record=record,
                    changes=changes,
                    known=self._known[place],
                    adopted=place in self._adopted,
                    alike_title=self._looks.get(place, ""),
                    is_moved=place in self._moved_rows and standing == "changed",
                    other_title=self._retitled.get(place, "") if standing == "changed" else "",
                    by_hand=by_hand,
                    list_file=self._list_file(place) if standing == "changed" else "",
                    taken_back=gone,
                )
            )
        return tuple(rows)

    def _by_hand(self, record: str, changes: Said) -> Said:
        """What somebody has put since a row was taken where that changes it now, and not to the same."""
        if record not in self._told:
            return {}
        values, told = self._now.get(record), self._told[record]
        now = plain(values) if values is not None else {}
        return {
            code: now.get(code)
            for code, value in changes.items()
            if values is not None and not same(now.get(code), told.get(code)) and not same(now.get(code), value)
        }

    def _list_file(self, place: int) -> str:
        number = self._revised.get(place)
        return "" if number is None or self._known_lists.is_own(number) else self._known_lists.past[number].file

    def _leave_refused(self, missing: dict[str, Said]) -> None:
        """Leave out of the rows that are missing those that stand in the file and cannot be taken: they are not gone."""
        stood = {(row.sheet, row.row): row.record for row in self._taken if row.record in missing}
        left = []
        for row in self._refused:
            there = stood.get(row.stands)
            if there in missing and row.may_be(missing[there], in_place=True):
                del missing[there]
            else:
                left.append(row)
        for row in left:
            found = next((record for record, told in missing.items() if row.may_be(told, in_place=False)), None)
            if found is not None:
                del missing[found]

    def vanished(self) -> tuple[VanishedRow, ...]:
        """The rows of earlier versions that are not in the file."""
        missing = {
            row.record: self._told[row.record]
            for row in self._taken
            if self._list_of(row) in self._versions and row.record not in self._gone and row.sheet not in self._unread
        }
        self._leave_refused(missing)
        if not missing:
            return ()
        standing = self._ledger.standing(missing)
        known = {row.record: row.known for row in self._taken}
        unheld = self._unheld({record: told for record, told in missing.items() if record in standing})
        return tuple(
            VanishedRow(
                record=record,
                date=str(told["date"]),
                title=str(told["title"]),
                known=known[record],
                unheld=unheld.get(record, ""),
            )
            for record, told in missing.items()
            if record in standing
        )

    def _unheld(self, missing: Mapping[str, Said]) -> dict[str, str]:
        """By record that is missing, the row of the file that tells now that it was not held: it has its title, and its
        day and place, or stands where it stood."""
        rows = [row for sheet in self._plan.taken for row in sheet.rows if row.kind == "unheld"]
        texts = {(row.sheet, row.number): fold(row.text) for row in rows}
        stood = {row.record: (row.sheet, row.row) for row in self._taken if row.record in missing} if rows else {}
        found: dict[str, str] = {}
        for record, told in missing.items() if rows else ():
            title, place = fold(str(told["title"])), fold(str(told.get("place") or ""))
            day = _written_day(str(told["date"]))
            fitting = [
                row
                for row in rows
                if (stands := (row.sheet, row.number)) in texts
                and title in (text := texts[stands])
                and ((place in text and day.search(text)) or stands == stood[record])
            ]
            if fitting:
                row = next((row for row in fitting if (row.sheet, row.number) == stood[record]), fitting[0])
                del texts[row.sheet, row.number]
                found[record] = row.text
        return found


class _Share(Struct):
    """How much of a list is in a file."""

    whole: int = 0
    found: int = 0
    placed: int = 0


class _Refused(NamedTuple):
    """What can be read of a row that cannot be taken."""

    stands: tuple[str, int]
    """In which sheet, and where."""
    title: str
    date: str

    def may_be(self, told: Said, *, in_place: bool) -> bool:
        """Whether a row said before what is told: all that can be read is the same, or one of both and it stands where that
        one stood."""
        title, date = self.title in ("", fold(str(told["title"]))), self.date in ("", told["date"])
        return (title or date) if in_place else bool(self.title) and title and date


def _refused(plan: Plan) -> Iterator[_Refused]:
    """The rows of a plan that cannot be taken."""
    for sheet in plan.taken:
        place = next(column.place for column in sheet.columns if column.field == "date")
        for row in sheet.rows:
            if row.kind == "data" and row.fields is None:
                days = row.days.get(place, "")
                yield _Refused((row.sheet, row.number), fold(dict(row.cells).get("title", "")), days.partition(" ")[0])


class _Look(Struct, frozen=True):
    """What an activity that is there looks like."""

    record: str
    title: str
    words: frozenset[str]
    place: str
    others: bool
    entered: bool
    values: dict[str, object]

    def says(self, said: Said) -> bool:
        """Whether it says all that a row says, and nothing else of what the row has cells for."""
        return all(same(self.values.get(code), value) for code, value in said.items())

    def is_like(self, words: set[str], place: str) -> bool:
        """Whether a row of its day looks like it: most words of both titles are in both, and they name no two places."""
        common = len(self.words & words)
        return common >= _NEAR * (len(self.words) + len(words) - common) and (
            not place or not self.place or place == self.place
        )


def _lists(files: Mapping[int, str], file: str) -> dict[int, int]:
    """By the number of each import of refused rows, the import whose list they are of: the last one before it of that name.
    None where the file itself has refused rows, and the others of the list are not in it."""
    stems = {number: PurePath(name).stem for number, name in sorted(files.items())}
    stem = PurePath(file).stem
    if list_stem(stem) != stem:
        return {}
    lists: dict[int, int] = {}
    last: dict[str, int] = {}
    for number, each in stems.items():
        if (of := list_stem(each)) == each:
            last[each] = number
        elif of in last:
            lists[number] = last[of]
    return lists


def _by_date(there: Iterable[StandingActivity], imported: set[str]) -> dict[str, list[_Look]]:
    """What the activities look like, by their day, those that were not imported first."""
    found: dict[str, list[_Look]] = defaultdict(list)
    for each in sorted(there, key=lambda each: each.record in imported):
        values = each.values
        words = frozenset(fold(values.title).split())
        told = plain(values) if each.others else {}
        found[values.date].append(
            _Look(each.record, values.title, words, fold(values.place or ""), each.others, each.entered, told)
        )
    return found


class _Folded(dict[str, str]):
    """Texts folded, each once: the cells of a list say the same few again and again."""

    def __missing__(self, text: str) -> str:
        self[text] = folded = fold(text)
        return folded


def _fingerprint(row: ReadRow, alike: Counter[str], folded: Mapping[str, str]) -> bytes:
    """What a row is known by: its cells under the headings that are read, and how many like it stand before it in the
    file. `alike` counts those: two broadcasts on one day may well be two equal rows."""
    known = "\x1f".join(f"{field}={folded[text]}" for field, text in row.cells)
    number = alike[known]
    alike[known] += 1
    return hashlib.sha256(f"{known}\x1f{number}".encode()).digest()


def _text(said: Mapping[str, object]) -> str:
    """What a row says, apart from fields that it leaves empty, as a key."""
    return msgspec.json.encode({code: said[code] for code in sorted(said) if said[code]}).decode()


def _key(said: Mapping[str, object]) -> tuple[str, str]:
    return str(said["date"]), fold(str(said["title"]))


def _title_and_place(said: Mapping[str, object]) -> tuple[str, str]:
    return fold(str(said["title"])), fold(str(said.get("place") or ""))


def _day_and_place(said: Mapping[str, object]) -> tuple[str, str]:
    return str(said["date"]), fold(str(said.get("place") or ""))


def _days_between(told: Mapping[str, object], said: Mapping[str, object]) -> int:
    first, second = (datetime.date.fromisoformat(str(each["date"])) for each in (told, said))
    return (second - first).days


def _written_day(date: str) -> re.Pattern[str]:
    """A day as offices write it, with or without the year."""
    day = datetime.date.fromisoformat(date)
    return re.compile(rf"(?<![0-9])0?{day.day}[/.-]0?{day.month}(?![0-9])|{date}")


def _says_more(told: Mapping[str, object], said: Mapping[str, object]) -> bool:
    """Whether a row says all that was told, and perhaps more."""
    return all(not value or same(said.get(code), value) for code, value in told.items())


def _without_title(said: Mapping[str, object]) -> str | None:
    """What a row says of its day, place and figures, as a key; None where it says nothing but the day."""
    codes = ("date", "until", "place", *COUNTED)
    told = [said.get(code) or None for code in codes]
    return msgspec.json.encode(told).decode() if any(told[2:]) else None


def _fits(told: Mapping[str, object], said: Mapping[str, object]) -> bool:
    """Whether two rows of a day and title may be one: they name no two places or ways."""
    return all(
        not told.get(code) or not said.get(code) or fold(str(told[code])) == fold(str(said[code]))
        for code in ("place", "channel")
    )


def _near(first: str, second: str) -> bool:
    """Whether two titles look alike: most words of both are in both."""
    words, others = set(fold(first).split()), set(fold(second).split())
    return bool(words) and len(words & others) >= _NEAR * len(words | others)
