"""The documentation checklist: which of the elements that opioid guidelines ask for a letter found in the records.

    "no evidence presented of random drug testing results"      urine_drug_screen: not_documented
    "UDS dated 4/07/14 was consistent with prescribed ..."      urine_drug_screen: documented
    "the UDS was negative"                                      urine_drug_screen: documented
    "The 4 As ... are recommended", and nothing else            analgesia: not_mentioned
    "The request was denied due to no urine drug screen"        no evidence: utilisation review said so

The elements are the "4 As" of the Chronic Pain Medical Treatment Guidelines (page 78), and the drug screen, CURES
report, pain agreement, taper plan, functional improvement and failure of first-line treatment that the opioid
sections ask for.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from imrx.grammar.negation.observed import IN_ABSENCE
from imrx.labels import ABSENT, HYPOTHETICAL, NOT_DOCUMENTED, PRESENT, RATIONALE, SUMMARY

SCREEN: Final = "urine_drug_screen"
TAPER: Final = "taper_plan"
FOUR_AS: Final = "four_as"
"""The concept that speaks of four elements at once."""

ELEMENTS: Final = {
    "analgesia": ("pain_relief", "reduced_pain_score", "pain_intensity", FOUR_AS),
    "activities_of_daily_living": (
        "activities_of_daily_living",
        "activity_improvement",
        "limitation_with_medication",
        "daily_living_limitation",
        "activity_without_medication",
        FOUR_AS,
    ),
    "adverse_effects": ("side_effects", "tolerated_medication", FOUR_AS),
    "aberrant_behaviour": ("aberrant_behavior", "addiction", FOUR_AS),
    "urine_drug_screen": (SCREEN, "consistent_drug_screen", "inconsistent_drug_screen"),
    "cures_report": ("cures_report",),
    "pain_agreement": ("pain_agreement",),
    "taper_plan": (TAPER,),
    "functional_improvement": ("functional_improvement", "functional_status"),
    "failed_first_line_treatment": (
        "failed_first_line_treatment",
        "first_line_benefit",
        "little_first_line_benefit",
        "first_line_trial",
    ),
}
"""Each element and the concepts (`patterns/findings.csv`) that speak of it."""

DOCUMENTED: Final = "documented"
NOT_MENTIONED: Final = "not_mentioned"

_STATUS_OF: Final = {PRESENT: DOCUMENTED, ABSENT: ABSENT, NOT_DOCUMENTED: NOT_DOCUMENTED}
_OTHERWISE: Final[Mapping[str, Mapping[str, str]]] = {
    "pain_intensity": {NOT_DOCUMENTED: NOT_DOCUMENTED},
    "functional_status": {NOT_DOCUMENTED: NOT_DOCUMENTED},
    "limitation_with_medication": {PRESENT: ABSENT},
    "daily_living_limitation": {PRESENT: ABSENT},
    "consistent_drug_screen": {PRESENT: DOCUMENTED, ABSENT: DOCUMENTED, NOT_DOCUMENTED: NOT_DOCUMENTED},
    "inconsistent_drug_screen": {PRESENT: DOCUMENTED, ABSENT: DOCUMENTED, NOT_DOCUMENTED: NOT_DOCUMENTED},
    "addiction": {ABSENT: ABSENT, NOT_DOCUMENTED: NOT_DOCUMENTED},
    "activity_without_medication": {PRESENT: DOCUMENTED, ABSENT: DOCUMENTED, HYPOTHETICAL: DOCUMENTED},
    "tolerated_medication": {PRESENT: ABSENT},
    "first_line_benefit": {ABSENT: DOCUMENTED},
    "little_first_line_benefit": {PRESENT: DOCUMENTED, ABSENT: DOCUMENTED},
    "first_line_trial": {ABSENT: ABSENT, NOT_DOCUMENTED: NOT_DOCUMENTED},
}
"""What the assertion of some concepts says of their element; of any other assertion they are no evidence.

