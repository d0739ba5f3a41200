"""The service on a real socket: signed requests, none twice, none stale; clocks that are wrong; portals that lie."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import msgspec
import pytest

from field.exchange import client
from field.reporting import reports
from hub import own_logs
from hub.intake.uploads import MAX_BODY
from hub.messages import sentence
from hub.registry import invites
from hub.store import HubStore
from sync.encoding.limits import MAX_ENTRY
from sync.encoding.spelling import tobase64
from sync.encoding.types import DeviceId, Hash, Instant, Size
from sync.errors import Refused, Unavailable
from sync.exchange import signing
from sync.exchange.parcel import ONE_EXCHANGE, Effort, End, Entries, Header, ParcelReader, ParcelWriter
from sync.exchange.signing import MAX_SKEW
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Citation, Join, Narrative, Position
from sync.ledger.origins import LogKind
from sync.log.keys import Signer
from sync.log.note import COSIGNATURE_V1
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.hub.broken_store import damaged, full, locked
from tests.hub.intake.party import Party
from tests.hub.intake.reporting import report_of
from tests.hub.live import Live


def test_a_hub_whose_disk_is_full_says_so_stays_whole_and_goes_on_once_there_is_room(
    live: Live, capfd: pytest.CaptureFixture[str]
) -> None:
    live.sync()
    live.store.logs.append(list(activities(900)), live.signer)
    with full(live.hub, room=40), pytest.raises(Refused) as refused:
        live.sync()
    assert refused.value.code == "hub-unavailable"
    told = capfd.readouterr().err
    assert "\n" not in told.strip() and "Traceback" not in told and told
    assert live.store.logs.own.size == 901 and live.store.logs.own.acked < 901
    with live.hub.reading() as transaction:
        held = transaction.logs.get(live.store.logs.own.origin)
        assert held is not None
        assert list(transaction.logs.leaves(held.id, 0, held.size)) == live.store.logs.leaves(held.origin, 0, held.size)
        assert live.store.logs.own.acked <= held.size
    live.sync()
    assert live.store.logs.own.acked == 901


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (locked, Unavailable("store-busy")),
        (full, Unavailable("disk-full")),
        (damaged, Unavailable("store-damaged", why="file is not a database")),
    ],
)
def test_a_store_that_cannot_serve_is_a_503_of_which_the_operator_alone_reads_why(
    live: Live,
    broken: Callable[[HubStore], AbstractContextManager[None]],
    error: Unavailable,
    capfd: pytest.CaptureFixture[str],
) -> None:
    party = invited(live, 1)
    party.says(*map(party.activity, range(1, 200)))
    with broken(live.hub):
        assert sends(live, party.push(), party) == (503, "hub-unavailable")
    assert capfd.readouterr().err == sentence(error) + "\n"
    assert held(live, party) == 0
    assert sends(live, party.push(), party) == (200, None)
    assert held(live, party) == 200


def test_a_request_is_taken_once_and_only_while_it_is_fresh(live: Live) -> None:
    live.sync()
    body = live.idle_push()
    headers = live.headers(body, at=now())
    assert live.post(body, headers) == (200, None)
    assert live.post(body, headers) == (401, "replayed")
    assert live.post(body, live.headers(body, at=now() - signing.MAX_SKEW - 60)) == (401, "clock")


def test_a_request_that_was_changed_or_is_somebody_elses_is_refused(live: Live) -> None:
    live.sync()
    body = live.idle_push()
    good = live.headers(body, at=now())
    stranger = Signer(live.signer.name, random_bytes(32))
    for headers in (
        {},
        {**good, "Signature": good["Signature"][:-9] + "AAAAAAA=:"},
        live.headers(body + b"x", at=now()),
        live.headers(body, at=now(), signer=stranger),
    ):
        assert live.post(body, headers) == (401, "bad-request-signature")


def invited(live: Live, seed: int, code: str = "03390") -> Party:
    """A party whose log begins with a join that the hub would take."""
    with live.hub.writing() as transaction:
        unit = own_logs.registry(transaction, live.keys).units[code]
        line = invites.hand_out(
            transaction, live.keys, unit, officer=None, days=1, url="", now=now(), random_bytes=random_bytes
        )
    party = Party(seed)
    return party.says(party.join(live.keys, line))


def sends(live: Live, body: bytes, sender: Party) -> tuple[int, str | None]:
    """The answer to a request that a party signs as itself."""
    return live.post(body, live.headers(body, at=now(), signer=sender.signer, device=sender.device))


def held(live: Live, party: Party) -> int:
    """How many entries the hub holds of a party's log."""
    with live.hub.reading() as transaction:
        log = transaction.logs.get(party.origin)
    return 0 if log is None else log.size


