"""Lists that were taken before, beside a file: which of them it surely is again, and which it is by what was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

import msgspec
from msgspec import Struct

from sync.importing.answers import Answers
from sync.importing.comparing.likeness import day_and_title, place_of
from sync.importing.comparing.lists import ANY, SameOrOthers, TakenLists, tells_place
from sync.importing.file_names import list_stem
from sync.importing.ledger import ImportLedger, TakenRow
from sync.importing.plan import Plan
from sync.importing.said import Said


class _Share(Struct):
    """How much of a list is in a file."""

    whole: int = 0
    found: int = 0
    placed: int = 0


class EarlierLists:
    """Every row that was taken before and is not gone, by the list that it is of."""

    def __init__(self, ledger: ImportLedger, plan: Plan, answers: Answers, said: Sequence[Said]) -> None:
        """`said` is what each row of the file says."""
        self._answers, self._rows = answers, len(said)
        imports = ledger.imports.imports()
        self._first = ledger.imports.first_imports()
        files = {past.id: past.file for past in imports}
        self._refused_of = _with_refused({number: files[number] for number in set(self._first.values())}, plan.file)
        self.is_of_refused = list_stem(PurePath(plan.file).stem) != PurePath(plan.file).stem
        """Whether the file has the refused rows of a list, and no other."""
        self.taken: tuple[TakenRow, ...] = tuple(row for row in ledger.imports.newest_rows() if not row.is_gone)
        self.told: dict[str, Said] = {row.record: msgspec.json.decode(row.said) for row in self.taken}
        """By record, what its row said when it was taken last."""
        of = {row.record: self.list_of(row) for row in self.taken}
        self._known = TakenLists(imports, self.taken, of, plan.file, plan.taken)
        self._shares = self._reckoned(said)

    def list_of(self, row: TakenRow) -> int:
        """The import that first took the list of a row."""
        first = self._first[row.record]
        return self._refused_of.get(first, first)

    def has_its_name(self, number: int) -> bool:
        """Whether the file and its tables are called as a list was."""
        return self._known.is_own(number)

    def is_another(self, number: int) -> bool:
        """Whether the titles of a list and of the file name two."""
        return self._known.is_another(number)

    def is_own(self, number: int) -> bool:
        """Whether the file is surely a list again: by its names, or as most of both is there at the same places."""
        if self._known.is_own(number):
            return True
        share = self._shares[number]
        return not self._known.is_another(number) and 2 * share.placed >= share.found > 0 and self._has_most(share)

    def answered(self, number: str) -> SameOrOthers | None:
        """What somebody said of a list."""
        return self._answers.lists.get(number, self._answers.lists.get(ANY))

    def decided(self, number: int) -> SameOrOthers:
        """Whether what a list says, too, is the same activities: surely, as it was answered, or as it is proposed."""
        if self.is_own(number):
            return "same"
        is_another = self._known.is_another(number) or not self._has_most(self._shares[number])
        return self.answered(str(number)) or ("others" if is_another else "same")

    def candidates(self) -> Iterator[TakenRow]:
        """The rows of lists that the file may be a later version of, those of its own first."""
        yield from (row for row in self.taken if self.is_own(self.list_of(row)))
        for row in self.taken:
            if not self.is_own(self.list_of(row)) and self.decided(self.list_of(row)) == "same":
                yield row

    def file_of(self, number: int) -> str:
        """The name of a list's file; empty where there is none."""
        past = self._known.past.get(number)
        return past.file if past is not None else ""

    def taken_at(self, number: int) -> int:
        """When a list was taken first (POSIX seconds); 0 where none was."""
        past = self._known.past.get(number)
        return past.at if past is not None else 0

    def _has_most(self, share: _Share) -> bool:
        return 2 * share.found >= min(share.whole, self._rows)

    def _reckoned(self, said: Sequence[Said]) -> dict[int, _Share]:
        """By list, how many of its rows are found by day and title, how many of those at the same place, and how many there
        are."""
        shares: dict[int, _Share] = defaultdict(_Share)
        if not self.taken:
            return shares
        keys = Counter(day_and_title(each) for each in said)
        places = {(*day_and_title(each), place_of(each)) for each in said}
        used: Counter[tuple[int, str, str]] = Counter()
        for row in self.taken:
            told, number = self.told[row.record], self.list_of(row)
            key, share = day_and_title(told), shares[number]
            share.whole += 1
            used[number, *key] += 1
            if used[number, *key] <= keys[key]:
                share.found += 1
                share.placed += tells_place(told) and (*key, place_of(told)) in places
        return shares


def _with_refused(files: Mapping[int, str], file: str) -> dict[int, int]:
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
