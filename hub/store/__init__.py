"""The hub's store: the logs that the hub has taken in, and what is derived from them. The only SQL of the hub.

`engine` opens it and begins transactions; the other modules are each about some of the tables (`schema`), and hand out
`rows`.
"""

from __future__ import annotations

from hub.store.engine import HubStore, Transaction

__all__ = ["HubStore", "Transaction"]
