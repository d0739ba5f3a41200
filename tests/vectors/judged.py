"""Vectors of what is judged in a bundle: the reports and the citations of laptops."""

from __future__ import annotations

from collections.abc import Iterator

from tests.vectors.citations import CITATIONS
from tests.vectors.province import Province
from tests.vectors.reports import REPORTS
from tests.vectors.vector import Vector


def judged() -> Iterator[Vector]:
    """The vectors of reports and of citations."""
    for folder, table in (("report", REPORTS), ("citation", CITATIONS)):
        for name, (verdict, code, comment, recipe) in table.items():
            province = Province()
            laptop = province.laptop()
            vkey = province.registry.signer.verifier.vkey()
            index = recipe(province, laptop)
            laptop.push()
            given = {
                "vkey": vkey,
                "device": laptop.device,
                "index": str(index),
                "verdict": verdict,
            }
            yield Vector(f"{folder}/{name}", folder, code or "ok", comment, province.bundle(), given)