def test_a_laptop_that_nobody_knows_yet_signs_with_the_key_of_its_join(live: Live) -> None:
    party = invited(live, 1)
    assert sends(live, party.push(), party) == (200, None)
    assert held(live, party) == 1


def test_a_request_of_one_laptop_that_carries_anothers_parcel_is_refused_before_anything_of_it_is_taken(live: Live) -> None:
    carrier, other, stranger = invited(live, 1), invited(live, 2), invited(live, 3)
    for party in (carrier, other):
        assert sends(live, party.push(), party) == (200, None)
    other.says(other.activity(1))
    assert sends(live, other.push(), carrier) == (401, "bad-request-signature")
    assert sends(live, stranger.push(), carrier) == (401, "bad-request-signature")
    assert (held(live, other), held(live, stranger)) == (1, 0)
    assert sends(live, other.push(), stranger) == (401, "bad-request-signature")
    assert sends(live, other.push(), other) == (200, None)
    assert held(live, other) == 2


def test_a_stranger_is_not_known_by_anothers_join_or_by_none(live: Live) -> None:
    party, other = invited(live, 1), invited(live, 2)
    borrowed = other.parcel([other.range()], device=party.device)
    late = Party(3)
    late.says(late.activity(1)).lines += other.lines
    for body, sender in (
        (borrowed, party),
        (late.push(), late),
        (party.parcel([]), party),
        (party.push(0, 0), party),
    ):
        assert sends(live, body, sender) == (403, "unknown-device")
    assert (held(live, party), held(live, other), held(live, late)) == (0, 0, 0)


def test_a_join_with_a_cosigners_key_is_a_refusal_and_no_more(live: Live) -> None:
    party = Party(1)
    good = decode(invited(live, 1).lines[0], LogKind.DEVICE)
    assert isinstance(good, Join)
    join = msgspec.structs.replace(good, key=party.signer.verifier.renamed(party.origin, COSIGNATURE_V1).vkey())
    assert sends(live, party.says(join).push(), party) == (400, "bad-join")


def test_a_nonce_is_remembered_for_as_long_as_its_request_is_fresh(tmp_path: Path) -> None:
    began = now()
    clock = [began]
    live = Live(tmp_path, lambda: clock[0])
    try:
        party = invited(live, 1)
        assert (
            live.post(party.push(), live.headers(party.push(), at=began, signer=party.signer, device=party.device))[0] == 200
        )
        body = party.push(1, 1)
        headers = live.headers(body, at=began + MAX_SKEW, signer=party.signer, device=party.device)
        assert live.post(body, headers) == (200, None)
        clock[0] = Instant(began + 2 * MAX_SKEW)
        assert live.post(body, headers) == (401, "replayed")
        clock[0] = Instant(clock[0] + 1)
        assert live.post(body, headers) == (401, "clock")
    finally:
        live.close()


def test_a_nonce_of_one_laptop_is_free_to_another(live: Live) -> None:
    for party in (invited(live, 1), invited(live, 2)):
        body = party.push()
        headers = signing.sign(
            "POST", f"{live.url}/sync", body, device=party.device, signer=party.signer, now=now(), nonce=b"the same"
        )
        assert live.post(body, headers) == (200, None)


