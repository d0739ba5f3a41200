"""The demo's story stops where a command of it does not end as it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.demo.story import Story
from sync.errors import Refused


def test_a_command_that_ends_otherwise_than_the_story_needs_ends_it(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.soxa("hub", "key", "--home", "nowhere", expect=3)
    with pytest.raises(Refused) as refused:
        story.soxa("hub", "key", "--home", "nowhere")
    assert refused.value.code == "demo-went-wrong"
    assert refused.value.facts == {"command": "soxa hub key --home nowhere", "status": 3}
