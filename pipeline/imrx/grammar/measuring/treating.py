r"""What treatment did: that it failed, and that less medication is needed.

    Physical therapy has failed                             the whole
    Orthotics, NSAIDs and two injections have failed        likewise
    has failed therapy and injections                       failed therapy
    a decreased need for oral medication                    decreased need for oral medication
    less use of ibuprofen                                   less use: no finding overlaps a drug

Left alone: what must have failed as a rule ("when first-line drugs have failed"), and what failed to do something else.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.effects.medicated import DRUG, FIRST_LINE
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Rule, led

LONGEST_LIST = 160
"""So many characters all that failed has at most."""

FAILURE = "treatment_failure"

PREPOSITION = r"(?:of|in|to|for|with|on|by|at|from|over|under)\b"


def treating_rules(words: dict[str, Any]) -> Iterator[Rule]:
    """The rules for the response to treatment, of `treating` in `patterns/measures.json`."""
    treatment = any_phrase(words["treatments"])
    word = rf"(?!{any_phrase([*words['stops'], *words['joiners']])})[a-z0-9'-]+"
    item = rf"(?!{PREPOSITION})(?:{word}\s+){{0,6}}?{treatment}"
    joined = rf"(?:,\s+(?:and\s+|or\s+)?|\s+{any_phrase(words['joiners'])}\s+)"
    supposing = any_phrase(words["supposing"])
    conditions = rf"(?:{any_phrase(words['conditions'])}|{supposing}(?:\s+(?!{supposing})[a-z0-9'-]+){{0,6}}?)"
    tried_and = rf"{any_phrase(words['tried'])}\s+"
    subject = expression(
        rf"(?:\b(?P<not>{conditions})\s+)?(?:\b(?:the|his|her|these)\s+)?"
        rf"\b(?P<found>{item}(?:{joined}{item}){{0,6}}\s+"
        rf"(?:(?:has|have|had)\s+(?:{any_phrase(words['adverbs'])}\s+)?(?:been\s+{tried_and})?"
        rf"|(?:was|were)\s+{tried_and}))\Z"
    )
    perfect = frozenset({"has", "have", "had", "having", "and", *words["adverbs"]})
    of_other = rf"(?!\s+(?:to\b|[a-z]+\s+{treatment}))"
    yield led(words["failed"], FAILURE, of_other, before=subject, look=LONGEST_LIST, follows=perfect)
    part = rf"[{DRUG}{FIRST_LINE}]\s+(?:and|or)"  # of a list that begins with a drug
    plain = expression(
        rf"(?:(?P<not>\b{conditions}|{part})\s+)?(?:\b(?:the|his|her|these)\s+)?"
        rf"\b(?P<found>{item}(?:\s+{any_phrase(words['courses'])})?"
        rf"(?:{joined}{item}(?:\s+{any_phrase(words['courses'])})?){{0,6}}\s+)\Z"
    )
    yield led(words["failed"], FAILURE, r"(?=\s*(?:[.;]|\Z))", before=plain, look=LONGEST_LIST)
    behind = any_phrase(words["behind_failed"])
    tried = expression(rf"\b(?:has|have|had|having|{any_phrase(words['tried'])})\s+(?:[a-z]+ly\s+|also\s+)?\Z")
    failed = rf"\s+(?:(?:\d+|{behind})\s+){{0,5}}{treatment}"
    yield led(words["failed"], FAILURE, failed, before=tried, follows=perfect)
    denied = r"\b(?P<not>no|not|without|denies|neg|negative|nor)\b[^.;:]*,\s*"  # "no radicular findings, failed PT"
    patient = expression(rf"(?:{denied}|\A|[.;:,]\s*|\b{any_phrase(words['patients'])}\s+(?:also\s+)?)\Z")
    listed = rf"{failed}(?:{joined}{item}){{0,4}}"
    yield led(words["failed"], FAILURE, listed, before=patient, look=LONGEST_LIST)
    and_tried = expression(rf"\b(?P<found>{any_phrase(words['tried'])}\s+)\Z")
    yield led(words["failed"], FAILURE, rf"(?=\s+[{DRUG}{FIRST_LINE}])", before=and_tried)
    yield from _helping(words)
    yield led(words["edge"], "pain_relief")
    lesser = expression(rf"\b(?P<found>{any_phrase(words['lesser'])}\s+)\Z")
    medicine = rf"\s+(?:of|for|on)\s+(?:[a-z-]+\s+){{0,2}}?{any_phrase(words['medicines'])}"
    drug = rf"(?=\s+(?:of|for|on)\s+(?:(?:the|his|her)\s+)?[{DRUG}{FIRST_LINE}])"
    for behind in (medicine, drug):
        yield led(words["using"], "reduced_medical_utilization", behind, before=lesser)


def _helping(words: dict[str, Any]) -> Iterator[Rule]:
    """The rules for what helps: "The meds help", "Cymbalta | helped but caused nausea", "injections helped some".

    Left alone: what helps to do something ("helps stabilize the knee"), or only may help.
    """
    what = rf"(?:{any_phrase([*words['treatments'], *words['medicines']])}|[{DRUG}{FIRST_LINE}]+)"
    detail = rf"(?:\s+(?:{any_phrase(words['courses'])}|x\s?\d|\d+\s?mg))?"
    barely = any_phrase(words["hardly"])
    adverbs = rf"(?:(?!{barely})(?:{any_phrase(words['adverbs'])}|has|have|had|[a-z]+ly|still|only)\s+){{0,2}}"
    supposed = any_phrase(words["conditions"])
    subject = expression(
        rf"(?:\b(?:{any_phrase(words['telling'])}\s+that|(?P<not>{supposed}))\s+)?(?:(?:the|his|her|these)\s+)?"
        rf"(?:(?!that\b)[a-z-]+\s+){{0,2}}(?<![\w-]){what}{detail}\s+{adverbs}\Z"
    )
    much = rf"(?:\s+(?:{any_phrase(words['how_much'])}|[a-z]+ly\b))?"
    lasting = r"(?:\s+for\s+(?:about\s+|only\s+)?(?:a\s+(?:few|couple\s+of)|[a-z]+|\d+)\s+(?:hours|days|weeks|months))?"
    whom = rf"(?:\s+{any_phrase(words['helped'])})?"
    ended = r"(?=\s*(?:[.,;:)]|\Z|(?:and|but|with|when|for|at|by|in|until|while|which)\b|"
    ended += rf"{any_phrase(words['helped_with'])}))"
    yield led(words["helping"], "response_to_treatment", rf"{much}{lasting}{whom}{ended}", before=subject)
    which = expression(rf"(?<![\w-]){what}{detail},?\s+(?:which|that)\s+{adverbs}\Z")
    yield led(["helped"], "response_to_treatment", rf"{much}{lasting}{whom}{ended}", before=which)


def radiating_rules(words: dict[str, Any], anatomy: Iterable[str]) -> Iterator[Rule]:
    """The rules for where pain goes, of `radiating` in `patterns/measures.json`: "radiating to the left thumb".

    What else has a site in the limbs or the back is felt there: "burning in both feet", not "in the chest". Alone it
    is part of "burning, stabbing pain".
    Radiation, which may be a treatment, is a known term.
    """
    between = rf"(?:(?!{any_phrase(words['not_between'])})[a-z0-9-]+\s+){{0,5}}?"
    going = rf"\s+{any_phrase(words['toward'])}\s+{between}{any_phrase(anatomy)}"
    yield led(words["verbs"], "radiating_pain", going, sited=True, denied=True)
    elsewhere = any_phrase([*words["not_between"], *words["not_felt"]])
    site = rf"(?:(?!{elsewhere})[a-z0-9-]+\s+){{0,5}}?{any_phrase(words['felt_sites'])}(?!\s+of\b)"
    felt = rf"\s+{any_phrase(words['felt_in'])}\s+{site}"
    yield led(words["felt"], "tingling", felt, sited=True, denied=True)
