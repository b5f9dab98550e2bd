r"""Where a sentence says that something is missing, whether or not its name is known.

    there is no documentation of the response to conservative therapy        the object of a phrase of absence
    There is no evidence the patient is benefiting from treatment.           a clause
    It is unclear whether the worker has returned to full duty.              a question left open
    The patient's current work status was not provided.                      the subject in front
    The symptoms did not respond to manipulation.                            a predicate that is denied

Left alone: what a guideline is silent about, and decisions ("was not certified", "no recommendation"). Which words of
the place are the finding, `imrx.grammar.asserting.missing` says.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from imrx.grammar.asserting.branches import Branch, Branches, with_not
from imrx.grammar.asserting.clauses import Clauses
from imrx.grammar.asserting.phrasebook import alternatives, first_words, openings_of
from imrx.grammar.asserting.reading import Reading, Sentence
from imrx.grammar.asserting.words import Words, matches_at, normal
from imrx.grammar.expressions import expression

BEHIND = 200
"""How far in front of "denied" the reviewer is looked for, in characters."""

SUBJECT_REACH = 3
"""How many words in front of a word of absence a subject begins: "injured worker has not"."""

TURN = re.compile(r";|\bbut\b|,\s+and\b")
"""What begins another statement behind a question."""

OBJECT, CLAUSE, SUBJECT = "object", "clause", "subject"


class Place(NamedTuple):
    """Where something is missing: behind `start`, a subject in front of it.

    `listed` says that "and" goes on, `plain` that the patient lacks it rather than the records, `until` where it ends
    at the latest if not with the sentence.
    """

    start: int
    kind: str
    listed: bool
    plain: bool = False
    until: int | None = None


class Openings:
    """The phrases of `patterns/findings_heads.json` that open a place."""

    def __init__(self, heads: dict[str, Any], clauses: Clauses) -> None:
        self.gates = {name: frozenset(words) for name, words in heads["gate"].items()}
        asking = frozenset(phrase for phrase in heads["asked"] if " " not in phrase)
        longer = [phrase.split() for phrase in heads["asked"] if asking.isdisjoint(phrase.split())]
        self.gates["question"] = asking.union(*longer)
        self.gates["patient"] = frozenset(phrase.split()[-1] for phrase in heads["patient_subjects"])
        self.plain = frozenset(heads["plain"])
        self.subject_words = frozenset(phrase.split()[0] for phrase in heads["patient_subjects"]) | {"and", "but"}
        self.auxiliaries = frozenset(heads["auxiliaries"])
        evidence = alternatives(heads["evidence"]) + r"(?!\s?-?\s?based\b)"
        links = alternatives(heads["evidence_links"])
        verbs = rf"(?!{alternatives(heads['papers'])}(?<=s)){openings_of(heads['report_verbs'])}(?:e?s|e?d|ing)?\b"
        nobody = (
            rf"(?:nobody|no\s+one|nothing(?:\s+in\s+(?:the|these|this|his|her)\s+[a-z]+)?|no\s+(?:[a-z-]+\s+)?"
            rf"{alternatives(heads['papers'])})\s+(?:(?:has|had|have)\s+)?(?:ever\s+|even\s+)?"
            r"(?!(?:has|had|have|been)\b)"
        )
        said = alternatives(heads["passive_verbs"])
        missing = alternatives(heads["missing"])
        endings = heads["adjective_endings"]
        asked = alternatives(heads["asked"])
        subjects = alternatives(heads["patient_subjects"])
        adverbs = rf"(?:,?\s+(?:{openings_of(heads['adverbs'])}|[a-z]+ly)){{0,2}}"
        negated = (
            rf"(?:{openings_of(heads['negated_auxiliaries'])}(?:\s+not|n['’]?t)|cannot|can['’]?t|never|"
            r"nor\s+(?:do|does|did|has|have|is|was)\s+(?:it|they|he|she|the\s+[a-z]+)|not)"
        )
        patient = (
            rf"(?:the\s+|this\s+)?{subjects}(?:['’]s)?\s+"
            rf"(?P<aux>(?:{alternatives(heads['patient_auxiliaries'])}\s+){{1,4}})?"
        )
        kept = (
            rf"(?:\s+{alternatives(heads['kept'])}|\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:made|given|"
            rf"(?:provided|submitted|offered|presented)(?=\s+(?:that|{alternatives(heads['saying_so'])}))))?"
        )
        short = r"(?:\s+(?!of\b|to\b|was\b|were\b|is\b|are\b)[a-z-]+){0,2}?"
        nouns = rf"{missing},?{short}\s+{evidence}{kept}"
        report = rf"{verbs}(?:\s+(?:and|or)\s+{verbs})?"
        reports = (
            rf"(?:{negated}{adverbs}\s+(?:been\s+|being\s+)?|\bfail(?:ed|s|ure|ing)?\s+to\s+(?:[a-z]+ly\s+)?|"
            rf"\byet\s+to\s+|\b(?:neither|nor)\s+|\b{nobody}|\bneglect(?:ed|s)?\s+to\s+|\bun(?:able|willing)\s+to\s+){report}"
        )
        unsaid = (
            rf"(?:(?:{negated}\s+(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?|\byet\s+to\s+be\s+|\bremains?\s+to\s+be\s+)"
            rf"(?:either\s+)?(?:{said}|{alternatives(heads['plain_to_see'])})(?:\s+either)?"
            rf"|\bnowhere\s+(?:is|was|does|do|did)\s+(?:it|(?:the|these|his|her)\s+[a-z]+(?:\s+[a-z]+)?)\s+{verbs})"
        )
        introduced = (
            rf"(?:[a-z-]+\s+){{0,2}}?{evidence}{kept}"
            rf"(?:\s+(?:{links}|that|{asked}|to\s+[a-z]+|the\s+(?:{subjects}))\b|\s+(?:[a-z]+ly\s+)?[a-z]+ing\b)"
        )
        behind_not = alternatives(heads["behind_not"])
        forms_of_be, forms_of_have = {"is", "are", "was", "were"}, {"has", "have", "had"}
        negating = with_not(heads["negated_auxiliaries"]) | {"can", "cant", "cannot", "never", "nor", "not"}
        nouns_leads = first_words(heads["missing"])
        reports_leads = negating | {"fail", "failed", "fails", "failure", "failing", "yet", "neither", "nor", "nobody"}
        reports_leads |= {"no", "nothing", "neglect", "neglected", "neglects", "unable", "unwilling"}
        self.clause = Branches(
            [
                Branch(
                    negating | {"yet", "remain", "remains", "nowhere"},
                    rf"\b{unsaid}(?:\s+(?:from|in|on|by|to)(?:\s+[a-z-]+){{1,5}}?)?\s+that\s+{patient}",
                ),
                Branch(
                    {"nothing"},
                    rf"\bnothing\s+(?:to|that|in\s+(?:the|these)\s+[a-z]+)\s+{verbs}\s+that\s+{patient}",
                ),
                Branch(
                    nouns_leads,
                    rf"\b{nouns}\s+(?:(?:to|that)\s+{alternatives(heads['to_say'])}\s+(?:that\s+)?|"
                    rf"{alternatives(heads['saying'])}\s+(?:that\s+)?)?(?:{asked}\s+)?{patient}",
                ),
                Branch(reports_leads, rf"\b{reports}\s+(?:that\s+)?{patient}"),
                Branch(negating, rf"\b{negated}\s+(?:appear|seem)\s+(?:that\s+)?{patient}"),
            ]
        )
        there = r"there\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:an?\s+|any\s+)?"
        asks = rf"\s+{asked}\s+(?:or\s+not\s+)?(?:{patient}|{there})?"
        self.question = Branches(
            [
                Branch(
                    first_words(heads["open"]),
                    rf"\b{alternatives(heads['open'])}(?:\s+(?:from|in|on|to)(?:\s+[a-z-]+){{1,5}}?)?{asks}",
                ),
                Branch(reports_leads, rf"\b{reports}{asks}"),
                Branch({"none"}, rf"\bnone\s+of\s+(?:the|these)\s+(?:[a-z-]+\s+){{1,4}}?{verbs}{asks}"),
                Branch({"not"}, rf"\bnot\s+(?:been\s+)?(?:[a-z]+ly\s+)?{said}{asks}"),
                Branch(
                    nouns_leads,
                    rf"\b{nouns}(?:\s+of|\s+as\s+to|\s+regarding|\s+on|\s+(?:from\s+which\s+)?to\s+"
                    rf"{alternatives(heads['finding_out'])})?{asks}",
                ),
            ]
        )
        self.object = Branches(
            [
                Branch(nouns_leads, rf"\b{nouns}\s+{links}\s+"),
                Branch(
                    reports_leads,
                    rf"\b{reports}(?!\s+with\b)\s+(?:\([^)]{{0,120}}\)\s+)?(?:(?:any|the|a|an)\s+)?"
                    rf"(?:{evidence}\s+{links}\s+)?",
                ),
                Branch(
                    {"fail", "failed", "fails", "failing"},
                    rf"\bfail(?:ed|s|ing)?\s+to\s+(?!be\b|{alternatives(heads['deciding_verbs'])})[a-z]+\s+"
                    r"(?=(?:any|the|a|an|his|her)\s)",
                ),
                Branch(
                    {"no", "nor"},
                    r"\b(?:no|nor\s+any|nor\s+(?:was|were|is|are)\s+there(?:\s+any)?)\s+"
                    rf"(?!{introduced})",
                ),
                Branch(
                    {"without", "w"},
                    rf"\b(?:without|w/o)\s+(?!{alternatives(heads['not_behind_without'])}|[a-z]+ing\b)(?=[a-z])"
                    rf"(?!{introduced})",
                    small=True,
                ),
                Branch(
                    {"without", "w"},
                    r"\b(?:without|w/o)\s+(?:an?|any)\s+"
                    rf"(?=(?:[a-z-]+\s+){{0,2}}?{alternatives(heads['behind_without_a'])})",
                ),
                Branch(
                    with_not(forms_of_be),
                    r"\b(?:is|are|was|were)(?:\s+not|n['’]?t)\s+an?\s+"
                    rf"(?=(?:[a-z-]+\s+){{0,2}}?{alternatives(heads['not_a'])})",
                ),
                Branch(
                    {"neither", "nor"},
                    r"\b(?:neither|nor(?:\s+(?:has|have|had|is|are|was|were))?)\s+(?=(?:an?|any|the|his|her)\s)"
                    rf"|\bneither\s+(?!{alternatives(heads['not_behind_neither'])})(?=(?:[a-z-]+\s+){{1,4}}?nor\b)"
                    r"|\bnor\s+(?:is|are|was|were)\s+(?=[a-z-]+\s+(?:to|of|for)\b)"
                    rf"|\bnor\s+(?!{alternatives(heads['not_behind_nor'])})",
                ),
                Branch(
                    {"without"},
                    r"\bwithout\s+(?=[a-z-]+(?:\s+[a-z-]+)?(?:,\s+[a-z-]+(?:\s+[a-z-]+)?){0,6},?\s+(?:or|nor)\s)",
                ),
                Branch(
                    first_words(heads["lacking"]) | {"lack", "lacks", "lacked"},
                    rf"\b(?:{alternatives(heads['lacking'])}|lack(?:s|ed)?(?!\s+\d))\s+(?!{introduced})",
                ),
                Branch(
                    {"none", "not", "nothing"},
                    r"\b(?:none\s+of\s+(?:the|these)|not\s+a\s+single|nothing\s+in\s+(?:the|these|this|his|her))\s+"
                    rf"(?:[a-z-]+\s+){{1,4}}?(?:to\s+)?{verbs}\s+(?:(?:any|the|a|an)\s+)?(?:{evidence}\s+{links}\s+)?",
                ),
                Branch(first_words(heads["unclear"]), rf"\b{alternatives(heads['unclear'])}\s+"),
                Branch(
                    negating,
                    rf"\b{negated}(?:{adverbs}\s+(?!{alternatives(heads['not_in_front_of_any'])}|[a-z]+ing\b)[a-z]+"
                    r"(?:\s+(?:up|out|down|on|to|in|of|for|forth|forward))?\s+any\s+|"
                    r"\s+(?:appear|seem)\s+(?:that\s+|to\s+have\s+|(?<=there\sdoes\snot\sappear\s)to\s+be\s+|"
                    rf"(?<=there\sdo\snot\sappear\s)to\s+be\s+)(?:any\s+|an?\s+)?)(?:{evidence}\s+{links}\s+)?",
                ),
                Branch(
                    {"nothing"},
                    rf"\bnothing\s+(?:(?:is|was|has\s+been)\s+{said}\s+)?(?:{alternatives(heads['on_what'])}|"
                    rf"on\b(?!\s+{alternatives(heads['not_on_what'])}))\s+",
                ),
                Branch({"no", "denies"}, r"\b(?:no|denies)\s+(?:h/o|hx(?:\s+of)?|s/s(?:\s+of)?)\s+"),
                Branch({"never"}, r"\bnever\s+(?:an?|any)\s+"),
                Branch(
                    {"is", "are", "was", "were"},
                    rf"\b(?:is|are|was|were)\s+(?:{alternatives(heads['missing_adjectives'])}|not\s+{said})"
                    r"(?:\s+(?:from|in)(?:\s+[a-z'-]+){1,4}?)?\s+(?:is|are|was|were)\s+",
                ),
                Branch(
                    {"nowhere"},
                    r"\bnowhere\s+in\s+(?:the|these|this|his|her)\s+(?:[a-z-]+\s+){1,3}?(?:is|are|was|were)\s+there\s+"
                    r"(?:an?\s+|any\s+)?",
                ),
                Branch({"nothing"}, rf"\bnothing\s+(?:to\s+|that\s+)?{verbs}s?\s+"),
                Branch({"not"}, r"\bnot\s+(?:been\s+)?(?:provided|furnished|supplied|presented)\s+with\s+"),
            ]
        )
        self.denial = expression(
            r"\b(?=den)(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?:denies|denied|denying)\s+(?!the\b|a\b|"
            r"an\b|request|by\b|for\b|due\b|on\b|in\b|because\b|as\b|authori[sz]|certif)",
        )
        self.denier = expression(rf"\b{alternatives(heads['deniers'])}[^.;]*$")
        self.again = expression(
            rf"(?:or|nor|and)\s+(?:for\s+|of\s+|as\s+to\s+|about\s+)?(?:that|{asked})\s+(?:{patient})?"
        )
        having = r"(?:has|have|had)(?=(?:n['’]?t)?(?:\s+[a-z]+){0,3}?\s+been\b)"
        self.passive = Branches(
            [
                Branch(
                    with_not([*forms_of_be, *forms_of_have]) | {"could", "can", "cannot"},
                    rf"(?:(?:was|were|is|are|could|can|{having})(?:\s+\w+)?\s+(?:not|neither|never)|(?:was|were|is|are|"
                    rf"{having})n['’]?t|cannot)\s+(?:{behind_not}\s+)?(?:been\s+|be\s+)?(?:[a-z]+ly\s+)?{said}\b",
                ),
                Branch(
                    forms_of_be | forms_of_have,
                    r"(?:was|were|is|are|(?:has|have|had)(?=\s+(?:not|never)\s+(?:[a-z]+\s+)?been))\s+(?:[a-z]+\s+)?"
                    rf"(?:not|never)\s+(?:{behind_not}\s+)?(?:been\s+)?{clauses.participle}",
                ),
                Branch({"and", "but", "not", "never"}, rf"(?:and\s+|but\s+)?(?:not|never)\s+(?:being\s+)?{said}\b"),
                Branch(
                    forms_of_be,
                    rf"(?:is|are|was|were)\s+(?:nowhere\s+{said}\b|not\s+{alternatives(heads['clumsy'])})",
                ),
                Branch(
                    forms_of_have | {"remain", "remains", "remained"},
                    rf"(?:(?:has|have|had)\s+yet|remains?|remained)\s+to\s+be\s+{said}\b",
                ),
                Branch(
                    with_not(["do", "does", "did", *forms_of_have]) | {"never", "fail", "failed", "fails"},
                    r"(?:(?:do|does|did|has|have|had)(?:\s+not|n['’]?t)|never|fail(?:ed|s)?\s+to)\s+"
                    rf"{alternatives(heads['events'])}",
                ),
                Branch({"go", "goes", "went", "gone"}, r"(?:go|goes|went|gone)\s+un[a-z]+ed\b"),
                Branch(
                    with_not(["do", "does", "did"]),
                    rf"(?:do|does|did)(?:\s+not|n['’]?t)\s+(?:appear|seem)\s+to\s+(?:have\s+been|be)\s+{said}\b",
                ),
                Branch(
                    first_words(heads["linking"]),
                    rf"{alternatives(heads['linking'])}\s+(?:(?:both|all|each|also|again|still|now|[a-z]+ly)\s+)?"
                    rf"{alternatives(heads['missing_adjectives'])}(?!\s+for\b)",
                ),
                Branch(first_words(heads["left"]), alternatives(heads["left"])),
                Branch(
                    first_words(heads["alone"]) | {"thus", "still", "therefore"},
                    rf"(?:thus\s+|still\s+|therefore\s+)?{alternatives(heads['alone'])}(?=\s*(?:[.;)]|$)|(?<=neg),)",
                ),
            ]
        )
        self.patient_predicate = expression(
            rf"\b(?:{subjects}|(?P<again>and|but))\s+(?:(?:{negated}|(?:is\s+|are\s+|was\s+|were\s+)?no\s+longer){adverbs}|(?:has|have|had)\s+"
            rf"yet\s+to)\s+(?:been\s+|be\s+)?(?!{alternatives(heads['not_predicates'])})",
        )
        self.subject = expression(rf"(?:\A|[.;,]\s|\band\s)\s*(?:the\s+|this\s+)?{subjects}\s")
        unless = "".join(rf"(?<!\b{word}\s)" for word in heads["not_in_front_of_predicates"])
        self.predicate = Branches(
            [
                Branch(
                    negating | forms_of_have | {"no", "fail", "failed", "fails", "failing", "failure"},
                    rf"\b{unless}(?!would\b)(?:{negated}{adverbs}|no\s+longer|fail(?:ed|s|ing|ure)?\s+to|"
                    r"(?:has|have|had)\s+yet\s+to)\s+(?:been\s+|be\s+)?"
                    rf"(?={alternatives(heads['negated_verbs'])})(?!{alternatives(heads['not_negated'])})",
                ),
                Branch(
                    {"not"},
                    rf"(?<=,\s)not\s+(?!{alternatives(heads['not_predicates'])})(?=[a-z-]+\s*[.,;)])",
                ),
                Branch(
                    {"and", "but"},
                    rf"\b(?:and|but)\s+not\s+(?!{alternatives(heads['not_predicates'])})"
                    rf"(?=[a-z-]+(?:{'|'.join(endings)})\s*(?:[.,;)]|$))",
                ),
            ]
        )
        self.described = Branches(
            [
                Branch(
                    with_not([*forms_of_be, *forms_of_have]),
                    r"\b(?:(?:is|are|was|were)(?:\s+not|n['’]?t|\s+never)|(?:has|have|had)(?:\s+not|n['’]?t|\s+never)"
                    rf"\s+been)\s+(?:[a-z]+ly\s+)?(?!{alternatives(heads['not_predicates'])}|{clauses.otherwise}|{said})"
                    rf"(?={clauses.states}|[a-z]{{2,}}(?:{'|'.join(heads['describing_endings'])})\b)",
                )
            ]
        )
        question = alternatives(heads["asked_subjects"])
        self.wh_subject = expression(rf"(?:[;,]\s+|\b(?:and|but)\s+){question}\s+(?:{patient})?")
        self.wh_start = expression(rf"\s*(?:(?:and|but)\s+)?{question}\s+(?:{patient})?")
        self.verbs = expression(rf"{alternatives(heads['patient_verbs'])}|[a-z]+(?:ing|ed)\b")
        self.guideline = expression(rf"\b{alternatives(heads['guideline_words'])}[^.;,]*$")
        self.restricted = expression(rf"\b{alternatives(heads['restricting'])}(?:\s+[a-z]+)?\s*(?::|of\b)[^.;]*$")

    def find(self, reading: Reading) -> Iterator[tuple[Sentence, Place]]:
        """The places that the sentences open: looked for where a word of absence stands."""
        marks = reading.words.among(self.gates["all"])
        at = 0
        for sentence in reading.sentences if marks else ():
            first = at
            while at < len(marks) and marks[at] < sentence.last:
                at += 1
            if at > first:
                for place in self._places(reading.words, sentence, marks[first:at]):
                    yield sentence, place

    def _places(self, words: Words, sentence: Sentence, marks: list[int]) -> Iterator[Place]:
        start, end = sentence.start, sentence.end
        lower = words.lower
        denied = [mark for mark in marks if lower[mark] in self.gates["denial"]]
        others = [mark for mark in marks if lower[mark] not in self.gates["denial"]] if denied else marks
        near = self._anchors(lower, sentence, others, 1)
        taken = set()
        asking = self._last(lower, sentence, self.gates["question"])
        for match in self.question.find(words, [at for at in near if at < asking], end):
            taken.add(match.start())
            yield Place(match.end(), CLAUSE, True)
            yield from self._again(words, match.end(), end)
        patient = self._last(lower, sentence, self.gates["patient"])
        for match in self.clause.find(words, [at for at in near if at < patient], end):
            if match.start() not in taken and (match["aux"] or self.verbs.match(words.lowered, match.end())):
                taken.add(match.start())
                yield Place(match.end(), CLAUSE, True)
                yield from self._again(words, match.end(), end)
        for match in self.object.find(words, near, end):
            if match.start() in taken or self.restricted.search(words.lowered, start, match.start()):
                continue
            if not self._guideline(words.lowered, start, match.start()):
                said_of = [normal(word) for word in match.group().split()]
                yield Place(match.end(), OBJECT, said_of[-1] not in {"no", "without"}, self.plain.issuperset(said_of))
        if denied:
            yield from self._denied(words, sentence, denied)
        if others:
            verbal = [mark for mark in others if lower[mark] in self.gates["predicate"]]
            if verbal:
                yield from self._predicates(words, sentence, verbal, patient >= 0)
            for match in self.passive.find(words, self._passive(lower, sentence, others), end):
                asked = self._asked(words.lowered, start, match.start())
                if asked is not None:
                    yield Place(asked, CLAUSE, False, until=match.start())
                if asked is None or " and " in words.lowered[asked : match.start()]:
                    yield Place(match.start(), SUBJECT, False)

    def _again(self, words: Words, start: int, end: int) -> Iterator[Place]:
        """The clauses that "or that", "nor why" join to one: "how often it hurts or for how long each tablet helps"."""
        for match in self.again.finditer(words.lowered, start, end):
            yield Place(match.end(), CLAUSE, True)

    def _asked(self, text: str, start: int, end: int) -> int | None:
        """Where the predicate begins of a question that is the subject of what follows: "why it was changed"."""
        asked = self.wh_start.match(text, start, end) or self.wh_subject.search(text, start, end)
        return asked.end() if asked is not None and not TURN.search(text, asked.end(), end) else None

    def _last(self, lower: list[str], sentence: Sentence, gate: frozenset[str]) -> int:
        """The index of the last word of a sentence that is one of some words; -1 where none is."""
        for at in range(sentence.last - 1, sentence.first - 1, -1):
            if lower[at] in gate:
                return at
        return -1

    def _anchors(self, lower: list[str], sentence: Sentence, marks: list[int], reach: int) -> list[int]:
        """The words of absence, and the auxiliaries among as many words in front of each of them."""
        found: list[int] = []
        first = sentence.first
        for mark in marks:
            found += [at for at in range(max(first, mark - reach), mark) if lower[at] in self.auxiliaries]
            found.append(mark)
            first = mark + 1
        return found

    def _passive(self, lower: list[str], sentence: Sentence, marks: list[int]) -> list[int]:
        passive = [mark for mark in marks if lower[mark] in self.gates["passive"]]
        return self._anchors(lower, sentence, passive, 2) if passive else []

    def _denied(self, words: Words, sentence: Sentence, marks: list[int]) -> Iterator[Place]:
        for match in matches_at(self.denial, words, marks, sentence.end):
            if self.denier.search(words.lowered, max(sentence.start, match.start() - BEHIND), match.start()) is None:
                yield Place(match.end(), OBJECT, True)

    def _predicates(self, words: Words, sentence: Sentence, marks: list[int], of_patient: bool) -> Iterator[Place]:
        text, start, end = words.lowered, sentence.start, sentence.end
        lower = words.lower
        if of_patient:
            subjects = [
                index
                for mark in marks
                for index in range(max(sentence.first, mark - SUBJECT_REACH), mark)
                if lower[index] in self.subject_words
            ]
            for match in matches_at(self.patient_predicate, words, subjects, end):
                if not match["again"] or self.subject.search(text, start, match.start()):
                    yield Place(match.end(), CLAUSE, False)
        near = self._anchors(lower, sentence, marks, 1)
        for predicate in (self.predicate, self.described):
            for match in predicate.find(words, near, end):
                if not self._guideline(text, start, match.start()):
                    yield Place(match.end(), CLAUSE, False)

    def _guideline(self, text: str, start: int, at: int) -> bool:
        """True where a guideline is the subject of what follows."""
        return self.guideline.search(text, max(start, at - 80), at) is not None
