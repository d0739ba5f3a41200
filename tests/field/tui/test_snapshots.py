"""Every screen looks as it did, in both languages, and can be read.

A screen that looks otherwise on purpose: `python -m tests.field.tui.scenes --write` writes all snapshots anew; `git diff`
then shows what changed, as text.
"""

from __future__ import annotations

import difflib
import os
import sqlite3
import sys
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from field.tui import themes
from tests.field.tui.drawing import SNAPSHOTS, Picture, Region, Run
from tests.field.tui.scenes import LANGUAGES, SCENES, SIZES, all_pictures

NAMES = [f"{scene}-{width}x{height}" for scene in SCENES for width, height in SIZES]
CONTRAST = {themes.LIGHT: 4.5, themes.DARK: 4.5, themes.CONTRAST: 7.0}
"""What WCAG asks of text: AA, and AAA in the theme of high contrast."""
FAINT = 3.0
"""Placeholders and what is disabled say nothing that is needed; lines, bars and frames are no text (WCAG 1.4.11)."""
LINES = range(0x2500, 0x25A0)
"""Box drawing and block elements."""


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Picture]]:
    """All pictures by language and name. Of the workers of one run, one draws them, and the others wait for it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    database = sqlite3.connect(folder / "scenes.db", timeout=600, isolation_level=None)
    try:
        database.execute("BEGIN EXCLUSIVE")
        database.execute("CREATE TABLE IF NOT EXISTS drawn (json BLOB)")
        row = database.execute("SELECT json FROM drawn").fetchone()
        if row is None:
            row = (msgspec.json.encode(all_pictures()),)
            database.execute("INSERT INTO drawn VALUES (?)", row)
        database.execute("COMMIT")
    finally:
        database.close()
    found = msgspec.json.decode(row[0], type=dict[str, list[Picture]])
    return {language: {one.name: one for one in given} for language, given in found.items()}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_looks_as_in_its_snapshot(drawn: dict[str, dict[str, Picture]], language: str, name: str) -> None:
    if sys.platform == "win32" and name.startswith("folder"):
        pytest.skip("Windows writes folders with another stroke")
    picture = drawn[language][name]
    file = picture.file(language)
    was = file.read_text(encoding="utf-8") if file.exists() else ""
    if picture.snapshot() != was:
        told = difflib.unified_diff(
            was.splitlines(), picture.snapshot().splitlines(), str(file.name), "now", lineterm="", n=1
        )
        pytest.fail("\n".join(told), pytrace=False)


def test_no_snapshot_is_left_of_a_screen_that_is_no_more() -> None:
    assert {str(file.relative_to(SNAPSHOTS)) for file in SNAPSHOTS.rglob("*.txt")} == {
        str(Path(language, f"{name}.txt")) for language in LANGUAGES for name in NAMES
    }


@pytest.mark.parametrize("theme", themes.NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_stands_out_from_what_is_behind_it(
    drawn: dict[str, dict[str, Picture]], language: str, theme: str
) -> None:
    weak = [
        f"{picture.name} row {row}, cells {run.start}-{run.end - 1}, {run.front}/{run.back} is {ratio:.2f}: {text}"
        for picture in drawn[language].values()
        for row, runs in enumerate(picture.styles.get(theme, ()))
        for run in runs
        for text, asked in _needs(picture, row, run, CONTRAST[theme])
        if (ratio := contrast(run.front, run.back)) < asked
    ]
    _tell(weak)


def _needs(picture: Picture, row: int, run: Run, asked: float) -> list[tuple[str, float]]:
    """What is to be read in a run, and the contrast that it needs."""
    needs: list[tuple[str, float]] = []
    place = cell_len(picture.lines[row][: run.start])
    for letter in picture.lines[row][run.start : run.end]:
        at, place = place, place + cell_len(letter)
        if letter.isspace() or (picture.box is not None and not _inside(picture.box, row, at)):
            continue  # what lies under an open question cannot be used, and is dimmed to say so
        faint = ord(letter) in LINES or any(_inside(one.region, row, at) for one in picture.faint)
        need = FAINT if faint else asked
        if needs and needs[-1][1] == need:
            needs[-1] = needs[-1][0] + letter, need
        else:
            needs.append((letter, need))
    return needs


def _inside(region: Region, row: int, at: int) -> bool:
    x, y, width, height = region
    return x <= at < x + width and y <= row < y + height


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, as WCAG 2.2 reckons it: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_footer_is_cut(drawn: dict[str, dict[str, Picture]], language: str) -> None:
    cut = [
        f"{picture.name}: {offered} in {picture.lines[-2:]}"
        for picture in drawn[language].values()
        for offered in picture.footer
        if not any(f" {offered} " in f" {line} " for line in picture.lines[-2:])  # the opening screen has two rows
    ]
    _tell(cut)
    assert any(picture.footer for picture in drawn[language].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_cut(drawn: dict[str, dict[str, Picture]], language: str) -> None:
    cut = [
        f"{picture.name}: {words!r} is {shown!r}"
        for picture in drawn[language].values()
        for words, shown in picture.texts
        if " ".join(words.split()) not in " ".join(shown.split())
    ]
    cut += [
        f"{picture.name}: {heading}"
        for picture in drawn[language].values()
        for heading in picture.headings
        if picture.box is None and heading not in "\n".join(picture.lines)
    ]
    _tell(cut)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_fits_its_window(drawn: dict[str, dict[str, Picture]], language: str) -> None:
    wide = [f"{picture.name}: {widget}" for picture in drawn[language].values() for widget in picture.sideways]
    wide += [
        f"{picture.name}: {line}"
        for picture in drawn[language].values()
        for line in picture.lines
        if cell_len(line) != picture.size[0]
    ]
    _tell(wide)


def _tell(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
