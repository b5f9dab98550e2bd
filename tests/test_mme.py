import pytest

from imrx.grammar.dosing.mme import Amounts, Factors, daily_dose, highest_passed, summed
from imrx.resources import read_table

ROWS = read_table("mme_factors.csv")


@pytest.mark.parametrize(
    ("table", "ingredient", "route", "low", "high", "value", "value_high"),
    [
        ("cdc2016", "hydrocodone", "oral", 20, None, 20, None),
        ("cdc2016", "hydrocodone", "oral", 40, 60, 40, 60),
        ("cdc2016", "oxycodone", "oral", 160, None, 240, None),
        ("cdc2016", "hydromorphone", "oral", 16, None, 64, None),
        ("cdc2022", "hydromorphone", "oral", 16, None, 80, None),
        ("cdc2016", "tramadol", "oral", 200, None, 20, None),
        ("cdc2022", "tramadol", "oral", 200, None, 40, None),
        ("cdc2016", "methadone", "oral", 20, None, 80, None),
        ("cdc2016", "methadone", "oral", 30, None, 240, None),
        ("cdc2016", "methadone", "oral", 60, None, 600, None),
        ("cdc2016", "methadone", "oral", 80, None, 960, None),
        ("cdc2016", "methadone", "oral", 20, 40, 80, 320),
        ("cdc2022", "methadone", "oral", 30, None, 141, None),
        ("cdc2016", "fentanyl", "transdermal", 25, None, 60, None),
    ],
)
def test_factors(table, ingredient, route, low, high, value, value_high):
    mme = Factors(ROWS, table).convert(ingredient, route, low, high)
    assert (mme.value, mme.value_high) == (value, value_high)


@pytest.mark.parametrize(
    ("ingredient", "route"),
    [("buprenorphine", "oral"), ("buprenorphine", "transdermal"), ("fentanyl", "oral"), ("meperidine", "oral")],
)
def test_what_a_table_does_not_list_is_not_computed(ingredient, route):
    assert Factors(ROWS, "cdc2016").convert(ingredient, route, 10) is None


def test_an_unknown_table_is_an_error_that_names_the_known_ones():
    with pytest.raises(ValueError, match="cdc2022"):
        Factors(ROWS, "cdc1999")


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (Amounts(10, None, None, (2, None), None, None), (20, None, ["strength", "frequency"])),
        (Amounts(10, (1, 2), None, (4, 6), None, None), (40, 120, ["strength", "dose", "frequency"])),
        (Amounts(None, None, (15, None), (2, None), None, None), (30, None, ["dose", "frequency"])),
        (Amounts(10, None, None, None, 120, 30), (40, None, ["strength", "quantity", "days_supply"])),
        (Amounts(10, None, None, None, 120, None), None),
        (Amounts(None, (2, None), None, (2, None), None, None), None),
        (Amounts(None, None, None, None, 120, 30), None),
    ],
)
def test_daily_dose(amounts, expected):
    assert daily_dose(amounts) == expected


def test_thresholds():
    assert highest_passed(95, [50, 90, 120]) == 90
    assert highest_passed(50, [50, 90, 120]) is None
    assert highest_passed(50, [50, 90, 120], {50, 90}) == 50
    assert highest_passed(90, [50, 90, 120], {50, 90}) == 90
    assert highest_passed(120, [50, 90, 120], {50, 90}) == 90
    assert highest_passed(90, [50, 120], {50, 90}) == 50


@pytest.mark.parametrize(
    ("table", "values", "value"),
    [
        ("cdc2016", [240, 20], 280),
        ("cdc2016", [80, 80], 320),
        ("cdc2016", [600, 20], 780),
        ("cdc2016", [20], 20),
        ("cdc2022", [141, 23.5], 164.5),
    ],
)
def test_doses_of_what_has_tiers_are_added_before_they_are_converted(table, values, value):
    assert summed(Factors(ROWS, table).tiers("methadone", "oral"), values) == pytest.approx(value)


def test_what_no_tier_makes_is_not_summed():
    assert summed(Factors(ROWS, "cdc2016").tiers("methadone", "oral"), [100]) is None
    assert summed([], [100]) is None
