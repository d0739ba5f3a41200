"""The officer's handbook tells the keys as they are."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.picture.program import PICTURES

ROOT = Path(__file__).resolve().parents[3]
HANDBOOK = (ROOT / "field" / "README.md").read_text(encoding="utf-8")
_ACTIONS = """
import msgspec
from field.tui.actions import EVERYWHERE, SCREENS, key_words
from sync.wording.i18n import catalogue
_ = catalogue("field")
rooms = [EVERYWHERE, *SCREENS.values()]
print(msgspec.json.encode([[(key_words(one.key), _(one.label), _(one.help)) for one in room] for room in rooms]).decode())
"""


def _cells(heading: str) -> list[list[str]]:
    """The cells of the table under a heading row, without the two rows at its top."""
    table = HANDBOOK[HANDBOOK.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_key_and_label_of_the_program_stands_in_the_handbooks_tables_and_no_other() -> None:
    environment = os.environ | {"SOXA_LANG": "vi", "PYTHONUTF8": "1"}  # words are chosen once for a process
    done = subprocess.run(
        [sys.executable, "-c", _ACTIONS], env=environment, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    everywhere, *rooms = msgspec.json.decode(done.stdout, type=list[list[tuple[str, str, str]]])
    told_everywhere = [tuple(cells) for cells in _cells("| phím | trên màn hình") if cells[1] != "–"]
    assert told_everywhere == everywhere
    told = itertools.groupby(_cells("| màn hình | phím"), key=lambda cells: cells[0])
    screens = {name: [tuple(cells[1:]) for cells in lines] for name, lines in told}
    assert list(screens.values()) == rooms


def test_every_picture_in_the_handbook_is_one_that_is_drawn_and_light() -> None:
    shown = re.findall(r"!\[[^]]+\]\(\.\./tests/pictures/field-(\w+)\.png\)", HANDBOOK)
    assert sorted(shown) == sorted(steps.__name__ for steps in PICTURES)
    for name in shown:
        drawn = (ROOT / "tests" / "pictures" / f"field-{name}.png").read_bytes()
        assert drawn.startswith(b"\x89PNG\r\n\x1a\n"), name
        assert len(drawn) < 130_000, name


def test_the_keystroke_table_fills_every_field_with_a_key_each() -> None:
    fields = [cells[0] for cells in _cells("| ô | gõ gì")]
    keys = [cells[2] for cells in _cells("| lượt | gõ")]
    assert keys == ["Tab"] * (len(fields) - 1) + ["F2"]
    assert len(keys) <= 12
