r"""The words at which a clause ends, and where they end none.

    no evidence of drug testing results | although there is plan for labs
    no effusion | to suggest a flare                                         a purpose
    not stated when the pain began                                           no limit: the cue asks it
    improvement following six visits is lacking                              no limit: part of the cue's subject
    no notes provided for this review                                        no limit: a set phrase

Left alone: signs, and clauses that begin with a subject of their own (`imrx.grammar.negation.new_clauses`).
"""

import re
from collections.abc import Iterator
from itertools import compress
from typing import Any

from imrx.grammar.alternatives import any_phrase, beginnings, first_words
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import inside
from imrx.grammar.negation.cue import AFTER, ASKED, BEFORE, VOID, Cue
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.negation.proofs import would_show
from imrx.grammar.sentences.branches import FORMS_OF_BE, FORMS_OF_HAVE, Branch, Branches, pairs
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

ITEM = 40
"""So many characters the complement of an item of a list has at most."""

LONGEST_ITEM = 100
"""The same before a semicolon that parts items: "limitations due to radiating leg pain for a month; weakness; and"."""

LONGEST_RELATIVE = 80
"""So many characters an item's relative clause has: "that is non-radicular and at no more than two levels"."""

FARTHEST_REPORT = 60
"""So many characters in front of "which showed" the report is looked for that it belongs to."""

FINITE_BEHIND_THAT = FORMS_OF_BE | FORMS_OF_HAVE | {"can", "could", "may", "might", "will", "would"}
"""What stands behind a "that" that begins a clause of its own."""

SINCE_THEN = (
    r"(?:(?<=\bhas )|(?<=\bhave )|(?<=\bhad )|(?<=\bnot ))since\s+(?:[a-z]+ly\s+)?(?:been\b|[a-z]+(?:ed|en|wn|un)\b)"
)
"""The time of one verb, which begins no clause: "no indication that he has | since checked it"."""

AS = "".join(rf"(?<!{word} )" for word in ("such", "well", "same", "much", "far")) + "as"
"""A reason, not the "as" of "papers such as patient diaries", "as well as this"."""

NO_ASIDE = r"(?![^.;:,]{0,60},\s+(?:or|nor)\s)"
"""What stands behind the words of a clause that ends a list, and of no aside: "as the exam showed, or weakness"."""

NOTHING = "nothing"

ABOUT = ("documentation ", "discussion ", "mention ", "information ")
"""What is "related to" something because it tells of it, unlike records of a treatment."""

GOING_ON = (", or ", ", nor ")
"""What stands behind an aside where a list goes on."""


