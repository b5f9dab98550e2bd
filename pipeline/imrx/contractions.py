"""Verbs contracted with "not", with whatever apostrophe or none: "hasn't", "hasn’t", "hasnt"."""

import re

VERBS = (
    *("is", "are", "was", "were", "has", "have", "had", "do", "does", "did"),
    *("could", "would", "should", "might", "must", "need"),
)

CONTRACTED = re.compile(rf"\b({'|'.join(VERBS)}|ca|wo)(n['’]?t)\b", re.IGNORECASE)

SPELLED = {"ca": ("can", "not"), "wo": ("will", " not")}
"""How the verb and its "n't" are spelled out; all others with the verb as it is and " not"."""

_NOT = re.compile(rf"\b(?:({'|'.join(VERBS)}) not|(ca)n ?not)\b")


def contracted(phrases: list[str]) -> list[str]:
    """The phrases, and behind them their forms with "n't" and "nt", for what reads a text as it is written."""
    spelled = [phrase for phrase in phrases if _NOT.search(phrase)]
    if "not" in phrases:
        spelled += [f"{verb} not" for verb in (*VERBS, "can")]
    forms = [_NOT.sub(rf"\1\2{sign}", phrase) for phrase in spelled for sign in ("n't", "nt")]
    return list(dict.fromkeys([*phrases, *forms]))
