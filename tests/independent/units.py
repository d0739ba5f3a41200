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
        return sorted(code for code in self.units if f.TYPES["commune"](code) and self.stands(code, day))
