"""What is unsent has a second place by itself: it comes back where the disk lost it, and a place that fails stops nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from field.activities import drafts
from field.exchange import reserve
from field.exchange.rescue_file import files_in, joined, rescue_file, restore
from field.exchange.rescued import Rescued
from field.reporting.notices import notice_lines
from field.reporting.reports import submit
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, SoxaError
from sync.ledger.entry import Narrative
from tests.test_going_on import audit, shown
from tests.world import Laptop, World

UNIT = "03390"
DAY = 86_400


@pytest.fixture
def laptop(world: World) -> Laptop:
    """A laptop with an activity that is received and one that is not sent."""
    made = world.laptop(UNIT)
    made.log(title="Đã gửi")
    made.exchange(world.line)
    made.log(title="Chưa gửi")
    return made


def keep(laptop: Laptop, now: int | None = None) -> list[Path]:
    """The reserve after it was kept now."""
    reserve.keep(laptop.store, laptop.home, now=Instant(laptop.world.now() if now is None else now))
    return kept(laptop)


def kept(laptop: Laptop) -> list[Path]:
    folder = reserve.folder_of(laptop.store, laptop.home)
    return [] if folder is None else sorted(folder.glob("*"))


def told(laptop: Laptop) -> str:
    return " ".join(notice_lines(laptop.store, laptop.world.now()))


def test_the_last_disk_is_lost_and_another_laptop_takes_what_was_unsent(world: World, laptop: Laptop) -> None:
    submit(laptop.store, laptop.signer, "2026-11", Narrative(results="Tốt"), now=world.now(), random_bytes=world.random)
    (file,) = keep(laptop)
    other = world.laptop(UNIT)
    other.exchange(world.line)
    done = taken(other, file)
    assert (done.entries, done.there, done.reports) == (1, 0, ("2026-11",))
    assert msgspec.json.decode(other.store.local.setting("narrative:2026-11") or "{}") == {"results": "Tốt"}
    assert taken(other, file).there == 1, "once more takes nothing more"
    other.exchange(world.line)
    assert shown(other) == {"Đã gửi", "Chưa gửi"}
    assert audit(world).findings == ()


def taken(laptop: Laptop, file: Path) -> Rescued:
    return rescue_file(laptop.store, laptop.signer, file, now=laptop.world.now(), random_bytes=laptop.world.random)


def test_what_the_own_disk_lost_comes_back_by_itself_and_is_told_for_a_day(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    leaves = laptop.leaves()
    keep(laptop)
    laptop.put_back(copy, anchored=True)
    assert "1 mục đã lưu không còn ở đây" in told(laptop)
    assert restore(laptop.store, laptop.home, now=world.now()) == 1
    assert laptop.leaves() == leaves and "lấy lại từ bản dự phòng" in told(laptop)
    assert restore(laptop.store, laptop.home, now=world.now()) == 0
    assert notice_lines(laptop.store, Instant(world.now() + 2 * DAY)) == []
    laptop.log(title="Và thêm")
    laptop.exchange(world.line)
    assert len(world.hub_leaves(laptop.origin)) == 5


def test_what_was_lost_without_a_reserve_is_told_until_as_much_is_saved_again(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    (file,) = keep(laptop)
    laptop.put_back(copy, anchored=True)
    gone = file.rename(tmp_path / "gone.soxa")
    assert restore(laptop.store, laptop.home, now=world.now()) == 0 and "không còn ở đây" in told(laptop)
    laptop.log(title="Khác")
    assert told(laptop) == ""
    assert taken(laptop, gone).entries == 1, "beside what was saved since, it goes on all the same"
    laptop.exchange(world.line)
    assert shown(laptop) == {"Đã gửi", "Chưa gửi", "Khác", "Mất rồi"}
    assert audit(world).findings == ()


def test_a_reserve_of_what_is_here_no_more_is_not_written_over(world: World, laptop: Laptop, tmp_path: Path) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    keep(laptop, world.now())
    before = kept(laptop)[0].read_bytes()
    laptop.put_back(copy, anchored=True)
    assert before in [path.read_bytes() for path in keep(laptop, world.now())]


def test_it_is_written_once_for_what_was_saved_and_not_at_all_where_all_is_received(world: World, laptop: Laptop) -> None:
    (file,) = keep(laptop)
    file.unlink()
    assert keep(laptop) == [], "nothing was saved since"
    laptop.log()
    assert keep(laptop) == [file]
    file.unlink()
    laptop.exchange(world.line)
    assert keep(laptop) == []


def test_it_is_kept_for_two_weeks_and_nobody_elses_is_touched(world: World, laptop: Laptop) -> None:
    now = world.now()
    (first,) = keep(laptop, now)
    foreign = first.with_name(f"soxa-unsent-{'a' * 16}-2020-01-01.soxa")
    foreign.write_bytes(b"x")
    laptop.log()
    assert len(keep(laptop, now + 14 * DAY)) == 3
    laptop.log()
    left = keep(laptop, now + 15 * DAY)
    assert len(left) == 3 and first not in left and foreign in left
    assert set(files_in(first.parent)) == {foreign, max(left[:2])}


def test_another_place_or_none(world: World, laptop: Laptop, tmp_path: Path) -> None:
    keep(laptop)
    stick = tmp_path / "stick"
    stick.mkdir()
    reserve.set_folder(laptop.store, stick)
    assert [path.parent for path in keep(laptop)] == [stick], "at once, though nothing was saved since"
    reserve.set_folder(laptop.store, None)
    laptop.log()
    assert keep(laptop) == [] and reserve.folder_of(laptop.store, laptop.home) is None
    reserve.set_folder(laptop.store, Path())
    assert [path.parent for path in keep(laptop)] == [reserve.beside(laptop.home)]


def test_a_place_that_is_not_there_is_a_quiet_line_until_it_is(world: World, laptop: Laptop, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    reserve.set_folder(laptop.store, stick)
    assert keep(laptop) == [] and "không thấy nơi để" in told(laptop)
    laptop.log(title="Vẫn lưu")
    stick.mkdir()
    assert len(keep(laptop)) == 1 and told(laptop) == ""


def test_a_place_that_is_full_or_cannot_be_written_is_told(
    world: World, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, words in ((28, "nơi để đã đầy"), (5, "Không ghi được bản dự phòng")):

        def full(*_given: object, number: int = number) -> None:
            raise OSError(number, "no")

        monkeypatch.setattr("field.exchange.reserve.os.fsync", full)
        assert keep(laptop) == [], "nothing that is not whole is left"
        assert words in told(laptop)


def test_a_file_that_is_no_such_thing_is_refused(world: World, laptop: Laptop, tmp_path: Path) -> None:
    (file,) = keep(laptop)
    other, stranger = world.laptop("03405"), world.laptop(UNIT)
    other.exchange(world.line)
    answer = tmp_path / "answer.soxa"
    world.unpack(laptop.pack(tmp_path / "out.soxa"), answer)
    changed = tmp_path / "changed.soxa"
    changed.write_bytes(file.read_bytes()[:-9])
    empty = stranger.pack(tmp_path / "asks.soxa")
    laptop.exchange(world.line)
    nothing = laptop.pack(tmp_path / "nothing.soxa")
    for party, path, code in (
        (other, file, "rescue-other-unit"),
        (stranger, file, "unknown-device"),
        (laptop, answer, "wrong-parcel"),
        (laptop, nothing, "nothing-to-rescue"),
    ):
        with pytest.raises((Refused, BadInput)) as raised:
            taken(party, path)
        assert raised.value.code == code
    with pytest.raises(SoxaError):
        taken(laptop, changed)
    assert taken(laptop, empty).entries == 0, "a laptop that nobody knows yet names its unit in its join"


def test_what_follows_entries_that_are_not_here_waits_for_a_sync(world: World, laptop: Laptop) -> None:
    (file,) = keep(laptop)
    other = world.laptop(UNIT)
    other.exchange(world.line)
    other.store.close()
    other.reopen()
    shutil.copy(file, file.with_name("x.soxa"))
    assert taken(other, file).entries == 1


def typed(laptop: Laptop, title: str, record: str | None = None) -> int:
    """A draft of it."""
    return drafts.keep(laptop.store, ActivityDraft(title=title), id=0, record=record, now=laptop.world.now())


def titles(laptop: Laptop) -> list[str | None]:
    return [kept.draft.title for kept in drafts.kept(laptop.store)]


def test_what_is_typed_and_not_said_yet_is_kept_too_and_taken_from_the_folder(world: World, laptop: Laptop) -> None:
    typed(laptop, "Đang gõ")
    typed(laptop, "Đang sửa", laptop.record_ids()[0])
    laptop.store.local.set_setting("narrative:2026-11", '{"results":"Tốt"}')
    _drafts, parcel = keep(laptop)
    other = world.laptop(UNIT)
    other.exchange(world.line)
    files = files_in(parcel.parent)
    assert files == files_in(parcel) and len(files) == 2, "named by its folder or by its file"
    (done,) = joined([taken(other, file) for file in files])
    assert (done.entries, done.drafts, done.reports) == (1, 2, ("2026-11",))
    assert sorted(map(str, titles(other))) == ["Đang gõ", "Đang sửa"]
    assert [each.record for each in drafts.kept(other.store)] == [each.record for each in drafts.kept(laptop.store)]
    assert other.store.local.setting("narrative:2026-11") == '{"results":"Tốt"}'
    (again,) = joined([taken(other, file) for file in files])
    assert (again.entries, again.drafts, again.reports) == (0, 0, ()), "once more takes nothing more"
    assert sorted(map(str, titles(laptop))) == sorted(map(str, titles(other)))


def test_drafts_alone_are_kept_and_what_was_finished_does_not_come_back(world: World, laptop: Laptop) -> None:
    laptop.exchange(world.line)
    now = world.now()
    number = typed(laptop, "Đang gõ")
    (file,) = keep(laptop, now)
    written = file.stat().st_mtime_ns, file.read_bytes()
    assert keep(laptop, now + DAY) == [file], "as long as nothing else is typed"
    assert (file.stat().st_mtime_ns, file.read_bytes()) == written
    laptop.store.local.drop_draft(number)
    assert keep(laptop, now + DAY)[-1].read_bytes() == b""
    assert files_in(file.parent) == [], "of yesterday, when it was not finished"
    typed(laptop, "Khác")
    assert file not in keep(laptop, now + 15 * DAY)


def test_what_was_typed_where_nothing_can_be_saved_is_kept(world: World, laptop: Laptop) -> None:
    laptop.exchange(world.line)
    laptop.store.close_log("revoked")
    typed(laptop, "Không lưu được")
    assert len(keep(laptop)) == 1


def test_drafts_of_another_unit_or_what_is_no_such_file_are_refused(world: World, laptop: Laptop, tmp_path: Path) -> None:
    typed(laptop, "Đang gõ")
    file = keep(laptop)[0]
    broken = tmp_path / "soxa-drafts.json"
    broken.write_bytes(file.read_bytes().replace(b'"typed":{', b'"typed":[', 1))
    for party, path, code in ((world.laptop("03405"), file, "rescue-other-unit"), (laptop, broken, "nothing-to-rescue")):
        with pytest.raises((Refused, BadInput)) as raised:
            taken(party, path)
        assert raised.value.code == code
    assert titles(laptop) == ["Đang gõ"]
