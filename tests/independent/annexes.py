"""JSON annexes computed again from a bundle, written from sync/PROTOCOL.md alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.independent import forms as f
from tests.independent import verifier as v
from tests.independent import workbooks as books
from tests.independent.forms import need
from tests.independent.units import UnitDays

AUDIENCES = {
    "0": "0 người",
    "1-49": "1–49 người",
    "50-99": "50–99 người",
    "100-499": "100–499 người",
    "500+": "Từ 500 người trở lên",
}
HEIRS = {
    "district-committee": "commune-committee",
    "district-culture-office": "culture-society-office",
    "district-media-centre": "service-centre",
}
PAGE = Path(__file__).parents[2] / "sync" / "PROTOCOL.md"
NOT_SAID = "Không nêu"
LOGS = ("registry", "acceptances")
LAST_EXPORT = 249_999_999_999
STANDING = (
    "unit name standing received claimed provisional latest first_standing first_received answer answered entered stated now"
)
FACTS = "soxa hub province period directive start end due made units state total standings tables"
LATER_FACTS = FACTS.replace(" start", " step counts start")
EVERYTHING = "Mọi hoạt động của những ngày này"


def terms(page: str, word: str) -> dict[str, str]:
    """The words of the vocabulary, as the page lists them."""
    block = page.split(f"```terms {word}\n")[1].split("```", maxsplit=1)[0]
    return dict(re.split(r" +", line, maxsplit=1) for line in block.splitlines())


VOCABULARY = {
    word: terms(PAGE.read_text(encoding="utf-8"), heading)
    for word, heading in (
        *(("topic", "topics"), ("channel", "channels"), ("audiences", "audiences"), ("body", "bodies")),
        *(("language", "languages"), ("group", "groups")),
    )
}


def seen_part(text: str) -> str:
    return f.UNSEEN.sub("", text)


def natural(key: str) -> tuple[list[tuple[int, str, int]], str]:
    runs = re.findall(r"[0-9]{1,9}|[^0-9]+", key)
    return [(1, "", int(run)) if run[0] in "0123456789" else (0, run, 0) for run in runs], key


def audience_of(number: int | None) -> str:
    if number is None:
        return ""
    for least, key in ((500, "500+"), (100, "100-499"), (50, "50-99"), (1, "1-49")):
        if number >= least:
            return key
    return "0"


def parse_annex(data: bytes) -> dict[str, Any]:
    """An annex, as far as its keys and what cannot be computed are concerned."""
    bad = f.Refused("bad-annex")
    try:
        annex = json.loads(data.decode("utf-8"), object_pairs_hook=f.each_once)
    except (ValueError, RecursionError):
        raise bad from None
    if (
        not isinstance(annex, dict)
        or type(annex.get("soxa")) is not int
        or annex["soxa"] not in (1, 2, 3, 4, 5)
        or list(annex) != (LATER_FACTS if annex["soxa"] > 4 else FACTS).split()
    ):
        raise bad
    state = annex["state"]
    if not isinstance(state, dict) or list(state) != ["registry", "acceptances", *["desks"] * (annex["soxa"] > 3)]:
        raise bad
    return annex


def cut(ledger: v.Ledger, registry: int, acceptances: int) -> v.Ledger:
    """The ledger as it stood with these two sizes."""
    part = v.Registry(ledger.hub, ledger.registry.entries[:registry])
    logs: dict[str, list[f.Entry]] = {}
    early = v.Ledger(ledger.key, part, ledger.entries[:acceptances], logs)
    for ident, accepted in ledger.accepted.items():
        size = max((size for size, index, _root in accepted if index < acceptances), default=0)
        if size and ident not in part.devices:
            raise f.Refused("mixed-states")
        logs[ident] = ledger.logs[ident][:size]
    early.logs = {ident: logs[ident] for ident in part.devices}
    early.judge_citations()
    return early


def day_of(time: int) -> str:
    """The day of Vietnam."""
    return (v.EPOCH + timedelta(days=(time + 7 * 3600) // 86400)).isoformat()


def deadline(report: v.Report, due: int) -> str:
    """The verdict on a report (Times)."""
    if report.received < due:
        return "on-time"
    return "late" if report.body["at"] >= due or report.lower >= due else "claimed-on-time"


@dataclass
class Asked:
    """One period that the units are asked for."""

    text: str
    meaning: v.Meaning

    def place(self) -> tuple[int, str]:
        return self.meaning.due, self.text


class Annex:
    """One annex computed from a ledger."""

    def __init__(
        self,
        version: int,
        ledger: v.Ledger,
        period: str,
        made: int,
        units: str,
        vocabulary: dict[str, dict[str, str]],
        desks: dict[str, list[f.Entry]],
    ) -> None:
        self.version, self.desks = version, desks
        self.level = 2 if version > 2 else 1
        self.ledger, self.registry, self.made, self.now = ledger, ledger.registry, made, units == "now"
        self.days = UnitDays(self.registry)
        self.vocabulary = vocabulary
        self.force = self.days.in_force()
        self.directive, self.meaning = self.period_of(period)
        self.period = period if self.directive is None else f"{self.called(self.directive)}@{period.rpartition('@')[2]}"
        self.today = day_of(made)
        self.owing = self.owed() if version > 1 else self.all_communes()
        self.step = self.made_from() if version > 4 and not self.owing else None
        if self.step is not None:
            about, meaning, period = self.directive, self.meaning, self.period
            self.period = self.step.text
            self.directive, self.meaning = self.period_of(self.step.text)
            self.owing = self.owed()
            self.directive, self.meaning, self.period = about, meaning, period
        self.units = sorted(self.owing)
        self.reports = [report for report in ledger.reports(self.level) if report.verdict in ("valid", "unread")]
        self.reports.sort(key=lambda report: (report.received, report.device.position, report.at))

    def period_of(self, text: str) -> tuple[f.Edition | None, v.Meaning]:
        name, at, tail = text.rpartition("@")
        base = v.plain(tail)
        if not at:
            if base is None:
                raise f.Refused("bad-period")
            return None, base
        named = self.directive_of(name)
        if named is None:
            raise f.Refused("unknown-directive")
        found = v.by_edition(named, tail)
        if found is None and base is not None:
            found = base._replace(directive=named.id)
        if found is None:
            raise f.Refused("no-such-duty")
        return named, found

    def directive_of(self, text: str) -> f.Edition | None:
        """The directive in force with this id, else the first that has it for its name."""
        named = [edition for edition in self.force.values() if edition.name == text]
        return self.force.get(text) or (named[0] if named else None)

    def called(self, directive: f.Edition) -> str:
        return directive.name if self.directive_of(directive.name) is directive else directive.id

    # Names

    def unit_name(self, code: str, day: str) -> str:
        entry = self.days.holds(code, day)
        if entry is None:
            return code
        kind = entry["type"]
        return seen_part(f"{kind[:1].upper()}{kind[1:].lower()} {entry['name']}".strip(" "))

    def called_apart(self, code: str, day: str) -> str:
        """A unit's name, a body's with that of the unit it reports to (rule 13); before version 5 the name alone."""
        name = self.unit_name(code, day)
        if self.version < 5 or "-" not in code or code not in self.days.units:
            return name
        like = [other for other in self.days.reporting(day) if "-" in other and self.unit_name(other, day) == name]
        above = self.days.reports_to(code, day)
        whose = self.unit_name(above, day) if above else code if len(like) > 1 else ""
        if not whose or (len(like) < 2 and whose.casefold() in name.casefold()):
            return name
        return f"{name} ({whose[:1].lower()}{whose[1:]})"

    def name_of(self, table: str, key: str) -> str:
        if key == "":
            return NOT_SAID
        if table in ("unit", "entered"):
            return self.called_apart(key, self.today if self.now else self.meaning.end)
        if table == "audience":
            return AUDIENCES[key]
        if table == "directive":
            return seen_part(self.force[key].name if key in self.force else key)
        if table == "task":
            ident, _, number = key.partition("#")
            tasks = self.force[ident].body.get("tasks", []) if ident in self.force else []
            label = next((task["label"] for task in tasks if task["no"] == number), None)
            return seen_part(number if label is None else f"{number}. {label}")
        return seen_part(self.vocabulary[table].get(key, key))

    # Figures

    def tables(self) -> tuple[dict[str, int | None], dict[str, list[dict[str, Any]]]]:
        tables = "total unit topic channel directive task audience" + (" audiences body" if self.version > 2 else "")
        tables += " language entered" if self.version > 3 else ""
        sums: dict[str, dict[str, list[int]]] = {table: {} for table in tables.split()}
        heirs = [self.days.heir(unit, self.today) if self.now else unit for unit in self.units]
        sums["unit"] = {unit: [0, 0, 0, 0] for unit in heirs}
        if self.directive:
            sums["task"] = {
                f"{self.directive.id}#{task['no']}": [0, 0, 0, 0] for task in self.directive.body.get("tasks", [])
            }
        for unit in sorted({device.unit for device in self.registry.devices.values()}):
            merged, entered = self.merged(unit), self.entered_leaves(unit)
            groups = self.ledger.records(unit, level=self.level).values()
            theirs = {id(found) for found, entries in zip(merged, groups, strict=True) if entries.keys() & entered}
            for record in v.counted_in(merged, self.meaning):
                values = record.values
                parts = v.keys_of(values)
                keys = {table: parts[f"{table}s"] for table in ("topic", "channel", "directive", "task")}
                keys |= {"total": {""}, "audiences": parts["audiences"], "body": parts["bodies"]}
                keys["unit"] = {self.days.heir(unit, self.today if self.now else v.last_day(values))}
                keys["audience"] = {audience_of(values.get("audience"))}
                keys["language"] = {code for code in (values.get("language"), *(values.get("languages") or [])) if code}
                for table, found in sums.items():
                    if table != "entered":
                        v.add_to(found, keys[table] or {""}, values)
                    elif id(record) in theirs:
                        v.add_to(found, keys["unit"], values)
        total = sums.pop("total").get("", [0, 0, 0, 0])
        return tally_of(total, self.version == 1), {
            table: [
                {
                    **tally_of(found[key], self.version == 1 or (table == "channel" and key != "")),
                    "key": key,
                    "name": self.name_of(table, key),
                }
                for key in self.ordered(table, list(found))
            ]
            for table, found in sums.items()
        }

    def merged(self, unit: str) -> list[v.Record]:
        """The records of a unit."""
        return [v.merge(entries) for entries in self.ledger.records(unit, level=self.level).values()]

    def entered_leaves(self, unit: str) -> set[bytes]:
        """The leaf hashes of what the province stated for a unit."""
        logs = [device.id for device in self.registry.devices.values() if device.unit == unit and "entered" in device.entry]
        return {entry.leaf for ident in logs for entry in self.ledger.log(ident)}

    def ordered(self, table: str, keys: list[str]) -> list[str]:
        grown = list(AUDIENCES)
        if table == "audience":
            return sorted(keys, key=lambda key: (key == "", grown.index(key) if key else 0))
        return sorted(keys, key=lambda key: (key == "", natural(key)))

    # Standings

    def demands(self) -> list[tuple[f.Edition, Asked, dict[str, Any]]]:
        """The periods that duties make due, of those that are this one or a directive's part of it."""
        text = self.period.rpartition("@")[2]
        found = []
        for edition in self.force.values():
            if self.directive not in (None, edition) or edition.body["province"] != (self.registry.head or {}).get(
                "province"
            ):
                continue
            meaning = v.by_edition(edition, text)
            if meaning is None or (self.directive is None and meaning.rule != self.meaning.rule):
                continue
            first = edition.body.get("valid_from", edition.first_day())
            last = edition.body.get("valid_to", "9999-12-31")
            if meaning.end < first or meaning.start > last:
                continue
            found += [
                (edition, Asked(f"{self.called(edition)}@{text}", meaning), duty)
                for duty in edition.duties
                if duty["rule"] == meaning.rule
            ]
        return found

    def named(self, edition: f.Edition, asked: Asked, duty: dict[str, Any]) -> tuple[set[str], set[str], str]:
        """The kinds of units that a duty means, those that are the province's own, and the last day before it is due."""
        eve = day_of(asked.meaning.due - 1)
        passed_on = eve > "2025-06-30" and "succession" in edition.body
        kinds = {HEIRS.get(kind, kind) if passed_on else kind for kind in duty.get("reporters", [])}
        received = {other.get("recipient") for other in edition.duties if other["id"] != duty["id"]}
        ours = {*duty.get("reporters", [])} - self.vocabulary["body"].keys() - HEIRS.keys()
        ours = ours if "fed_by" in duty else ours & received
        return kinds - ours, ours, eve

    def made_from(self) -> Asked | None:
        """The step that a report of the province is made from (Obligations, 2)."""
        for edition, asked, duty in sorted(self.demands(), key=lambda found: found[1].place()):
            _kinds, ours, _eve = self.named(edition, asked, duty)
            if not ours or asked.meaning.due <= (self.registry.head or {"at": 0})["at"]:
                continue
            steps = [
                (meaning.due, meaning.start == asked.meaning.start, -place, tail)
                for place, other in enumerate(edition.duties)
                if other["id"] != duty["id"]
                and (other["id"] == duty["fed_by"] if "fed_by" in duty else other.get("recipient") in ours)
                for tail, meaning in self.due_by(edition, other, asked.meaning.due)
            ]
            if steps:
                return Asked(text := f"{self.called(edition)}@{max(steps)[3]}", self.period_of(text)[1])
        return None

    def due_by(self, edition: f.Edition, duty: dict[str, Any], latest: int) -> list[tuple[str, v.Meaning]]:
        """The periods of a duty that are due until a moment, those of years ago left out, by what stands after the @."""
        last = int(day_of(latest)[:4])
        tails = [duty["rule"].removeprefix("before ")] if duty["rule"].startswith("before ") else []
        for year in (last - 1, last):
            tails += [f"{year}-{month:02}" for month in range(1, 13)] + [f"{year}-Q{part}" for part in range(1, 5)]
            tails += [f"{year}-H1", f"{year}"]
        found = []
        for tail in tails:
            meaning = v.by_edition(edition, tail)
            if meaning is None or meaning.rule != duty["rule"] or meaning.due > latest:
                continue
            first = edition.body.get("valid_from", edition.first_day())
            if meaning.end >= first and meaning.start <= edition.body.get("valid_to", "9999-12-31"):
                found.append((tail, meaning))
        return found

    def counted(self) -> list[dict[str, str]]:
        """What is counted beside the activities of the directive, with its names."""
        found = []
        for word in self.meaning.counts:
            table, _, key = word.partition(" ")
            found.append({"key": word, "name": self.name_of(table, key) if key else EVERYTHING})
        return found

    def owed(self) -> dict[str, list[Asked]]:
        """Which of the periods each unit owes."""
        owing: dict[str, list[Asked]] = {}
        for edition, asked, duty in self.demands():
            if asked.meaning.due <= (self.registry.head or {"at": 0})["at"]:
                continue
            kinds, _ours, eve = self.named(edition, asked, duty)
            for unit in self.days.owe(duty, kinds, eve, self.vocabulary["group"], {*self.vocabulary["body"]}):
                if asked not in owing.setdefault(unit, []):
                    owing[unit].append(asked)
        return owing

    def all_communes(self) -> dict[str, list[Asked]]:
        """The same in version 1."""
        asked: list[Asked] = []
        for edition, period, duty in self.demands():
            named = Asked(f"{edition.name}@{period.text.rpartition('@')[2]}", period.meaning)
            fits = self.directive is None and period.meaning.due == self.meaning.due
            if fits and "commune-committee" in duty.get("reporters", []) and named not in asked:
                asked.append(named)
        if self.directive or not asked:
            text = self.period if self.directive is None else f"{self.directive.name}@{self.period.rpartition('@')[2]}"
            asked = [Asked(text, self.meaning)]
        return dict.fromkeys(self.days.communes(day_of(self.meaning.due - 1)), asked)

    def in_force(self, text: str) -> v.Meaning | None:
        """What a period's text means by the directives in force."""
        name, at, tail = text.rpartition("@")
        if not at:
            return v.plain(tail)
        named = self.directive_of(name)
        return v.by_edition(named, tail) if named else None

    def counts_for(self, report: v.Report, asked: Asked) -> bool:
        text = report.body["period"]
        if text == asked.text:
            return True
        meaning = self.in_force(text)
        return (
            meaning is not None
            and (meaning.rule, meaning.start, meaning.end) == (asked.meaning.rule, asked.meaning.start, asked.meaning.end)
            and meaning.directive in (None, asked.meaning.directive)
        )

    def parts_of(self, unit: str, eve: str) -> list[str]:
        """The units that were merged straight into one that merging made; the first merge says whether it stood before."""
        event = next((event for event in self.registry.events if event["how"] == "merged" and event["into"] == [unit]), None)
        if event is None or unit in event["units"]:
            return []
        place = next(place for place, other in enumerate(self.registry.events) if other is event)
        begun = any(entry["valid_from"] < event["since"] for entry in self.registry.units.get(unit, []))
        if begun and unit not in self.days.moved(event["since"], place)[1]:
            return []
        into, _ended = self.days.moved(eve)
        return sorted(part for part, whole in into.items() if whole == unit)

    def first(self, unit: str, asked: Asked, eve: str, reports: list[v.Report]) -> v.Report | None:
        """The first report of a unit for an asked period, or what stands for it."""
        mine = (report for report in reports if report.device.unit == unit and self.counts_for(report, asked))
        own = next(mine, None)
        firsts = [self.first(part, asked, eve, reports) for part in self.parts_of(unit, eve)]
        if not firsts or any(report is None for report in firsts):
            return own
        latest = max((report for report in firsts if report), key=lambda report: report.received)
        return latest if own is None or latest.received < own.received else own

    def family(self, unit: str, eve: str) -> list[str]:
        """A unit, and those that it is heir to."""
        return [unit, *sorted(code for code in self.registry.units if code != unit and self.days.heir(code, eve) == unit)]

    def provisional(self, unit: str, asked: list[Asked], eve: str) -> bool:
        family = self.family(unit, eve)
        best: v.Report | None = None
        for period in sorted(asked, key=Asked.place):
            for code in family:
                for report in self.reports:
                    later = report.verdict == "valid" and (best is None or report.received > best.received)
                    if later and report.device.unit == code and self.counts_for(report, period):
                        best = report
        return bool(best and best.body.get("provisional", False))

    def standing(self, unit: str, asked: list[Asked], reports: list[v.Report]) -> dict[str, Any]:
        """By receipts: the rules 2 to 5."""
        due = min(period.meaning.due for period in asked)
        eve = day_of(due - 1)
        found = {"unit": unit, "name": self.unit_name(unit, eve)}
        firsts = [self.first(unit, period, eve, reports) for period in sorted(asked, key=Asked.place)]
        if any(report is None for report in firsts):
            standing = "missing" if self.made >= due else "due"
            return {**found, "standing": standing, "received": None, "claimed": None, "provisional": False}
        last = max((report for report in firsts if report), key=lambda report: report.received)
        return {
            **found,
            "standing": deadline(last, due),
            "received": last.received,
            "claimed": last.body["at"],
            "provisional": self.provisional(unit, asked, eve),
        }

    def answer(self, unit: str, text: str) -> tuple[str, int]:
        """The answer to a unit's reports of a period's text, and when it was given (rule 6)."""
        said = [
            entry.body
            for entry in self.desks.get(unit, [])
            if entry.status == "ok" and entry.body["kind"] == "review" and entry.body.get("period") == text
        ]
        received = [each.received for each in self.reports if (each.device.unit, each.body["period"]) == (unit, text)]
        return ("awaited", 0) if not said or max(received) > said[-1]["at"] else (said[-1]["verdict"], said[-1]["at"])

    def whole_standing(self, unit: str, asked: list[Asked]) -> dict[str, Any]:
        """The rules 2 to 9."""
        found = self.standing(unit, asked, self.reports)
        if self.version < 4:
            return found
        family = self.family(unit, day_of(min(period.meaning.due for period in asked) - 1))
        mine = [
            report
            for code in family
            for report in self.reports
            if report.device.unit == code and any(self.counts_for(report, period) for period in asked)
        ]
        answers = [self.answer(report.device.unit, report.body["period"]) for report in mine]
        verdicts = {verdict for verdict, _at in answers}
        answer = next((one for one in ("returned", "awaited", "accepted") if one in verdicts), None)
        first, left = found, mine
        if answer == "returned" and found["received"] is not None:
            names = {(report.device.unit, report.body["period"]) for report in self.reports}
            back = {name for name in names if self.answer(*name)[0] == "returned"}
            kept = [report for report in self.reports if (report.device.unit, report.body["period"]) not in back]
            left = [report for report in mine if report in kept]
            found = self.standing(unit, asked, kept)
            if found["received"] is None:
                found = {**found, "standing": "returned"}
        reported = first["received"] is not None
        return {
            **found,
            **self.stated(mine),
            "latest": None if found["received"] is None else max(report.received for report in left),
            "first_standing": first["standing"] if reported else None,
            "first_received": first["received"],
            "answer": answer,
            "answered": max((at for verdict, at in answers if verdict == answer), default=0) or None,
        }

    def is_of(self, report: v.Report) -> bool:
        """Whether a report is of the very period that the units stand for (rule 12)."""
        text, about = self.step.text if self.step else self.period, self.step.meaning if self.step else self.meaning
        if report.body["period"] == text:
            return True
        found = self.in_force(report.body["period"])
        return found is not None and found[:4] == about[:4]

    def stated(self, mine: list[v.Report]) -> dict[str, Any]:
        """What a unit states (rule 9); `mine` are its reports, its own before the others' by code."""
        read = [report for report in mine if report.verdict == "valid"]
        if self.version > 4:
            read = [report for report in read if self.is_of(report)] or read
        if not read:
            return {"provisional": False, "entered": False, "stated": None, "now": None}
        newest = max(report.received for report in read)
        code = next(report.device.unit for report in read if report.received == newest)
        report = [each for each in read if (each.received, each.device.unit) == (newest, code)][-1]
        merged = self.merged(code)
        now = [
            v.figures_of(v.counted_in(merged, meaning))
            for meaning in v.meanings(self.registry.editions, report.body["period"])[0]
        ]
        differs = report.body["figures"] not in now
        return {
            "provisional": differs and report.body.get("provisional", False),
            "entered": "entered" in report.device.entry,
            "stated": tally_of(report.body["figures"]["total"], False) if differs else None,
            "now": tally_of(now[-1]["total"], False) if differs else None,
        }

    def rows(self) -> list[dict[str, Any]]:
        """The standings, their keys in order."""
        keys = STANDING.split()[: 6 if self.version < 4 else None]
        found = [self.whole_standing(unit, self.owing[unit]) for unit in self.units]
        if self.version > 4:
            eve = day_of((self.step.meaning if self.step else self.meaning).due - 1)
            found = [{**row, "name": self.called_apart(row["unit"], eve)} for row in found]
        return [{key: row[key] for key in keys} for row in found]

    def whole(self, state: dict[str, Any]) -> dict[str, Any]:
        """All of the annex, its keys in their order."""
        total, tables = self.tables()
        head = self.registry.head or {}
        return {
            "soxa": self.version,
            "hub": self.registry.hub,
            "province": self.unit_name(head["province"], self.meaning.end),
            "period": self.period,
            "directive": seen_part(self.directive.name) if self.directive else None,
            **({"step": self.step and self.step.text, "counts": self.counted()} if self.version > 4 else {}),
            "start": self.meaning.start,
            "end": self.meaning.end,
            "due": self.meaning.due,
            "made": self.made,
            "units": "now" if self.now else "then",
            "state": state,
            "total": total,
            "standings": self.rows(),
            "tables": tables,
        }


