"""Words for people, each said once: the language and its catalogue, sentences of errors."""
