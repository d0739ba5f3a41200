"""Moving ranges: what a parcel is, and one exchange as a state machine for both sides."""
