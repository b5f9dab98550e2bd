r"""What kind of statement a finding stands in: about patients in general, about what may be, or about this patient.

    MTUS recommends to discontinue opioids if there is no overall improvement in function    a guideline's statement
    A urine drug screen was to be performed                                                hypothetical
    here, however, the attending provider failed to furnish a clear rationale              about this patient

A guideline is named, or the sentence speaks of patients in general and of nobody here. A quotation from a guideline
runs on until it is closed or a sentence speaks of this patient. What a sentence does not show by itself, `voice` tells
from those in front of it.
"""

import re
from typing import Any, NamedTuple, TypeAlias

from imrx.grammar.asserting.cue_families import no_question
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import Phrasebook, any_phrase, openings_of, written
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

QUOTES = frozenset({'"', "“"})

BEFORE_OPENER = ' \t\r\n\f"“(-•'
"""What may stand in front of the words that open a guideline's sentence."""

NUMBER = re.compile(r"(?:[,;:(]|\band)\s*\d{1,2}[.)]\s*$")
"""A list's number that ends the sentence in front of the item: "3. Infection"."""

MONTH = re.compile(r"may,?\s+\d")
"""The month, which is no modal verb."""

THERE = "there "
"""In front of "may be" of what is only possible, in a patient or in general: "There may be a labral tear"."""

COUNTED = re.compile(r"\s\d")
"""What follows a verb that tells of one patient: "Norco provides 50% relief"."""

DENIALS = ("no ", "there is no ", "there was no ", "there are no ", "there were no ", "with no ")
"""A sentence that begins so speaks of these records until "but": "No tumor is suspected, but MTUS requires"."""

ITEM_NUMBER = re.compile(r"\s*\(?(\d{1,2})?\S+\s+")
"""The number or the bullet that an item of a list begins with: "(2) No relief"."""

RELATIVE = (" which ", " which the ", " that ", " that the ", " as ", " as the ")
"""What stands in front of a guideline that only says of something that it is asked for."""

STATED = "not indicated"
"""What is said of treatments, and of what the records do not state."""

AS = (" as ", "as ")
"""In front of "required" of what is only measured by that: "not addressed as required by MTUS"."""

FINITE = FORMS_OF_BE | FORMS_OF_HAVE | FORMS_OF_DO
"""The verbs of a statement, which no item of a list of criteria is."""

OF_CASE = frozenset({"case", "case_verbs", "weak_case"})
"""The lists of what speaks of this patient and these records."""

THERAPY = "PT"
"""Written so, it is the patient only at the beginning of a sentence."""

QUOTE = re.compile(r'["“”]')

PLACED = (" the", " in", " to", " an", " from")
"""What stands in front of an "OR" that is a room."""

FIRST_NUMBER = re.compile(r"(?:(\.\s+)\(?)?(?<![\w-])1(?:\)|\.\s)\s*(there\s)?")
"""What a numbered list begins with: a list of arguments with a sentence of its own."""

LISTED = " (2)", " 2)"
"""What a numbered list in one sentence has: "(1) pain generators are treated; (2) ..."."""

SENTENCES_BACK = 8
"""So many sentences back a list looks for the guideline that it belongs to."""

IN_CLAUSE = 90
"""So many characters in front of a verb its condition is looked for."""

CONDITION = 12
"""So many characters in front of "the patient" the "if" stands that makes a rule of it."""

PHRASES = (
    "case_verbs",
    "verbatim",
    "listing",
    "openers",
    "leads",
    "anonymous",
    "general",
    "modals",
    "binding",
    "of_evidence",
    "lists",
    "own_lists",
    "case",
    "not_case",
    "weak_case",
    "then_present",
    "teaching",
    "indications",
    "studies",
    "cited",
)

SUPPOSITIONS = ("strong", "weak", "purposes", "after", "undecided", "weighed", "hindering", "will")
"""The lists of `hypothetical` that are phrases of a sentence."""

Hits: TypeAlias = dict[str, list[Limits]]


