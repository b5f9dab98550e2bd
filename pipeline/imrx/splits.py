"""Train, dev and test sets that do not leak: letters whose rationales are near-duplicates go into the same set.

    "Norco 10/325mg #60 ... there is no documentation of functional improvement ..."    letter A
    "Norco 10/325mg #90 ... there is no documentation of functional improvement ..."    letter B: same cluster

Reviewers reuse their rationales, so that a set drawn letter by letter tests on what it was trained on. Two letters
belong together when any of their rationales have a Jaccard similarity of word 5-grams, estimated by MinHash
(Broder 1997, https://doi.org/10.1109/SEQUEN.1997.666900), of at least the threshold; clusters are the connected
components of that relation. Where no rationale was recognised, the whole letter is compared in its place. Deliberately
left alone else: the case summaries, which tell each patient's own story.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imrx.annotated import AnnotatedLetter, record_of, same_id

if TYPE_CHECKING:
    from datasketch import MinHash

SETS = ("train", "dev", "test")
WORDS_PER_SHINGLE = 5
PERMUTATIONS = 128
"""Hash functions of a MinHash: the standard error of the estimate is about 1 / sqrt(128), 0.09."""
WEIGHTS = (0.05, 0.95)
"""What a pair that the index offers in vain costs, and one that it misses. A wrong offer is only compared and dropped,
a missed pair leaks. With datasketch's own (0.5, 0.5) more than half of the pairs at the threshold 0.7 are missed."""

_WORD = re.compile(r"\w+")


class Placed(NamedTuple):
    """Where a letter went: its set and the number of its cluster (0 is the largest)."""

    doc_id: str
    set: str
    cluster: int


def split_letters(
    rationales: Mapping[str, Sequence[str]],
    *,
    seed: int = 0,
    shares: tuple[float, float, float] = (0.8, 0.1, 0.1),
    threshold: float = 0.7,
) -> list[Placed]:
    """Place every letter in one set, whole clusters at a time.

    Args:
        rationales: the texts of the rationales by `doc_id`; a letter without a word is a cluster of its own.
        seed: which clusters of the same size go where; the same seed gives the same sets.
        shares: what part of the letters each set should hold, in the order of `SETS`. A large cluster goes whole into
            one set, so that the shares are met only as far as the clusters allow.
        threshold: Jaccard similarity of word 5-grams, 0 to 1, from which on two rationales are near-duplicates.

    Returns:
        One row a letter, in the order of `rationales`.

    Raises:
        ImportError: datasketch is not installed (`imrx[train]`).
        ValueError: the shares or the threshold are out of range.
    """
    check_split(shares, threshold)
    clusters = cluster_letters(rationales, threshold)
    random.Random(seed).shuffle(clusters)
    clusters.sort(key=len, reverse=True)
    wanted = [share / sum(shares) * len(rationales) for share in shares]
    placed: dict[str, Placed] = {}
    for number, cluster in enumerate(clusters):
        largest_gap = max(range(len(SETS)), key=lambda index: wanted[index])
        wanted[largest_gap] -= len(cluster)
        placed.update((doc_id, Placed(doc_id, SETS[largest_gap], number)) for doc_id in cluster)
    return [placed[doc_id] for doc_id in rationales]


def check_split(shares: tuple[float, float, float], threshold: float) -> None:
    """See that letters can be shared out this way, before any is read.

    Raises:
        ValueError: the shares or the threshold are out of range.
    """
    if min(shares) < 0 or sum(shares) <= 0:
        raise ValueError(f"shares {shares}: give three numbers, none below 0, one above")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold}: give a similarity above 0, at most 1")


def cluster_letters(rationales: Mapping[str, Sequence[str]], threshold: float) -> list[list[str]]:
    """The clusters of near-duplicates, each a list of `doc_id`, in the order of their first letters."""
    try:
        from datasketch import MinHashLSH
    except ImportError:
        raise ImportError('datasketch is missing: pip install "imrx[train]"') from None
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, weights=WEIGHTS)
    sketches: dict[tuple[int, int], MinHash] = {}
    pairs = [(number, number) for number in range(len(rationales))]
    for number, texts in enumerate(rationales.values()):
        for place, text in enumerate(texts):
            shingles = _shingles(text)
            if not shingles:
                continue
            sketch = _sketch(shingles)
            near = (key for key in index.query(sketch) if sketch.jaccard(sketches[key]) >= threshold)
            pairs.extend((number, key[0]) for key in near)
            sketches[number, place] = sketch
            index.insert((number, place), sketch)
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    size = len(rationales)
    _, labels = connected_components(coo_array(([1] * len(rows), (rows, columns)), shape=(size, size)), directed=False)
    clusters: dict[int, list[str]] = {}
    for doc_id, label in zip(rationales, labels, strict=True):
        clusters.setdefault(int(label), []).append(doc_id)
    return list(clusters.values())


def rationale_texts(letters: Iterable[AnnotatedLetter]) -> dict[str, list[str]]:
    """The rationales of each letter's issues, by `doc_id`; of a letter without any, its whole text.

    Raises:
        ValueError: two letters have the same id, or there are docs alone.
    """
    texts: dict[str, list[str]] = {}
    for letter in letters:
        if letter.doc_id in texts:
            raise same_id(letter.doc_id)
        found = [issue["rationale"]["text"] for issue in record_of(letter)["issues"] if issue["rationale"]]
        texts[letter.doc_id] = found or [letter.text]
    return texts


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    last = max(len(words) - WORDS_PER_SHINGLE, 0)
    return {" ".join(words[start : start + WORDS_PER_SHINGLE]) for start in range(last + 1)} if words else set()


def _sketch(shingles: set[str]) -> "MinHash":
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([shingle.encode("utf-8") for shingle in shingles])
    return sketch
