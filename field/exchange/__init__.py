"""Exchanges with the hub, seen from the laptop: joining, the line, USB files, taking the hub's reply."""
