"""Power fails at every step of saving and exchanging, each in turn: nothing acknowledged is lost, the next exchange
completes, and an auditor finds no fault."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import sys
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from sync.encoding.types import Instant
from tests.steps import RECEIVED, SAVED, UNIT, tell_story
from tests.world import BEGAN, World

_DIED = signal.SIGTERM if sys.platform == "win32" else -signal.SIGKILL
_PARTS = 4


def _processes() -> BaseContext:
    """Fresh processes that hold no file of this one; cheap ones where the platform has them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.steps"])
    return context


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hub, and a laptop that it knows, which has logged and exchanged before."""
    folder = tmp_path_factory.mktemp("beginning")
    world = World(folder)
    laptop = world.laptop(UNIT)
    laptop.log(title="Treo băng rôn")
    laptop.exchange(world.line)
    world.close()
    yield folder


@pytest.mark.parametrize("part", range(_PARTS))
def test_a_power_cut_at_any_step_loses_nothing_acknowledged(tmp_path: Path, beginning: Path, part: int) -> None:
    """One part takes every fourth step, so that they share the work; each goes on until the story ends alive."""
    step = part
    code: int | None = _DIED
    while code == _DIED:
        folder, told = tmp_path / f"step-{step}", tmp_path / f"told-{step}"
        shutil.copytree(beginning, folder)
        code = _die_at(step, folder, told)
        _check(folder, told)
        shutil.rmtree(folder)
        step += _PARTS
    assert code == 0
    assert step > 100, "so short a story has not exchanged anything"


def _die_at(step: int, folder: Path, told: Path) -> int | None:
    process = _processes().Process(target=tell_story, args=(folder, told, step))  # type: ignore[attr-defined]
    process.start()
    process.join(60)
    code: int | None = process.exitcode
    return code


def _check(folder: Path, told: Path) -> None:
    """Both sides start again on what is there."""
    acknowledged = [line.split() for line in told.read_text(encoding="utf-8").splitlines()] if told.exists() else []
    saved = max((int(size) for what, size in acknowledged if what == SAVED), default=0)
    received = max((int(size) for what, size in acknowledged if what == RECEIVED), default=0)
    world = World(folder, seed=3)
    world.set_clock(Instant(BEGAN + 200_000))
    laptop = world.laptop(UNIT)
    assert laptop.store.logs.own.size >= saved
    held = world.hub_leaves(laptop.origin)
    assert held == laptop.leaves()[: len(held)]
    assert received <= laptop.store.logs.own.acked <= len(held)
    laptop.check_receipt()
    laptop.log(title="Sau khi mất điện")
    laptop.exchange(world.line)
    assert world.hub_leaves(laptop.origin) == laptop.leaves()
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size
    assert world.hub_records(UNIT) == laptop.records()
    world.audit(folder / "audit.soxa")
    world.close()
