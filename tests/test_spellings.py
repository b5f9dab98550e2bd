import re

from imrx.grammar.citations.spellings import ByInitial, as_spelled

NAMES = ["Official Disability Guidelines", "MTUS", "D.C. Guide", "Low Back", "Low Back Complaints", "Off*", "Lo\u2019s"]


def test_names_are_found_as_by_one_expression_for_all():
    ordered = sorted(NAMES, key=len, reverse=True)
    ours = ByInitial([(name, as_spelled(name)) for name in ordered], r"(?!\w)", "name")
    one = re.compile(rf"(?P<name>{'|'.join(map(as_spelled, ordered))})(?!\w)")
    text = "official Disability\nGUIDELINES, LOW BACK complaints, low back, lo\u2019s"
    text += " D.C. Guide; mtus MTUS, Mtus Offical O"
    places = range(len(text))
    found = [match for at in places if (match := ours.match(text, at))]
    others = [match for at in places if (match := one.match(text, at))]
    assert [(match["name"], match.span()) for match in found] == [(match["name"], match.span()) for match in others]
    assert [match["name"] for match in found][:2] == ["official Disability\nGUIDELINES", "LOW BACK complaints"]
