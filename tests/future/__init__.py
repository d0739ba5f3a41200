"""This program as it may be one day, beside what it is: old and new in every pairing."""
