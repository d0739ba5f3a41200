"""The officer's program on a full disk: all can be read, found and taken out on a stick; what cannot be saved is said to be
so and stays on the screen; once there is room it goes on, in the same window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, environment
from tests.small_disks import OF_ITS_OWN, may_mount


@pytest.mark.skipif(not may_mount(), reason="this machine lets nobody mount a disk")
@pytest.mark.parametrize("when", ["before", "while"])
def test_on_a_full_disk_the_program_says_so_loses_nothing_and_goes_on_with_room(tmp_path: Path, when: str) -> None:
    command = [*OF_ITS_OWN, sys.executable, "-m", "tests.field.tui.full_disk", when, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
