"""Units and directives on days, by what sync/PROTOCOL.md says of them alone."""

from __future__ import annotations

from typing import Any

from tests.independent import forms as f
from tests.independent import verifier as v


class UnitDays:
    """What a registry says of units and of directives on days."""

    def __init__(self, registry: v.Registry) -> None:
        self.units, self.events, self.editions = registry.units, registry.events, registry.editions

    def in_force(self) -> dict[str, f.Edition]:
        return {edition.id: edition for edition in self.editions}

    def holds(self, code: str, day: str) -> dict[str, Any] | None:
        """The `unit` entry of a code that holds on a day."""
        stated = sorted(self.units.get(code, []), key=lambda entry: str(entry["valid_from"]))
        begun = [entry for entry in stated if entry["valid_from"] <= day]
        first = [entry for entry in stated if entry["valid_from"] == stated[0]["valid_from"]]
        return (begun or first)[-1] if stated else None

    def moved(self, day: str, upto: int | None = None) -> tuple[dict[str, str], set[str]]:
        """On a day: into what each merged code was merged, and which have ended; by the first events alone, if asked."""
        into: dict[str, str] = {}
        ended: set[str] = set()
        for event in self.events[:upto]:
            if event["since"] > day or event["how"] == "renamed":
                continue
            for code in event["units"]:
                if code not in event["into"]:
                    ended.add(code)
                    into.pop(code, None)  # a unit that is split keeps what is its own, wherever it was merged before
                    if event["how"] == "merged":
                        into[code] = event["into"][0]
            for code in event["into"]:
                into.pop(code, None)
                ended.discard(code)
        return into, ended

    def heir(self, code: str, day: str) -> str:
        into, _ = self.moved(day)
        while code in into:
            code = into[code]
        return code

    def stands(self, code: str, day: str) -> bool:
        entry = self.holds(code, day)
        return (
            entry is not None
            and entry["valid_from"] <= day <= entry.get("valid_to", "9999-99-99")
            and code not in self.moved(day)[1]
        )

    def communes(self, day: str) -> list[str]:
        return [code for code in self.reporting(day) if f.TYPES["commune"](code)]

    def reporting(self, day: str) -> list[str]:
        return sorted(code for code in self.units if not f.TYPES["province"](code) and self.stands(code, day))

    def kind(self, code: str, day: str) -> str:
        entry = self.holds(code, day) or {}
        default = {5: "commune-committee", 3: "district-committee", 2: "province-committee"}.get(len(code), "")
        return str(entry.get("body", default))

    def reports_to(self, code: str, day: str) -> str:
        """The unit that a code reports to on a day; empty is the province."""
        chain = [code]
        while (above := self.stated_above(chain[-1], day)) and above not in chain:
            chain.append(above)
        return "" if above == code else [*chain, ""][1]

    def stated_above(self, code: str, day: str) -> str:
        entry = self.holds(code, day) or {}
        heir = self.heir(str(entry.get("reports_to", code[:5] if code[5:6] == "-" else "")), day)
        return "" if f.TYPES["province"](heir) or not self.stands(heir, day) else heir

    def owe(self, duty: dict[str, Any], kinds: set[str], day: str, groups: dict[str, str], bodies: set[str]) -> list[str]:
        """The units that owe what a duty asks for on a day, of the kinds that its reporters mean (Obligations, 3 and 4)."""
        receives, only = duty.get("recipient"), {self.heir(code, day) for code in duty.get("units", [])}
        asked = kinds.union(*(groups.get(kind, "").split() for kind in kinds)) - {receives}
        units, owing = self.reporting(day), set[str]()
        for code in units:
            here = {self.kind(each, day) for each in units if self.reports_to(each, day) == code}
            stands_for = (asked & bodies) - here if self.kind(code, day) == "commune-committee" != receives else set()
            if self.kind(code, day) in asked or stands_for or (only and not duty.get("reporters")):
                owing.add(code)
        return sorted((owing & only if only else owing) - {*duty.get("but", [])})
