"""Proof files: one entry shown to be stated and received, checked with one key."""