def tally_of(sums: list[int], adds_up: bool) -> dict[str, int | None]:
    activities, quantity, audience, minutes = sums
    return {"activities": activities, "quantity": quantity if adds_up else None, "audience": audience, "minutes": minutes}


def desks_of(
    ledger: v.Ledger, desks: dict[str, list[f.Entry]], notes: list[str], generation: int
) -> dict[str, list[f.Entry]]:
    """The desks of an annex's state up to their checkpoints, if these hold and are of this ledger and one generation."""
    found: dict[str, list[f.Entry]] = {}
    for note in notes:
        checkpoint = f.parse_checkpoint(note.encode())
        own = f.own_log(checkpoint.origin, ledger.hub)
        need(own and own[1] == generation, "mixed-generations")
        word, _, unit = (own[0] if own else "").removeprefix(f"{ledger.hub}/").partition("/")
        need(word == "desk", "bad-desk")
        need(not found or max(found) < unit, "desks-disordered")
        f.check_checkpoint(checkpoint, ledger.key._replace(name=checkpoint.origin), lines=1)
        entries = desks.get(unit, [])
        need(0 < checkpoint.size <= len(entries), "newer-state")
        found[unit] = entries[: checkpoint.size]
        need(f.root_of([entry.leaf for entry in found[unit]]) == checkpoint.root, "wrong-state-root")
    return found


