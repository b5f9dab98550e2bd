"""How letters say "a day" behind an amount."""

import re

import pytest

from imrx.grammar.dosing.per_day import of_a_day, per_day
from imrx.resources import read_table


@pytest.mark.parametrize(
    "text",
    ["a day", "per day", "/day", "/ d", "in a day", "in day", "per 24 hours", "within 24\nhrs", "/24h"],
)
def test_of_a_day(text: str) -> None:
    table = read_table("sig.json")
    assert re.fullmatch(of_a_day(table), text)
    assert re.fullmatch(per_day(table), text)


@pytest.mark.parametrize("text", ["daily", "every day", "each day", "everyday"])
def test_how_often_is_per_day_alone(text: str) -> None:
    table = read_table("sig.json")
    assert not re.fullmatch(of_a_day(table), text)
    assert re.fullmatch(per_day(table), text)


@pytest.mark.parametrize("text", ["and", "a dose", "day", "24 hours", "in 240 hours", "per dose"])
def test_nothing_of_a_day(text: str) -> None:
    assert not re.match(per_day(read_table("sig.json")), text)
