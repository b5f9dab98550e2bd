r"""What kind of statement a finding stands in: about patients in general, about what may be, or about this patient.

    MTUS recommends to discontinue opioids if there is no overall improvement in function    a guideline's statement
    A urine drug screen was to be performed                                                hypothetical
    here, however, the attending provider failed to furnish a clear rationale              about this patient

A guideline is named, or the sentence speaks of patients in general and of nobody here. A quotation from a guideline
runs on until it is closed or a sentence speaks of this patient. What a sentence does not show by itself, `voice` tells
from those in front of it; a list of what is required, `criteria` from the guideline in front of it.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from imrx.grammar.negation.phrases import VERBS_OF_STATEMENTS, Hits, here
from imrx.grammar.negation.statement_words import StatementWords
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.grammar.words import places_of
from imrx.stretches import Limits

QUOTES = frozenset({'"', "“"})

BEFORE_OPENER = ' \t\r\n\f"“(-•'
"""What may stand in front of the words that open a guideline's sentence."""

DENIED_OF_RECORDS = ("no ", "there is no ", "there was no ", "there are no ", "there were no ", "with no ")
"""A sentence that begins so speaks of these records until "but": "No tumor is suspected, but MTUS requires"."""

CONCEDING = ("although ", "while ", "though ", "even though ")
"""How a sentence begins that quotes a guideline and then turns to these records."""

BEFORE_RULE = (" which ", " which the ", " that ", " that the ", " as ", " as the ")
"""What stands in front of a guideline that only says of something that it is asked for."""

AS = (" as ", "as ")
"""In front of "required" of what is only measured by that: "not addressed as required by MTUS"."""

AND = "and "
"""What may stand inside a guideline's name, and in front of it."""

WHAT = " what "
"""In front of what only is asked for in these records: "no discussion as to what is intended to be addressed"."""

ANYBODY = "one would "
"""How a rule begins that a denial of this patient may follow: "one would need weakness, but | there is no weakness"."""

CLOSING = "”"

PLACED = (" the", " in", " to", " an", " from")
"""What stands in front of an "OR" that is a room."""

YEARS = re.compile(r"(?:\s*\([^()]{1,80},\s?(?:19|20)\d\d[a-z]?\))+\s*")
"""Articles in brackets."""


class Region(NamedTuple):
    """A stretch that a guideline speaks in, and the words that show it."""

    start: int
    end: int
    cue: Limits | None


