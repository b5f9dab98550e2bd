"""All that is measured, done or reached: the rules of this folder in two groups.

What stands in front of the known terms ("motor strength 4/5", "independent with ADLs"), since these are part of it,
and what gives way to them.
"""

from collections.abc import Iterator
from typing import Any

from imrx.grammar.findings.noun_phrases import Vocabulary
from imrx.grammar.measuring.living import Living
from imrx.grammar.measuring.motion import motion_rules, strength_rules
from imrx.grammar.measuring.results import result_rules, value_rules
from imrx.grammar.measuring.rules import Rule, Rules
from imrx.grammar.measuring.states import state_rules
from imrx.grammar.measuring.subjects import PatientSubjects
from imrx.grammar.measuring.treating import radiating_rules, treating_rules


class Measures:
    """`patterns/measures.json`, compiled.

    Attributes:
        first: what known terms may be part of.
        other: what is looked for where no known term is.
    """

    def __init__(self, table: dict[str, Any], heads: dict[str, Any], vocabulary: Vocabulary) -> None:
        living = Living(table["living"], heads)
        subjects = PatientSubjects(table["living"], vocabulary.persons.patients)
        measured = _measured(table, vocabulary)
        self.first = Rules([*measured, *living.whole()], vocabulary, table["paired"], subjects)
        others = [
            *living.rules(),
            *treating_rules(table["treating"]),
            *radiating_rules(table["radiating"], vocabulary.anatomy),
            *state_rules(table["states"], [*table["paired"], *vocabulary.anatomy]),
        ]
        self.other = Rules(others, vocabulary, table["paired"], subjects)


def _measured(table: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Rule]:
    yield from motion_rules(table["motion"], [*table["paired"], *vocabulary.anatomy])
    yield from strength_rules(table["grades"], table["motion"])
    yield from result_rules(table["results"])
    yield from value_rules(table["values"], table["results"])
