"""`soxa hub unpack`: the answer goes into a new file."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.cli.exchange import unpack
from sync.errors import Refused
from tests.world import World


def test_an_answer_is_not_written_over_a_file_and_nothing_is_taken(world: World, tmp_path: Path) -> None:
    laptop = world.laptop("03390")
    stick, reply = laptop.pack(tmp_path / "out.soxa"), tmp_path / "back.soxa"
    reply.write_text("somebody's")
    with pytest.raises(Refused) as refused:
        unpack(stick, reply, home=str(world.home.path))
    assert (refused.value.code, refused.value.facts) == ("file-exists", {"path": str(reply)})
    assert (reply.read_text(), world.hub_leaves(laptop.origin)) == ("somebody's", [])
