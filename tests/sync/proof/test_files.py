"""Proofs as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.proof.files import read_proof


def test_a_file_that_is_not_a_proof_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tlog-proof"
    with pytest.raises(BadInput) as refused:
        read_proof(path)
    assert refused.value.code == "file-missing"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput) as refused:
        read_proof(path)
    assert refused.value.code == "bad-proof"
    with path.open("wb") as file:
        file.truncate(9 * 2**20)
    with pytest.raises(BadInput) as refused:
        read_proof(path)
    assert refused.value.code == "bad-proof"
