"""The words of a proof, as sources of expressions: "no change | that would show | gains"."""

from typing import Any

from imrx.grammar.alternatives import any_phrase


def would_show(table: dict[str, Any]) -> str:
    """The source of an expression for the "would show" of a proof that is wanted: "that | would indicate"."""
    return rf"would\s+{any_phrase(table['limits']['would_show'])}"


def proving(table: dict[str, Any]) -> str:
    """The source of an expression for what joins a proof to what it shows: "change | that would show | gains".

    Behind a participle an article names what is there: "no change in the MRI demonstrating | a herniation".
    """
    shown, showing = (any_phrase(table["limits"][name]) for name in ("reporting", "showing"))
    return rf"\b(?:(?:that|which|to)\s+{shown}|(?:that|which)\s+{would_show(table)}|{showing}(?!\s+(?:an?|the)\b))"


def aside_behind_subject() -> str:
    """The source of an expression for what is told of a subject: "the unit|, which he has used for a year,| led to"."""
    return r",\s+(?:which|that|who)\s[^.;,]{1,100},"


def brought(table: dict[str, Any]) -> str:
    """The source of an expression for what a treatment did: "led to", "has provided"; but not "had been done"."""
    did = any_phrase(table["limits"]["brought"])
    return rf"(?:(?:(?:has|have|had)\s+)?(?!had\b){did}|(?:has|have)\s+had)\s"
