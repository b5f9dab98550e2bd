"""Whose each number of a combination's strength is, and in which unit, by what was sold."""

import pytest

from imrx.grammar.dosing.market import Market
from imrx.resources import read_table


@pytest.fixture(scope="module")
def market():
    return Market(read_table("strengths.csv"))


def mg(*values):
    return tuple((value, "mg") for value in values)


@pytest.mark.parametrize(
    ("names", "values", "owners"),
    [
        (("hydrocodone", "acetaminophen"), (10, 325), ("hydrocodone", "acetaminophen")),
        (("hydrocodone", "acetaminophen"), (325, 10), ("acetaminophen", "hydrocodone")),
        (("hydrocodone", "acetaminophen"), (12, 350), None),
        (("hydrocodone", "acetaminophen"), (10, 352), ("hydrocodone", "acetaminophen")),
        (("naloxone", "buprenorphine"), (2, 8), ("naloxone", "buprenorphine")),
        (("amlodipine", "valsartan"), (160, 10), ("amlodipine", "valsartan")),
        (("butalbital", "acetaminophen", "caffeine"), (325, 50, 40), ("acetaminophen", "butalbital", "caffeine")),
    ],
)
def test_the_named_order_holds_unless_the_product_was_sold_only_in_another(market, names, values, owners):
    assert market.assigned(names, mg(*values)) == owners


def test_a_food_of_many_ingredients_is_not_asked_in_all_orders(market):
    names = ("tramadol", *"abcdefghij")
    assert market.assigned(names, mg(*range(11))) is None


@pytest.mark.parametrize(
    ("names", "amounts", "sold"),
    [
        (("hydrocodone", "acetaminophen"), ((10, "mg"), (325, "mg")), True),
        (("hydrocodone", "acetaminophen"), ((325, "mg"), (10, "mg")), True),
        (("hydrocodone", "acetaminophen"), ((10, "mg"), (350, "mg")), False),
        (("hydrocodone", "acetaminophen"), ((0.666667, "mg/ml"), (21.666667, "mg/ml")), True),
        (("hydrocodone", "acetaminophen"), ((0.5, "mg/ml"), (22, "mg/ml")), None),
        (("fluticasone", "salmeterol"), ((250, "mg"), (50, "mg")), None),
        (("amlodipine", "valsartan"), ((10, "mg"), (160, "mg")), None),
        (("menthol", "methyl salicylate"), ((15, "%"), (10, "%")), True),
        (("menthol", "methyl salicylate"), ((12, "%"), (10, "%")), None),
    ],
)
def test_what_was_sold(market, names, amounts, sold):
    assert market.is_sold(names, amounts) is sold


@pytest.mark.parametrize(
    ("names", "values", "unit"),
    [
        (("hydrocodone", "acetaminophen"), [12, 325], "mg"),
        (("fluticasone", "salmeterol"), [250, 50], "ug"),
        (("fluticasone", "salmeterol"), [1, 2], None),
        (("levothyroxine",), [50], "ug"),
        (("amlodipine", "valsartan"), [10, 160], None),
    ],
)
def test_the_unit_that_a_letter_leaves_out(market, names, values, unit):
    assert market.unit(names, values) == unit


def test_percentages_of_what_is_known_in_milligrams_are_left_in_their_order(market):
    names = ("flurbiprofen", "cyclobenzaprine")
    assert market.assigned(names, ((15, "%"), (10, "%"))) == names
