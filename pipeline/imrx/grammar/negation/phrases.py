r"""The phrases in a sentence that tell whom it speaks of: patients in general, or this one.

    If the patient has pain, acetaminophen is recommended       nobody here, and what is done in general
    The patient has pain                                        this patient
    regarding the request for an MRI, an MRI is indicated       only named

What a sentence then is, a guideline's statement or one of this patient, is for `imrx.grammar.negation.statements`.
"""

import re
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase, written
from imrx.grammar.expressions import expression
from imrx.grammar.negation.cue_families import no_question
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_DO, FORMS_OF_HAVE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import Phrasebook
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

MONTH = re.compile(r"may,?\s+\d")
"""The month, which is no modal verb."""

IN_CAPITALS = "May"
"""The month inside a sentence: "the screen in May was appropriate"."""

THERE = "there "
"""In front of "may be" of what is only possible, in a patient or in general: "There may be a labral tear"."""

RELATIVE = ("that ", "which ")
"""What begins a clause in front of a modal verb that only tells of its noun."""

COUNTED = re.compile(r"\s\d")
"""What follows a verb that tells of one patient: "Norco provides 50% relief"."""

NOT_INDICATED = "not indicated"
"""What is said of treatments, and of what the records do not state."""

OF_CASE = frozenset({"case", "case_verbs", "weak_case"})
"""The lists of what speaks of this patient and these records."""

THERAPY = "PT"
"""Written so, it is the patient only at the beginning of a sentence."""

SECOND_NUMBER = re.compile(r"\s(?:\(?[2-9]|\([b-h])\)")
"""What a numbered list in one sentence has: "(1) pain generators are treated; (2) ..."."""

FITTING = "appropriate"
"""What a screen is that shows what was prescribed."""

CLAUSE_ENDS = re.compile(r"[,;:]|\bthat\b")
"""Where what somebody has to do may be told: "the patient should be asked, but he", "consider that the patient has"."""

PATIENT = "the patient"
"""Who is meant by a reviewer, but not always where it is the object of a rule."""

OBJECT = (" of ", " to ")
"""What stands in front of the object of a rule."""

DECIDING = ("criteria", "is unclear", "is requested", "are requested", "there is no", "no documentation", "the pain is")
"""How the words begin that may be a condition of what is done: "if the criteria are met"."""

PAGES = 24
"""So many characters in front of a number the word stands that makes a page of it."""

IN_CLAUSE = 90
"""So many characters in front of a verb its condition is looked for."""

CONDITION = 24
"""So many characters in front of "the patient" the "if" stands that makes a rule of it."""

TESTING = ("screening", "testing")
"""How the screens end that are done, and not what was found: "drug testing | is appropriate"."""

ONE = "a patient"
"""Who is meant by a reviewer behind what the records do not explain, and otherwise anybody."""

SHOULD = "should"
"""The modal verb that tells what to do, though nothing "should be found"."""

NO_PATIENT = re.compile(r"no\s+patients?\b")
"""What begins a rule for everybody: "no patient can be determined to have radiculopathy without an EMG"."""

SUPPORTING = ("to support", "support ")
"""How the general phrases begin that studies support something with."""

VERBS_OF_STATEMENTS = FORMS_OF_BE | FORMS_OF_HAVE | FORMS_OF_DO
"""The verbs of a statement, which no item of a list of criteria is, and of a question."""

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
    "copulas",
    "dated",
    "papers",
)
"""The lists of `guidelines` that are phrases of a sentence."""

SUPPOSITIONS = ("strong", "weak", "purposes", "after", "undecided", "weighed", "hindering", "will")
"""The lists of `hypothetical` that are phrases of a sentence."""

PARTS = {"strong": ("fears",), "weak": ("items", "plans", "comparing")}
"""The lists whose phrases count among those of another, but where something else is said of them."""

Hits: TypeAlias = dict[str, list[Limits]]


