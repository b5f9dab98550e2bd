"""Days of the calendar as letters write them."""

import pytest

from imrx.grammar.dates import Dates
from imrx.resources import read_table

DATES = Dates(read_table("dates.json"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/08/2014, 1-2-15 and 5/24/98", ["2014-12-08", "2015-01-02", "1998-05-24"]),
        ("on 2016-12-07", ["2016-12-07"]),
        (
            "December 8, 2014, Dec. 9 2014, Sept. 3rd, 2016, SEP 4 2016",
            ["2014-12-08", "2014-12-09", "2016-09-03", "2016-09-04"],
        ),
        ("2/30/2014", [None]),
        ("DOS 12.07.16, 3 Jan 2017, 12-Oct-2016 and 4th of May 2016", ["2016-12-07", "2017-01-03", "2016-10-12"]),
        ("section 9792.24.1, version 1.10.16.2, 10.5/16, 97.10.15", [None]),
        ("L4-5 on page 1/2, 120/80, phone 916-555-0100", []),
    ],
)
def test_days(text, days):
    assert [DATES.read(match) for match in DATES.expression.finditer(text)] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("DOS January 3 and 10, 2017", ["2017-01-03", "2017-01-10"]),
        ("Jan. 3rd, 10th & Feb 7, 2017", ["2017-01-03", "2017-01-10", "2017-02-07"]),
        ("1/3, 1/10, and 1/17/2017", ["2017-01-03", "2017-01-10", "2017-01-17"]),
        ("1/3/17 and 1/10/17", ["2017-01-03", "2017-01-10"]),
        ("January 3, 2017 and January 10, 2017", ["2017-01-03", "2017-01-10"]),
        ("Oct 2016 and Oct. 12, 2016", [None, "2016-10-12"]),
        ("hydrocodone 10/325, 5/325 and DOS 1/10/17", ["2017-01-10"]),
        ("2/30 and 3/1/2017", [None, "2017-03-01"]),
        ("OCT 2 eyes, 1/3 of the lot", []),
    ],
)
def test_days_of_lists(text, days):
    assert [day for _, _, day in DATES.find(text, 0, len(text))] == days


@pytest.mark.parametrize("unit", ["1/2, ", "1/2 , and ", "Jan 3", "Jan 3, ", "Jan 3 & ", "1 Jan ", "1. ", " ", ", "])
def test_hostile_days(unit):
    text = "Jan 1" + unit * (50_000 // len(unit))
    assert DATES.find(text, 0, len(text)) is not None
