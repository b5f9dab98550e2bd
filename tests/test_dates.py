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
        ("L4-5 on page 1/2, 120/80, phone 916-555-0100", []),
    ],
)
def test_days(text, days):
    assert [DATES.read(match) for match in DATES.expression.finditer(text)] == days