class Region(NamedTuple):
    """A stretch that a guideline speaks in, and the words that show it."""

    start: int
    end: int
    cue: Limits | None


class Statements:
    """The `guidelines` and `hypothetical` tables of `patterns/negation.json`, compiled.

    Where a guideline is named its capitals count; all other expressions are for text in lower case.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words, hypothetical = table["guidelines"], table["hypothetical"]
        short = written(word for word in words["anonymous"] if word.isupper())
        name = (
            rf"(?:(?:(?!(?:The|As|In|If|While|Since|Although|Both)\b)[A-Z][\w&/'-]*|\d{{4}}|of|\({short}\)|and)\s+"
            rf"){{0,8}}{written(words['names'])}(?:\s+(?:Guidelines?|guidelines?))?"
        )
        lead = "|".join(f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}".replace("\\ ", r"\s+") for w in words["leads"])
        verbs = openings_of(words["verbs"])
        self.book = Phrasebook(
            {
                **{name: words[name] for name in PHRASES},
                **{name: hypothetical[name] for name in SUPPOSITIONS},
                "refuting": [
                    phrase
                    for name in ("dissent", "untrue", "belied", "placed", "not_meant")
                    for phrase in table["refuting"][name]
                ],
                "copulas": words["copulas"],
                "dated": words["dated"],
                "papers": words["papers"],
            }
        )
        self.led = expression(rf"(?:{lead})\s+(?:the\s+)?(?:current\s+|cited\s+)?(?P<name>{name}(?:\s+cited)?)")
        # "literature supported reason", "literature based reason"
        adjective = r"(?!\s+supported\s+(?!(?:the|a|an|this|its|by|for|that)\b)[a-z]|\s?-?\s?based\b)"
        self.named = expression(rf"\b(?P<name>{name}){adjective}(?=[^.;]{{0,160}}?\b{verbs}(?:e?s|d|ed)?\b)")
        acronyms = written(name for name in words["names"] if name.isupper())
        self.cited = expression(
            rf"\s*(?:[^.;]{{0,80}}?(?::|\s[-–])\s)?{acronyms}(?:/[A-Z]+)?(?:\s+[\w.,/()-]+){{0,6}}?\s*(?::|\s[=–-])(?=\s)"
        )
        parts, cited = any_phrase(words["parts"]), any_phrase(words["cited"])
        self.which = expression(
            rf"\b(?:{name}(?:\s*\([^()]*\))?(?:(?:\s+{parts})?\s+{cited})?|{parts}\s+{cited}),?\s+which\s+"
            rf"(?:[a-z]+ly\s+|also\s+)?{verbs}(?:e?s|d|ed)?\b"
        )
        self.verb = expression(rf"[^.;]{{0,160}}?\b{verbs}(?:e?s|d|ed)?\b(?:\s+requirements\b)?")
        self.article = expression(
            rf"\((?:[a-z]{{2,4}}\s){{0,2}}(?!{written(words['not_authors'])})[A-Z][a-z][^()]{{0,60}},\s?(?:19|20)\d\d[a-z]?\)"
        )
        self.defined = expression(rf"\((?:{written(words['defining'])})\s[^()]*\)")
        self.connectives = tuple(f"{word} " for word in words["connectives"])
        self.questions = frozenset(words["questions"])
        self.predicate = expression(
            rf"(?:is|are)\s+(?:{any_phrase(words['adverbs'])}\s+)*{any_phrase(words['predicates'])}"
            rf"(?!\s+(?:\d|{any_phrase(words['few'])}))(?:\s+by\s+{any_phrase(words['names'])})?"
            rf"{no_question(table['decisions'])}"
            rf"(?!\s+in\s+(?:the|this|these|his|her)\s+(?:[a-z-]+\s+){{0,2}}?{any_phrase(words['papers'])})"
        )
        self.listing = expression(r"[^.;]{0,80}?(?:\(|\b(?:includes?|should|may)\b)")
        self.item = expression(r"\s*(?:\(?(?:\d{1,2}|[a-hA-H])\)|\d{1,2}\.|[-•*])\s")
        self.date = expression(r"\b\d{1,2}/\d{1,2}/\d")
        self.dated = expression(rf"\b\d{{2,4}},?\s+{any_phrase(words['dated'])}")
        self.papers = expression(rf"\b{any_phrase(words['papers'])}\s+(?:[a-z]+\s+)?{any_phrase(words['failing'])}")
        self.lead_in = expression(rf"\s*{any_phrase(words['lead_ins'])}\s[^,;.]{{0,160}},")
        self.unmet = expression(
            rf"\b(?:have|has|are|is|were|was|does|do)\s+(?:clearly\s+)?not\s+(?:yet\s+)?(?:been\s+)?{any_phrase(words['met'])}"
        )
        self.lacking = expression(
            rf",\s+(?:is|are|was|were|has|have)\s+(?:[a-z]+ly\s+|also\s+)?{any_phrase(words['lacking'])}"
        )
        self.criteria, self.bare_openers = tuple(words["criteria"]), tuple(words["bare_openers"])
        self.examined = expression(rf"\s*{any_phrase(words['examined'])}\s+{any_phrase(words['shows'])}")
        articles = any_phrase(words["determiners"])
        self.not_stated = expression(clauses.not_stated)
        self.compared = expression(rf"\b{any_phrase(words['compared'])}\s+(?:{articles}\s+)?$")
        self.exceeded = expression(rf"\b{any_phrase(clauses.beyond)}\s+(?:{articles}\s+)?$")
        self.not_told = expression(r"[^.;,]{0,80}?\bnot\s+(?:been\s+)?(?:[a-z]+ly\s+)?[a-z]+(?:ed|ven)\b")
        self.noted = expression(rf":\s*(?:{articles}\s+)?$")
        self.in_general = expression(rf"\b{any_phrase(words['in_general'])}[^.;]*,\s+(?:and|but)\s+$")
        self.contrast = expression(rf",\s+(?:and|{any_phrase(words['contrasting'])}\s+(?:[\w-]+\s+){{0,6}})\s*$")
        self.advising = tuple(words["advising"])
        self.when = expression(rf"\b{any_phrase(words['conditions'])}")
        self.heading = expression(rf"\b{any_phrase(words['headings'])}[^.;:]*:")
        self.of_nothing = tuple(words["of_nothing"])
        self.joined = expression(rf"[,;]\s+(?:{any_phrase(words['joining'])}\s+)?(?:the\s+)?$")
        self.turn = expression(rf"(?:[,;]\s*|\b(?:and|but|as|because|since)\s+){any_phrase(words['turns'])}")
        self.condition = expression(rf"\b{any_phrase(words['conditions'])}\s+$")
        self.denial = expression(
            rf";\s*no\s+(?:{any_phrase(words['papers'])}\s+of\b|(?:[\w-]+\s+){{1,4}}(?:is\s+|are\s+|was\s+|were\s+)?{any_phrase(words['on_file'])})"
        )
        self.denied_here = expression(
            rf"(?:[,;]|\band)\s+(?:and\s+|but\s+)?(?:[\w-]+\s+){{1,5}}(?:was|were)\s+not\s+(?:[a-z]+ly\s+)?{any_phrase(words['on_file'])}"
        )
        reasons, denied = any_phrase(words["of_reason"]), any_phrase(words["denying"])
        not_researched = rf"(?!\s+(?:[\w-]+\s+){{0,4}}?{any_phrase(words['researched'])})"
        denied_here = rf"{denied}{not_researched}"
        unrecorded = (
            rf"no\s+(?:[\w-]+\s+){{1,6}}?(?:is|are|was|were|has\s+been|have\s+been)\s+(?:[a-z]+ly\s+)?"
            rf"{any_phrase(words['on_file'])}"
        )
        self.told_why = expression(
            rf"(?:[,;]\s*(?:and\s+|but\s+)?|\b(?:and|but)\s+){denied_here}|\b{reasons}\s+(?:{denied_here}|{unrecorded})"
        )
        opening = rf"\s*(?:{any_phrase(table['limits']['openers'])},?\s+)?"
        self.argued = expression(
            rf"{opening}(?:{reasons}\s+(?:{denied}|{any_phrase(words['lacked'])}){not_researched}|{any_phrase(words['missed'])})"
        )
        self.denied_first = expression(rf"{opening}{denied_here}")
        self.concluded = expression(rf";\s|(?:,\s*|\s){any_phrase(words['concluding'])}\s")
        denied = r"\bno\s+(?:[\w-]+\s+){1,6}?(?:that|which)\s+$"
        self.subordinate = expression(rf"\b{any_phrase(words['subordinate'])}\s[^.;,]*$|{denied}")
        self.not_on_file = expression(rf"\b(?:is|are)\s+(?:[a-z]+ly\s+)?{any_phrase(words['on_file'])}\W*$")
        self.supposing = expression(rf"\b{any_phrase(words['supposing'])}\s+$")
        self.conditional = expression(rf"\b{any_phrase(words['conditions'])}[^,;:.]*$")
        self.anybody = expression(rf"\s+{any_phrase(words['anybody'])}")
        self.reason = expression(rf",|\b{any_phrase(words['reasons'])}")

    def hits(self, text: str, words: Words, sentence: Sentence, marks: list[int]) -> Hits:
        """The phrases of the tables in a sentence, at some of its words: list name -> character offsets.

        `case` holds what speaks of this patient, verbs in the past tense among it; `named` what names somebody.
        """
        found: Hits = self.book.find(words, marks, sentence.last)
        if "modals" in found:
            open_questions = {
                span[0] for span in found.get("undecided", []) + found.get("weighed", [])
            }  # "must be excluded": in this patient
            found["modals"] = [
                span
                for span in found["modals"]
                if span[0] not in open_questions
                and not (
                    MONTH.match(text, span[0]) or (text.startswith("may", span[0]) and text.endswith(THERE, 0, span[0]))
                )
            ]
        if "teaching" in found:
            kept = [span for span in found["teaching"] if not COUNTED.match(text, span[1])]
            found["teaching"] = kept
            if not kept:
                del found["teaching"]
        if not OF_CASE.isdisjoint(found):
            self._drop_nobodys(words.text, sentence, found)
        article = self._article(words.text, sentence)
        if article is not None and "case" not in found:
            found["article"] = [article]
            return found
        dated = self._dated(text, sentence, found)
        if dated is not None:
            found["case"] = sorted([*found.get("case", ()), dated.span()])
        listed = any(text.find(number, sentence.start, sentence.end) >= 0 for number in LISTED)
        told = self._predicate(text, sentence.end, found) if listed else None
        case = self._named_here(text, sentence, found.pop("case", []), told)
        past = found.pop("case_verbs", [])
        if past and not case:
            of_others = told is not None or "studies" in found
            past = [span for span in past if not (of_others or self._is_condition(text, sentence, span))]
        if case:
            found["named"] = case
        if past:
            found["case_verbs"] = past
        if case or past:
            own = self._told_here(text, sentence, case, past, self._predicate(text, sentence.end, found))
            if own:
                found["case"] = own
        return found

    def _drop_nobodys(self, written: str, sentence: Sentence, found: Hits) -> None:
        """Drop words of `case` that are part of a phrase about nobody here, and a "PT" that is physical therapy.

        Nobody here is in a bracket that defines: "exercise (that which loads the joint of the patient)".
        """
        nobodys = found.get("not_case", [])
        if written.find("(", sentence.start, sentence.end) >= 0:
            defined = self.defined.finditer(written, sentence.start, sentence.end)
            nobodys = [*nobodys, *(match.span() for match in defined)]
        if not nobodys and THERAPY not in written[sentence.start : sentence.end]:
            return
        for name in OF_CASE & found.keys():
            kept = [
                span
                for span in found[name]
                if not any(first < span[1] and span[0] < last for first, last in nobodys)
                and (span[0] == sentence.start or written[slice(*span)] != THERAPY)
            ]
            if kept:
                found[name] = kept
            else:
                del found[name]

    def _named_here(self, text: str, sentence: Sentence, case: list[Limits], told: Limits | None) -> list[Limits]:
        """Of the words that name this patient or request those that mean it.

        "If the patient" of a rule is nobody here, nor is who stands in the items of a numbered list ("may be approved
        if: (1) the patient has chronic pain"); "regarding the request for an MRI," only names what is asked for.
        """
        lead_in = self.lead_in.match(text, sentence.start, sentence.end)
        said = sentence.start if lead_in is None else lead_in.end()
        named = [span for span in case if span[0] >= said and not self._is_anybody(text, sentence, span)]
        return [] if told is not None and named and told[0] < named[0][0] else named

    def _told_here(
        self, text: str, sentence: Sentence, case: list[Limits], past: list[Limits], general: Limits | None
    ) -> list[Limits]:
        """What speaks of this patient in a sentence that may begin in general.

        A past tense behind "is recommended" only tells its condition, and so does who stands behind "if".
        """
        if general is not None:
            case = [
                span
                for span in case
                if not self.condition.search(text, max(sentence.start, span[0] - CONDITION), span[0])
            ]
        if past and (general is None or past[0][0] < general[1] or self.reason.search(text, general[1], past[0][0])):
            return sorted(case + past)
        return case

    def _is_anybody(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for "if the patient", "so that the patient" and "the patient must be": nobody here is meant."""
        if text.startswith("this", span[0]):
            return False
        return (
            self.supposing.search(text, max(sentence.start, span[0] - CONDITION), span[0]) is not None
            or self.anybody.match(text, span[1]) is not None
        )

    def _is_condition(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for a verb behind "when" or another condition in its clause: "when acetaminophen has been tried"."""
        return self.conditional.search(text, max(sentence.start, span[0] - IN_CLAUSE), span[0]) is not None

    def _article(self, text: str, sentence: Sentence) -> Limits | None:
        """The article that a sentence cites, in it or directly behind it: "(Fritz, 2007)", but not "(June, 2014)"."""
        if text.find("(", sentence.start, sentence.end + 2) < 0:
            return None
        match = self.article.search(text, sentence.start + 1, sentence.end) or self.article.match(text, sentence.end)
        return match.span() if match is not None else None

    def _dated(self, text: str, sentence: Sentence, hits: Hits) -> re.Match[str] | None:
        """What only records of a patient have: a note of some year, a date, something that a paper does not do."""
        start, end = sentence.start, sentence.end
        if "dated" in hits and (found := self.dated.search(text, start, end)):
            return found
        if text.find("/", start, end) >= 0 and (found := self.date.search(text, start, end)):
            return found
        for first, _ in hits.get("papers", ()):
            if found := self.papers.match(text, first, end):
                return found
        return None

    def guideline(self, text: str, words: Words, sentence: Sentence, hits: Hits, quoted: bool) -> Region | None:
        """The part of a sentence in which a guideline, or one about patients in general, speaks."""
        start, end = sentence.start, sentence.end
        if "article" in hits:
            return Region(start, end, hits["article"][0])
        if "verbatim" in hits:
            return Region(start, end, hits["verbatim"][0])
        if self._is_criterion(words.text, sentence, hits) or self._asks(text, words, sentence):
            return Region(start, end, None)
        if "listing" in hits:
            first, behind = hits["listing"][0]
            if not text[start:first].strip() and self.listing.match(text, behind, end):
                return Region(start, end, (first, behind))
        for first, behind in hits.get("openers", ()):
            bare = text.endswith(self.bare_openers, first, behind) and text[behind : behind + 1].isspace()
            if (
                not bare
                and self._opens(text, start, first)
                and not any(span[0] == first for span in hits.get("case", ()))
            ):
                return Region(start, self._until(text, end, behind, hits), (first, behind))
        cited = self.cited.match(words.text, start, end) if "anonymous" in hits and not here(hits) else None
        if cited is not None:
            return Region(start, self._until(text, end, cited.end(), hits), cited.span())
        cue = self._named(text, words.text, start, end, hits) if "anonymous" in hits else None
        if cue is None:
            which = self.which.search(words.text, start, end) if "anonymous" in hits or "cited" in hits else None
            if which is not None:
                return Region(which.start(), self._until(text, end, which.end(), hits), which.span())
            evidence = hits.get("of_evidence")
            general = hits.get("general", ())
            if "case" in hits:
                return self._in_front(text, start, hits) or self._behind(text, words.text, start, end, hits)
            if evidence and not any(span[0] >= evidence[0][1] for span in general):
                return None
            if quoted:
                return Region(start, end, None)
            if "weak_case" in hits:
                binding = (span for span in hits.get("binding", ()) if not text.endswith(AS, start, span[0]))
                cue = next(iter(general or binding), None)
            else:
                cue = self._predicate(text, end, hits) or next(iter(general), None)
            if cue is not None and text.startswith(self.criteria, cue[0]) and self.unmet.search(text, cue[1], end):
                return None  # "the criteria for more sessions are not satisfied": by this patient
            if cue is None:
                return None
        if text.startswith(DENIALS, start) and (
            text[slice(*cue)].endswith(self.of_nothing) or self.not_on_file.search(text, cue[1], end)
        ):
            return None  # "No validated instrument is used to show": nothing is, in these records
        turn = text.rfind(", " if text.startswith("with no ", start) else ", but ", start, cue[0])
        first = max(self._said_from(text, start, cue[0], hits), turn, self._concluded_from(text, start, cue[0], hits))
        stop = self._until(text, end, cue[1], hits)
        if cue in hits.get("predicate", ()):
            stop = self._argued_from(text, start, cue[1], stop)
        return Region(first, stop, cue)

    def _concluded_from(self, text: str, start: int, cue: int, hits: Hits) -> int:
        """Where a rule begins that is only what follows: "Since there is no spasm, | Soma is not recommended".

        "There is no spasm, | so it is not recommended" too. What studies lack is in the records of nobody.
        """
        if any(cue == first for first, _ in hits.get("general", ())):
            return start
        if self.argued.match(text, start, cue) is not None:
            comma = text.rfind(", ", start, cue)
            return comma if comma >= 0 else cue
        if self.denied_first.match(text, start, cue) is None:
            return start
        joints = [match.start() for match in self.concluded.finditer(text, start, cue)]
        return max((at for at in joints if not any(a < at for a, _ in hits.get("general", ()))), default=start)

    def _argued_from(self, text: str, start: int, behind: int, end: int) -> int:
        """Where a rule's reason is told, of this patient: "Soma is not recommended | as there is no spasm".

        Behind a condition the reason is a part of it: "if the pain persists and there is no instability".
        """
        found = self.told_why.search(text, behind, end)
        return end if found is None or self.conditional.search(text, start, found.start()) else found.start()

    def _asks(self, text: str, words: Words, sentence: Sentence) -> bool:
        """True for a question, which a guideline puts to the physician: "Has there been a change in pain?"."""
        return (
            text.find("?", sentence.start, sentence.end) >= 0
            and text[sentence.start : sentence.end].rstrip().endswith("?")
            and sentence.first < sentence.last
            and words.lower[sentence.first] in self.questions
        )

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
                return Region(self._concluded_from(text, start, cue[0], hits), stop, cue)
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
        """True for a guideline's first words where a sentence begins or behind a heading: "Insomnia: Under study"."""
        before = text[start:first].strip(BEFORE_OPENER)
        return not before or before.endswith(":")

    def _until(self, text: str, end: int, behind: int, hits: Hits) -> int:
        """Where a sentence that began in general turns to this patient."""
        denial = self.denial.search(text, behind, end)
        if denial is None and "case_verbs" in hits:
            denial = self.denied_here.search(text, behind, end)
        stop = denial.start() if denial is not None else end
        own = here(hits)
        turn = self.turn.search(text, behind, end) if own else None
        if turn is not None and any(span[0] >= turn.start() for span in own):
            stop = turn.start()
        return next((first for first, last in hits.get("then_present", ()) if last <= stop), stop)

    def goes_on(self, text: str, words: Words, sentences: list[Sentence], index: int, found: "LetterHits") -> bool:
        """True for a list of what is required, without a word of this patient, behind a guideline's sentence."""
        numbered = self._numbered(words.text, sentences[index])
        if (
            "lists" not in found[index]
            and not numbered
            and not self._is_in_criteria(text, words, sentences, index, found)
        ):
            return False
        for back in range(index, max(-1, index - SENTENCES_BACK - 1), -1):
            sentence, hits = sentences[back], found[back]
            if back < index:
                region = self.guideline(text, words, sentence, hits, self.begins_quoted(text, sentence))
                if region is not None:
                    argued = numbered and self._is_argument(text, sentence.start, sentences[index])
                    return region.end == sentence.end and not argued
            if here(hits) or "own_lists" in hits or self.date.search(words.text, sentence.start, sentence.end):
                return False
        return False

    def _is_in_criteria(
        self, text: str, words: Words, sentences: list[Sentence], index: int, found: "LetterHits"
    ) -> bool:
        """True for a fragment that goes on with a list of criteria: "Criteria are: X. Absence of prior testing".

        What stands behind the indications of a report is what the test showed: "Indications: pain. Mild disc bulge".
        """
        for back in range(index, max(-1, index - SENTENCES_BACK - 1), -1):
            sentence = sentences[back]
            if back < index and self.heading.search(text, sentence.start, sentence.end):
                return True
            told = here(found[back]) or self.examined.match(text, sentence.start, sentence.end) is not None
            if told or not FINITE.isdisjoint(words.lower[sentence.first : sentence.last]):
                return False
        return False

    def _numbered(self, text: str, sentence: Sentence) -> bool:
        """True for an item of a list, its number in it or at the end of the sentence in front."""
        start = sentence.start
        if not text[start : start + 2].isalpha() and self.item.match(text, start, sentence.end):
            return True
        before = text[max(0, start - 12) : start].rstrip()
        return before[-2:-1].isdigit() and NUMBER.search(before) is not None

    def _is_argument(self, text: str, guideline: int, item: Sentence) -> bool:
        """True for a denial in a list of the reviewer's arguments: "MTUS sets a limit. (2) There is no relief".

        A list of criteria begins behind a colon, or with its first number behind the guideline or in the item itself
        ("in the following cases. 1) No relief. 2) There is no gain"), but not with a whole sentence: "1) There is no".
        """
        number = ITEM_NUMBER.match(text, item.start, item.end)
        if number is None or number[1] is None or not text.startswith(DENIALS, number.end()):
            return False
        first = FIRST_NUMBER.search(text, guideline, number.end() + len(THERE))
        return text.find(":", guideline, item.start) < 0 and (first is None or None not in first.groups())

    def _named(self, text: str, written: str, start: int, end: int, hits: Hits) -> Limits | None:
        """The name of a guideline in a sentence that names one, and what it does."""
        for first, _ in hits.get("leads", ()):
            match = self.led.match(written, first, end)
            if match is not None and not any(span[1] <= first for span in here(hits)):
                return match.span()
        match = self.named.search(written, start, end)
        if match is not None:
            verb = self.verb.match(written, match.end(), end)
            if (
                verb is not None
                and not self._turns_between(text, match.end(), verb.end(), hits)
                and not self.unmet.search(text, match.end(), end)
                and not (text.endswith(RELATIVE, start, match.start()) and self.lacking.search(text, match.end(), end))
                and self.compared.search(text, start, match.start()) is None
                and not (
                    self.not_told.match(text, match.end(), end) and self.exceeded.search(text, start, match.start())
                )
            ):
                said = self._said_from(text, start, match.start(), hits)
                if not any(said <= a < b <= match.start() for a, b in here(hits)):
                    return (match.start(), verb.end())
        cue = self._predicate(text, end, hits)
        return cue if cue is not None and not here(hits) else None

    def _said_from(self, text: str, start: int, guideline: int, hits: Hits) -> int:
        """Where what somebody says of a guideline begins in a sentence: "UR noted: | The guidelines require"."""
        colon = self.noted.search(text, start, guideline)
        return colon.start() if colon is not None and any(b <= colon.start() for _, b in here(hits)) else start

    def _turns_between(self, text: str, start: int, end: int, hits: Hits) -> bool:
        """True where a sentence turns to this patient in front of what a guideline seems to say."""
        if "case" not in hits:
            return False
        turn = self.turn.search(text, start, end)
        return turn is not None and any(turn.start() <= span[0] < end for span in hits["case"])

    def _predicate(self, text: str, end: int, hits: Hits) -> Limits | None:
        """The first words that say what is done in general, looked for once in a sentence."""
        if "predicate" not in hits:
            first = self._first_predicate(text, end, hits)
            hits["predicate"] = [first] if first is not None else []
        return next(iter(hits["predicate"]), None)

    def _first_predicate(self, text: str, end: int, hits: Hits) -> Limits | None:
        modal = next(iter(hits.get("modals", ())), None)
        for first, _ in hits.get("copulas", ()):
            if modal is not None and modal[0] < first:
                break
            match = self.predicate.match(text, first, end)
            if (
                match is not None
                and not self._is_subordinate(text, first)
                and not self._is_unstated(text, first, match)
            ):
                return match.span()
        return modal if modal is None or not self._is_subordinate(text, modal[0]) else None

    def _is_unstated(self, text: str, first: int, match: re.Match[str]) -> bool:
        """True for "functional improvement | is not indicated", which is said of the records and is no rule."""
        return (
            match.group().endswith(STATED)
            and self.not_stated.search(text, max(0, first - IN_CLAUSE), first) is not None
        )

    def _is_subordinate(self, text: str, verb: int) -> bool:
        """True for a verb of what somebody asks or only mentions: "no rationale why a brand name | is required".

        So does "no signs that | may indicate a tumor": none of them are there.
        """
        return self.subordinate.search(text, max(0, verb - IN_CLAUSE), verb) is not None

    def begins_quoted(self, text: str, sentence: Sentence) -> bool:
        """True for a sentence that begins with a quotation mark."""
        return text[sentence.start : sentence.end].lstrip()[:1] in QUOTES

    def still_quoted(self, hits: Hits, quoted: bool, odd: bool) -> bool:
        """Whether a quotation from a guideline is open behind a sentence with phrases, and an odd number of quotes."""
        if quoted:
            return not odd and not here(hits)
        return odd and "anonymous" in hits


class LetterHits:
    """The phrases of the tables in the sentences of a letter, looked for where they are asked for."""

    def __init__(self, statements: Statements, text: str, words: Words, sentences: list[Sentence]) -> None:
        self.statements = statements
        self.text = text
        self.words = words
        self.sentences = sentences
        self.marks = words.among(statements.book.root)
        self.found: dict[int, Hits] = {}

    def __getitem__(self, number: int) -> Hits:
        """The phrases of a sentence by its number: list name -> character offsets."""
        hits = self.found.get(number)
        if hits is None:
            sentence = self.sentences[number]
            hits = self.statements.hits(self.text, self.words, sentence, sentence.own(self.marks))
            self.found[number] = hits
        return hits


def here(hits: Hits) -> list[Limits]:
    """The words that speak of this patient and these records."""
    return [
        *hits.get("case", ()),
        *hits.get("case_verbs", ()),
        *hits.get("weak_case", ()),
        *hits.get("of_evidence", ()),
    ]


def quotes(text: str) -> list[int]:
    """Offsets of the quotation marks of a text in which a quotation is opened."""
    if not any(sign in text for sign in QUOTES):
        return []
    return [match.start() for match in QUOTE.finditer(text)]