class LimitWords:
    """The words of `limits` and `termset` in `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        termset, limits = table["termset"], table["limits"]
        subjects = any_phrase(limits["subjects"])
        in_front = "|".join(rf"(?<={word}\s)" for word in limits["with_behind"])
        persons = any_phrase(patients_of(table, clauses))
        brought = rf"which\s+{any_phrase(limits['brought'])}"
        complaints = "|".join(rf"(?<=\b{word} such )" for word in table["not_documented"]["complaints"])
        self.hard = Branches(
            [
                Branch(
                    beginnings(termset["termination"]),
                    rf"(?<!before and )(?<!such )(?:(?<!neither of )(?<!none of )|(?!{brought}))"
                    rf"(?!{SINCE_THEN}|(?<=the )following\b|still\s+(?:not|no|unable)\b)"
                    rf"{any_phrase(termset['termination'])}",
                ),
                Branch(
                    {"and"},
                    rf"(?<!before and )and\s+(?:(?!the\s+{persons}\s+[a-z]+ing\b)(?:that\s+)?"
                    rf"(?:with(?:out)?\s+(?:[a-z-]+\s+){{1,3}}?)?{subjects}\s+(?=\w)"
                    r"|(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b))",
                ),
                Branch(
                    {"as"}, rf"(?:{AS}|(?:{complaints})as(?=\s+the\s))\s+(?:the|there|{subjects}|{persons})\b{NO_ASIDE}"
                ),
                Branch({"so"}, rf"so\s+(?:the|this|these|that|an?|i|he|she|it|they|his|her|there)\s+(?=\w){NO_ASIDE}"),
                Branch(
                    {"with"},
                    rf"(?<!before and )(?:(?:{in_front})with\b"
                    r"|with\s+(?:(?!as\b)[a-z]+\s+){1,4}?an\s+(?:[a-z]+\s+)?indication\b)",
                ),
                Branch(
                    pairs({"in", "to", "for"}, {"this", "a"}),
                    rf"(?<!before and )(?:in|to|for)\s+(?:this|a)\s+(?:[\w-]+\s+){{0,4}}?{persons}\s+with\b",
                ),
                Branch(
                    pairs({"that"}, FINITE_BEHIND_THAT),
                    rf"(?<!before and )that\s+(?!{would_show(table)})(?=(?:{'|'.join(sorted(FINITE_BEHIND_THAT))})\b)",
                ),
            ]
        )
        verbs, nouns = limits["purpose_verbs"], limits["purpose_nouns"]
        shown = "|".join(rf"(?<=\b{verb}\s)" for verb in limits["shown_with"])
        self.purpose = Branches(
            [
                Branch(
                    pairs({"to"}, first_words(verbs) | {"adequately"}),
                    rf"(?<!able )to\s+(?:adequately\s+)?{any_phrase(verbs)}",
                ),
                Branch(
                    pairs({"to"}, first_words(limits["would_show"])),
                    rf"(?:{shown})to\s+{any_phrase(limits['would_show'])}",
                ),
                Branch(pairs({"for"}, first_words(nouns) | {"the"}), rf"for\s+(?:the\s+)?{any_phrase(nouns)}"),
            ]
        )
        self.leads_of_limits = self.hard.by_word.keys() | self.purpose.by_word.keys()
        had_already = any_phrase(limits["had_already"])
        self.members = expression(rf"(?:(?!\b{had_already})[^.;,:]){{0,60}}?{clauses.members}(?:(?:an?|the|any)\s+)?")
        self.of_request = expression(rf"to\s+{any_phrase(limits['purposes_of_request'])}")
        self.of_findings = (*limits["purposes_of_findings"], *limits["would_show"])
        self.evidence = expression(rf"{any_phrase(limits['evidence'])}(?:\s+{any_phrase(limits['existing'])})?\s+$")
        self.vague = frozenset([*limits["evidence"], *limits["vague"]])
        self.named_findings = expression(
            rf"\b{any_phrase(limits['findings'])}\s+to\s+{any_phrase(limits['suspecting'])}$"
        )
        self.reported = expression(rf"which\s+(?:would\s+|clearly\s+)?{any_phrase(limits['reporting'])}")
        self.reporting = expression(
            rf"{any_phrase(limits['evidence'])}(?:\s+(?:was|were))?(?:\s+{any_phrase(limits['on_hand'])})?"
            rf"(?:\s+{any_phrase(limits['told_of_records'])})?\s+$",
        )
        self.told_of_records = expression(any_phrase(limits["told_of_records"]))
        self.from_records = expression(
            rf"\s+(?:from\s+)?(?:the\s+)?(?:[a-z]+\s+)?{any_phrase(table['not_documented']['records'])}\s+"
        )
        self.to_tell = expression(rf"\s+(?:[a-z]+\s+)?to\s+{clauses.finding_out}\s+")
        self.about = expression(rf"\s*(?:{any_phrase([*table['families']['of_what'], *limits['showing']])}\s+)?")
        self.question = expression(any_phrase(limits["questions"]))
        self.told_too = expression(
            rf"\b(?:or|nor|and)\s+(?:an?|any|the)\s+(?:[a-z]+\s+)?{any_phrase(clauses.evidence)}\s+"
            r"(?:of|about|regarding|as\s+to)\s+$"
        )
        self.aside = expression(any_phrase(limits["asides"]))
        self.phrasal = expression(any_phrase(limits["phrasal"]))
        self.of_case = expression(
            rf"\s+(?:the\s+{any_phrase(clauses.patients)}'s|(?:[\w'-]+\s+){{0,4}}?{any_phrase(limits['accidents'])})"
        )
        self.participle = expression(
            rf"{any_phrase(limits['participles'])}\s+(?:last\b|{any_phrase(clauses.behind_participles)})"
        )
        self.list_goes_on = expression(r"[^.;]{0,160}?\s(?:or|nor|and)\s")
        self.being = expression(r"that\s+(?:is|are|was|were)\b(?P<joined>\s+[a-z-]+,?\s+(?:and|or)\s+)?")
        self.lately = expression(clauses.lately)

    def leads(self, words: Words, sentence: Sentence) -> list[int]:
        """The words of a sentence that one of the limits can begin with, by index."""
        lower, here = words.lower, range(sentence.first, sentence.last)
        return list(compress(here, map(self.leads_of_limits.__contains__, lower[here.start : here.stop])))

    def find(
        self,
        words: Words,
        sentence: Sentence,
        leads: list[int],
        findings: list[Limits],
        cues: list[Cue],
        stops: list[int],
    ) -> Iterator[int]:
        """Where the words of the limits begin a clause; one that a finding begins is its own."""
        for match in self.hard.find(words, leads, sentence.end):
            first = match.start()
            within = first <= sentence.start or inside(first, findings, cues)
            within = within or words.lowered.startswith("-", first - 1)  # "before-and-after pain scores"
            over = _runs_over(match, findings) if within else None
            if over is not None and not any(cue.side == AFTER and cue.start >= over for cue in cues):
                yield over  # "any reason | for the walker"
            if not within and not self._goes_on(words.lowered, words, match, findings, cues, stops):
                yield first

    def purposes(
        self,
        words: Words,
        sentence: Sentence,
        leads: list[int],
        findings: list[Limits],
        cues: list[Cue],
        joined: set[int],
    ) -> Iterator[int]:
        """Where a purpose begins that ends a clause: "no reason | to continue", "no effusion | to suggest a flare".

        One of the offsets `joined` stands behind what a cue of records is joined with: "no documentation at all to".
        """
        text = words.lowered
        for match in self.purpose.find(words, leads, sentence.end):
            first, last = match.span()
            if inside(first, findings, cues) or self._is_part_of_subject(words, match, findings, cues):
                continue
            if match.group().endswith(self.of_findings) and not self._is_of_finding(text, match, findings, cues):
                continue
            if self._leads_members_in(text, match, findings, cues):
                continue
            if (
                self.of_request.match(text, first)
                or not (first in joined or self.evidence.search(text, sentence.start, first))
                or self.named_findings.search(text, sentence.start, last)
            ):
                yield first

    def _leads_members_in(self, text: str, purpose: re.Match[str], findings: list[Limits], cues: list[Cue]) -> bool:
        """True for "did not identify goals | for the use of opioids, | including pain relief": the list is theirs."""
        first, last = purpose.span()
        after = next((a for a, _ in findings if a >= last), last)
        return _tell(cues, first) and self.members.fullmatch(text, last, after) is not None

    def _goes_on(
        self,
        text: str,
        words: Words,
        match: re.Match[str],
        findings: list[Limits],
        cues: list[Cue],
        stops: list[int],
    ) -> bool:
        """True where the words of a limit are part of what stands in front of them.

        A set phrase; a question of a cue ("not stated when"); an aside (", however, was not reported"); the complement
        of the subject of a cue behind it ("improvement following six visits is lacking").
        """
        if self._is_set_phrase(text, match, cues):
            return True
        if self.question.fullmatch(match.group()):
            return self._is_asked(text, match, cues)
        after = _next_answer(cues, match.end())
        phrasal = self.phrasal.fullmatch(match.group()) is not None
        if after is None:
            return (phrasal or match.group().startswith("that")) and self._lists_on(words, match, findings, cues, stops)
        if self.aside.fullmatch(match.group()):
            return text[: match.start()].rstrip().endswith(",") and text[match.end() : after.start].strip() == ","
        return phrasal and self._is_part_of_subject(words, match, findings, cues)

    def _is_set_phrase(self, text: str, match: re.Match[str], cues: list[Cue]) -> bool:
        """True for a participle ("injections given in 2014"), and for words of a cue: "not yet", "no note related"."""
        first = match.start()
        return (
            self.participle.match(text, first) is not None
            or (match.group() == "yet" and any(cue.end + 1 == first for cue in cues))
            or (match.group() == "related to" and self._is_about(text, match, cues))
            or text.startswith("if any,", first)  # "did not identify what, if any, gains were made"
            or self.told_of_records.match(text, first) is not None  # "no notes provided for this review"
            or (  # "was not, however, working", "no documentation of relief, however, or of function"
                text.endswith(", ", 0, first)
                and text.startswith((",",) if text.endswith("not, ", 0, first) else GOING_ON, match.end())
                and self.aside.fullmatch(match.group()) is not None
            )
            or (  # "no documentation submitted | which showed failure of NSAIDs"
                self.reported.match(text, first) is not None
                and self.reporting.search(text, max(0, first - FARTHEST_REPORT), first) is not None
            )
        )

    def _is_about(self, text: str, match: re.Match[str], cues: list[Cue]) -> bool:
        """True for "no documentation | related to | relief", and not for records of an injury or of "the patient's"."""
        first = match.start()
        if not text.endswith(ABOUT, 0, first) or self.of_case.match(text, match.end()) is not None:
            return False
        return any(cue.report and cue.end + 1 == first for cue in cues)

    def _is_asked(self, text: str, match: re.Match[str], cues: list[Cue]) -> bool:
        """True for a question behind the cue that asks it, or that "or" joins to one of the same kind.

        As in "not stated if it is better or if she is more active".
        """
        first = match.start()
        joined = match.group() in ASKED and text.endswith((" or ", " nor "), 0, first)
        for cue in cues:
            if cue.side == VOID or cue.end > first:
                continue
            if self.from_records.fullmatch(text, cue.end, first) or self.to_tell.fullmatch(text, cue.end, first):
                return True
            if cue.report and cue.side == BEFORE and self.told_too.search(text, cue.end, first):
                return True  # "has not submitted notes, or a statement of | what was gained"
            if cue.report and (
                self.about.fullmatch(text, cue.end, first) or (joined and text.startswith(ASKED, cue.end + 1))
            ):
                return True
        return False

    def _is_of_finding(self, text: str, match: re.Match[str], findings: list[Limits], cues: list[Cue]) -> bool:
        """True behind a finding that shows something else: "no effusion to suggest", and not "no signs to suggest"."""
        offset, end = match.span()
        cue = max((cue.end for cue in cues if cue.side == BEFORE and cue.end <= offset), default=offset)
        if text.endswith(NOTHING, 0, cue):
            return False
        last = max(((a, b) for a, b in findings if cue <= a and b <= offset), default=None)
        return last is not None and (
            text[slice(*last)].rpartition(" ")[2] not in self.vague
            or self.named_findings.search(text, last[0], end) is not None
        )

    def _is_part_of_subject(self, words: Words, match: re.Match[str], findings: list[Limits], cues: list[Cue]) -> bool:
        """True for what belongs to the subject of the next cue: "factors to warrant two creams were not provided"."""
        last = match.end()
        after = _next_answer(cues, last)
        if after is None:
            return False
        if self.lately.match(words.lowered, match.start()):  # "the least pain since the last visit, and average pain"
            return self.clauses.verbs.isdisjoint(words.lower[words.index(last) : words.index(after.start)])
        if "," in words.lowered[last : after.start]:
            return False
        if any(last <= a and b <= after.start for a, b in findings):
            return self._tells_use(words, match.span(), after.start, findings)
        if after.subject is not None and after.subject <= match.start():
            return True
        inside = words.lower[words.index(last) : words.index(after.start)]
        return self.clauses.verbs.isdisjoint(inside)

    def _tells_use(self, words: Words, limit: Limits, behind: int, findings: list[Limits]) -> bool:
        """True for "relief from Norco | for his neck pain | was not quantified": what is missing is the relief."""
        first, last = limit
        head = max((b for _, b in findings if b <= first), default=None)
        if head is None or not words.lowered.startswith("for ", first) or (last + 1, behind - 1) not in findings:
            return False
        between = words.lower[words.index(head) : words.index(first)]
        return self.clauses.verbs.isdisjoint(between) and self.clauses.breaks.isdisjoint(between)

    def _lists_on(
        self, words: Words, match: re.Match[str], findings: list[Limits], cues: list[Cue], stops: list[int]
    ) -> bool:
        """True for the time of one item of a list that goes on: "intensity of pain after the dose, or duration"."""
        if not _tell(cues, match.start()):
            return False
        if any(match.end() <= offset < match.end() + LONGEST_ITEM for offset in stops):
            return True
        relative = match.group().startswith("that")
        being = self.being.match(words.lowered, match.start()) if relative else None
        joined = -1 if being is None else being.end("joined")
        if any(a == joined for a, _ in findings):
            return self.clauses.verb(words, words.index(joined), len(words.lower)) is None
        comma = words.text.find(",", match.end(), match.end() + (ITEM if being is None else LONGEST_RELATIVE))
        if comma < 0 or not any(a > comma for a, _ in findings):
            return False
        inside = words.lower[words.index(match.end()) : words.index(comma)]
        if relative:
            inside = inside[1:]  # "measures that | were tried, sleep onset or sleep quality"
        more = self.list_goes_on.match(words.lowered, comma)
        if more is None or any(comma < cue.start <= more.end() for cue in cues if cue.side != VOID):
            return False
        return self.clauses.verbs.isdisjoint(inside)


def _next_answer(cues: list[Cue], offset: int) -> Cue | None:
    """The next cue that stands behind its subject: "is lacking"."""
    return next((cue for cue in cues if cue.side == AFTER and cue.start >= offset), None)


def _runs_over(match: re.Match[str], findings: list[Limits]) -> int | None:
    """The end of a finding in which the words of a limit begin and behind which they end, or null."""
    return next((b for a, b in findings if a <= match.start() < b < match.end()), None)


def _tell(cues: list[Cue], offset: int) -> bool:
    """True where one of the cues in front of an offset says that the records are what lacks something."""
    return any(cue.side == BEFORE and cue.report and cue.end <= offset for cue in cues)
