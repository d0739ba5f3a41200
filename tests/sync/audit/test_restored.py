"""A hub that went back, audited: what it owns up to is told, and what it does not is found, whoever changes the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.audit.telling import tell
from sync.log.note import Verifier
from sync.wording.dates import moment
from sync.wording.i18n import speaking
from tests.sync.audit.bundles import audited, squeeze
from tests.vectors.vector import ROOT, Vector, parse


def vector(name: str) -> Vector:
    return parse(ROOT / f"bundle/{name}.txt")


RESTORED = vector("valid-restored")
KEY = Verifier.parse(RESTORED.given["vkey"])
LINES = RESTORED.body.splitlines(keepends=True)


def test_each_restore_says_its_gap_what_was_kept_and_lost_and_who_saw_that(tmp_path: Path) -> None:
    summary = audited(tmp_path, squeeze(RESTORED.body), KEY)
    assert not summary.faults and not summary.findings
    (restore,) = summary.generations
    hub = summary.hub
    assert (restore.generation, restore.reason, restore.fork, restore.lost) == (2, "Hỏng ổ đĩa", False, 1)
    kept = {log.origin: (log.kept, log.known) for log in restore.logs}
    assert kept == {f"{hub}/acceptances": (2, 3), f"{hub}/registry": (6, 6)}
    assert restore.since < restore.at and restore.honoured == 1
    assert restore.citing == tuple(log.removeprefix(f"{hub}/device/") for log in _devices())


def _devices() -> list[str]:
    return [
        line.split(b'"')[7].decode() for line in LINES if line.startswith(b'{"line":"range"') and b"/device/" in line[:99]
    ]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_restore_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    summary = audited(tmp_path, squeeze(RESTORED.body), KEY)
    (restore,) = summary.generations
    with speaking("vi" if language == "vi" else "en"):
        tell(summary)
        gap = (moment(restore.since, seconds=True), moment(restore.at, seconds=True))
    said = capsys.readouterr().out
    assert all(time in said for time in gap) and "Hỏng ổ đĩa" in said and restore.citing[0] in said
    assert ("Generation 2: the hub was put back from a copy" in said) == (language == "en")
    assert ("Thế hệ 2: máy chủ được khôi phục từ bản sao" in said) == (language == "vi")


def test_a_stated_fork_is_named_apart(tmp_path: Path) -> None:
    summary = audited(tmp_path, squeeze(vector("valid-stated-fork").body), KEY)
    assert [(restore.generation, restore.fork) for restore in summary.generations] == [(2, True)]


def test_a_hub_that_went_back_twice_says_so_twice(tmp_path: Path) -> None:
    summary = audited(tmp_path, squeeze(vector("valid-restored-twice").body), KEY)
    assert [restore.generation for restore in summary.generations] == [2, 3]


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """The lines of the restored bundle, changed somewhere: a byte, or a line that is gone, doubled or elsewhere."""
    lines = list(LINES)
    at = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["byte", "drop", "double", "swap"])):
        case "byte":
            line = bytearray(lines[at])
            line[draw(st.integers(0, len(line) - 1))] ^= draw(st.integers(1, 255))
            lines[at] = bytes(line)
        case "drop":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case _:
            other = (at + draw(st.integers(1, len(lines) - 1))) % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)


@settings(deadline=None)
@given(body=changed())
def test_a_change_anywhere_is_not_proven(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    assert audited(tmp_path_factory.mktemp("changed"), squeeze(body), KEY).faults
