"""What no reviewer means to write, and letters hold all the same, costs no letter its record."""

import pytest
from pydantic import TypeAdapter

from imrx.record import Record, make_record
from imrx.writers.spans import letter_spans

ODD = [
    "Norco 10mg every 0 hours",
    "Norco q0h",
    "Norco 10mg q 0-6 hours",
    "Norco, take 0 tablets daily #60",
    "Norco 0 times a day #60",
    "Norco #60 with 1.5 refills",
    "Norco #60 with 1/2 refill",
    "MTUS 2009.78 says that opioids are weaned",
    "See ODG 2016.2 Pain chapter",
    "(J Pain 2007;147:504.1-514)",
    "a 10% reduct\u0131on per week of the MED",
    "\u017fhe is a h\u0131s patient, a 45 year-old femaLe",
    "Date Assigned: \u017fept 3 2014",
]


@pytest.mark.parametrize("text", ODD)
def test_a_record_and_the_tables_are_made(nlp, text):
    doc = nlp(text)
    TypeAdapter(Record).validate_python(make_record(doc, nlp.meta))
    assert letter_spans(doc).text == text


def test_a_part_of_a_refill_is_none(nlp):
    for text, refills in (("Norco #60 with 1.5 refills", None), ("Norco #60 with 2 refills", 2)):
        [medication] = make_record(nlp(text), nlp.meta)["medications"]
        assert (medication["refills"] and medication["refills"]["value"]) == refills


def test_every_0_hours_is_no_frequency(nlp):
    [medication] = make_record(nlp("Norco 10mg every 0 hours"), nlp.meta)["medications"]
    assert medication["frequency"] is None
