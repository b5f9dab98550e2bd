r"""Which findings a letter blames on a medication.

    The patch gave her a | rash                              blamed
    | constipation from opioids, | itching with oxycodone    blamed
    feels | foggy, which the physician attributes to X       blamed
    no adverse effects other than mild | constipation        blamed, and there
    no | nausea with Norco                                   blamed, and absent
    | pain with Norco, | insomnia treated with temazepam     not blamed

Left alone: pain, and what drugs do in general. Whether the finding is there is for `imrx.grammar.asserting` to say.
"""

from collections.abc import Sequence
from typing import Any

from imrx.grammar.effects.medicated import Medicated
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.phrasebook import alternatives

KINDS = frozenset({"symptom", "sign", "diagnosis"})
JOINING = frozenset({",", "and", "or", ", and", ", or", "and/or", "/", "nor", ", nor"})
"""What stands between findings that are blamed together."""


class SideEffects:
    """`side_effects` of `patterns/drug_effects.json`, compiled, for masked text.

    Args:
        table: `patterns/drug_effects.json`.
        rows: those of `patterns/findings.csv`.
    """

    def __init__(self, table: dict[str, Any], rows: list[dict[str, str]], medicated: Medicated) -> None:
        words = table["side_effects"]
        never = tuple(words["never"])
        self.concepts = frozenset(
            row["concept"] for row in rows if row["kind"] in KINDS and not row["concept"].endswith(never)
        )
        self.beside_concepts = frozenset(words["beside_only"])
        self.medicated = medicated
        named, whom = medicated.named, rf"(?:{alternatives(words['whom'])}\s+){{0,4}}\Z"
        names = alternatives(words["names"])
        self.front = expression(
            rf"{named}(?:\s+(?:in|of|since)\s+[\w./]+)?\s+{medicated.adverbs}{alternatives(words['causing'])}\s+{whom}"
            rf"|{named}\s+(?:was|were|has\s+been)\s+{alternatives(words['started'])}(?:\s+[\w/]+){{0,4}},?\s+{alternatives(words['and_caused'])}"
            rf"\s+{alternatives(words['causing'])}\s+{whom}"
            rf"|{named}[^.;]{{0,40}}\s{alternatives(words['stopping'])}\s+{alternatives(words['on_account_of'])}\s+{whom}"
            rf"|\b{alternatives(words['stopping'])}\s+{named}\s+{alternatives(words['on_account_of'])}\s+{whom}"
            rf"|{named}[\s-]+(?:induced|related|associated)\s+\Z"
        )
        self.named = expression(rf"\b{names}(?:,?\s+|\s?)(?:{alternatives(words['naming'])}|:)\s*{whom}")
        self.behind = expression(
            rf"(?:\s+(?:is|are|was|were|which\s+is|that\s+is))?,?\s+{alternatives(words['blaming'])}\s+{named}"
        )
        self.attributed = expression(rf"[^.;]{{0,120}}?\s{alternatives(words['attributing'])}\s+{named}")
        self.beside = expression(
            rf"(?:\s+(?:has|have|is|are|was|were))?(?:\s+(?:been|occurred|reported|noted|experienced|described|seen))*\s+{alternatives(words['beside'])}\s+{named}"
        )
        self.in_itself = expression(r"[a-z]+[- ]induced\s")

    def find(
        self, text: str, start: int, end: int, findings: Sequence[tuple[int, int, str | None]]
    ) -> list[int]:
        """The indices of the findings of one sentence of a masked text that it blames on a medication."""
        if self.medicated.any.search(text, start, end) is None and self.named.search(text, start, end) is None:
            return []
        blamed = [
            (concept in self.concepts and self._is_blamed(text, start, end, first, behind, concept))
            for first, behind, concept in findings
        ]
        if any(blamed):
            joined = [
                text[findings[at][1] : findings[at + 1][0]].strip() in JOINING for at in range(len(findings) - 1)
            ]
            for at, is_joined in enumerate(joined):
                if is_joined and blamed[at] and findings[at + 1][2] in self.concepts:
                    blamed[at + 1] = True
            for at in range(len(joined) - 1, -1, -1):
                if joined[at] and blamed[at + 1] and findings[at][2] in self.concepts:
                    blamed[at] = True
        return [at for at, is_blamed in enumerate(blamed) if is_blamed]

    def _is_blamed(self, text: str, start: int, end: int, first: int, behind: int, concept: str | None) -> bool:
        return (
            self.behind.match(text, behind, end) is not None
            or (concept in self.beside_concepts and self.beside.match(text, behind, end) is not None)
            or self.attributed.match(text, behind, end) is not None
            or self.front.search(text, start, first) is not None
            or self.named.search(text, start, first) is not None
            or self.in_itself.match(text, first, behind) is not None
        )
