"""Calendars that other programs read: deadlines and days to keep, as iCalendar (RFC 5545)."""
