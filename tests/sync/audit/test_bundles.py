"""Bundles as they are listed, unproven: they must be bundles, and say whose they are."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sync.audit import bundles
from sync.errors import BadInput
from tests.sync.audit.bundles import HEADER, Draft, small


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as raised:
        bundles.read(path)
    return raised.value


def test_a_bundle_without_a_registry_says_nothing_of_units_and_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.soxa"
    path.write_bytes(Draft(small().draft().ranges[1:]).write())
    assert refused(path).code == "no-registry"
    path.write_bytes(small().draft().write())
    assert len(bundles.read(path).logs) == 3


def test_another_parcel_and_no_file_at_all_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "reply.soxa"
    path.write_bytes(Draft([], msgspec.structs.replace(HEADER, kind="reply")).write())
    error = refused(path)
    assert (error.code, error.facts) == ("not-a-bundle", {"kind": "reply"})
    assert refused(tmp_path / "none.soxa").code == "file-missing"
