"""Bodies on their way in: from whom, how many at once, how big; what becomes of them when they break off; and what is left
of those whom nobody knows."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import anyio
import pytest
from sqlalchemy import func, select

from hub import own_logs
from hub.intake import uploads
from hub.intake.uploads import STRANGERS, STRANGERS_BODY, NoRoom, Sender, Uploads
from hub.registry import invites
from hub.store import schema
from sync.encoding.types import DeviceId
from sync.errors import BadInput
from sync.exchange import signing
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.hub.intake.party import Party
from tests.hub.live import Live

FIRST, SECOND = Sender(DeviceId("a" * 16), "192.0.2.1"), Sender(DeviceId("b" * 16), "192.0.2.1")


def stranger(client: str = "192.0.2.1") -> Sender:
    return Sender(None, client)


class Hanging:
    """A body of which some came and no more does, until it is let go on."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces
        self.let_go = anyio.Event()

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        for piece in self._pieces:
            yield piece
        await self.let_go.wait()


async def begun(group: anyio.abc.TaskGroup, to: Uploads, sender: Sender, ends: list[str], name: str) -> Hanging:
    """A body under way, whose end is noted."""
    stream = Hanging(b"some")

    async def read() -> None:
        with to.body() as upload:
            try:
                await to.read(upload, stream, sender)
                ends.append(f"{name} came")
            except NoRoom:
                ends.append(f"{name} had no room")

    group.start_soon(read)
    await anyio.wait_all_tasks_blocked()
    return stream


def test_a_laptop_brings_one_body_at_a_time_and_its_next_takes_the_place(tmp_path: Path) -> None:
    ends: list[str] = []

    async def run() -> None:
        to = Uploads(tmp_path)
        async with anyio.create_task_group() as group:
            old = await begun(group, to, FIRST, ends, "the first laptop's old one")
            other = await begun(group, to, SECOND, ends, "another's")
            new = await begun(group, to, FIRST, ends, "its new one")
            assert ends == ["the first laptop's old one had no room"]
            for stream in (old, other, new):
                stream.let_go.set()

    anyio.run(run)
    assert sorted(ends[1:]) == ["another's came", "its new one came"]


def test_of_strangers_the_oldest_from_where_most_come_makes_room_and_no_laptop_does(tmp_path: Path) -> None:
    ends: list[str] = []

    async def run() -> None:
        to = Uploads(tmp_path)
        async with anyio.create_task_group() as group:
            streams = [await begun(group, to, stranger("198.51.100.7"), ends, "from elsewhere")]
            streams += [await begun(group, to, FIRST, ends, "a laptop's")]
            for number in range(STRANGERS - 1):
                streams.append(await begun(group, to, stranger(), ends, str(number)))
            assert ends == []
            streams.append(await begun(group, to, stranger("203.0.113.9"), ends, "the next"))
            assert ends == ["0 had no room"]
            for stream in streams:
                stream.let_go.set()

    anyio.run(run)
    assert len(ends) == STRANGERS + 2 and ends[1:].count("a laptop's came") == 1


async def given(*pieces: bytes):  # type: ignore[no-untyped-def]
    for piece in pieces:
        yield piece


@pytest.mark.parametrize("sender", [FIRST, stranger()])
def test_a_body_has_its_limit_and_comes_out_as_it_went_in(tmp_path: Path, sender: Sender) -> None:
    piece = bytes(range(256)) * 256

    async def run() -> None:
        to = Uploads(tmp_path)
        with to.body() as upload:
            await to.read(upload, given(*[piece] * (sender.limit // len(piece))), sender)
            assert upload.size == sender.limit
            assert b"".join(upload.pieces()) == piece * (sender.limit // len(piece)) == b"".join(upload.pieces())
            with pytest.raises(BadInput, match="parcel-too-big"):
                await to.read(upload, given(*[piece] * (sender.limit // len(piece)), b"1"), sender)
        with to.body() as nothing:
            assert list(nothing.pieces()) == [b""]

    anyio.run(run)
    assert list(tmp_path.iterdir()) == []


def test_all_together_take_no_more_room_than_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_ROOM", 10)

    async def run() -> None:
        to = Uploads(tmp_path)
        async with anyio.create_task_group() as group:
            stream = await begun(group, to, FIRST, [], "four bytes")
            with to.body() as upload, pytest.raises(NoRoom):
                await to.read(upload, given(b"1234567"), SECOND)
            with to.body() as upload:
                await to.read(upload, given(b"123456"), SECOND)
            stream.let_go.set()

    anyio.run(run)


@pytest.fixture
def lines() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def upload(live: Live, lines: ExitStack, headers: dict[str, str], size: int, body: bytes) -> socket.socket:
    """A request of which less comes than was said."""
    address = live.url.removeprefix("http://")
    host, port = address.split(":")
    line = lines.enter_context(socket.create_connection((host, int(port)), timeout=30))
    head = [f"POST /sync HTTP/1.1\r\nHost: {address}\r\nContent-Length: {size}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    line.sendall("\r\n".join([*head, "", ""]).encode() + body)
    return line


def test_a_request_that_is_nobodys_is_answered_before_its_body_is_here(live: Live, lines: ExitStack) -> None:
    live.sync()
    body = live.idle_push()
    forged = live.headers(body, at=now(), signer=Signer(live.signer.name, random_bytes(32)))
    for headers in ({}, forged):
        assert upload(live, lines, headers, 15_000_000, body).recv(12) == b"HTTP/1.1 401"


def test_a_request_that_breaks_off_is_one_line_in_the_log_and_nothing_of_it_is_taken(
    live: Live, lines: ExitStack, capfd: pytest.CaptureFixture[str]
) -> None:
    live.sync()
    body = live.idle_push()
    capfd.readouterr()
    upload(live, lines, live.headers(body, at=now()), len(body) + 1, body).close()
    live.sync()
    live.sync()
    assert capfd.readouterr().err == "Yêu cầu gửi từ 127.0.0.1 bị đứt giữa chừng.\n"


def test_those_whom_nobody_knows_leave_nothing_behind(live: Live) -> None:
    live.sync()

    def rows() -> dict[str, int]:
        with live.hub.reading() as transaction:
            connection = transaction.laptops._db
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in schema.METADATA.sorted_tables
            }

    with live.hub.writing() as transaction:
        unit = own_logs.registry(transaction, live.keys).units["03390"]
        line = invites.hand_out(
            transaction, live.keys, unit, officer=None, days=1, url="", now=now(), random_bytes=random_bytes
        )
    before = rows()
    for seed in range(1, 6):
        no_join, no_invite, no_proof = Party(seed), Party(seed + 10), Party(seed + 20)
        no_join.says(no_join.activity(1))
        no_invite.says(no_invite.join(live.keys, line, invite="a" * 16))
        no_proof.says(no_proof.join(live.keys, line, proof="A" * 43 + "="))
        for each in (no_join, no_invite, no_proof):
            answer = live.post(each.push(), live.headers(each.push(), at=now(), signer=each.signer, device=each.device))
            assert answer[0] == 403
    assert rows() == before


def test_a_strangers_body_has_fewer_bytes_than_a_laptops(live: Live) -> None:
    party = Party(1)
    body = bytes(STRANGERS_BODY + 1)
    headers = signing.sign(
        "POST", f"{live.url}/sync", body, device=party.device, signer=party.signer, now=now(), nonce=random_bytes(12)
    )
    assert live.post(body, headers) == (413, "parcel-too-big")
