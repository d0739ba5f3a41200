"""Output for a person: nothing that others wrote can disguise it."""

from __future__ import annotations

from tests.field.cli.desk import Desk


def test_what_others_wrote_cannot_disguise_a_line(desk: Desk) -> None:
    record = desk.soxa("log", "--title", "x", "--place", "a\u202eb\x1b[31m").strip()
    for told in (desk.soxa("show", record), desk.soxa("list"), desk.soxa("status")):
        assert "\x1b" not in told and "\u202e" not in told


def test_how_the_last_exchange_ended_is_said_in_words(desk: Desk) -> None:
    desk.soxa("pack", "out.soxa")
    assert desk.soxa("status", SOXA_LANG="vi").splitlines()[-1].endswith(": đã ghi ra tệp, chờ trả lời mang về")
    desk.soxa("sync", expect=3)
    (desk.folder / "page.soxa").write_text("<html>", encoding="utf-8")
    desk.soxa("unpack", "page.soxa", expect=3)
    told = desk.soxa("status", SOXA_LANG="vi")
    assert "hãy xin bản khác" in told and "not-a-parcel" not in told
    assert desk.json("status")["last_exchange"] == "not-a-parcel"


def test_a_word_that_is_not_among_a_list_and_a_field_left_out_are_named_in_words(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--channel", "không có kênh này", expect=2, SOXA_LANG="vi")
    assert "danh mục kênh" in desk.said and "channels" not in desk.said
    desk.soxa("log", expect=2, SOXA_LANG="vi")
    assert "“nội dung”" in desk.said
