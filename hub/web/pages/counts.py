"""Counts: sums by one dimension, as a table and as bars, and how they went from month to month. Every number opens the
records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from markupsafe import Markup
from msgspec import Struct
from starlette.responses import Response

from hub.export.counts_csv import counts_csv
from hub.monitoring import counts
from hub.monitoring.counts import CountLine, GatheredSums
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.others import others_told
from hub.store import Transaction
from hub.store.rows import ANSWERS
from hub.web import charts, filters, render
from hub.web.charts import ChartBar
from hub.web.context import SIGNED_IN, HubContext, PageRequest, Route
from hub.web.filters import ChosenFilter
from sync.ledger.figures import BANDS, By, Tally
from sync.ledger.period import month_name, month_number
from sync.ledger.registry import Registry
from sync.ledger.text import SortKey, sort_key
from sync.wording.directive_names import period_words
from sync.wording.i18n import N_, catalogue
from sync.wording.names import Names, dimension_words, dimensions
from sync.wording.statuses import erased_figures_words

_ = catalogue("hub")

_MEASURES: Final = {
    "activities": N_("activities"),
    "quantity": N_("quantity"),
    "audience": N_("people"),
    "minutes": N_("minutes"),
}
_BARS: Final = 20
_MONTHS: Final = 12


class KeyLine(Struct, frozen=True, kw_only=True):
    """A line of the counts: one key with its sums."""

    name: str
    key: str
    sums: CountLine
    href: str
    """The records behind it; empty where no address can ask for them."""


class SortHead(Struct, frozen=True, kw_only=True):
    """A head of the table, which sorts it."""

    name: str
    href: str
    order: Literal["ascending", "descending", "none"]


class GatheredCounts(Struct, frozen=True, kw_only=True):
    """What the store says."""

    sums: GatheredSums
    months: dict[int, Tally]
    """By `period.month_number`, of the months of the trend."""


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of counts."""
    by = counts.dimension(request.value("by") or "unit")
    measure = request.chosen("measure", tuple(_MEASURES), "activities")
    sort = request.chosen("sort", tuple(sign + name for name in ("name", *_MEASURES) for sign in ("", "-")), _usual(by))
    today = context.today()
    with context.counting() as (transaction, registry):
        chosen = filters.filter_of(request, registry, today)
        charted = _measures(counts.adds_up(None, "", chosen.wanted))
        measures = _measures(by == "channel" or "quantity" in charted)
        measure = measure if measure in charted else "activities"
        sort = sort if sort.lstrip("-") in ("name", *measures) else _usual(by)
        last = month_number(min(chosen.wanted.end or today, today))
        found = _count(transaction, chosen, by, last)
        others = _others(transaction, registry, chosen)
        erased = _erased(transaction, registry, chosen)
    names = Names(registry, today)
    lines = [_line(chosen, names, by, key, tally) for key, tally in found.sums.tallies.items()]
    kept = chosen.query | {"measure": measure if measure != "activities" else ""}
    return render.page(
        request,
        "counts.html",
        by=by,
        dimension=dimension_words(by),
        dimensions=[
            (dimension, words, render.address("/counts", kept, by=dimension)) for dimension, words in dimensions().items()
        ],
        measure=measure,
        measures=[(name, _(_MEASURES[name])) for name in charted],
        told=tuple(filter(None, (*filters.told(chosen, names), others.rstrip(".")))),
        erased=erased,
        total=_shown(counts.line(None, "", found.sums.total, chosen.wanted), measures),
        split=_split(chosen, found.sums.answered),
        heads=_heads(by, measures, sort, kept),
        lines=_sorted(lines, by, sort),
        fields=measures,
        bars=_bars(lines, by, measure),
        trend=_trend(chosen, found.months, last, measure),
        chosen=chosen,
        choices=filters.choices(chosen, registry, today),
        hidden={"by": by, "sort": sort if request.value("sort") else ""},
        records=render.address("/records", chosen.query),
        csv=render.address("/counts.csv", chosen.query, by=by),
    )


