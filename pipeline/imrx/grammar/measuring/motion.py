r"""Motion in degrees, and strength in grades or weights.

    lumbar flexion was 45 degrees; extension is full   lumbar flexion; extension
    active abduction limited to 95 degrees            the whole phrase
    10 degrees of extension; 45° of forward flexion   likewise
    4/5 strength in the right deltoid; EHL 4+/5       strength
    motor strength was 5/5; grip of 18 kg             likewise

Left alone: positions ("stable at 30 degrees of flexion"), films and exercises, and what counts something else ("4/5
sessions").
"""

from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import LOOK, Rule, led, measured

MOTION = "range_of_motion"
STRENGTH = "strength"

NUMBER = r"\d{1,3}(?:\.\d)?(?!/\d+/\d)"
RANGE = rf"{NUMBER}(?:\s?(?:-|–|/|to|and|out\s+of)\s?{NUMBER})?"
SIGNS = ("deg", "°", "º")
BARE = r"(?<=\d\d)(?=\s*(?:[,;)]|(?:and|is|are|was|were)\s|\.\s|\.?\Z))"
"""What stands behind a number without its unit: "flexion 40, extension 30", not "extension 30 days"."""
DEGREES = r"\s?(?:degrees?\b|deg\b|[°º])"


def motion_rules(words: dict[str, Any], sites: Iterable[str]) -> Iterator[Rule]:
    """The rules for motion, of `motion` in `patterns/measures.json`; `sites` are parts of the body and their sides."""
    noun = any_phrase(words["nouns"])
    nouns = rf"{noun}(?:\s?(?:/|and|or)\s?{noun})?"
    listed = rf"(?=[,;]?\s+(?:and\s+)?(?:[a-z]+\s+){{0,3}}?{noun}[^.;]{{0,40}}?\d{DEGREES})"
    measure = rf"(?:{RANGE}(?:{DEGREES}|{listed})|\d{{2,3}}\s?/\s?\d{{2,3}}(?![/\d]))"
    behind_verb, phrase = measured(nouns, any_phrase(words["links"]), any_phrase(words["verbs"]), measure)
    leads = words["nouns"]
    leading = frozenset(words["leading"])
    in_front = expression(
        rf"(?:\b(?P<not>{any_phrase(words['positions'])})\s+)?"
        rf"(?P<found>(?:\b{any_phrase(words['lacking'])}\s+)?(?<![\d/.-]){RANGE}{DEGREES}\s+"
        r"(?:of\s+(?:the\s+)?(?:[a-z-]+\s+){0,4})?)\Z"
    )
    yield Rule(leads, MOTION, expression(rf"(?P<found>{nouns})"), before=in_front, near=SIGNS, figure=True)
    yield Rule(leads, MOTION, behind_verb, leading=leading, sited=True, figure=True)
    yield Rule(leads, MOTION, phrase, leading=leading, figure=True)
    yield from _bare(words, nouns, sites)
    yield from _stated(words, nouns, noun, sites)


def _bare(words: dict[str, Any], nouns: str, sites: Iterable[str]) -> Iterator[Rule]:
    """The rules for a figure without its unit: "flexion 40, extension 30", but not "therapy extension 12, and".

    But for "ROM 5-95" it needs a part of the body in front, or another motion in the sentence; "pain with flexion" is
    a finding itself.
    """
    leading = frozenset(words["leading"])
    told, phrase = measured(nouns, any_phrase(words["links"]), any_phrase(words["verbs"]), rf"{RANGE}{BARE}")
    other = any_phrase(each for each in words["nouns"] if each not in words["general"])
    painful = rf".*\b(?P<not>{any_phrase(words['painful'])})\s+(?:[a-z]+\s+){{0,2}}\Z"
    site = any_phrase([*words["leading"], *sites])
    in_front = expression(rf"{painful}|.*?\b(?:{site}[:,(]?\s+\Z|{other})")
    yield Rule(words["nouns"], MOTION, told, before=in_front, leading=leading, sited=True, figure=True)
    yield Rule(words["nouns"], MOTION, phrase, before=in_front, leading=leading, figure=True)
    beside = expression(rf"{phrase.pattern}(?=[^.;]{{0,{LOOK}}}?\b{other})")
    painless = expression(rf"{painful}|")
    yield Rule(words["nouns"], MOTION, beside, before=painless, leading=leading, figure=True)
    yield Rule(words["ranges"], MOTION, phrase, before=painless, leading=leading, figure=True)