class Phrases:
    """The phrases of `guidelines`, `hypothetical` and `refuting` in `patterns/negation.json`, compiled.

    Where an article is cited its capitals count; all other expressions are for text in lower case.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        words, hypothetical = table["guidelines"], table["hypothetical"]
        self.book = Phrasebook(
            {
                **{name: words[name] for name in PHRASES},
                **{
                    name: [phrase for part in (name, *PARTS.get(name, ())) for phrase in hypothetical[part]]
                    for name in SUPPOSITIONS
                },
                "refuting": [
                    phrase
                    for name in (
                        "dissent",
                        "untrue",
                        "belied",
                        "remedied",
                        "settled",
                        "placed",
                        "not_meant",
                        "earlier",
                        "erring",
                        "supplying",
                    )
                    for phrase in table["refuting"][name]
                ]
                + [phrase for name in ("sources", "decisions") for phrase in table["second_hand"][name]],
            }
        )
        author = rf"(?!{written(words['not_authors'])})[A-Z][a-z]|{written(words['publishers'])}(?=[\s,])"
        self.article = expression(rf"\((?:[a-z]{{2,4}}\s){{0,2}}(?:{author})[^()]{{0,60}},\s?(?:19|20)\d\d[a-z]?\)")
        self.defined = expression(rf"\((?:{written(words['defining'])})\s[^()]*\)")
        self.predicate = expression(
            rf"(?:is|are)\s+(?:{any_phrase(words['adverbs'])}\s+)*{any_phrase(words['predicates'])}"
            rf"(?!\s+(?:\d|{any_phrase(words['few'])}))(?:\s+by\s+{any_phrase(words['names'])})?"
            rf"{no_question(table['decisions'])}"
            rf"(?!\s+in\s+(?:the|this|these|his|her)\s+(?:[a-z-]+\s+){{0,2}}?{any_phrase(words['papers'])})"
        )
        self.date = expression(r"\b\d{1,2}/\d{1,2}/\d")
        self.dated = expression(rf"\b\d{{2,4}},?\s+{any_phrase(words['dated'])}")
        self.pages = expression(rf"\b{any_phrase(words['pages'])}\.?\s*[\d\s,&–-]*$")
        self.papers = expression(rf"\b{any_phrase(words['papers'])}\s+(?:[a-z]+\s+)?{any_phrase(words['failing'])}")
        self.lead_in = expression(rf"\s*{any_phrase(words['lead_ins'])}\s[^,;.]{{0,160}},")
        self.of_nothing = tuple(words["of_nothing"])
        self.patients = frozenset(words["patients"])
        self.found_none = expression(rf"\s+{any_phrase(words['found_none'])}")
        self.none = expression(r"\bno\s+(?:[\w'-]+\s+){1,6}$")
        self.studied = expression(rf"\b{any_phrase(words['studied'])}(?!\s+of\b)[^.;]*$")
        unexplained = any_phrase([*table["limits"]["explaining"], *words["unrecorded"]])
        self.unexplained = expression(rf"\s*{any_phrase(words['denying'])}\s+(?:[a-z]+\s+){{0,2}}?{unexplained}\s")
        self.own_evidence = expression(rf"evidence-based\s+{any_phrase(words['based_on_evidence'])}")
        self.not_stated = expression(clauses.not_stated)
        screens = any_phrase(one for one in table["documents"]["screens"] if not one.endswith(TESTING))
        self.screen = expression(
            rf"\b(?P<asked>{any_phrase(words['asked_screens'])}\s+(?:[a-z-]+\s+){{0,2}}?)?"
            rf"{screens}(?:\s+(?:reports?|results?))?\s+$"
        )
        self.ends = expression(r"\s*(?:[.,;]|$)|\s+(?:and|but)\b")
        self.condition = expression(rf"\b{any_phrase(words['conditions'])}\s+$")
        denied = r"\bno\s+(?:[\w-]+\s+){1,6}?(?:that|which)\s+$"
        above = rf"\b{any_phrase(clauses.beyond)}\s+(?:[\w-]+\s+){{1,6}}?(?:that|which)\s+$"
        self.subordinate = expression(rf"\b{any_phrase(words['subordinate'])}\s[^.;,]*$|{denied}|{above}")
        self.supposing = expression(rf"\b{any_phrase(words['supposing'])}\s+$")
        self.conditional = expression(rf"\b{any_phrase(words['conditions'])}[^,;:.]*$")
        duty = rf"(?:should|must|shall)\s+(?:[a-z]+ly\s+)?{any_phrase(words['duties'])}"
        somebody = rf"(?:and\s+[a-z]+\s+|{any_phrase(words['physicians'])}\s+)?"
        self.anybody = expression(rf"\s+{somebody}(?:{any_phrase(words['anybody'])}|(?P<duty>{duty}))")
        self.own_reason = expression(rf"\b{any_phrase(words['own_reasons'])}\b")
        self.reason = expression(rf",|\b{any_phrase(words['reasons'])}")
        self.argued = expression(rf"\b{any_phrase(words['of_reason'])},?:?\s+\(?[1a]\)")

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
                    MONTH.match(text, span[0])
                    or (span[0] > sentence.start and words.text.startswith(IN_CAPITALS, span[0]))
                    or (text.startswith("may", span[0]) and text.endswith(THERE, 0, span[0]))
                    or self._finds_nothing(text, sentence, span)
                )
            ]
        if "case_verbs" in found and "binding" in found:  # "the screening that must precede a trial has been ordered"
            for name in ("modals", "binding"):
                found[name] = [span for span in found.get(name, ()) if not text.endswith(RELATIVE, 0, span[0])]
        if "teaching" in found:
            kept = [span for span in found["teaching"] if not COUNTED.match(text, span[1])]
            found["teaching"] = kept
            if not kept:
                del found["teaching"]
        if "general" in found:
            kept = [
                span
                for span in found["general"]
                if not self._supports_here(text, sentence, span)
                and not self._is_one_here(text, sentence, span)
                and self.own_evidence.match(text, span[0]) is None
            ]
            found["general"] = kept
            if not kept:
                del found["general"]
        if not OF_CASE.isdisjoint(found):
            self._drop_nobodys(words.text, sentence, found)
        if self._begins_with_patient(words, sentence):
            first = words.starts[sentence.first], words.ends[sentence.first]
            found["case"] = [first, *found.get("case", ())]
        article = self._article(words.text, sentence)
        if article is not None and "case" not in found:
            found["article"] = [article]
            return found
        dated = self._dated(text, sentence, found)
        if dated is not None:
            found["case"] = sorted([*found.get("case", ()), dated.span()])
        start, end = sentence.start, sentence.end
        listed = text.find(")", start, end) >= 0 and SECOND_NUMBER.search(text, start, end) is not None
        listed = listed and self.argued.search(text, start, end) is None
        told = self.general_words(text, sentence.end, found) if listed else None
        case = self._named_here(text, sentence, found.pop("case", []), told, found)
        past = found.pop("case_verbs", [])
        if past and not case:
            of_others = told is not None or "studies" in found
            past = [span for span in past if not (of_others or self._is_condition(text, sentence, span))]
        if case:
            found["named"] = case
        if past:
            found["case_verbs"] = past
        if case or past:
            own = self._told_here(text, sentence, case, past, self.general_words(text, sentence.end, found))
            if own:
                found["case"] = own
        return found

    def _finds_nothing(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for the modal verb of "no improvement | can be | identified", in these records and not in general."""
        if self.found_none.match(text, span[1]) is None or text[slice(*span)] == SHOULD:
            return False
        none = self.none.search(text, max(sentence.start, span[0] - IN_CLAUSE), span[0])
        return none is not None and NO_PATIENT.match(none[0]) is None

    def _supports_here(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for "no report of spasm | to support the use of Soma", which speaks of no studies."""
        if not text.startswith(SUPPORTING, span[0]):
            return False
        return self.studied.search(text, max(sentence.start, span[0] - IN_CLAUSE), span[0]) is None

    def _is_one_here(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for "no rationale for Soma in | a patient who has no spasm": what these records do not explain."""
        return ONE in text[slice(*span)] and self.unexplained.match(text, sentence.start, span[0]) is not None

    def _begins_with_patient(self, words: Words, sentence: Sentence) -> bool:
        """True for "Patient has no spasm", as notes are dictated, and not for "Patient selection criteria"."""
        first = sentence.first
        return (
            first + 1 < sentence.last
            and words.lower[first] in self.patients
            and words.lower[first + 1] in VERBS_OF_STATEMENTS
        )

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

    def _named_here(
        self, text: str, sentence: Sentence, case: list[Limits], told: Limits | None, hits: Hits
    ) -> list[Limits]:
        """Of the words that name this patient or request those that mean it.

        "If the patient" of a rule is nobody here, nor is who stands in the items of a numbered list ("may be approved
        if: (1) the patient has chronic pain"); "regarding the request for an MRI," only names what is asked for.
        """
        lead_in = self.lead_in.match(text, sentence.start, sentence.end)
        said = sentence.start if lead_in is None else lead_in.end()
        named: list[Limits] = []
        bound = None
        for span in case:
            if self._has_duty(text, sentence, span) and not text.startswith("this", span[0]):
                bound = span[1]
            if bound is not None and CLAUSE_ENDS.search(text, bound, span[0]) is None:
                continue  # "the physician should review the state of the patient"
            if span[0] >= said and not (
                self._is_anybody(text, sentence, span) or self._is_object(text, sentence, span, hits)
            ):
                named.append(span)
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
        """True for "if the patient", "so that the patient", "the patient must be" and "if the criteria are met"."""
        if text.startswith("this", span[0]):
            return False
        if text.startswith(DECIDING, span[0]):  # "if the criteria are met", "where the diagnosis is unclear"
            return self._is_condition(text, sentence, span)
        return self.supposing.search(
            text, max(sentence.start, span[0] - CONDITION), span[0]
        ) is not None or self._has_duty(text, sentence, span)

    def _has_duty(self, text: str, sentence: Sentence, span: Limits) -> bool:
        """True for "the patient should avoid NSAIDs", but not where a reason of this patient's own follows.

        "The patient should avoid NSAIDs given his gastritis" tells of one who has it.
        """
        found = self.anybody.match(text, span[1])
        if found is None or found["duty"] is None:
            return found is not None
        return self.own_reason.search(text, found.end(), sentence.end) is None

    def _is_object(self, text: str, sentence: Sentence, span: Limits, hits: Hits) -> bool:
        """True for "should provide an understanding of | the patient | in their environment": anybody is meant."""
        if not text.startswith(PATIENT, span[0]) or not text.endswith(OBJECT, sentence.start, span[0]):
            return False
        rule = self.general_words(text, sentence.end, hits)
        return rule is not None and rule[0] < span[0] and not text.startswith("'", span[1])

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
        if (
            "dated" in hits
            and (found := self.dated.search(text, start, end))
            and not self.pages.search(text, max(start, found.start() - PAGES), found.start())  # "MTUS page 58 notes"
        ):
            return found
        if text.find("/", start, end) >= 0 and (found := self.date.search(text, start, end)):
            return found
        for first, _ in hits.get("papers", ()):
            if found := self.papers.match(text, first, end):
                return found
        return None

    def general_words(self, text: str, end: int, hits: Hits) -> Limits | None:
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
                and not self._is_result(text, first, match)
                and not self._is_of_nothing(text, first, match)
            ):
                return match.span()
        return modal if modal is None or not self._is_subordinate(text, modal[0]) else None

    def _is_unstated(self, text: str, first: int, match: re.Match[str]) -> bool:
        """True for "functional improvement | is not indicated", which is said of the records and is no rule."""
        return (
            match.group().endswith(NOT_INDICATED)
            and self.not_stated.search(text, max(0, first - IN_CLAUSE), first) is not None
        )

    def _is_result(self, text: str, first: int, match: re.Match[str]) -> bool:
        """True for "CURES | is appropriate", which is what was found, and no rule about whom to screen."""
        if not match.group().endswith(FITTING) or self.ends.match(text, match.end()) is None:
            return False
        screen = self.screen.search(text, max(0, first - IN_CLAUSE), first)
        return screen is not None and screen["asked"] is None  # "a UDS is appropriate": it should be done

    def _is_of_nothing(self, text: str, first: int, match: re.Match[str]) -> bool:
        """True for "no validated instrument | is used to": nothing is, in these records."""
        told = match.group().endswith(self.of_nothing)
        return told and self.none.search(text, max(0, first - IN_CLAUSE), first) is not None

    def _is_subordinate(self, text: str, verb: int) -> bool:
        """True for a verb of what somebody asks or only mentions: "no rationale why a brand name | is required".

        So do "no signs that | may indicate a tumor", of which none is there, and "above the 120 that | is recommended".
        """
        return self.subordinate.search(text, max(0, verb - IN_CLAUSE), verb) is not None


class LetterHits:
    """The phrases of the tables in the sentences of a letter, looked for where they are asked for."""

    def __init__(self, phrases: Phrases, text: str, words: Words, sentences: list[Sentence]) -> None:
        self.phrases = phrases
        self.text = text
        self.words = words
        self.sentences = sentences
        self.marks = phrases.book.marks(words)
        self.found: dict[int, Hits] = {}

    def __getitem__(self, number: int) -> Hits:
        """The phrases of a sentence by its number: list name -> character offsets."""
        hits = self.found.get(number)
        if hits is None:
            sentence = self.sentences[number]
            hits = self.phrases.hits(self.text, self.words, sentence, sentence.own(self.marks))
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
