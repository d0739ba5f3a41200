"""Directives as the operator writes them: YAML, a form, their editions, and making them known."""
