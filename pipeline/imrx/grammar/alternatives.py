"""Many words as one expression, and as the sets of words that tell where it can match: which to take when.

    any_of        phrases of running text, as the letter has it: a line may end behind a hyphen, either apostrophe
    any_word      the same behind a boundary, for texts that begin with a letter: several times faster to search for
    any_literal   short words, signs and names: any white space for a blank, nothing else differs
    any_phrase    long lists of phrases, for a text in lower case: any white space for a blank, a boundary at the end
    written       the same for a text with its capitals
    openings_of   the same in lower case for what words begin with: no boundary at the end
    signs         the same in lower case for phrases that begin with a sign: white space may be missing
    first_words, beginnings, telling   the words by which those are ruled out before they are tried

The first two have one branch for each text, the longest first; the next five are factored by what phrases begin with.
The spellings of guidelines (`any_spelling`) are made elsewhere.

Expressions are matched in lower case where it makes no difference: a letter is lowered once, and an expression that
ignores case tries each of its branches where the plain one sees at the first character that it cannot match.
"""

import re
from collections.abc import Iterable

from imrx.grammar.words import folded

WORD = re.compile(r"[^\W_]+")

PAIR = re.compile(r"([^\W_]+)(?:\s+([^\W_]+))?")

INNER_HYPHEN = re.compile(r"(?<=\w)\\-(?=\w)")
"""A hyphen between two letters, as `re.escape` writes it."""

PLURAL = r"(?:\s?\(e?s\)|(?!\s?\(e?s\)))"
"""Behind a word, what leaves open whether there are several, "2 time(s)": all of it or none, lest it be passed by."""


def any_of(texts: list[str]) -> str:
    """One alternative for many texts, longest first: any white space between their words, either apostrophe."""
    return f"(?:{'|'.join(map(flexible, longest_first(texts)))})"


def any_word(texts: list[str]) -> str:
    r"""The same as `\b` and `any_of`, for texts that begin with a letter, and several times faster to search for.

    The engine skips to what an expression can begin with only where that is a plain set of characters, with nothing
    before it. So the first letter stands there in both cases, and the boundary and the rest are asked for behind it,
    the rests of each first letter together.
    """
    initials = "".join(sorted({initial for text in texts for initial in text[0].lower() + text[0].upper()}))
    rests: dict[str, list[str]] = {}
    for text in longest_first(texts):
        rests.setdefault(text[0], []).append(flexible(text)[1:])
    alternatives = "|".join(f"(?<={initial})(?:{'|'.join(each)})" for initial, each in rests.items())
    return rf"(?-i:[{initials}])(?<!\w.)(?:{alternatives})"


def any_literal(words: Iterable[str]) -> str:
    """One group for many words, the longest first: any white space for a blank, every other sign as it is given.

    An expression that ignores case need not take the longest of words that begin alike but for their capitals.
    """
    return f"(?:{_either(words)})"


def any_phrase(phrases: Iterable[str]) -> str:
    """One group for many phrases in lower case, the longest first, ended by a word boundary.

    Any white space may stand between their words. The phrases are factored by their beginnings: Python's engine tries
    the branches of an alternation one after the other, and a hundred branches at each word of a letter cost more than
    the rest of the pipeline.
    """
    return written(phrase.lower() for phrase in phrases)


def written(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, with the capitals of the phrases."""
    return _either(phrases) + r"\b"


def openings_of(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, for what words begin with: no boundary ends it."""
    return _either(phrase.lower() for phrase in phrases)


def signs(phrases: Iterable[str]) -> str:
    """Like `any_phrase`, for phrases that begin with a sign: white space behind the sign may be missing."""
    return _either(phrase.lower().replace(" ", "\t") for phrase in phrases) + r"\b"


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase in lower case, as `imrx.grammar.sentences.words` splits words."""
    return frozenset(match[0] for phrase in phrases if (match := WORD.search(phrase.lower())))


def telling(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase in lower case: a sentence that has none of them has none of the phrases."""
    return frozenset(max(WORD.findall(phrase.lower()), key=len) for phrase in phrases)


def beginnings(phrases: Iterable[str]) -> frozenset[str]:
    """The first two words of each phrase, or the first one where it has no other, or a sign stands between them."""
    return frozenset(
        " ".join(match.groups("")).rstrip() for phrase in phrases if (match := PAIR.search(phrase.lower()))
    )


def longest_first(words: Iterable[str]) -> list[str]:
    """The order in which alternatives are tried: the same in every process, also where a set is given."""
    return sorted(words, key=lambda word: (-len(word), word))


def flexible(text: str) -> str:
    """A text with any white space between its words, also where a line ends in a hyphen, and either apostrophe."""
    return INNER_HYPHEN.sub(r"-\\s*", r"\s+".join(map(re.escape, text.split()))).replace("'", "['\u2019]")


def unbroken(text: str) -> str:
    """What `flexible` was made of, of what it matched: one blank between words, none behind a hyphen inside one."""
    return re.sub(r"(?<=\w-)\s+(?=\w)", "", folded(text))


def _either(phrases: Iterable[str]) -> str:
    ordered = sorted(set(phrases))
    return _rests(ordered, 0) if ordered else ""


def _rests(phrases: list[str], at: int) -> str:
    """An expression for what stands behind `at` in phrases that are the same up to there, and in order."""
    ended = len(phrases[0]) == at
    branches = []
    first = int(ended)
    while first < len(phrases):
        phrase = phrases[first]
        behind = first + 1
        while behind < len(phrases) and phrases[behind][at] == phrase[at]:
            behind += 1
        same = at  # the last of them in order differs soonest from the first
        while same < len(phrase) and phrase[same] == phrases[behind - 1][same]:
            same += 1
        rest = _rests(phrases[first:behind], same) if behind - first > 1 else ""
        branches.append(_literal(phrase[at:same]) + rest)
        first = behind
    return branches[0] if len(branches) == 1 and not ended else f"(?:{'|'.join(branches)})" + ("?" if ended else "")


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+").replace("\\\t", r"\s*")
