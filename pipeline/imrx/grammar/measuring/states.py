r"""Parts of the body, organs, functions and implants with the state they are in.

    Tympanic membranes are intact           Tympanic membranes: the state behind it says nothing alone
    Her appetite is poor; pupils equal      appetite, pupils: the verb may be left out
    the hips and knees were stable          hips and knees
    Left calf is 2 cm smaller               Left calf

The part begins its clause, so what only says where something is ("motion of the knee is normal") is left alone, as is
what is not told as a fact ("whether the hardware is intact"). So are states that are findings themselves ("the knee is
swollen").
"""

from collections.abc import Iterable, Iterator
from typing import Any

from imrx.grammar.alternatives import any_phrase, first_words
from imrx.grammar.expressions import expression
from imrx.grammar.measuring.rules import Opening, Rule, led, some

STATE = "state_of_body"
"""The concept."""

ENDED = r"(?!,?\s+(?:or|nor)\b)(?=\s*(?:[.,;:)\d]|\Z|(?:and|on|in|at|but|with|without|to|by|for|x)\b))"
"""What stands behind a state that follows its part without a verb: "incision healed, NVI"; not in a list of "or"."""


def state_rules(words: dict[str, Any], sites: Iterable[str]) -> Iterator[Rule]:
    """The rules for `states` of `patterns/measures.json`; `sites` may stand in front of a part."""
    kinds = words["kinds"]
    every = list(dict.fromkeys([*words["parts"], *(part for kind in kinds for part in kind["parts"])]))
    parts = any_phrase(every)
    degree = rf"(?:{some(words['degrees'], 2)}(?:[a-z]+ly\s+)?)"
    compared = rf"\d+(?:\.\d+)?\s?(?:{any_phrase(words['lengths'])})\s+{any_phrase(words['compared'])}"
    state = rf"(?:{any_phrase([*words['states'], *words['told_states']])}|{compared})"
    grounds = any_phrase(words["grounds"])
    verbs = any_phrase(words["verbs"])
    sited = rf"(?:(?:{any_phrase([*sites, *words['in_front']])}[\s/-]+)|(?:the|his|her)\s+)"
    joined = rf"(?:{parts}(?:\s+and\s+|,\s+and\s+|,\s+|/|\s+))"
    whose = rf"(?:{any_phrase(words['articles'])}\s+|(?:the\s+|this\s+)?{any_phrase(words['owners'])}['’]s\s+)?"
    before = expression(rf"(?<![\w-]){whose}(?P<found>(?:{sited}|{joined}){{0,6}})\Z")
    alone = [state for state in (*words["states"], *words["told_states"]) if " " not in state]
    telling = first_words([*words["verbs"], *words["telling"], *alone])
    opening = Opening(telling, frozenset(words["showing"]))
    general = (words["parts"], state, any_phrase(words["states"]))
    for leads, told, bare in (general, *((kind["parts"], *[any_phrase(kind["states"])] * 2) for kind in kinds)):
        behind = rf"(?=\s+(?:{verbs}\s+{degree}{told}(?!\s+{grounds})|{degree}{bare}{ENDED}))"
        yield led(leads, STATE, behind, before=before, opens=opening)