def state_of(ledger: v.Ledger, state: dict[str, str]) -> tuple[int, int, int]:
    """The sizes of an annex's state and its generation, if both checkpoints hold and are of this ledger."""
    sizes, generations = [], set[int]()
    for word, entries in zip(LOGS, (ledger.registry.entries, ledger.entries), strict=True):
        checkpoint = f.parse_checkpoint(state[word].encode())
        own = f.own_log(checkpoint.origin, ledger.hub)
        need(own and own[0] == f"{ledger.hub}/{word}", "wrong-origin")
        generations.add(own[1] if own else 0)
        f.check_checkpoint(checkpoint, ledger.key._replace(name=checkpoint.origin), lines=1)
        if checkpoint.size > len(entries):
            raise f.Refused("newer-state")
        if f.root_of([entry.leaf for entry in entries[: checkpoint.size]]) != checkpoint.root:
            raise f.Refused("wrong-state-root")
        sizes.append(checkpoint.size)
    need(len(generations) == 1, "mixed-generations")
    return sizes[0], sizes[1], generations.pop()


def right_annex(
    basis: dict[str, Any], bundle: bytes, vkey: str, vocabulary: dict[str, dict[str, str]]
) -> tuple[dict[str, Any], bool]:
    """The right annex on what one says that it rests, and whether some of that is unread (What is not read); refused if the
    bundle has a fault or there is no such annex."""
    need(all(isinstance(basis[key], str) for key in ("hub", "period")) and basis["units"] in ("then", "now"), "bad-annex")
    notes = basis["state"].get("desks", []) if basis["soxa"] > 3 else []
    need(isinstance(notes, list), "bad-annex")
    need(all(isinstance(note, str) for note in (*(basis["state"][word] for word in LOGS), *notes)), "bad-annex")
    need(f.number(0, LAST_EXPORT)(basis["made"]), "bad-annex")
    audit = v.Audit(bundle, vkey)
    if audit.faults or audit.ledger is None:
        raise f.Refused("bundle", ", ".join(fault.code for fault in audit.faults))
    need(basis["hub"] == audit.ledger.hub, "another-hub")
    registry, acceptances, generation = state_of(audit.ledger, basis["state"])
    ledger = cut(audit.ledger, registry, acceptances)
    need(ledger.registry.head, "no-hub")
    need(not ledger.times or basis["made"] >= ledger.times[-1], "made-before-state")
    desks = desks_of(audit.ledger, audit.desks, notes, generation)
    found = Annex(basis["soxa"], ledger, basis["period"], basis["made"], basis["units"], vocabulary, desks)
    state = {word: basis["state"][word] for word in LOGS} | ({"desks": notes} if basis["soxa"] > 3 else {})
    return found.whole(state), unread_in(ledger, desks)


