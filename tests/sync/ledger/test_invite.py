"""An invite is one line that survives chat programs, catches slips, and gives its secret away to nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding import tobase64
from sync.errors import BadInput
from sync.ledger.invite import Invite, check_join_proof, format_invite, join_proof, parse_invite
from sync.log.keys import Signer

REGISTRY = Signer("soxa.example/registry", bytes(range(32)))
INVITE = Invite(
    id="abcdefghij234567",
    url="https://soxa.example",
    key=REGISTRY.verifier.vkey(),
    unit="03390",
    unit_name="Xã Bình Lư",
    secret=tobase64(bytes(32)),
    expires=1_800_000_000,
)
LINE = format_invite(INVITE)


def test_an_invite_reads_back_also_when_a_chat_program_broke_the_line() -> None:
    assert parse_invite(LINE) == INVITE
    assert parse_invite(f"  {LINE[:70]}\n{LINE[70:140]}\r\n {LINE[140:]}\n") == INVITE
    assert INVITE.hub == "soxa.example"


@given(at=st.integers(0, len(LINE) - 1), char=st.sampled_from("aA0-_.z9"))
def test_one_wrong_character_is_caught(at: int, char: str) -> None:
    changed = LINE[:at] + char + LINE[at + 1 :]
    if changed != LINE:
        with pytest.raises(BadInput) as refused:
            parse_invite(changed)
        assert refused.value.code in {"mistyped-invite", "not-an-invite"}


@pytest.mark.parametrize("line", ["", "soxa", "soxa-invite-2.a.00000000", LINE[:-1], LINE + "0", LINE * 50])
def test_what_is_no_invite_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        parse_invite(line)


def test_a_proof_holds_for_its_secret_invite_and_key_alone() -> None:
    key = Signer("soxa.example/device/" + "a" * 16, bytes(32)).verifier.vkey()
    proof = join_proof(bytes(32), INVITE.id, key)
    assert check_join_proof(bytes(32), INVITE.id, key, proof)
    assert not check_join_proof(bytes(31) + b"1", INVITE.id, key, proof)
    assert not check_join_proof(bytes(32), "b" * 16, key, proof)
    assert not check_join_proof(bytes(32), INVITE.id, key + "x", proof)
