"""Verbs contracted with "not", with whatever apostrophe or none: "hasn't", "hasn’t", "hasnt"."""

import re
from collections.abc import Iterator

VERBS = (
    *("is", "are", "was", "were", "has", "have", "had", "do", "does", "did"),
    *("could", "would", "should", "might", "must", "need"),
)

_STEMS = (*VERBS, "ca", "wo")

CONTRACTED = re.compile(rf"\b({'|'.join(_STEMS)})(n['’]?t)\b", re.IGNORECASE)

_ENDED = re.compile(rf"n(?<=(?:{'|'.join(sorted({stem[-2:] for stem in _STEMS}))})n)['’]?t\b")
"""How every contraction ends; it begins with a plain character, so that the engine skips to it."""

_LONGEST = max(map(len, _STEMS))

SPELLED = {"ca": ("can", "not"), "wo": ("will", " not")}
"""How the verb and its "n't" are spelled out; all others with the verb as it is and " not"."""

_NOT = re.compile(rf"\b(?:({'|'.join(VERBS)}) not|(ca)n ?not)\b")


def find_contracted(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """The contractions of a text, each matched by `CONTRACTED`; `lowered` is the text in lower case."""
    for ended in _ENDED.finditer(lowered):
        match = CONTRACTED.search(text, max(0, ended.start() - _LONGEST), ended.end())
        if match:
            yield match


def contracted(phrases: list[str]) -> list[str]:
    """The phrases, and behind them their forms with "n't" and "nt", for what reads a text as it is written."""
    spelled = [phrase for phrase in phrases if _NOT.search(phrase)]
    if "not" in phrases:
        spelled += [f"{verb} not" for verb in (*VERBS, "can")]
    forms = [_NOT.sub(rf"\1\2{sign}", phrase) for phrase in spelled for sign in ("n't", "nt")]
    return list(dict.fromkeys([*phrases, *forms]))
