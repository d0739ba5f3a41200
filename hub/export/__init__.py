"""What leaves the hub: the audit bundle, documents upward, open data."""