def as_csv(context: HubContext, request: PageRequest) -> Response:
    """The counts as CSV, for a spreadsheet."""
    by = counts.dimension(request.value("by") or "unit")
    today = context.today()
    with context.counting() as (transaction, registry):
        chosen = filters.filter_of(request, registry, today)
        rows = counts.rows(counts.tallies(transaction, chosen.wanted, by, chosen.counts_for), by, chosen.wanted)
        notes = (_others(transaction, registry, chosen), _erased(transaction, registry, chosen))
    name = "-".join(part for part in ("soxa", by, chosen.wanted.start, chosen.wanted.end) if part)
    return Response(
        counts_csv(Names(registry, today), by, rows, notes),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


# -- gathered


def _count(transaction: Transaction, chosen: ChosenFilter, by: By, last: int) -> GatheredCounts:
    """The sums, and those of the months up to the last."""
    wanted, counts_for = chosen.wanted, chosen.counts_for
    year = msgspec.structs.replace(wanted, start=_first_day(last - _MONTHS + 1), end=_last_day(last))
    return GatheredCounts(
        sums=counts.gathered(transaction, wanted, by, counts_for),
        months=counts.by_month(transaction, year, counts_for),
    )


def _others(transaction: Transaction, registry: Registry, chosen: ChosenFilter) -> str:
    """Whose activities of a period are counted besides those of the units asked for its report, where all units are."""
    if chosen.period is None or chosen.wanted.unit is not None:
        return ""
    return others_told(transaction, registry, chosen.period, chosen.counts_for, chosen.wanted)


def _erased(transaction: Transaction, registry: Registry, chosen: ChosenFilter) -> str:
    """That what is counted has activities of which texts are erased; empty where it has none."""
    return erased_figures_words(ErasedRecords(registry).count(transaction, chosen.wanted, chosen.counts_for))


def _first_day(month: int) -> str:
    return f"{month_name(month - 1)}-15"


def _last_day(month: int) -> str:
    return f"{month_name(month)}-14"


# -- shown


def _measures(with_quantity: bool) -> tuple[str, ...]:
    """What is counted; quantities only where they are of one channel."""
    return tuple(name for name in _MEASURES if with_quantity or name != "quantity")


def _shown(sums: CountLine, measures: Sequence[str]) -> list[tuple[str, int | None]]:
    return [(_(_MEASURES[name]), getattr(sums, name)) for name in measures]


def _split(chosen: ChosenFilter, answered: dict[str, int]) -> list[tuple[str, int, str]]:
    """How many of what is counted was answered how, and is in conflict: words, how many, and where they are listed."""
    shown = [
        (filters.answer_words(answer), answered.get(answer, 0), render.address("/records", chosen.query, answer=answer))
        for answer in ANSWERS
    ]
    conflict = (_("in conflict"), answered["conflict"], render.address("/records", chosen.query, conflicted=1))
    return [*shown, conflict]


def _line(chosen: ChosenFilter, names: Names, by: By, key: str, tally: Tally) -> KeyLine:
    values = filters.of_key(by, key)
    href = "" if values is None else render.address("/records", chosen.query | values)
    return KeyLine(name=names.of(by, key), key=key, sums=counts.line(by, key, tally, chosen.wanted), href=href)


def _usual(by: By) -> str:
    return "name" if by in ("unit", "audience") else "-activities"


def _sorted(lines: Sequence[KeyLine], by: By, sort: str) -> list[KeyLine]:
    field = sort.lstrip("-")
    named = sorted(lines, key=lambda line: _place(line, by), reverse=sort == "-name")
    if field == "name":
        return named
    return sorted(named, key=lambda line: getattr(line.sums, field) or 0, reverse=sort.startswith("-"))


def _place(line: KeyLine, by: By) -> tuple[int, int, SortKey]:
    """Names in the order of the alphabet, less what kind of unit it is; bands as they grow; what is not said last."""
    band = BANDS.index(line.key) if by == "audience" and line.key else 0
    said = line.name.partition(" ")[2] if by == "unit" else ""
    return int(not line.key), band, sort_key(said or line.name)


def _heads(by: By, measures: Sequence[str], sort: str, kept: dict[str, str]) -> list[SortHead]:
    """The heads: a click sorts by it, names upward and numbers downward first; another turns it round."""
    columns = [("name", dimension_words(by)), *((name, _(_MEASURES[name])) for name in measures)]
    return [_head(by, name, words, sort, kept) for name, words in columns]


def _head(by: By, name: str, words: str, sort: str, kept: dict[str, str]) -> SortHead:
    first, other = (name, f"-{name}") if name == "name" else (f"-{name}", name)
    order: Literal["ascending", "descending", "none"] = "none"
    if sort.lstrip("-") == name:
        order = "descending" if sort.startswith("-") else "ascending"
    asked = other if sort == first else first
    return SortHead(name=words, href=render.address("/counts", kept, by=by, sort=asked), order=order)


def _bars(lines: Sequence[KeyLine], by: By, measure: str) -> Markup:
    """The greatest, or for bands all in their order."""
    most = _sorted(lines, by, "name") if by == "audience" else _sorted(lines, by, f"-{measure}")[:_BARS]
    label = _("{measure} by {dimension}").format(measure=_(_MEASURES[measure]), dimension=dimension_words(by))
    return charts.bars(
        [ChartBar(name=line.name, value=getattr(line.sums, measure) or 0, href=line.href) for line in most], label
    )


def _trend(chosen: ChosenFilter, months: dict[int, Tally], last: int, measure: str) -> Markup:
    points = [_point(chosen, number, months.get(number, Tally()), measure) for number in range(last - _MONTHS + 1, last + 1)]
    return charts.trend(points, _("{measure} by month").format(measure=_(_MEASURES[measure])))


def _point(chosen: ChosenFilter, number: int, tally: Tally, measure: str) -> ChartBar:
    name = month_name(number)
    return ChartBar(
        name=f"{name[5:]}/{name[2:4]}",
        value=int(getattr(tally, measure)),
        href=render.address("/records", chosen.within(name)),
        title=period_words(name),
    )


ROUTES: Final = (
    Route("GET", "/counts", show, SIGNED_IN),
    Route("GET", "/counts.csv", as_csv, SIGNED_IN),
)
