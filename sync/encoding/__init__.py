"""The alphabet of every format, and every limit with its reason.

Each reader refuses whatever writing again would change, so one value has one spelling and a signed byte has one
meaning. Nothing here knows what the value is for, and no other room spells a pattern, limit or type that stands here.
"""