class Statements(StatementWords):
    """What a sentence says in a guideline's voice, by the `guidelines` table of `patterns/negation.json`."""

    def guideline(self, text: str, words: Words, sentence: Sentence, hits: Hits, quoted: bool) -> Region | None:
        """The part of a sentence in which a guideline, or one about patients in general, speaks."""
        start, end = sentence.start, sentence.end
        if "article" in hits:
            return Region(start, end, hits["article"][0])
        if "verbatim" in hits and not self._is_unrecorded(text, start, hits["verbatim"][0]):
            return self._verbatim(text, start, end, hits)
        if self._is_criterion(words.text, sentence, hits) or self._asks(text, words, sentence):
            return Region(start, end, None)
        if "listing" in hits:
            first, behind = hits["listing"][0]
            if not text[start:first].strip() and self.listing.match(text, behind, end):
                return Region(start, end, (first, behind))
        opening = self._opening(text, words.text, start, end, hits)
        if opening is not None:
            return Region(start, self._until(text, start, end, opening[1], hits), opening)
        named = self._named(text, words.text, start, end, hits) if "anonymous" in hits else None
        if named is not None:
            return self._from(text, start, end, named, hits)
        return self._unnamed(text, words.text, start, end, hits, quoted)

    def _verbatim(self, text: str, start: int, end: int, hits: Hits) -> Region:
        """What is a guideline's in its own words: the sentence, but for what it says of the patient."""
        first, behind = hits["verbatim"][0]
        conceded = text.startswith(CONCEDING, start) or self.contrasted.search(text, behind, end)
        until = self._until(text, start, end, behind, hits) if conceded else end
        case = self.in_this_case.search(text, behind, end)
        return Region(start, until if case is None else min(until, case.start()), (first, behind))

    def _opening(self, text: str, written: str, start: int, end: int, hits: Hits) -> Limits | None:
        """What begins a sentence that a guideline speaks from there on; `written` has its capitals."""
        for first, behind in hits.get("openers", ()):
            bare = text.endswith(self.bare_openers, first, behind) and text[behind : behind + 1].isspace()
            if (
                not bare
                and self._opens(text, start, first)
                and not any(span[0] == first for span in hits.get("case", ()))
            ):
                return first, behind
        asked = self.criteria_for.match(text, start, end) or self._heading(text, start, end, hits)
        if asked is not None:
            return asked.span()
        trial = self.trial.match(written, start, end) if text.find(" trial ", start, end) >= 0 else None
        if trial is not None:
            return trial.span()
        cited = self.cited.match(written, start, end) if "anonymous" in hits and not here(hits) else None
        return None if cited is None else cited.span()

    def _heading(self, text: str, start: int, end: int, hits: Hits) -> re.Match[str] | None:
        """The heading of a list of criteria: "Surgical Indications: (1) Pain", "Harden criteria: Pain".

        What was found or is not documented is of the patient: "The criteria: swelling was noted".
        """
        if "lists" not in hits and "teaching" not in hits:
            return None
        heading = self.list_heading.match(text, start, end)
        if heading is None or any(span[0] < heading.end() for span in here(hits)):
            return None
        return heading if self.recorded.search(text, heading.end(), end) is None else None

    def _unnamed(self, text: str, written: str, start: int, end: int, hits: Hits, quoted: bool) -> Region | None:
        """The part of a sentence in which a guideline speaks that is not named as the one who does."""
        which = self.which.search(written, start, end) if "anonymous" in hits or "cited" in hits else None
        if which is not None:
            return Region(which.start(), self._until(text, start, end, which.end(), hits), which.span())
        evidence = hits.get("of_evidence")
        general = hits.get("general", ())
        ruled = self._ruled(text, start, end, hits)
        if ruled is not None:
            stop = self._until(text, start, end, ruled[1], hits)
            turn = self.told_why.search(text, ruled[1], stop)
            return Region(start, stop if turn is None else turn.start(), ruled)
        if "case" in hits:
            return self._in_front(text, start, hits) or self._behind(text, written, start, end, hits)
        if evidence and not any(span[0] >= evidence[0][1] for span in general):
            return None
        if quoted:
            return Region(start, end, None)
        if "weak_case" in hits:
            binding = (span for span in hits.get("binding", ()) if not text.endswith(AS, start, span[0]))
            cue = next(iter(general or binding), None)
        else:
            cue = self.phrases.general_words(text, end, hits) or next(iter(general), None)
        if cue is None or (text.startswith(self.criteria, cue[0]) and self.unmet.search(text, cue[1], end)):
            return None  # "the criteria for more sessions are not satisfied": by this patient
        return self._from(text, start, end, cue, hits)

    def _ruled(self, text: str, start: int, end: int, hits: Hits) -> Limits | None:
        """What a rule with its condition says: "MRI | is not recommended | when weakness is not documented"."""
        cues: list[Limits] = [*hits.get("predicate", ()), *hits.get("general", ())]
        for cue in cues:
            if self.ruled.match(text, cue[1], end) and not any(first < cue[0] for first, _ in here(hits)):
                return cue
        return None

    def _from(self, text: str, start: int, end: int, cue: Limits, hits: Hits) -> Region | None:
        """The part of a sentence that belongs to a guideline's words in the midst of it."""
        if text.startswith(DENIED_OF_RECORDS, start) and (
            ("general" not in hits and text.endswith(WHAT, start, cue[0])) or self.not_on_file.search(text, cue[1], end)
        ):
            return None  # "There is no discussion as to what is intended to be addressed", in these records
        turn = text.rfind(", " if text.startswith("with no ", start) else ", but ", start, cue[0])
        if any(b <= turn for _, b in hits.get("general", ())):
            turn = start  # "There are no high quality studies of braces, but they may help"
        first = max(self._said_from(text, start, cue[0], hits), turn, self._concluded_from(text, start, cue, hits))
        if shown := self.shown_first.match(text, start, cue[0]):
            first = max(first, shown.start("joint"))  # "The MRI shows a tear, | and surgery should go ahead"
        stop = self._until(text, start, end, cue[1], hits)
        if cue in hits.get("predicate", ()) or text.startswith(ANYBODY, cue[0]):
            stop = self._argued_from(text, start, cue[1], stop)
        return Region(first, stop, cue)

    def _is_unrecorded(self, text: str, start: int, verbatim: Limits) -> bool:
        """True for a guideline's words about what records lack: "there is no documentation of intractable pain"."""
        if self.unfiled_first.match(text, start, verbatim[0]):
            return True
        return self._reason(self.unrecorded, text, start, start, verbatim[0]) is not None

    def _is_rule(self, text: str, behind: int, hits: Hits) -> bool:
        """True for what a named guideline says, or what is said of a condition: "not recommended for pain"."""
        return "anonymous" in hits or self.of_condition.match(text, behind) is not None

    def _concluded_from(self, text: str, start: int, rule: Limits, hits: Hits) -> int:
        """Where a rule begins that is only what follows: "Since there is no spasm, | Soma is not recommended".

        "There is no spasm, | so it is not recommended" too, and "no CBC is on file, | which is recommended". What
        studies lack is in the records of nobody, unless a chart is named.
        """
        cue, behind = rule
        aside = self.decided_aside.match(text, start)
        if aside is not None and aside.start("aside") < cue < aside.end():
            return aside.start("aside")  # "Without documented spasm, Soma, | which is second-line, is not certified"
        general = "weak_case" not in hits and any(cue == first for first, _ in hits.get("general", ()))
        if general and self.unfiled_first.match(text, start, cue) is None:
            return start
        predicated = any(cue == first for first, _ in hits.get("predicate", ()))
        here_only = self.argued_here.match(text, start, cue) or (predicated and self.without.match(text, start, cue))
        if self.argued.match(text, start, cue) or (here_only and not self._is_rule(text, behind, hits)):
            comma = text.rfind(", ", start, cue)
            return comma if comma >= 0 else cue
        denied = self.denied_first.match(text, start, cue) or self._reason(self.because, text, start, start, cue)
        if denied is None:
            return start
        if text.startswith(AS, cue):
            return cue  # "No mention is made of relief, | as recommended by MTUS"
        if text.endswith(BEFORE_RULE, denied.end(), cue) and predicated:
            return cue  # "there are no exceptional factors to support what is asked for, | which is not recommended"
        joints = [match.start() for match in self.concluded.finditer(text, denied.end(), cue)]
        return max((at for at in joints if not any(a < at for a, _ in hits.get("general", ()))), default=start)

    def _argued_from(self, text: str, start: int, behind: int, end: int) -> int:
        """Where a rule's reason is told, of this patient: "Soma is not recommended | as there is no spasm".

        Behind a condition the reason is a part of it: "if the pain persists and there is no instability".
        """
        found = self._reason(self.told_why, text, start, behind, end)
        return end if found is None else found.start()

    def _reason(self, reasons: re.Pattern[str], text: str, start: int, behind: int, end: int) -> re.Match[str] | None:
        """A reason of this patient, behind no condition: "not supported | since there is no CBC"."""
        found = reasons.search(text, behind, end)
        return None if found is None or self.phrases.conditional.search(text, start, found.start()) else found

    def _asks(self, text: str, words: Words, sentence: Sentence) -> bool:
        """True for a question, which a guideline puts to the physician: "Has there been a change in pain?".

        One may stand behind a heading: "Examples: Was there improvement?".
        """
        start, end = sentence.start, sentence.end
        if text.find("?", start, end) < 0 or not text[start:end].rstrip().endswith("?"):
            return False
        first = bisect_left(words.starts, text.rfind(":", start, end), sentence.first, sentence.last)
        return first < sentence.last and words.lower[first] in VERBS_OF_STATEMENTS

    def _is_criterion(self, written: str, sentence: Sentence, hits: Hits) -> bool:
        """True for criteria that capitals join, which no reviewer writes of a patient: "no relief AND swelling"."""
        if "named" in hits:
            return False
        start, end = sentence.start, sentence.end
        joined = any(self._joins(written, word, start, end) for word in self.connectives)
        return joined and not written[start:end].isupper()

    def _joins(self, written: str, word: str, start: int, end: int) -> bool:
        """True for a connective in capitals in front of a word in small letters, unlike "SENSORY OR MOTOR DEFICITS"."""
        first = start if written.startswith(word, start) else written.find(f" {word}", start, end)
        if first < 0:
            return False
        following = written[first:end].split(maxsplit=2)[1:2]
        return following != [] and not following[0].isupper() and not written.endswith(PLACED, start, first)

    def _in_front(self, text: str, start: int, hits: Hits) -> Region | None:
        """The part of a sentence behind which this patient is spoken of: "Bruising may occur; he", ", and he"."""
        own = min(span[0] for span in here(hits))
        cues = [*hits.get("predicate", ()), *hits.get("general", ())]
        turns = [(text.rfind("," if self.in_general.search(text, start, own) else ";", start, own), cues)]
        if contrast := self.contrast.search(text, start, own):
            advising = cues
            if not self.when.search(text, start, contrast.start()):  # "the pain may be referred, but he"
                predicates = hits.get("predicate", ())
                advising = [cue for cue in cues if cue not in predicates or text.endswith(self.advising, *cue)]
            turns.insert(0, (contrast.start(), advising))
        for stop, told in turns:
            cue = next((cue for cue in told if cue[1] <= stop), None)
            if cue is not None:
                return Region(self._concluded_from(text, start, cue, hits), stop, cue)
        return None

    def _behind(self, text: str, written: str, start: int, end: int, hits: Hits) -> Region | None:
        """The clause of a guideline behind one of this patient: "He has neck pain, and | MTUS does not recommend"."""
        match = self.named.search(written, start, end) if "anonymous" in hits else None
        if match is None or self.joined.search(text, start, match.start()) is None:
            return None
        if any(span[1] > match.start() for span in here(hits)) or self.unmet.search(text, match.end(), end):
            return None
        verb = self.verb.match(written, match.end(), end)
        return None if verb is None else Region(match.start(), end, (match.start(), verb.end()))

    def _opens(self, text: str, start: int, first: int) -> bool:
        """True for a guideline's first words where a sentence begins or behind a heading: "Insomnia: Under study".

        What stands in brackets there is what the sentence in front cites: "(Chou, 2007) Recommended for".
        """
        before = text[start:first].strip(BEFORE_OPENER)
        return not before or before.endswith(":") or YEARS.fullmatch(text, start, first) is not None

    def _until(self, text: str, start: int, end: int, behind: int, hits: Hits) -> int:
        """Where a sentence that began in general turns to this patient."""
        denial = self.denial.search(text, behind, end)
        if denial is None and text.startswith(CONCEDING, start):
            denial = self.conceded.search(text, behind, end)  # "While a trial is recommended, | no failure is noted"
        if denial is None and "case_verbs" in hits:
            denial = self.denied_here.search(text, behind, end)
        stop = denial.start() if denial is not None else end
        own = here(hits)
        turn = self.turn.search(text, behind, end) if own else None
        if turn is not None and (left_out := self.left_out.match(text, turn.start(), end)):
            turn = self.turn.search(text, left_out.end() - 1, end)  # "calls for weakness, but not pain, | and he has"
        if turn is not None and any(span[0] >= turn.start() for span in own):
            stop = turn.start()
        return next((first for first, last in hits.get("then_present", ()) if last <= stop), stop)

    def _named(self, text: str, written: str, start: int, end: int, hits: Hits) -> Limits | None:
        """The name of a guideline in a sentence that names one, and what it does."""
        asked: set[int] = set()
        for first, _ in hits.get("leads", ()):
            match = self.led.match(written, first, end)
            if match is None or any(span[1] <= first for span in here(hits)):
                continue
            if first == start or self.fallen_short.match(text, match.end(), end) is None:
                return match.span()
            asked.add(match.end("name"))  # "monitoring per MTUS | is incomplete: no screen is on file"
        match = self.named.search(written, start, end)
        if match is not None:
            if self.defined.search(text, start, match.start()) and self.fallen_short.match(text, match.end(), end):
                asked.add(match.end("name"))  # "improvement as defined in MTUS | has not been established"
            verb = self.verb.match(written, match.end(), end)
            if (
                verb is not None
                and match.end("name") not in asked
                and not self._turns_between(text, match.end(), verb.end(), hits)
                and not self.unmet.search(text, match.end(), end)
                and not (
                    text.endswith(BEFORE_RULE, start, match.start()) and self.lacking.search(text, match.end(), end)
                )
                and self.compared.search(text, start, match.start()) is None
                and self.exceeded.search(text, start, match.start()) is None
            ):
                said = self._said_from(text, start, match.start(), hits)
                if supposed := self.supposing.match(text, start, match.start()):
                    said = max(said, supposed.end() + 1)  # "When there is no documentation of relief, MTUS recommends"
                if not any(said <= a < b <= match.start() for a, b in here(hits)):
                    return (match.start(), verb.end())
        cue = self.phrases.general_words(text, end, hits)
        return cue if cue is not None and not here(hits) else None

    def _said_from(self, text: str, start: int, guideline: int, hits: Hits) -> int:
        """Where a guideline's clause begins: "UR noted: | The guidelines", "no BMI is on file, | but ODG asks"."""
        colon = self.noted.search(text, start, guideline)
        if colon is not None and any(b <= colon.start() for _, b in here(hits)):
            return colon.start()
        predicate = any(first == guideline for first, _ in hits.get("predicate", ()))
        name = guideline + len(AND) * text.startswith(AND, guideline)
        joint = None if predicate else self.conjoined.search(text, start, name)
        unwritten = None if joint is None else self._reason(self.unwritten, text, start, start, joint.start())
        return start if joint is None or unwritten is None else joint.start()

    def _turns_between(self, text: str, start: int, end: int, hits: Hits) -> bool:
        """True where a sentence turns to this patient in front of what a guideline seems to say.

        As in "the dose exceeds the guidelines, | and there is no evidence of benefit that would warrant it".
        """
        if "case" not in hits:
            return self.told_why.search(text, start, end) is not None
        turn = self.turn.search(text, start, end)
        return turn is not None and any(turn.start() <= span[0] < end for span in hits["case"])

    def begins_quoted(self, text: str, sentence: Sentence) -> bool:
        """True for a sentence that begins with a quotation mark."""
        return text[sentence.start : sentence.end].lstrip()[:1] in QUOTES

    def still_quoted(self, hits: Hits, quoted: bool, odd: bool) -> bool:
        """Whether a quotation from a guideline is open behind a sentence with phrases, and an odd number of quotes."""
        if quoted:
            return not odd and not here(hits)
        return odd and "anonymous" in hits


def quotes(text: str) -> list[int]:
    """Offsets of the quotation marks of a text in which a quotation is opened."""
    if not any(sign in text for sign in QUOTES):
        return []
    return sorted(at for sign in (*QUOTES, CLOSING) for at in places_of(text, sign))
