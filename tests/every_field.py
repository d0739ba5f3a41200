"""An activity that sets every field that there is."""

from __future__ import annotations

from typing import Any

EVERY_FIELD: dict[str, Any] = {
    "title": "Họp bản",
    "date": "2026-11-04",
    "directive": "plan",
    "task": "7",
    "topics": ("digital-skills", "gender-equality"),
    "channel": "meeting",
    "text": "Bà con nghe đủ.",
    "place": "Nà Khương",
    "quantity": 4,
    "audience": 120,
    "minutes": 15,
    "language": "hmn",
    "until": "2026-11-06",
    "audiences": ("women", "youth"),
    "body": "culture-society-office",
    "languages": ("tai", "vi"),
    "places": ("Bản Hon", "Nà Tăm"),
}