def json_of(annex: dict[str, Any]) -> bytes:
    return (json.dumps(annex, ensure_ascii=False, indent=2) + "\n").encode()


def unread_in(ledger: v.Ledger, desks: dict[str, list[f.Entry]]) -> bool:
    """Whether a newer program wrote some of a ledger, so that a difference may be undecided (What is not read)."""
    logs = [ledger.registry.entries, *ledger.logs.values(), *desks.values()]
    return (
        any(entry.status == "future" for log in logs for entry in log)
        or any(edition.opaque or edition.opaque_duties for edition in ledger.registry.editions)
        or any(report.verdict == "unread" for report in ledger.reports())
    )


def takes(data: bytes, kind: str, bundle: bytes, vkey: str, vocabulary: dict[str, dict[str, str]]) -> tuple[bool, bool]:
    """Whether a file, JSON, CSV or XLSX, is the right annex on what it says that it rests; and whether some is unread."""
    need(len(data) <= 32 << 20, "annex-too-big")
    read = {"json": parse_annex, "csv": books.csv_basis, "xlsx": books.xlsx_basis}[kind]
    right, unread = right_annex(read(data), bundle, vkey, vocabulary)
    if kind == "xlsx":
        return books.same_sheets(data, right), unread
    return (json_of(right) if kind == "json" else books.csv_of(right)) == data, unread
