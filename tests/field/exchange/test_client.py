"""Exchanges as the laptop drives them: where there is a line, and where there is none."""

from __future__ import annotations

import pytest

from field.exchange import client
from field.store import LaptopStore
from sync.errors import Refused
from tests.field.alone import NOW, signer


def test_a_laptop_without_an_address_of_the_hub_says_so_and_tries_nothing(store: LaptopStore) -> None:
    with pytest.raises(Refused) as refused:
        client.sync(store, signer(), now=NOW, nonce=lambda: b"x")
    assert refused.value.code == "no-address"
    assert store.local.last_exchange() is None