def _stated(words: dict[str, Any], nouns: str, noun: str, sites: Iterable[str]) -> Iterator[Rule]:
    """The rules for motion without a figure: "flexion is full", "decreased lumbar flexion and extension".

    What may be the extension of a lease needs a part of the body in front, or another motion in the sentence.
    """
    states = (
        rf"\s+{any_phrase(words['copulas'])}\s+(?:[a-z]+ly\s+|also\s+|still\s+){{0,2}}{any_phrase(words['states'])}"
        rf"(?!\s+to\s+(?:[a-z]+|\d+)\s+{any_phrase(words['times'])})"
    )
    leading = frozenset(words["leading"])
    state = any_phrase(words["states"])
    where = rf"(?:{any_phrase([*words['leading'], *sites])}[\s/-]+(?:and\s+)?){{1,4}}"
    described = expression(rf"\b(?P<found>{state}\s+(?:(?:and\s+)?{state}\s+)?{where})\Z")
    moving = [each for each in words["nouns"] if each not in words["ranges"]]
    another = rf"(?:\s?/\s?|,?\s+and\s+|,?\s+or\s+|,\s+){any_phrase(moving)}"
    joined = rf"{any_phrase(moving)}(?:{another})*(?!{another})"
    other_thing = rf"(?!\s+{any_phrase(words['not_motions'])})"
    moved = expression(rf"(?P<found>{joined}){other_thing}")
    yield Rule(moving, MOTION, moved, before=described, near=tuple(words["states"]), sited=True)
    plain = [each for each in words["nouns"] if each not in words["ambiguous"]]
    yield Rule(plain, MOTION, expression(rf"(?P<found>{nouns})(?={states})"), leading=leading, sited=True)
    other = any_phrase(each for each in words["nouns"] if each not in words["general"])
    in_front = expression(rf"\b(?:{any_phrase([*words['leading'], *sites])}[:,(]?\s+\Z|{other})")
    for before, what, behind in (
        (in_front, nouns, ""),
        (None, nouns, rf"[^.]{{0,{LOOK}}}?\b{other}"),
        (None, rf"{noun}\s?(?:/|and|or)\s?{noun}", ""),
    ):
        told = expression(rf"(?P<found>{what})(?={states}{behind})")
        yield Rule(words["ambiguous"], MOTION, told, before=before, leading=leading, sited=True)


def strength_rules(words: dict[str, Any], motion: dict[str, Any]) -> Iterator[Rule]:
    """The rules for strength, of `grades` in `patterns/measures.json`; a motion has a grade too: "hip flexion 4/5"."""
    motions = [noun for noun in motion["nouns"] if noun not in words["not_of_strength"]]
    names = [*words["nouns"], *words["muscles"], *motions]
    tested = rf"(?:\s+{any_phrase(words['tested'])})?"
    noun = rf"{any_phrase(names)}{tested}"
    site = r"(?:\s+(?:in|of|at|for|with|to)\s+(?:[a-z-]+\s+){0,6}?[a-z-]+)?"
    grade = (
        rf"(?<![\w/.])(?<!\bon\s)(?:[0-5][+-]?\s?(?:-|to)\s?)?[0-5](?:\.5)?\s?[+-]?\s?(?:/|out\s+of)\s?5(?!\d|[/.]\d)"
        rf"(?:[+-](?!\d))?(?!\s+{any_phrase(words['not_graded'])})"
    )
    links = any_phrase([*motion["links"], *words["grading"]])
    verbs = any_phrase(motion["verbs"])
    leading = frozenset([*words["leading"], *motion["leading"]])
    between = rf"(?:(?!{any_phrase(words['not_between'])})[a-z-]+\s+){{0,3}}"
    in_front = expression(
        rf"(?:\b(?P<not>{any_phrase(words['dating'])})\s+)?"
        rf"(?P<found>(?:\b{any_phrase(words['grade'])}\s+)?{grade}\s+{between})\Z"
    )
    behind_verb, phrase = measured(noun, links, verbs, grade)
    at_site = rf"(?:\s+(?:in|of|with)\s+(?:[a-z-]+\s+){{0,3}}?{any_phrase([*words['muscles'], *motions])})?"
    yield led(names, STRENGTH, rf"{tested}{at_site}", before=in_front, near=("5",), sited=True, figure=True)
    yield Rule(names, STRENGTH, behind_verb, leading=leading, sited=True, figure=True)
    of_other = expression(r"(?:\b(?P<not>(?:of|in|at|over))\s+(?:the\s+)?(?:[a-z]+\s+){0,2})?\Z")  # "weakness at 4/5"
    yield Rule(names, STRENGTH, phrase, before=of_other, leading=leading, figure=True)
    sited = expression(rf"(?P<found>{any_phrase(words['nouns'])}){site}\s+{verbs}\s+(?:{links}\s+){{0,3}}{grade}")
    yield Rule(words["nouns"], STRENGTH, sited, leading=leading, sited=True, figure=True)
    gripping = words["gripping"]
    trials = r"(?<![\d/-])(?<!\bon\s)\d{1,2}(?:\s?/\s?\d{2}){1,2}(?![\d/-])"  # "Jamar on the right was 18/16/16"
    force = rf"(?:\d{{1,3}}(?:\.\d)?(?:\s?(?:/|-|to|and)\s?\d{{1,3}})*\s?{any_phrase(words['forces'])}|{trials})"
    behind_verb, phrase = measured(any_phrase(gripping), links, verbs, force)
    yield Rule(gripping, STRENGTH, behind_verb, leading=leading, sited=True, figure=True)
    yield Rule(gripping, STRENGTH, phrase, leading=leading, figure=True)