A pain score or a function says nothing of relief or improvement, but where no score and no function is documented, they
are not either. A patient who cannot lift despite the drug, or cannot do his activities of daily living, lacks
activities, one who cannot without it has them, and drugs that did not help failed. A screen that was not inconsistent
was done. An addiction that somebody has had is no behaviour now.
"""
NEGATIVE: Final = "neg"
"""What the cue of a screen that found nothing begins with: it was done, unlike one that the patient did not undergo."""

NO: Final = "no"
"""What the cue ends with that says of a plan that there is none."""

REASON: Final = 40
"""So many characters behind the failure of a drug, or another reason, the adverse effect stands that it failed for."""


def checklist(findings: Iterable[Mapping[str, Any]], issue: int | None) -> dict[str, dict[str, Any]]:
    """The checklist of one disputed item.

    What the item's own rationale says, or one of several items, comes before what the case summary says, and the last
    statement of a section before earlier ones: a rationale first quotes the guideline and then says what it found. Of
    findings that one cue of a rationale negates the first is the evidence: "no functional improvement, such as return
    to work". Hypothetical findings, what a guideline says of patients in general and what utilisation review said are
    no evidence. What is said of an element itself comes before that the "4 As" are met, whichever stands first. That a
    first-line drug failed for its adverse effects counts where nothing else is said of such effects.

    Args:
        findings: findings as the record has them, in the letter's order: mappings with `concept`, `assertion`, `cue`,
            `adverse_effect`, `second_hand`, `section` and `issue`, and whatever makes them spans; with a null number
            those of a rationale that the item shares.
        issue: the item's number.

    Returns:
        For each of `ELEMENTS`, `status` and `evidence`: the finding that decided, as it was
        given, or null where nothing was said.
    """
    own: list[Mapping[str, Any]] = []
    summary: list[Mapping[str, Any]] = []
    for finding in findings:
        if _status(finding) is None or finding["second_hand"]:
            continue
        if finding["section"] == RATIONALE and finding["issue"] in (issue, None):
            own.append(finding)
        elif finding["section"] == SUMMARY:
            summary.append(finding)
    return {element: _entry(element, own, summary) for element in ELEMENTS}


def latest(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The last findings that can be evidence: all that a checklist asks of a long case summary.

    Of each concept there is one, and one that is blamed on a drug.
    """
    last: dict[tuple[str | None, bool], Mapping[str, Any]] = {}
    for finding in findings:
        if _status(finding) is not None and not finding["second_hand"]:
            key = (finding["concept"], finding["adverse_effect"])
            last.pop(key, None)
            last[key] = finding
    return list(last.values())


def _status(finding: Mapping[str, Any]) -> str | None:
    """What a finding says of its element; null where it says nothing.

    A screen is there or not: "the UDS was | negative" tells its result, "did not | undergo a UDS" that there is none.
    So is a plan: "there is no | plan to taper", but "the dose was not | tapered".
    """
    if finding["assertion"] == ABSENT and finding["concept"] in (SCREEN, TAPER):
        words = str(finding["cue"]["text"]).lower().split() if finding["cue"] else []
        if finding["concept"] == SCREEN:
            return DOCUMENTED if any(word.startswith(NEGATIVE) for word in words) else NOT_DOCUMENTED
        return NOT_DOCUMENTED if words[-1:] == [NO] else ABSENT
    return _OTHERWISE.get(finding["concept"], _STATUS_OF).get(finding["assertion"])


def _share_cue(first: Mapping[str, Any], last: Mapping[str, Any]) -> bool:
    """True for findings that the same words negate, one as absent and the other as not documented perhaps."""
    cue, other = first["cue"], last["cue"]
    return bool(cue and other) and cue["start"] == other["start"]


def _sums_up(last: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    """True where a conclusion takes up what was said: "In the absence of a trial of opioids, it is not necessary"."""
    if last["section"] != RATIONALE or not last["cue"] or _status(first) != _status(last):
        return False
    return str(last["cue"]["text"]).startswith(IN_ABSENCE.capitalize())


def _speaks_of(finding: Mapping[str, Any], element: str) -> bool:
    return finding["concept"] in ELEMENTS[element] or (element == "adverse_effects" and finding["adverse_effect"])


def _screen_of(said: Sequence[Mapping[str, Any]], result: Mapping[str, Any]) -> Mapping[str, Any]:
    """The screen that a result belongs to, which names the element: "the | UDS was | positive for cocaine"."""
    before = said[said.index(result) - 1] if said[0] is not result else result
    is_screen = before["concept"] == SCREEN and _status(before) == _status(result)
    return before if is_screen else result


def _told(element: str, section: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What a section says of an element.

    An adverse effect that a first-line drug failed for says nothing of the one in dispute where anything else is said:
    "He denies side effects. Cymbalta was | discontinued due to | nausea". Nor do the "4 As" that are met say anything
    of one of them where that one is named: "There is no | aberrant behavior. The 4 A's are met".
    """
    said = [finding for finding in section if _speaks_of(finding, element)]
    if element == "adverse_effects":
        failed = ELEMENTS["failed_first_line_treatment"]
        others: list[Mapping[str, Any]] = []
        for before, found in pairwise(section):
            follows = before["concept"] in failed or (before in others and before["adverse_effect"])
            if follows and found["start"] - before["end"] <= REASON:
                others.append(found)
        said = [finding for finding in said if finding not in others] or said
    return [finding for finding in said if finding["concept"] != FOUR_AS or _status(finding) != DOCUMENTED] or said


def _entry(element: str, own: Sequence[Mapping[str, Any]], summary: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    for section in (own, summary):
        said = _told(element, section)
        if said:
            last = said[-1]
            first = next(each for each in said if each is last or _share_cue(each, last) or _sums_up(last, each))
            if element == SCREEN and first["concept"] != SCREEN:
                first = _screen_of(said, first)
            return {"status": _status(first), "evidence": first}
    return {"status": NOT_MENTIONED, "evidence": None}
