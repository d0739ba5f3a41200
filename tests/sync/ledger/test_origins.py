"""Names of hubs, logs and laptops: each in its one spelling, within its bounds."""

from __future__ import annotations

import base64
import hashlib

import pytest

from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.origins import LogKind, ParsedOrigin, check_hub_name

LONGEST = "a" * 93 + ".vn/hub"


@pytest.mark.parametrize(
    "name",
    ["a", "soxa.laichau.example", "soxa.laichau.example/hub", "h.example:8443", "h.example:1/a/b-c.d", "1.2.3.4", LONGEST],
)
def test_a_hub_is_named_as_an_address_is(name: str) -> None:
    assert check_hub_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Soxa.example",
        "soxa example",
        "soxa_example",
        ".example",
        "-soxa",
        "soxa-",
        "soxa.",
        "soxa/",
        "/soxa",
        "soxa//hub",
        "soxa:",
        "soxa:123456",
        "soxa:80:80",
        "https://soxa.example",
        "soxa+hub",
        "tỉnh.example",
        "soxa\n",
        LONGEST + "x",
        *(f"soxa.example/{word}" for word in ("registry", "acceptances", "desk", "device", "mirror")),
        "registry",
        "soxa.example/device/hub",
    ],
)
def test_what_cannot_name_a_hub_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_hub_name(name)
    assert (refused.value.code, refused.value.facts) == ("bad-hub-name", {"name": name[:100]})
    with pytest.raises(BadInput) as refused:
        origins.parse(f"{name}/registry")
    assert refused.value.code == "bad-hub-name"


def test_a_word_that_only_contains_a_reserved_one_is_free() -> None:
    assert check_hub_name("registry.example/my-device") == "registry.example/my-device"


def test_an_origin_says_whose_log_it_is_and_of_which_kind() -> None:
    device_id = origins.device_id(bytes(32))
    for origin, parsed in (
        (origins.registry("h"), ParsedOrigin("h", LogKind.REGISTRY)),
        (origins.acceptances("h"), ParsedOrigin("h", LogKind.ACCEPTANCES)),
        (origins.desk("h", "03390"), ParsedOrigin("h", LogKind.DESK, "03390")),
        (origins.device("h", device_id), ParsedOrigin("h", LogKind.DEVICE, device_id)),
    ):
        assert origins.parse(origin) == parsed
        assert parsed.written == origin
    assert origins.parse(origins.device("h", device_id)).device == device_id
    assert origins.mirror("h") == "h/mirror"


@pytest.mark.parametrize(
    "origin", ["x", "h/desk/", "h/desk/1234", "h/device/" + "a" * 15, "h/device/" + "1" * 16, "h/mirror"]
)
def test_what_is_no_origin_is_refused_by_its_own_code(origin: str) -> None:
    with pytest.raises(BadInput) as refused:
        origins.parse(origin)
    assert (refused.value.code, refused.value.facts) == ("bad-origin", {"origin": origin})


@pytest.mark.parametrize("beyond", ["council", "council/03390", "x.y-2", "2/-"])
def test_a_log_under_a_new_word_is_a_newer_programs(beyond: str) -> None:
    origin = f"h.example/hub/{beyond}"
    assert origins.is_newer(origin, "h.example/hub")
    assert not origins.is_newer(origin, "h.example/hubs") and not origins.is_newer(beyond, "h.example/hub")
    with pytest.raises(BadInput):
        origins.parse(origin)


@pytest.mark.parametrize(
    "beyond",
    [
        "",
        "Council",
        "council/",
        "/x",
        "a/b/c",
        "desk",
        "desk/x",
        "registry",
        "council/registry",
        "mirror",
        "mirror/x",
        "a b",
    ],
)
def test_what_is_malformed_is_no_newer_programs_log(beyond: str) -> None:
    assert not origins.is_newer(f"h/{beyond}", "h")


def test_a_laptops_id_is_eighty_bits_of_its_keys_hash() -> None:
    key = bytes(range(32))
    digest = hashlib.sha256(key).digest()
    assert origins.device_id(key) == base64.b32encode(digest[:10]).decode().lower()
