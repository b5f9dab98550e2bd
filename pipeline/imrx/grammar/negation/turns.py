r"""Where a list behind a cue of negation turns to what is there.

    no effusion, | full range of motion             what says that something is there
    no edema, | pulses 2+; urine clear              measured or sound
    not seen, and | mild edema                      graded
    not effective, | giving her 20% relief          a result of its own
    no side effects, | a signed agreement           of another number than what "no" denies
    no aberrant behavior, | CURES reviewed          what was done with a paper

Left alone: whatever else keeps a cue from a finding (`imrx.grammar.negation.scope`).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.levels import LEVEL
from imrx.grammar.negation.between import masked
from imrx.grammar.negation.cue import Cue
from imrx.grammar.negation.proofs import proving
from imrx.grammar.sentences.clauses import Clauses
from imrx.stretches import Limits

TWO_LEVELS = rf"{LEVEL}\s?[-/]\s?(?:{LEVEL}|\d{{1,2}})\b"
"""Two levels of the spine, "l4-5"."""

OPENING = 16
"""So many characters of a finding can turn a list: "full range of motion"."""

FARTHEST_OR = 60
"""So many characters behind an item the "or" of its list is looked for."""

FARTHEST_IN_LIST = 300
"""So many characters behind an item the end of its list is looked for: its "or", or that it "was submitted"."""

FARTHEST_PAPER = 20
"""So many characters behind a finding the noun may stand that makes it part of a paper's name: "pain | agreement"."""

NO_SUBJECTS = frozenset({"and", "or", "nor", "no", "not", "any"})
"""What stands in front of an adjective that no subject of its own has: "not tender, or swollen"."""


NO = frozenset({"no", "no evidence", "no evidence of"})
"""How the items are denied of a list that begins with what is there."""

NEW = "new "
"""What changes by being there: "no change in symptoms or new injury", but "no change in gait and weakness"."""

TERMS = " terms of "
"""What introduces the measures of a gain: "no gains in terms of reduced pain, improved sleep"."""


class Stretch(NamedTuple):
    """A cue and a finding behind it, all findings of the sentence, and the text between the two."""

    text: str
    cue: Cue
    span: Limits
    findings: list[Limits]
    between: str


class Turn(NamedTuple):
    """The words at which a list turns, and the offset behind them."""

    words: str
    end: int


