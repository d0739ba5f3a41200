"""A newer program: a copy of this one in which a few lines are as a later version may have them.

level 3        with a field of activities that level 2 does not know (`households`), and kinds of entries in every log
directives     a key of them (`spans`), a key and a rule of duties, a word of `needs`
reports        a key of them (`answers`)
all else       a key in every entry of the hub and in every join (`era`)
parcels        a key in every line that is no entry, and a log under a new word in every reply
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.command import ROOT, environment

_FIELD: Final = """    ActivityField(
        code="minutes","""
_CHANGES: Final = (
    ("sync/ledger/levels.py", "LEVEL: Final = 2\n", "LEVEL: Final = 3\n"),
    (
        "sync/ledger/activity_fields.py",
        _FIELD,
        f'    ActivityField(code="households", kind="count", level=3, headings=("so ho",)),\n{_FIELD}',
    ),
    ("sync/annex/model.py", "Version = Literal[1, 2, 3, 4, 5]\n", "Version = Literal[1, 2, 3, 4, 5, 6]\n"),
    ("sync/annex/model.py", "CURRENT: Final[Version] = 5\n", "CURRENT: Final[Version] = 6\n"),
    ("sync/annex/model.py", "{1: 1, 2: 1, 3: 2, 4: 2, 5: 2}", "{1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 3}"),
    ("sync/annex/model.py", "] = (4, 5)\n", "] = (4, 5, 6)\n"),
    (
        "sync/ledger/entry.py",
        "    minutes: Count |",
        "    households: Count | UnsetType | None = UNSET\n    minutes: Count |",
    ),
    ("sync/ledger/merge.py", "    minutes: int |", "    households: int | None = None\n    minutes: int |"),
    ("sync/activities/draft.py", "    minutes: str |", "    households: str | None = None\n    minutes: str |"),
    ("sync/wording/fields.py", '    "minutes": N_', '    "households": N_("households"),\n    "minutes": N_'),
    (
        "sync/activities/options.py",
        '    "minutes": (',
        '    "households": ("N", N_("How many households.")),\n    "minutes": (',
    ),
    (
        "sync/ledger/entry.py",
        'class Hub(Stated, frozen=True, kw_only=True, tag="hub")',
        "\n\n".join(
            f'class {kind.title()}(Stated, frozen=True, kw_only=True, tag="{kind}"):\n    """{kind}"""\n\n    what: Line\n'
            for kind in ("wave", "era", "tide", "greeting")
        )
        + '\n\nclass Hub(Stated, frozen=True, kw_only=True, tag="hub")',
    ),
    ("sync/ledger/entry.py", "    | Reminder\n)", "    | Reminder\n    | Wave\n    | Era\n    | Tide\n    | Greeting\n)"),
    (
        "sync/ledger/entry.py",
        "    Reminder: (LogKind.DESK, None),\n",
        "    Reminder: (LogKind.DESK, None),\n    Wave: (LogKind.DEVICE, None),\n    Era: (LogKind.REGISTRY, None),\n"
        "    Tide: (LogKind.ACCEPTANCES, None),\n    Greeting: (LogKind.DESK, None),\n",
    ),
    (
        "sync/ledger/decode.py",
        "    line = _encoder.encode(entry)\n",
        '    said = msgspec.structs.replace(entry, era=2) if hasattr(entry, "era") else entry\n'
        '    said = msgspec.structs.replace(said, answers=2) if hasattr(said, "answers") else said\n'
        "    line = _encoder.encode(said)\n",
    ),
    *(
        ("sync/ledger/entry.py", fields, f"{fields}    era: int = 0\n")
        for fields in (
            "    key: VerifierKey\n    proof: Base64Hash\n",
            "    cosigner: VerifierKey\n",
            "    eid: BodyCode | None = None\n",
            "    key: VerifierKey\n    invite: InviteId\n",
            '    document: Line = ""\n    """The number of the decision."""\n',
            "    size: Size\n    reason: Label\n",
            "    device: DeviceId\n    size: Size\n    root: Base64Hash\n",
            '    verdict: Verdict\n    comment: Text = ""\n',
            '    period: PeriodName\n    comment: Text = ""\n',
        )
    ),
    ("sync/ledger/entry.py", "    level: Level = 1\n", "    level: Level = 1\n    answers: int = 0\n"),
    ("sync/ledger/directive.py", '"after-each"),', '"after-each", "every-ten-days"),'),
    (
        "sync/ledger/directive.py",
        "    fed_by: Slug | None = None\n",
        "    fed_by: Slug | None = None\n    spans: int = 0\n",
    ),
    ("sync/ledger/directive.py", "    needs: _Codes = ()\n", "    needs: _Codes = ()\n    spans: int = 0\n"),
    ("sync/ledger/directive.py", "KNOWN_NEEDS: Final = frozenset[str]()", 'KNOWN_NEEDS: Final = frozenset({"spans"})'),
    (
        "sync/ledger/decode.py",
        "    if isinstance(held, DirectedInPart | ReportInPart):\n",
        "    if isinstance(held, DirectedInPart) and held.unread.duties:\n",
    ),
    (
        "sync/exchange/parcel.py",
        'self._write(_encoder.encode(line) + b"\\n")',
        'self._write(_encoder.encode(msgspec.to_builtins(line) | {"era": {"of": [2]}}) + b"\\n")',
    ),
    (
        "hub/intake/reply.py",
        "        for portion in self._portions:\n",
        '        from sync.encoding.types import Origin\n\n        news = Origin(f"{self._keys.hub}/news/1")\n'
        '        yield writer.range(RangeHead(origin=news, start=Size(0), end=Size(0), checkpoint="?"))\n'
        "        for portion in self._portions:\n",
    ),
)


def make(folder: Path) -> Path:
    """The newer program's tree, in a new folder."""
    for room in ("field", "hub", "sync"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for path, old, new in _CHANGES:
        text = (folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} has changed: {old!r} stands {text.count(old)} times"
        (folder / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return folder


class Program:
    """A version of the program, run as people run it."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree

    def run(self, folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        """What a command prints in a folder, once it has ended with one of these exit codes."""
        return self._run(folder, [sys.executable, "-m", "sync.shell.main", *words], codes)[0]

    def hears(self, folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        """What a command says beside what it prints, once it has ended with one of these exit codes."""
        return self._run(folder, [sys.executable, "-m", "sync.shell.main", *words], codes)[1]

    def does(self, folder: Path, script: str) -> str:
        """What a few lines of Python print that use the program's own functions."""
        return self._run(folder, [sys.executable, "-c", script], (0,))[0]

    def _run(self, folder: Path, command: list[str], codes: tuple[int, ...]) -> tuple[str, str]:
        kept = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
        done = subprocess.run(
            command, cwd=folder, env=kept | {"PYTHONPATH": str(self.tree)}, capture_output=True, check=False
        )
        told, said = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert done.returncode in codes, (command[2:], done.returncode, told, said)
        return told, said