def test_a_body_as_big_as_the_limit_is_read_and_one_byte_more_is_refused_unread(live: Live) -> None:
    live.sync()
    for size, answer in ((MAX_BODY, (400, "not-a-parcel")), (MAX_BODY + 1, (413, "parcel-too-big"))):
        body = bytes(size)
        assert live.post(body, live.headers(body, at=now())) == answer


def test_an_answer_that_is_large_comes_whole(live: Live, tmp_path: Path) -> None:
    live.store.logs.append(list(activities(1_500)), live.signer)
    while live.store.logs.own.acked < live.store.logs.own.size:
        live.sync()
    other, signer = live.laptop(tmp_path / "other", live.url)
    client.sync(other, signer, now=now(), nonce=lambda: random_bytes(12))
    device = other.membership.device
    writer = ParcelWriter(Effort.LINE)
    body = writer.header(Header(soxa=1, kind="push", hub=live.keys.hub, device=device, cursors={})) + writer.end()
    answer = httpx.post(
        f"{live.url}/sync", content=body, headers=live.headers(body, at=now(), signer=signer, device=device), timeout=60
    )
    assert answer.status_code == 200 and int(answer.headers["content-length"]) == len(answer.content) > 32 * 1024
    brought = [event for event in ParcelReader(ONE_EXCHANGE).feed(answer.content) if isinstance(event, Entries)]
    assert sum(len(event.lines) for event in brought) > live.store.logs.own.size


def test_a_refusal_of_a_range_has_its_status_and_what_was_taken_before_it_stays(live: Live) -> None:
    party = invited(live, 1)
    assert sends(live, party.push(), party) == (200, None)
    twin = Party(1)
    twin.lines = [b"{}", b"{}"]
    party.says(party.activity(1), party.activity(2))
    assert sends(live, party.push(2), party) == (409, "behind")
    assert sends(live, twin.push(), party) == (409, "fork")
    assert sends(live, party.parcel([party.range(1, 2), twin.range()]), party) == (409, "fork")
    assert held(live, party) == 2


def test_a_hub_that_holds_less_of_its_own_logs_than_a_laptop_saw_says_so_by_its_status_too(live: Live) -> None:
    party = invited(live, 1)
    assert sends(live, party.push(), party) == (200, None)
    assert sends(live, party.parcel([], cursors={f"{live.keys.hub}/registry": 10**6}), party) == (409, "show-head")


def test_an_invite_that_was_withdrawn_enrols_nobody_and_has_the_status_of_one_that_was_used(live: Live) -> None:
    party = invited(live, 1)
    join = decode(party.lines[0], LogKind.DEVICE)
    assert isinstance(join, Join)
    with live.hub.writing() as transaction:
        assert transaction.invites.withdraw(join.invite)
    assert sends(live, party.push(), party) == (403, "withdrawn-invite")
    assert held(live, party) == 0


DEEP = 200_000
NESTED = (
    b"[" * DEEP,
    b"[" * DEEP + b"]" * DEEP,
    b'{"x":' + b"[" * DEEP + b"]" * DEEP + b',"kind":"activity"}',
    b'{"kind":"activity","salt":"0000000000000000","at":1,"fields":' + b'{"x":' * 9_000 + b"1" + b"}" * 9_001,
    b'{"kind":"report","period":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
    b'{"kind":"later","x":' + b"[" * 33 + b"]" * 33 + b"}",
)


@pytest.mark.parametrize("number", range(len(NESTED)))
def test_an_entry_of_json_that_is_nested_deeply_is_held_and_never_the_hubs_fault(live: Live, number: int) -> None:
    """As a first entry, where the key is looked for, and as any other; what comes beside it counts."""
    line = NESTED[number][:MAX_ENTRY]
    first = Party(2)
    first.lines = [line]
    assert sends(live, first.push(), first) == (403, "unknown-device")
    party = invited(live, 1)
    party.lines.append(line)
    party.says(party.activity(1))
    assert sends(live, party.push(), party) == (200, None)
    with live.hub.reading() as transaction:
        log = transaction.logs.get(party.origin)
        assert log is not None
        assert [(entry.index, entry.why) for entry in transaction.logs.quarantined(log.id, 9)] == [(1, "invalid")]
        assert len(transaction.records.ids("03390")) == 1