class Turns:
    """The words of `patterns/negation.json` that say that something is there, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        families, limits = table["families"], table["limits"]
        self.normal = expression(any_phrase(limits["normal"]))
        self.fine = expression(
            rf"\s+(?:(?:(?:[ivx]+|\d{{1,2}})\s?-\s?(?:[ivx]+|\d{{1,2}})|\d{{1,2}}[/-]\d[\d/-]*)\s+)?"
            rf"(?:{any_phrase(limits['finite'])}\s+)?"
            rf"(?:(?!{any_phrase(families['hedges'])})[a-z]+ly\s+)?{any_phrase(limits['fine'])}"
        )
        self.unneeded = expression(
            r"(?:\s+and\s+(?:[a-z-]+\s+){1,3}?|\s+)(?:is|are|was|were)\s+not\s+(?:[a-z]+ly\s+)?"
            rf"{any_phrase(families['needed'])}"
        )
        self.lasting = expression(any_phrase(limits["lasting"]))
        self.lasting_complaint = expression(
            rf"{any_phrase(limits['lasting'])}\s+(?:[a-z-]+\s+){{0,3}}?{any_phrase(limits['lasting_complaints'])}"
            r"(?:\s+(?:in|of|at|to|over|on|and|with|radiating)\s.*)?"
        )
        self.unaltered = expression(rf",\s+(?:and\s+)?{any_phrase(limits['unaltered'])}\s")
        self.moods = expression(rf"\b{any_phrase(limits['moods'])}$")
        self.denied_alone = expression(rf"\s+{any_phrase(limits['denied_alone'])},")
        self.listed = expression(r",|\band\b")
        self.or_here = expression(r"\b(?:or|nor)\s*(?:(?:an?|any)\s+)?$")
        self.graded = expression(rf"{any_phrase(limits['graded'])}$")
        self.gained = expression(openings_of(limits["gains"]))
        self.gain_joined = expression(rf"\band\s+{openings_of(limits['gains'])}")
        measure = openings_of([*limits["gains"], *limits["improved"]])
        self.measured_by = expression(
            rf"(?:(?!\b(?:and|but)\b)[^.,;:])*\sin\s+terms\s+of\s+(?:[a-z]+\s+)?{measure}[^.;:]*(?:\b(?:and|or)\s|,\s)$"
        )
        self.improved = expression(rf"\b{any_phrase(limits['improved'])}$")
        self.altered = expression(rf"{any_phrase(limits['alterations'])}\s+(?:of|in)\b")
        self.changed = expression(rf"{any_phrase(limits['changed_degrees'])}$")
        self.alternative = expression(r"(?:(?!\s(?:no|not|without)\s)[^.;]){0,60}?\s(?:or|nor)\s")
        self.positive = expression(any_phrase(limits["positive"]))
        joint = r"(?:(?<=,)|(?<=\ba)nd)"
        self.level = expression(TWO_LEVELS)
        self.elsewhere = expression(rf"\s{any_phrase([*limits['complements'], *limits['sites']])}\s")
        self.joins = expression(r"[\s,]*\s(?:or|nor)\s+(?:any\s+|an?\s+)?\s")
        self.soft = expression(
            rf"[,;atw-](?:(?:(?<=[,-])|(?<=\ba)nd|(?<=\bw)ith)\s+(?:and\s+|with\s+)?"
            rf"(?:an?\s+)?{any_phrase(limits['positive'])}"
            rf"|(?<=,)\s+[a-z]+ing\s+(?:(?:him|her|them)\b|\d"
            rf"|(?:about|approximately|only|just|some|{any_phrase(limits['graded'])})\s)"
            rf"|(?<=[,;])\s*\+|{joint}\s+with\b|(?<=\bt)o\s+\d{{2,3}}\b|(?<=\ba)nd\s+\d+\s?(?:%|percent\b)"
            rf"|{joint}\s+(?:an?\s+)?(?:{TWO_LEVELS}\s+)?\d+(?:\.\d+)?\s?-?(?:mm|cm|millimeter|centimeter)\b"
            rf"|{joint}\s+(?:at\s+)?{TWO_LEVELS}\s(?!\s*(?:and|or|nor|levels?)\b))",
        )
        self.shows = expression(
            rf"\s+(?:(?:which|that)\s+{any_phrase(limits['reporting'])}|{any_phrase(limits['showing'])})\s"
        )
        self.and_a = expression(r"(?:,\s+and\s+(?:an?\s+)?(?P<of>)|\band\s+an?\s+)(?:[a-z-]+\s+)?$")
        self.anew = expression(
            rf"(?:,|\band|\bwith)\s+(?:and\s+|with\s+)?(?:an?\s+{any_phrase(limits['anew'])}"
            rf"|{any_phrase(limits['anew'])}\s+(?:[a-z-]+\s+){{0,2}}?{any_phrase(limits['papers'])})"
        )
        self.harmful = expression(rf"\b{openings_of(limits['denied'])}")
        self.papers = expression(rf"\b{any_phrase(limits['papers'])}")
        studies = [*clauses.attesters, *clauses.attested_reports, *clauses.agreements]
        self.paper = expression(rf"\b{any_phrase([*studies, *limits['papers'], *table['not_documented']['papers']])}")
        self.gone_over = expression(rf"\s+{any_phrase(limits['gone_over'])}")
        self.wanting = frozenset(table["not_documented"]["wanting"])
        rest = rf"[^.;]{{0,{FARTHEST_IN_LIST}}}?\s"
        supplied = any_phrase(table["not_documented"]["supplied"])
        self.submitted = expression(rf"{rest}(?:was|were|is|are|been)\s+{supplied}")
        self.article = expression(r"\s+an?\s")
        self.goes_on = expression(rf"{rest}(?:or|nor)\s")
        self.never_denied = expression(rf",\s+{any_phrase(limits['never_denied'])}\s")
        self.graded_by_number = expression(r",[^,;]*\bto\s+\d{2,3}\b")
        self.sound_ends = frozenset(limits["sound"])
        self.sited = frozenset(limits["sited"])
        self.sound = expression(any_phrase(limits["fine"]))
        self.turned = expression(
            rf",(?![^,;]*\b(?:or|nor)\b)[^,;]*?[a-z0-9]\s+(?:{any_phrase(limits['fine'])}|\d+\s?(?:mm|cm|degrees)\b)"
            r"(?:\s[^,;]*)?,"
        )
        self.closed = expression(r"\bor\b[^,;]*(,)")
        self.reopened = expression(r"\b(?:or|nor)\b")
        self.change = expression(rf"\s+{any_phrase(families['changes'])}(?![^,;]*\s{proving(table)})[^,;]*$")
        motion = any_phrase(limits["motions"])
        self.only = expression(r"\b(?:and|but)\s+only\s+(?:an?\s+|[a-z]+\s+)?$")
        self.moved = expression(rf",[^,;]*\b{motion}\s+\d{{1,3}}\b")
        self.sited_level = expression(rf"(?:[a-z-]+\s)*{any_phrase(limits['worn'])}\s.*\s{TWO_LEVELS}")
        self.parallel = expression(r"[^.;,]*,?\s+and\s+(?:(?P<there>(?:the\s+)?presence\s+of)|the)\s[^.;,]*")
        self.measured = expression(
            rf"(?:\s+of\s+(?:the\s+)?[a-z]+)?\s+[1-5][+-]?\s?/\s?5\b|\s+{motion}\s+\d|"
            r"\s*(?:(?:is|was|were|are|from|to|[=:])\s*)?(?:(?!0(?!\.|\s+to|-\d)|\d\)\s)\d|\+)"
            r"|\s*of\s+\d{1,2}[/-]\d{1,2}[/-]\d"
            r"|\s+in\s+(?:childhood|(?:19|20)\d\d)\b"
        )
        self.of_amount = expression(r"\s*of\s*(?:(?!0(?!\.|\s+to|-\d))\d|\+)")
        papers = any_phrase(table["not_documented"]["papers"])
        self.clear_paper = expression(rf"clear\s(?:[\w-]+\s)*{papers}")
        """What is no sign of health: "absent documentation and a | clear rationale |"."""

        self.seen = expression(rf"\b{any_phrase(limits['seen'])}")

    def says_present(self, stretch: Stretch) -> bool:
        """True for later items of a list that a number or a word says to be there: "no edema, pulses 2+"."""
        text, cue, span, findings, between = stretch
        if self._is_shown(stretch) or self._is_parallel(stretch):
            return True  # "given the lack of relief, and the | presence of hypertension"
        if cue.report and "," in between and text[slice(*span)].split()[-1] in self.sound_ends:
            return True  # "no history of gout, urine clear"
        if (len(between.split()) > 1 or "," in between) and (
            self.measured.match(text, span[1])
            or (not cue.report and (self.of_amount.match(text, span[1]) or self._is_sound(text[slice(*span)])))
        ):
            return True
        is_listed = "," in between or ("and" in between and self.listed.search(between) is not None)
        if not is_listed or self.or_here.search(between):
            return False
        if self.unneeded.match(text, span[1]) is not None:
            return True  # "no comorbidities, and | an EKG and labs are not needed"
        return self.fine.match(text, self._coordinated(text, span, findings)) is not None or (
            not cue.report
            and (
                self._is_predicate(text[slice(*span)], between)
                or (between.count(",") > 1 and self.turned.search(between) is not None)
            )
        )

    def _is_shown(self, stretch: Stretch) -> bool:
        """True for the study of "no relief, and an | MRI which shows a tear", "lack of relief and an | MRI showing"."""
        text, cue, span, _, between = stretch
        if cue.report or self.shows.match(text, span[1]) is None:
            return False
        joined = self.and_a.search(between)
        if joined is None or self.paper.search(between, 0, joined.start()) is not None:
            return False  # "a lack of an EMG and an | MRI showing a tear"
        return joined["of"] is not None or text.endswith(" of", cue.start, cue.end)

    def _is_parallel(self, stretch: Stretch) -> bool:
        """True behind an "and the" that goes on with "the lack of": "the lack of relief and the | ongoing pain"."""
        text, cue, span, _, between = stretch
        if cue.report or not text.endswith(" of", cue.start, cue.end):
            return False
        if self.papers.search(text, *span) is not None:
            return False  # "given the lack of a pain contract and the | CURES report"
        joined = self.parallel.fullmatch(between)
        if joined is None or joined["there"]:
            return joined is not None  # "lack of relief and presence of | nausea"
        return text.endswith("the ", 0, cue.start) and not between.startswith(" the ")

    def _is_predicate(self, finding: str, between: str) -> bool:
        """True for what is said of an item of its own: "no clicking, masseter | tender"."""
        subject = between.rpartition(",")[2].split()
        said, _, site = finding.partition(" ")
        if self.sound.fullmatch(said) is None or (site and site.split()[0] not in self.sited):
            return False
        return subject != [] and NO_SUBJECTS.isdisjoint(subject)

    def tells_otherwise(self, stretch: Stretch) -> bool:
        """True for what stands behind a report in a bracket of its own, or is graded: "not seen, and mild edema".

        So it is for what there is little of: "no evidence of a contract and only one screen".
        """
        text, cue, span, findings, between = stretch
        return (
            self.graded_by_number.search(between) is not None  # ", flexion to 40, and stiffness"
            or self._is_never_denied(stretch)
            or self._is_with_lasting(stretch)
            or self._begins_anew(stretch)
            or self.only.search(between) is not None
            or (
                self.seen.search(text, cue.start, text.find(" ", cue.end + 1)) is not None
                and self._turns_graded(text, cue, span, findings)
            )
            or (between.lstrip().startswith("(") and ")" not in between)
            or self._is_unaltered(stretch)
            or (
                self.normal.match(text, span[0], span[1]) is not None  # "no complaints, and a normal gait"
                and self.listed.search(between) is not None
                and not self.or_here.search(between)
                and not self.alternative.match(text, span[1])
            )
        )

    def _is_never_denied(self, stretch: Stretch) -> bool:
        """True for "cannot reproduce the locking, some pain", but not where the list has its "or" behind it."""
        some = self.never_denied.search(stretch.between)
        return some is not None and self.goes_on.match(stretch.text, stretch.cue.end + some.end()) is None

    def _is_unaltered(self, stretch: Stretch) -> bool:
        """True from what is as it was: "no evidence of benefit, | unchanged complaints, and clinical findings"."""
        text, cue, span, _, _ = stretch
        return (
            self.unaltered.search(text, cue.end, min(span[1], span[0] + OPENING)) is not None
            and self.alternative.match(text, cue.end) is None
        )

    def _is_with_lasting(self, stretch: Stretch) -> bool:
        """True for what is there beside what is missing: "no documented benefit with | ongoing pain of 8/10"."""
        text, _, span, _, between = stretch
        return between.endswith(" with ") and self.lasting_complaint.fullmatch(text, *span) is not None

    def turns(self, stretch: Stretch) -> bool:
        """True where the list behind a cue has turned to what is there, or was closed with its "or"."""
        text, cue, span, findings, between = stretch
        lasts = self.lasting.match(text, *span) is not None
        if TERMS in between and not lasts and self.measured_by.match(between) is not None:
            return False  # "no gains in terms of reduced pain, | improved sleep"
        if any(
            not self._goes_on(text, turn, span, findings)
            and not self._is_listed_mood(text, cue, turn)
            and self.clear_paper.fullmatch(text, *span) is None
            for turn in self._turning(text, cue, span, findings)
        ):
            return True
        if self._is_measured_list(stretch):
            return True
        changes = self.improved.search(text, *span) or self.altered.match(text, span[0])
        improved = changes is not None and self.or_here.search(between) is not None
        changed = self.change.match(text, cue.end, span[0]) is not None and not text.startswith(NEW, span[0])
        if (changed and not improved) or self._begins_anew(stretch):
            return True
        if self._is_denied_alone(text, cue, span) and not self.reopened.search(text, cue.end, span[0]):
            return self.alternative.match(text, span[1]) is None  # "no known drug allergies, | hypertension"
        if self._is_unaltered(stretch):
            return True
        closed = None if text.startswith("den", cue.start) else self.closed.search(between)
        return closed is not None and not self.reopened.search(text, cue.end + closed.end(), span[1] + FARTHEST_OR)

    def _is_listed_mood(self, text: str, cue: Cue, turn: Turn) -> bool:
        """True for the last of "not tearful, anxious, overweight", where all are said of the patient."""
        is_said = text.endswith("not", cue.start, cue.end) and self.positive.match(text, cue.end + 1) is not None
        return is_said and self.moods.search(turn.words) is not None

    def _is_denied_alone(self, text: str, cue: Cue, span: Limits) -> bool:
        """True behind "No known drug allergies," where a statement begins with it, and not behind "denies"."""
        is_bare = text[cue.start : cue.end] == "no" and not text[max(0, cue.start - 2) : cue.start].strip().isalnum()
        return is_bare and self.denied_alone.match(text, cue.end, span[0]) is not None

    def _begins_anew(self, stretch: Stretch) -> bool:
        """True where another list begins behind denied harms: "no side effects, | a signed agreement".

        Behind other denied findings the list may go on with what is missing: "no UDS results, a current CURES report".
        """
        text, cue, span, findings, _ = stretch
        denied = next(((a, b) for a, b in findings if a >= cue.end), span)
        return (
            (not cue.report or stands_in_list(text, cue, findings))
            and text[cue.start : cue.end] not in self.wanting
            and self.submitted.match(text, span[1]) is None
            and self.harmful.search(text, cue.end, denied[1]) is not None
            and self.article.match(text, cue.end) is None
            and self.alternative.match(text, span[1]) is None
            and (self._is_listed_anew(stretch) or self._is_gone_over(stretch) or self._is_gained(stretch))
        )

    def _is_listed_anew(self, stretch: Stretch) -> bool:
        """True from the article on: "no side effects, | a signed agreement and a consistent UDS"."""
        text, cue, span, _, _ = stretch
        return (
            any(turn.start() < span[0] for turn in self.anew.finditer(text, cue.end, span[1] + FARTHEST_PAPER))
            and self.reopened.search(text, cue.end, span[0]) is None
        )

    def _is_gained(self, stretch: Stretch) -> bool:
        """True from a gain on that an "and" joins to a harm: "no side effects and | improvement in function"."""
        text, cue, span, _, _ = stretch
        if text.startswith("den", cue.start):
            return False  # "denies side effects and | relief of pain"
        joined = self.gain_joined.search(text, cue.end, min(span[1], span[0] + OPENING))
        return joined is not None and self.reopened.search(text, cue.end, span[0]) is None

    def _is_gone_over(self, stretch: Stretch) -> bool:
        """True for papers that something was done with: "no diversion, | signed agreement, CURES reviewed"."""
        text, _, span, findings, between = stretch
        return (
            "," in between
            and self.reopened.search(between, between.rfind(",")) is None
            and self.papers.search(text, *span) is not None
            and self.gone_over.match(text, self._coordinated(text, span, findings)) is not None
        )

    def _turning(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> Iterator[Turn]:
        """Where a list behind a cue turns to what is there: ", full range of motion, and sensation".

        Of the findings only the beginning is read, and of those in between only where it says that something is there,
        at which level, or, behind "with", that it lasts.
        """
        parts = []
        at = cue.end
        for a, b in [*((a, b) for a, b in findings if cue.end <= a and b <= span[0]), span]:
            parts.append(text[at:a])
            is_read = b == span[1] or any(opens.match(text, a, b) for opens in (self.sound, self.level))
            if not is_read:
                lasts = self.lasting.match(text, a, b) is not None
                is_read = not text.endswith(", ", 0, a) if lasts else self.positive.match(text, a, b) is not None
            read = text[a : min(b, a + OPENING)] if is_read else ""
            parts.append(read + " " * (b - a - len(read)))
            at = b
        for match in self.soft.finditer("".join(parts)):
            yield Turn(match[0], cue.end + match.end())

    def _goes_on(self, text: str, turn: Turn, span: Limits, findings: list[Limits]) -> bool:
        """True for a graded item of a list that goes on behind it: "no fever, persistent vomiting, or rash".

        So it is for one at a level of the spine that an "or" joins to another finding: "no stenosis, L5-S1 protrusion
        or instability", but not "L5-S1 protrusion with mild or moderate stenosis".
        """
        if self.level.search(turn.words):
            sited = next((b for a, b in findings if a < turn.end < b), turn.end)
            if self.elsewhere.search(text, turn.end, sited):
                return False  # "L4-5 facet pain on extension or rotation"
            joined = masked(text, sited, min(len(text), sited + FARTHEST_OR), findings)
            return self.joins.match(joined) is not None
        if not self.graded.search(turn.words):
            return False
        behind = turn.end if turn.end < span[0] else span[1]
        return (self.alternative.match(text, behind) or self.or_here.search(text, turn.end, span[0])) is not None

    def _is_measured_list(self, stretch: Stretch) -> bool:
        """True behind an item with a figure or a level: "no warmth, ROM 5-110 with | pain", "| changes at L5-S1"."""
        text, cue, span, findings, between = stretch
        if "," not in between or self.reopened.search(text, cue.end, span[1] + FARTHEST_OR):
            return False
        if self.sited_level.fullmatch(text, *span):
            return text[cue.start : cue.end] == "no" and sum(cue.end <= a and b <= span[0] for a, b in findings) == 1
        return self.moved.search(between) is not None or any(
            "," in text[cue.end : a] and (text[b - 1].isdigit() or self.measured.match(text, b))
            for a, b in findings
            if cue.end <= a and b <= span[0]
        )

    def _turns_graded(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for "no evidence of radiculopathy and mild neuropathy", where no "or" goes on."""
        gaining = any(cue.end <= a < span[0] and self.gained.match(text, a) for a, _ in findings)
        return any(
            self.graded.search(turn.words) is not None
            and not self._goes_on(text, turn, span, findings)
            and not self.or_here.search(text, cue.end, span[0])
            and not (gaining and self.changed.search(turn.words))  # "no evidence of pain relief, increased function"
            for turn in self._turning(text, cue, span, findings)
        )

    def _is_sound(self, finding: str) -> bool:
        """True for "lungs clear", "abdomen soft and obese", unlike "updated signed contract"."""
        _, *predicates = finding.split()
        if self.papers.search(" ".join(predicates[1:])) is not None:
            return False
        return any(self.sound.fullmatch(word) for word in (*predicates[:1], *predicates[-1:]))

    def _coordinated(self, text: str, span: Limits, findings: list[Limits]) -> int:
        """Where the last finding ends that "and" joins to one, not a comma alone: "no edema, | rash, pulses intact"."""
        end = reach = span[1]
        for a, b in findings:
            joint = text[reach:a].strip() if a >= reach else ""
            if joint in {"and", ", and", "&", "/"}:
                end = reach = b
            elif joint == "," and not self._is_sound(text[a:b]):
                reach = b
        return end


def stands_in_list(text: str, cue: Cue, findings: list[Limits]) -> bool:
    """True for a "no" or "no evidence of" in the middle of a list that begins with what is there."""
    return (
        text[cue.start : cue.end] in NO
        and text.endswith(", ", 0, cue.start)
        and any(b == cue.start - len(", ") for _, b in findings)
    )
