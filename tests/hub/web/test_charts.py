"""Charts: well-formed, true to their figures, and harmless whatever names are in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hub.web import charts
from hub.web.charts import ChartBar, ChartColumn, ChartPart


def test_charts_are_well_formed_and_escape_every_name() -> None:
    evil = '"><script>alert(1)</script>&\u202e' + "ă" * 60
    drawn = [
        charts.bars([ChartBar(name=evil, value=10, href='/x?a="&b=1'), ChartBar(name="b", value=0)], evil),
        charts.bars([], "nothing"),
        charts.trend([ChartBar(name=evil, value=value) for value in (0, 3, 2_000_000_000)], evil),
        charts.trend([], "nothing"),
    ]
    for one in drawn:
        root = ET.fromstring(one)
        assert not list(root.iter("script")) and "\u202e" not in one
    (title, *_others) = [found.text or "" for found in ET.fromstring(drawn[0]).iter("title")]
    assert title.startswith('"><script>') and title.endswith("ă: 10"), "the title says the whole name"
    (shown, *_numbers) = [found.text or "" for found in ET.fromstring(drawn[0]).iter("text")]
    assert shown.endswith("…") and len(shown) <= 32


def test_bars_are_as_long_as_their_figures() -> None:
    drawn = ET.fromstring(
        charts.bars([ChartBar(name="a", value=200), ChartBar(name="b", value=50), ChartBar(name="c", value=0)], "x")
    )
    wide = [float(rect.attrib["width"]) for rect in drawn.iter("rect")]
    assert wide[0] == 4 * wide[1] and wide[2] == 0


def test_stacked_shares_fill_the_column_and_say_their_letters() -> None:
    parts = (
        ChartPart(code="on-time", letter="T", name="on time", value=30),
        ChartPart(code="late", letter="L", name="late", value=10),
        ChartPart(code="missing", letter="M", name="missing", value=0),
    )
    drawn = charts.stacked(
        [ChartColumn(name="11", parts=parts, title="month 11/2026"), ChartColumn(name="12", parts=())], "x"
    )
    root = ET.fromstring(f"<div>{drawn}</div>")
    high = {rect.attrib["class"].split()[-1]: float(rect.attrib["height"]) for rect in root.iter("rect")}
    assert high["fill-on-time"] == 3 * high["fill-late"] and set(high) == {"fill-on-time", "fill-late"}
    assert "month 11/2026: on time 30, late 10" in drawn
    assert [item.text for item in root.iter("span")] == ["T", "L"]
