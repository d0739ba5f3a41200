"""Holding the two readers against each other, on random histories and on changed files."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from tests.independent import readers
from tests.independent.changed_annexes import changed_csv, changed_json, changed_workbook
from tests.independent.changes import changed_lines, with_keys, without_keys
from tests.independent.histories import History

CHANGES = 20
"""Changed files of one history."""


class Comparison:
    """What was compared, and where the readers differ."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bundle.soxa"
        self.annex = folder / "annex"
        self.counts: Counter[str] = Counter()
        self.differences: list[str] = []

    def differ(self, what: str, ours: Any, theirs: Any) -> None:
        """Keep a difference, if there is one."""
        if ours != theirs:
            self.differences.append(f"{what}: {_short(ours, theirs)}")

    # -- histories

    def history(self, seed: int) -> None:
        """One random history: all that either reader says of its bundle, and some annexes."""
        history = History(seed)
        data, vkey = history.draft().write(), history.province.key.vkey()
        self.counts["histories"] += 1
        if not self.bundle(f"history {seed}", data, vkey):
            return
        for registry, acceptances in history.states():
            period, units = history.pick(*history.periods()), history.pick("then", "now")
            now = readers.Filed(period, units, history.made(), registry, acceptances, desks=history.desk_heads())
            for filed in (now, *(msgspec.structs.replace(now, version=older) for older in (1, 2, 3, 4))):
                ours = readers.our_annex(self.path, vkey, filed)
                self.counts["annexes" if ours else "annexes that there are not"] += 1
                self.differ(f"history {seed}, annex {filed}", ours, readers.their_annex(data, vkey, filed))

    def bundle(self, what: str, data: bytes, vkey: str) -> bool:
        """Whether a bundle has no fault, and all that is said of one that has none."""
        self.path.write_bytes(data)
        ours, theirs = readers.ours(self.path, vkey), readers.strangers(data, vkey)
        if ours["faults"] or theirs["faults"]:
            self.counts["bundles refused"] += 1
            if ours["faults"] != theirs["faults"]:
                self.differences.append(f"{what}: {ours.get('told', 'proven')} | {theirs.get('told', 'proven')}")
            return False
        self.counts["bundles proven"] += 1
        for name in ours:
            self.differ(f"{what}, {name}", ours[name], theirs[name])
        self.counts["findings"] += len(ours["findings"])
        self.counts["unread"] += len(ours["unread"])
        self.counts["reports"] += len(ours["reports"])
        return True

    # -- changes

    def changes(self, seed: int) -> None:
        """Some changed files of one history: bundles, and an annex that is right before it is changed."""
        chance = random.Random(seed)
        history = History(seed, citing=chance.randrange(3) == 0)
        data, vkey = history.draft().write(), history.province.key.vkey()
        restore = history.kept()
        self.proofs(f"proofs {seed}", data, vkey, chance)
        for number in range(CHANGES):
            what = f"change {seed}.{number}"
            self.counts["changes"] += 1
            kind = chance.randrange(6)
            if kind == 0:
                self.bundle(f"{what}, without keys", without_keys(data, chance), vkey)
            elif kind < 4:
                self.bundle(f"{what}, with keys", with_keys(history, chance), vkey)
                restore()
            else:
                self._change_annex(what, history, data, chance)

    def proofs(self, what: str, data: bytes, vkey: str, chance: random.Random) -> None:
        """The proofs of some entries of a bundle, as they are and changed."""
        self.path.write_bytes(data)
        for number, (proof, said) in enumerate(readers.our_proofs(self.path, chance, 3)):
            self.differ(f"{what}.{number}", said, readers.strangers_check(proof, vkey))
            changed = b"\n".join(changed_lines(proof.split(b"\n"), chance))
            ours, theirs = readers.ours_checks(changed, vkey), readers.strangers_check(changed, vkey)
            self.counts["proofs taken" if ours else "proofs refused"] += 1
            self.differ(f"{what}.{number}, changed", ours, theirs)

    def _change_annex(self, what: str, history: History, data: bytes, chance: random.Random) -> None:
        vkey = history.province.key.vkey()
        self.path.write_bytes(data)
        registry, acceptances = history.states()[0]
        period, desks = chance.choice(("2026-11", "2026-12")), history.desk_heads()
        filed = readers.Filed(period, "then", history.clock, registry, acceptances, desks=desks)
        kind = chance.choice(("json", "csv", "xlsx"))
        annex = readers.our_annex(self.path, vkey, filed, kind)
        if annex is None:
            self.counts["annexes that there are not"] += 1
            return
        changed = {"json": changed_json, "csv": changed_csv, "xlsx": changed_workbook}[kind](annex, chance)
        file = self.annex.with_suffix(f".{kind}")
        file.write_bytes(changed)
        ours, theirs = readers.ours_takes(self.path, file, vkey), readers.strangers_take(data, changed, kind, vkey)
        self.counts[f"annexes {'taken' if ours[0] else 'undecided' if ours[1] else 'refused'}, {kind}"] += 1
        self.counts["annexes refused"] += not any(ours)
        self.differ(f"{what}, {kind} taken", ours[0], theirs[0])
        self.differ(f"{what}, {kind} undecided where all is read", ours[1] and not theirs[1], False)


def _short(ours: Any, theirs: Any) -> str:
    """Where two values differ, as far as it fits."""
    if isinstance(ours, bytes) and isinstance(theirs, bytes):
        ours, theirs = (annex.decode("utf-8").splitlines() for annex in (ours, theirs))
    if isinstance(ours, dict):
        keys = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
        ours, theirs = ({key: said.get(key) for key in keys} for said in (ours, theirs))
    elif isinstance(ours, list):
        ours, theirs = [item for item in ours if item not in theirs], [item for item in theirs if item not in ours]
    shown = [json.dumps(said, ensure_ascii=False, default=str)[:600] for said in (ours, theirs)]
    return " | ".join(shown)
