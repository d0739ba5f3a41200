"""What was imported on this laptop and stands twice: told until one of each two is taken back."""

from __future__ import annotations

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from sync.importing.double_words import doubled_notice
from sync.importing.doubles import DoubledImport, doubled_imports
from sync.wording.i18n import catalogue

_ = catalogue("field")


def doubled(store: LaptopStore) -> tuple[DoubledImport, ...]:
    """The imports of which activities stand twice, the newest first."""
    return doubled_imports(LaptopLedger(store))


def notice(store: LaptopStore) -> str:
    """That activities stand twice, and what takes one of each back; empty where none do."""
    how = _("To count them once: Ctrl+B on the list of activities, or “soxa field import --doubles”.")
    return doubled_notice(doubled(store), how)
