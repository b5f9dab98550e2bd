"""How letters say that an amount is that of a day: "a day", "/d", "in 24 hours", "daily"."""

from typing import Any

from imrx.grammar.alternatives import any_literal


def of_a_day(table: dict[str, Any]) -> str:
    """An expression for what makes a number that of a day, and is no frequency of its own: "/day", "in 24 hours"."""
    day, hours = any_literal(table["a_day"]), any_literal(table["hours_of_a_day"])
    return rf"(?:(?:(?:(?:in|within|per|/)\s*)?an?\s+|(?:per|/)\s*|in\s+){day}|(?:per|in|within|/)\s*{hours})\b"


def per_day(table: dict[str, Any]) -> str:
    """The same, and what is how often as well: "daily", "every day"."""
    return rf"(?:{of_a_day(table)}|{any_literal(table['every_day'])}\b)"
