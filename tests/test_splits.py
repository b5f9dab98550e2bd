"""Sets that do not leak."""

from collections import Counter
from datetime import date

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from imrx.annotated import AnnotatedLetter
from imrx.splits import SETS, cluster_letters, rationale_texts, split_letters

pytest.importorskip("datasketch", reason="datasketch is not installed: pip install imrx[train]")

BOILERPLATE = (
    "Guidelines recommend ongoing review and documentation of pain relief, functional status, appropriate medication "
    "use and side effects. In this case the records show no improvement in function, no urine drug screen and no "
    "signed pain agreement, and the drug has been taken for longer than two years without any attempt at weaning. "
    "The request is not medically necessary."
)
OTHER = (
    "The worker fell from a ladder and has numbness in two fingers. Nerve conduction studies have not been done, and "
    "conservative care with splints failed after six weeks, so that the study is indicated now."
)


def unlike(number: int) -> str:
    """A rationale that shares no five words with that of another number."""
    return " ".join(f"word{number}x{index}" for index in range(40))


def test_letters_that_share_a_rationale_are_one_cluster():
    letters = {
        "a": [BOILERPLATE],
        "b": [OTHER],
        "c": [unlike(1), BOILERPLATE.replace("two years", "three years")],
        "d": [unlike(2)],
    }
    assert cluster_letters(letters, 0.7) == [["a", "c"], ["b"], ["d"]]


def test_likeness_passes_on():
    letters = {"a": [unlike(1)], "b": [unlike(1), unlike(2)], "c": [unlike(2)]}
    assert cluster_letters(letters, 0.7) == [["a", "b", "c"]]


def test_half_the_same_words_are_no_near_duplicate():
    half = " ".join(BOILERPLATE.split()[:28]) + " " + unlike(3)
    assert cluster_letters({"a": [BOILERPLATE], "b": [half]}, 0.7) == [["a"], ["b"]]
    assert cluster_letters({"a": [BOILERPLATE], "b": [half]}, 0.2) == [["a", "b"]]


def test_hardly_a_pair_beyond_the_threshold_is_missed():
    """A hundred pairs that share 32 of 40 shingles: at .8 an index tuned to balanced errors misses one in eight."""
    letters = {}
    for number in range(100):
        words = unlike(number).split()
        letters[f"{number}-a"] = [" ".join(words)]
        letters[f"{number}-b"] = [" ".join([*words[:-4], *(f"other{number}x{index}" for index in range(4))])]
    clusters = cluster_letters(letters, 0.7)
    torn = sum(len(cluster) == 1 for cluster in clusters) / 2
    assert torn <= 2
    assert max(map(len, clusters)) == 2


def test_letters_without_rationale_stand_alone():
    assert cluster_letters({"a": [], "b": [], "c": [""]}, 0.7) == [["a"], ["b"], ["c"]]
    assert split_letters({}) == []


def test_no_cluster_is_torn_apart_and_every_letter_is_placed_once():
    letters = {f"{group}-{copy}": [unlike(group)] for group in range(60) for copy in range(1 + group % 4)}
    placed = split_letters(letters, seed=7)
    assert [row.doc_id for row in placed] == list(letters)
    sets = {}
    for row in placed:
        sets.setdefault(row.doc_id.split("-")[0], set()).add((row.set, row.cluster))
    assert all(len(found) == 1 for found in sets.values())
    counts = Counter(row.set for row in placed)
    assert [counts[name] for name in SETS] == [120, 15, 15]


def test_the_seed_decides():
    letters = {str(number): [unlike(number)] for number in range(50)}
    assert split_letters(letters, seed=3) == split_letters(letters, seed=3)
    assert split_letters(letters, seed=3) != split_letters(letters, seed=4)


def test_shares_may_leave_a_set_empty():
    letters = {str(number): [unlike(number)] for number in range(10)}
    assert Counter(row.set for row in split_letters(letters, shares=(1, 0, 1))) == {"train": 5, "test": 5}


@pytest.mark.parametrize("shares", [(0, 0, 0), (1, -1, 1)])
def test_shares_out_of_range(shares):
    with pytest.raises(ValueError, match="shares"):
        split_letters({"a": ["text"]}, shares=shares)


@pytest.mark.parametrize("threshold", [0, 1.1])
def test_threshold_out_of_range(threshold):
    with pytest.raises(ValueError, match="threshold"):
        split_letters({"a": ["text"]}, threshold=threshold)


def letter(doc_id, text, *rationales):
    issues = [{"rationale": None if each is None else {"text": each}} for each in rationales]
    return AnnotatedLetter(doc_id, text, Doc(Vocab()), {"issues": issues}, date(2026, 1, 1))


def test_rationales_come_from_the_records():
    assert rationale_texts([letter("a", "The letter.", "why", None)]) == {"a": ["why"]}


def test_letters_whose_rationale_was_not_recognised_are_compared_whole():
    alike = [letter(name, BOILERPLATE) for name in "abc"]
    read = rationale_texts([*alike, letter("d", OTHER, None), letter("e", BOILERPLATE + OTHER, OTHER), letter("f", "")])
    assert cluster_letters(read, 0.7) == [["a", "b", "c"], ["d", "e"], ["f"]]


def test_two_letters_of_one_id_are_said():
    with pytest.raises(ValueError, match="two letters have the id a: give each its own"):
        rationale_texts([letter("a", "One."), letter("a", "Two.")])
