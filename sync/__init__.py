"""What the laptop, the province and the auditor share: logs, entries, parcels, the exchange, merging and verifying."""
