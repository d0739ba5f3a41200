"""The id of a record."""

from __future__ import annotations

import uuid

from sync.activities.record_id import uuid7


def test_a_record_id_is_a_uuid_of_version_7() -> None:
    made = uuid.UUID(uuid7(1_793_000_000_123, b"\xff" * 10))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == 1_793_000_000_123
