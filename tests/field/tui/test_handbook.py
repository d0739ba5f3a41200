"""The officer's handbook tells the keys as they are."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from field.store.rows import RecordStatus
from field.tui.screens.form_fields import SELDOM
from sync.ledger.activity_fields import FIELDS
from sync.wording.fields import field_name
from sync.wording.i18n import Language, speaking
from sync.wording.statuses import status_words
from tests.picture.painter import HANDBOOK, target
from tests.picture.program import PICTURES

ROOT = Path(__file__).resolve().parents[3]
HANDBOOKS: dict[Language, str] = {
    "vi": (ROOT / "field" / "README.md").read_text(encoding="utf-8"),
    "en": (ROOT / "field" / "README.en.md").read_text(encoding="utf-8"),
}
EVERYWHERE_HEADING, SCREENS_HEADING, FIELDS_HEADING, STATUSES_HEADING, TURNS_HEADING = (
    {"vi": "| phím | trên màn hình", "en": "| key | on the screen"},
    {"vi": "| màn hình | phím", "en": "| screen | key"},
    {"vi": "| ô | gõ gì", "en": "| field | what to type"},
    {"vi": "| trạng thái | nghĩa là | việc", "en": "| state | means | for you"},
    {"vi": "| lượt | gõ", "en": "| turn | type"},
)
_ACTIONS = """
import msgspec
from field.tui.actions import EVERYWHERE, SCREENS, key_words
from sync.wording.i18n import catalogue
_ = catalogue("field")
rooms = [EVERYWHERE, *SCREENS.values()]
print(msgspec.json.encode([[(key_words(one.key), _(one.label), _(one.help)) for one in room] for room in rooms]).decode())
"""

in_both_languages = pytest.mark.parametrize("language", list(HANDBOOKS))


def _cells(language: Language, heading: dict[str, str]) -> list[list[str]]:
    """The cells of the table under a heading row, without the two rows at its top."""
    handbook = HANDBOOKS[language]
    table = handbook[handbook.index(heading[language]) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@in_both_languages
def test_every_key_and_label_of_the_program_stands_in_the_handbooks_tables_and_no_other(language: Language) -> None:
    environment = os.environ | {"SOXA_LANG": language, "PYTHONUTF8": "1"}  # words are chosen once for a process
    done = subprocess.run(
        [sys.executable, "-c", _ACTIONS], env=environment, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    everywhere, *rooms = msgspec.json.decode(done.stdout, type=list[list[tuple[str, str, str]]])
    told_everywhere = [tuple(cells) for cells in _cells(language, EVERYWHERE_HEADING) if cells[1] != "–"]
    assert told_everywhere == everywhere
    told = itertools.groupby(_cells(language, SCREENS_HEADING), key=lambda cells: cells[0])
    screens = {name: [tuple(cells[1:]) for cells in lines] for name, lines in told}
    assert list(screens.values()) == rooms


@in_both_languages
def test_every_picture_in_the_handbook_is_one_that_is_drawn_and_light(language: Language) -> None:
    shown = re.findall(r"!\[[^]]+\]\(pictures/([\w.-]+)\)", HANDBOOKS[language])
    drawn = {steps.__name__: target(steps.__name__, language, HANDBOOK) for steps in PICTURES}
    assert sorted(shown) == sorted(path.name for path in drawn.values())
    for path in drawn.values():
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n"), path.name
        assert len(content) < 130_000, path.name


@in_both_languages
def test_fields_and_statuses_are_called_what_the_program_calls_them(language: Language) -> None:
    with speaking(language):
        fields, statuses = [field_name(field.code) for field in FIELDS], {*map(status_words, get_args(RecordStatus))}
    assert [cells[0] for cells in _cells(language, FIELDS_HEADING)] == fields
    draft, *told = [cells[0] for cells in _cells(language, STATUSES_HEADING)]
    assert set(told) == statuses and draft not in statuses and len(told) == len(statuses)


@in_both_languages
def test_the_keystroke_table_fills_each_field_but_the_seldom_ones_with_a_key(language: Language) -> None:
    with speaking(language):
        seldom = {field_name(name) for name in SELDOM}
    fields = [cells[0] for cells in _cells(language, FIELDS_HEADING) if cells[0] not in seldom]
    keys = [cells[2] for cells in _cells(language, TURNS_HEADING)]
    assert keys == ["Tab"] * (len(fields) - 1) + ["F2"]
    assert len(keys) <= 12