def test_a_line_of_a_parcel_that_is_nested_deeply_is_refused_and_never_the_hubs_fault(live: Live) -> None:
    party = invited(live, 1)
    assert sends(live, party.push(), party) == (200, None)
    head, _lines = party.range(1)
    good = [
        msgspec.json.encode(Header(soxa=1, kind="push", hub=live.keys.hub, device=party.device)),
        msgspec.json.encode(head),
        msgspec.json.encode(End(1, 0)),
    ]
    assert sends(live, frame(good), party) == (200, None)
    nested = b'"x":' + b"[" * 100_000 + b"]" * 100_000
    for at, line in enumerate(good):
        for deep in (b"{" + nested + b"," + line[1:], line[:-1] + b"," + nested + b"}", b"[" * 100_000, nested):
            lines = [*good[:at], deep, *good[at + 1 :]]
            assert sends(live, frame(lines), party) == (400, "bad-parcel"), (at, deep[:20])
    assert held(live, party) == 1


def frame(lines: list[bytes]) -> bytes:
    """Lines as a parcel's frame, whatever they say."""
    writer = ParcelWriter()
    return writer._zstd.compress(b"\n".join(lines) + b"\n") + writer._zstd.flush()


def positions(*covers: tuple[DeviceId, int]) -> tuple[Position, ...]:
    return tuple(Position(device, Size(size)) for device, size in sorted(covers))


def test_a_laptop_that_makes_things_up_is_told_and_its_colleagues_go_on(live: Live) -> None:
    """It has a valid key: another root, a size beyond all, what no log has, wrong figures, a duty that nobody has, another
    unit's laptop."""
    party, elsewhere = invited(live, 1), invited(live, 2, "03405")
    for each in (party, elsewhere):
        assert sends(live, each.push(), each) == (200, None)
    live.store.logs.append(list(activities(3)), live.signer)
    live.sync()
    nowhere = Hash(bytes(32))
    for number, size in enumerate((1, 2**53), 1):
        made_up = Citation(Size(size), tobase64(nowhere))
        party.says(msgspec.structs.replace(party.activity(number), seen=made_up))
    colleague = origins.parse(live.store.logs.own.origin).device
    party.says(report_of(party, covers=positions((party.device, 3), (colleague, 2**53))))
    party.says(report_of(party, records=9))
    party.says(report_of(party, period="9/KH@2026-11"))
    party.says(report_of(party, covers=positions((party.device, 6), (elsewhere.device, 1))))
    body = party.push()
    answer = httpx.post(
        f"{live.url}/sync", content=body, headers=live.headers(body, at=now(), signer=party.signer, device=party.device)
    )
    header = next(ParcelReader(ONE_EXCHANGE).feed(answer.content))
    assert isinstance(header, Header)
    assert (answer.status_code, header.refusal) == (200, None)
    assert [(entry.index, entry.why, entry.detail.partition(":")[0]) for entry in header.held] == [
        (1, "void-seen", "unsigned-contradiction"),
        (2, "void-seen", "cited-before-it-was"),
        (3, "covers-more", "covers-what-is-not-here"),
        (4, "false-report", "other-figures"),
        (5, "false-report", "unknown-directive"),
        (6, "false-report", "covers-a-stranger"),
    ]
    with live.hub.reading() as transaction:
        assert len(transaction.records.ids("03390")) == 5
    live.sync()
    reports.submit(live.store, live.signer, "2026-11", Narrative(), now=now(), random_bytes=random_bytes)
    live.sync()
    with live.hub.reading() as transaction:
        (counted,) = transaction.reports.answering("03390")
        log = transaction.logs.get(live.store.logs.own.origin)
        assert log is not None and counted.log == log.id
