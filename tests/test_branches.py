"""Branches of an expression are tried only at the words that they can begin with; the first that matches counts."""

from imrx.grammar.alternatives import beginnings, telling
from imrx.grammar.sentences.branches import Branch, Branches, by_lead, pairs
from imrx.grammar.sentences.words import Words

TEXT = "No pain, without Norco, without pain or NO swelling; was not seen"

BRANCHES = Branches(
    [
        Branch({"without"}, r"without\s+(?=[a-z])", small=True),
        Branch({"no"}, r"no\s+(?!pain)"),
        Branch({"no", "without"}, r"(?:no|without)\s+\w+(?:\s+or)?"),
        Branch({"seen"}, r"was\s+not\s+seen"),
    ]
)


def found(indices=range(12), end=100):
    words = Words(TEXT, [(0, len(TEXT))])
    return [match.group() for match in BRANCHES.find(words, indices, end)]


def test_the_first_branch_of_a_word_that_matches_counts():
    assert found() == ["no pain", "without norco", "without ", "no "]


def test_only_the_given_words_are_tried():
    assert found([0, 2]) == ["no pain", "without norco"]
    assert found([]) == []


def test_nothing_is_found_beyond_the_end():
    assert found(end=2) == []


def test_what_lies_in_a_match_is_not_tried():
    words = Words("no no no", [(0, 8)])
    assert [match.start() for match in Branches([Branch({"no"}, "no")]).find(words, range(3), 8)] == [0, 3, 6]
    assert [match.start() for match in Branches([Branch({"no"}, r"no\s+no")]).find(words, range(3), 8)] == [0]


def test_a_branch_behind_which_a_small_letter_has_to_follow_may_end_the_text():
    found = Branches([Branch({"no"}, "no ?", small=True)]).find(Words("no No no", [(0, 8)]), range(3), 8)
    assert [match.span() for match in found] == [(3, 6), (6, 8)]


def test_of_a_pair_of_words_the_second_has_to_follow():
    branches = Branches([Branch(pairs({"is", "was"}, {"not"}), "(?:is|was)"), Branch({"was"}, "was?")])
    words = Words("is not, is, was not, was no, is", [(0, 31)])
    assert [match.span() for match in branches.find(words, range(len(words)), 31)] == [(0, 2), (12, 15), (21, 24)]


def test_what_is_led_by_a_word_and_by_pairs_stays_in_order():
    led = by_lead([({"is not"}, 1), ({"is"}, 2), ({"is no", "is not"}, 3), ({"is", "is no"}, 4), ({"no"}, 5)])
    assert led == {"is": ({"not": [1, 2, 3, 4], "no": [2, 3, 4]}, [2, 4]), "no": ({}, [5])}


def test_what_phrases_begin_with_and_what_tells_them():
    assert beginnings(["In spite of", "due", "s/p", "little, if any"]) == {"in spite", "due", "s", "little"}
    assert telling(["has Reduced", "takes away", "help"]) == {"reduced", "takes", "help"}
