"""The officer's laptop: a local ledger, its commands, and the way to the hub."""
