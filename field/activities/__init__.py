"""Activities on the laptop: drafts, what is checked of them, the entries made of them, files they come from."""
