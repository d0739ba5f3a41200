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
from field.session import Session
from field.store import LaptopStore
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, SoxaError
from sync.ledger.entry import Narrative
from sync.shell.console import now, random_bytes
from tests.hub.generations.test_by_line import Served
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


def keep(laptop: Laptop, at: int | None = None) -> list[Path]:
    """The reserve after it was kept at a second, or now."""
    reserve.keep(laptop.store, laptop.home, now=Instant(laptop.world.now() if at is None else at))
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


def test_whoever_only_looks_is_told_that_the_backup_has_what_is_missing_or_that_it_must_be_looked_for(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    (file,) = keep(laptop)
    laptop.put_back(copy, anchored=True)
    reserve.look(laptop.store, laptop.home)
    assert "1 mục đã lưu không còn ở đây. Bản dự phòng còn giữ" in told(laptop)
    file.rename(tmp_path / "gone.soxa")
    reserve.look(laptop.store, laptop.home)
    assert "1 mục đã lưu không còn ở đây. Hãy tìm bản dự phòng" in told(laptop)


def test_a_backup_that_cannot_be_taken_by_itself_is_to_be_looked_at(
    world: World, laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    keep(laptop)
    laptop.put_back(copy)
    laptop.log(title="Khác")
    laptop.log(title="Khác nữa")
    keep(laptop)

    def refused(*_given: object, **_named: object) -> None:
        raise Refused("rescue-too-late")

    monkeypatch.setattr("field.exchange.rescue_file.carry", refused)
    assert "Bản dự phòng còn giữ" in told(laptop), "nobody has tried yet"
    assert restore(laptop.store, laptop.home, now=world.now(), taking=(laptop.signer, world.random)) == 0
    assert "Hãy tìm bản dự phòng rồi lấy lại: soxa field rescue" in told(laptop)


def test_what_has_no_backup_is_missed_until_somebody_says_so_and_another_that_came_back_is_no_contradiction(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    (file,) = keep(laptop)
    laptop.log(title="Mất nữa")
    reserve.keep(laptop.store, laptop.home, now=Instant(world.now() + DAY))
    (newer,) = [path for path in kept(laptop) if path != file]
    laptop.put_back(copy, anchored=True)
    newer.unlink()
    assert restore(laptop.store, laptop.home, now=world.now()) == 1
    assert "1 mục đã lưu không còn ở đây và đã được lấy lại" in told(laptop)
    assert "Vẫn còn thiếu mục khác. 1 mục đã lưu không còn ở đây. Hãy tìm bản dự phòng" in told(laptop)
    assert reserve.give_up(laptop.store, laptop.home) == 1
    assert "Vẫn còn thiếu" not in told(laptop) and reserve.give_up(laptop.store, laptop.home) == 0
    assert len(keep(laptop)) == 1, "what is here is put there anew"
    assert "còn thiếu" not in told(laptop)


def test_what_cannot_be_taken_from_its_backup_is_missed_no_longer_either(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    keep(laptop)
    laptop.put_back(copy)
    laptop.log(title="Khác")
    keep(laptop)
    assert reserve.give_up(laptop.store, laptop.home) == 1
    keep(laptop)
    assert "không còn ở đây" not in told(laptop) and reserve.beyond(laptop.store, laptop.home) == {}


def test_nothing_is_given_up_while_the_province_may_have_it(world: World, laptop: Laptop, tmp_path: Path) -> None:
    gone_back(world, laptop, tmp_path)
    with pytest.raises(Refused) as refused:
        reserve.give_up(laptop.store, laptop.home)
    assert refused.value.code == "home-behind"


def test_a_reserve_of_what_is_here_no_more_is_not_written_over(world: World, laptop: Laptop, tmp_path: Path) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    keep(laptop, world.now())
    before = kept(laptop)[0].read_bytes()
    laptop.put_back(copy, anchored=True)
    assert before in [path.read_bytes() for path in keep(laptop, world.now())]


def gone_back(world: World, laptop: Laptop, tmp_path: Path) -> Path:
    """A folder that is put back from before its last sync, with unsent work in it; on its second place is more, which
    begins behind what is here. The parcel there."""
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Giữa")
    laptop.exchange(world.line)
    for title in ("Mất 1", "Mất 2"):
        laptop.log(title=title)
    typed(laptop, "Đang gõ")
    (file,) = [path for path in keep(laptop, world.now()) if path.suffix == ".soxa"]
    laptop.put_back(copy, anchored=True)
    return file


def test_a_folder_that_went_back_spares_its_second_place_and_says_so_until_a_sync_brings_all_back(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    file, started = gone_back(world, laptop, tmp_path), world.now()
    before = {path: path.read_bytes() for path in kept(laptop)}
    for days in (0, 0, 1, 15, 40):
        with pytest.raises(Refused) as refused:
            laptop.log(title="Không được")
        assert refused.value.code == "home-behind"
        with pytest.raises(Refused) as refused:
            taken(laptop, file)
        assert refused.value.code == "rescue-after-sync"
        typed(laptop, f"Gõ ở bản cũ {days}")
        assert restore(laptop.store, laptop.home, now=world.now()) == 0
        keep(laptop, started + days * DAY)
        assert {path: path.read_bytes() for path in before} == before
        assert "3 mục đã lưu không còn ở đây. Hãy đồng bộ" in told(laptop)
    laptop.exchange(world.line)
    assert "2 mục đã lưu không còn ở đây. Bản dự phòng còn giữ" in told(laptop), "and nobody need look for it"
    assert restore(laptop.store, laptop.home, now=world.now()) == 2
    assert "Vẫn còn thiếu" not in told(laptop) and "đã được lấy lại" in told(laptop) and "Đang gõ" in titles(laptop)
    laptop.exchange(world.line)
    assert shown(laptop) == {"Đã gửi", "Chưa gửi", "Giữa", "Mất 1", "Mất 2"}
    drafts_there = [path for path in keep(laptop, started + 41 * DAY) if path.suffix == ".json"]
    assert len(drafts_there) == 1 and not drafts_there[0].stem.endswith("-2"), "drafts stand in one file again"
    laptop.log()
    assert not set(before) & set(keep(laptop, started + 60 * DAY)), "what is here again is kept for two weeks"


def test_a_sync_takes_back_and_sends_what_waited_on_the_second_place(tmp_path: Path) -> None:
    served = Served(tmp_path / "province")
    try:
        served.laptop()
        served.log(0, "Cũ")
        store, signer = served.laptops[0]
        home = store.home
        store.close()
        shutil.copytree(home.path, tmp_path / "copy")
        served.laptops[0] = LaptopStore.open(home), signer
        served.log(0, "Đã gửi")
        served.sync()
        served.log(0, "Mất rồi")
        reserve.keep(served.laptops[0][0], home, now=now())
        served.laptops[0][0].close()
        shutil.rmtree(home.path)
        shutil.copytree(tmp_path / "copy", home.path)
        Session(home, clock=now, random_bytes=random_bytes).close()
        served.laptops[0] = LaptopStore.open(home), signer
        served.laptops[0][0].move_hub(served.url)
        served.sync()
        assert served.titles(0) == ["Cũ", "Mất rồi", "Đã gửi"] and served.unsent(0) == 0
    finally:
        served.close()


def test_what_waits_on_the_second_place_comes_back_with_the_answer_on_a_stick(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    gone_back(world, laptop, tmp_path)
    keep(laptop, world.now())
    world.unpack(laptop.pack(tmp_path / "out.soxa"), tmp_path / "in.soxa")
    laptop.unpack(tmp_path / "in.soxa")
    assert shown(laptop) == {"Đã gửi", "Chưa gửi", "Giữa", "Mất 1", "Mất 2"} and "lấy lại từ bản dự phòng" in told(laptop)


def test_a_folder_that_went_back_without_its_anchor_spares_its_second_place_too(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    laptop.log(title="Mất rồi")
    (file,) = keep(laptop, world.now())
    before = file.read_bytes()
    laptop.put_back(copy)
    laptop.log(title="Khác")
    laptop.log(title="Khác nữa")
    assert len(keep(laptop, world.now())) == 2 and file.read_bytes() == before
    assert "1 mục đã lưu không còn ở đây" in told(laptop)
    assert keep(laptop, world.now() + 20 * DAY)[0].exists() and file.read_bytes() == before
    assert restore(laptop.store, laptop.home, now=world.now()) == 0, "nothing is signed without the key"
    taking = laptop.signer, world.random
    assert restore(laptop.store, laptop.home, now=world.now(), taking=taking) == 1
    assert "Hãy tìm bản dự phòng" not in told(laptop)
    assert restore(laptop.store, laptop.home, now=world.now(), taking=taking) == 0
    laptop.exchange(world.line)
    assert shown(laptop) == {"Đã gửi", "Chưa gửi", "Mất rồi", "Khác", "Khác nữa"}
    assert audit(world).findings == ()


def test_a_report_that_stood_on_the_second_place_is_a_draft_and_its_parcel_is_done_with(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    copy = laptop.copied(tmp_path / "copy")
    submit(laptop.store, laptop.signer, "2026-11", Narrative(results="Tốt"), now=world.now(), random_bytes=world.random)
    (file,) = keep(laptop, world.now())
    laptop.put_back(copy)
    laptop.log(title="Khác")
    laptop.log(title="Khác nữa")
    keep(laptop, world.now())
    assert taken(laptop, file).reports == ("2026-11",)
    assert "không còn ở đây" not in told(laptop) and reserve.beyond(laptop.store, laptop.home) == {}


def test_another_place_is_chosen_while_the_one_until_now_has_more(world: World, laptop: Laptop, tmp_path: Path) -> None:
    gone_back(world, laptop, tmp_path)
    (stick := tmp_path / "stick").mkdir()
    reserve.set_folder(laptop.store, stick)
    assert len(keep(laptop)) == 1 and "3 mục đã lưu không còn ở đây" in told(laptop)


def test_a_file_on_the_second_place_that_cannot_be_read_is_not_written_over(world: World, laptop: Laptop) -> None:
    (file,) = keep(laptop, world.now())
    file.write_bytes(rotten := b"x" + file.read_bytes()[1:])
    laptop.log()
    assert len(keep(laptop, world.now())) == 2 and file.read_bytes() == rotten


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
    started = world.now()
    (first,) = keep(laptop, started)
    foreign = first.with_name(f"soxa-unsent-{'a' * 16}-2020-01-01.soxa")
    foreign.write_bytes(b"x")
    laptop.log()
    assert len(keep(laptop, started + 14 * DAY)) == 3
    laptop.log()
    left = keep(laptop, started + 15 * DAY)
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
    asks = stranger.pack(tmp_path / "asks.soxa")
    laptop.exchange(world.line)
    nothing = laptop.pack(tmp_path / "nothing.soxa")
    for party, path, code in (
        (other, file, "rescue-other-unit"),
        (stranger, file, "unknown-device"),
        (laptop, answer, "sealed-to-another"),
        (laptop, nothing, "sealed-to-another"),  # what is packed for the province nobody else reads
        (laptop, asks, "sealed-to-another"),
    ):
        with pytest.raises((Refused, BadInput)) as raised:
            taken(party, path)
        assert raised.value.code == code
    with pytest.raises(SoxaError):
        taken(laptop, changed)


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
    started = world.now()
    number = typed(laptop, "Đang gõ")
    (file,) = keep(laptop, started)
    written = file.stat().st_mtime_ns, file.read_bytes()
    assert keep(laptop, started + DAY) == [file], "as long as nothing else is typed"
    assert (file.stat().st_mtime_ns, file.read_bytes()) == written
    laptop.store.local.drop_draft(number)
    assert keep(laptop, started + DAY)[-1].read_bytes() == b""
    assert files_in(file.parent) == [], "of yesterday, when it was not finished"
    typed(laptop, "Khác")
    assert file not in keep(laptop, started + 15 * DAY)


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
