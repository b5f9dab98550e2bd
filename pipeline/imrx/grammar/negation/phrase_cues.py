"""Cues that are signs, states or phrases of the termset: "SLR (-)", "was negative", "no", ": none".

no relief, without spasm                     a phrase, in front
Blood transfusion: No                        an answer, behind
SLR negative, negative SLR                   on either side
FABER-, SLR-, + TTP, - spasm                 a minus
No, the request was not necessary            none: an answer to something else
whether he was or was not working            none
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from imrx.grammar.alternatives import any_phrase, first_words, signs
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import cut_at
from imrx.grammar.negation.cue import AFTER, ASKED, BEFORE, VOID, WITHOUT, Cue
from imrx.grammar.negation.cue_families import states
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

FARTHEST_REVIEWER = 260
"""So many characters in front of "denied" a reviewer is looked for."""

FARTHEST_EVIDENCE = 260
"""So many characters in front of "is limited" the documentation is looked for that it is said of."""

SIGNS = frozenset(":-")
"""What may stand in front of an answer: "Blood transfusion: No"."""

OPENING = frozenset(",;:")
"""What stands in front of a sign that a finding follows: "Spurling, (-) spasm"."""

MINUS = expression(r"(?<=[,;]\s)-(?=\s?[a-z])")
"""What stands in front of a finding that is not there, where a plus stands in front of others: "+ TTP, - spasm"."""

MINUS_BEHIND = expression(r"(?<=\s)-(?=[;,.]|\s*$)")
"""What stands behind one: "SLR R +; SLR L -;"."""

EITHER = re.compile(r"\b(is|are|was|were|has|have|had|does|did) or \1 $")
"""What "not" denies nothing behind: "whether the applicant was or was not working"."""

NONE_OF = ("none of", "neither")

FAILED = "failed"

DENYING_FAILURE = ("neither ", "nor ", "not ", "never ")
"""In front of these nothing failed: "neither failed to regain strength"."""


Candidate: TypeAlias = tuple[int, int, str, bool]
"""The offsets of what may be a cue, the side of the finding that it stands on, and whether the termset spells it."""


class PhraseCues:
    """The termset and the states of `patterns/negation.json`, compiled, for text in lower case.

    `gate` holds the words that deny.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses, gate: frozenset[str]) -> None:
        self.gate = gate
        termset, families, decisions = table["termset"], table["families"], table["decisions"]
        self.questions = frozenset(table["limits"]["questions"])
        self.asking = expression(rf"\s+{any_phrase(clauses.series.questions)}\s[^.;,]*\sor\s+(?:if|whether)\s")
        self.taken_away = expression(
            rf"\s+(?!(?:[\w/-]+\s+){{0,3}}?{any_phrase(clauses.evidence)})(?:[\w/.'-]+\s+){{0,4}}?[\w/.'-]+,?\s+"
            rf"{any_phrase(patients_of(table, clauses))}\s+(?:[a-z]+ly\s+)?{any_phrase(families['lived'])}"
        )
        self.taken = expression(
            rf"\s+(?:(?!{any_phrase([*clauses.evidence, *families['clausal']])})[\w/'-]+\s+){{1,5}}?"
            r"(?:the|his|her|their)\s+(?:[a-z]+'s\s+)?"
        )
        self.lasts = expression(
            rf"\s+(?:[a-z]+ly\s+)?{any_phrase([*families['lived'], *clauses.verbs, *clauses.past])}"
        )
        self.state = states(families, clauses)
        self.not_from = expression(rf"not\s+{any_phrase(families['causes'])}")
        self.denied = frozenset(decisions["denied"])
        self.reviewers = expression(rf"\b{any_phrase(decisions['reviewers'])}(?!\s+of\s+systems)[^.;]*$")
        before, after = termset["preceding_negations"], termset["following_negations"]
        self.simple = expression(_free(before) + r"(?!\.\s*\d)")
        self.simple_leads = first_words(before)
        self.requested = expression(
            rf"(?:\s+of)?\s+(?:the|these|those)\s+(?:[\w-]+\s+){{0,2}}?{any_phrase(decisions['requested_items'])}"
            r"(?:\s*\([^()]*\)|,[^.;()]{1,160},|(?:\s+[\w-]+){0,4}?)\s+"
            rf"{any_phrase([*families['decided_auxiliaries'], 'can', 'may'])}\s+"
            rf"(?:{any_phrase(decisions['adverbs'])}\s+){{0,3}}{any_phrase(decisions['participles'])}"
            r"(?!(?:(?<=supported)|(?<=justified)|(?<=substantiated)|(?<=warranted))\s+by\b)"
            rf"(?!\s+by\s+(?:(?:any|the)\s+)?{any_phrase(clauses.evidence)})"
        )
        self.behind = expression(_free(after) + rf"(?!\s+(?:for|to|{'|'.join(ASKED)})\b|{clauses.has_object})")
        self.behind_leads = first_words(after)
        self.answer = expression(rf"[:–—-]\s*{any_phrase(families['answers'])}(?!-|\s+(?:for|of)\b)")
        bracketed = "|".join(re.escape(words.lower()) for words in families["bracketed"])
        self.box = expression(rf"\(\s*(?:{bracketed})\s*\)|\[\s*\]\s*yes\s*\[\s*x\s*\]\s*no\b")
        self.verbal = expression(any_phrase(families["verbal"]))
        self.pause = expression(r"[.,;\])]|\n\s*(?=[A-Z])|\s-\s")
        self.likewise = expression(
            rf"(?:\s+(?:[a-z]+ly|{any_phrase(families['sides'])}))?,?\s+as\s+(?:was|were|is|are)\b(?!\s+[a-z]+ed\b)"
        )
        self.heading = expression(rf"\b{any_phrase(table['limits']['headings'])}$")
        self.positive_behind = expression(
            rf"(?:\s+(?!and\b|but\b)[a-z'()-]+){{0,6}}?\s+{any_phrase(table['limits']['borne_behind'])}"
        )
        self.scarce = frozenset(families["scarce"])
        verb = rf"(?:{any_phrase(clauses.verbs)}|and\s+{any_phrase(families['anew'])})"
        self.of_evidence = expression(
            rf"(?:.*(?:[;,]|\b{any_phrase(families['joints'])}),?)?\s*"
            rf"(?:{any_phrase(families['before_evidence'])}\s+){{0,3}}"
            rf"{any_phrase(clauses.evidence)}{clauses.between}\s+{any_phrase(families['of_what'])}\b"
            rf"(?:(?!\b{verb})[^.;])*",
            re.DOTALL,
        )
        self.leads = self.behind_leads | self.simple_leads | set(self.state.by_word)

    def read(
        self,
        text: str,
        words: Words,
        sentence: Sentence,
        candidate: Candidate,
        findings: list[Limits],
        found: list[Cue],
    ) -> Cue | None:
        """The cue that a candidate is, or null; it overlaps with none that was found."""
        first, last, side, spelled = candidate
        cut = cut_at(first, last, findings) if side == BEFORE else last
        if cut < last and (shorter := self.simple.match(text, first, cut)):
            last = shorter.end()  # "not | a single red flag"; "free from" is no "free"
        if _overlap(found, first, last):
            return None
        if _overlap(findings, first, last) and not self._is_failed_act(text, first, last, findings):
            return None
        if side == AFTER and not self._answers(words.text, last, sentence.end, first, findings):
            return None
        phrase = text[first:last]
        if phrase == "no" and text.startswith(",", last) and not text[sentence.start : first].strip():
            return None  # "No, the request was not medically necessary": an answer
        if phrase == "not" and EITHER.search(text, sentence.start, first):
            return None
        if phrase in WITHOUT and self._is_taken_away(text, last, findings):
            return None
        if phrase in self.denied and self.reviewers.search(text, max(sentence.start, first - FARTHEST_REVIEWER), first):
            side = VOID
        if phrase in NONE_OF and self.requested.match(text, last):
            side = VOID  # "none of the associated requests (a DVT pump) is necessary"
        asked = side == BEFORE and (phrase.split()[-1] in self.questions or self.asking.match(text, last) is not None)
        return Cue(first, last, side, asked, spelled)

    def _is_taken_away(self, text: str, last: int, findings: list[Limits]) -> bool:
        """True for "without Norco | he has", "without it | his | pain | is 9/10": what he has without it is there."""
        behind = next(((a, b) for a, b in findings if a >= last), None)
        if behind is not None and self.taken.fullmatch(text, last, behind[0]):
            return self.lasts.match(text, behind[1]) is not None
        lived = self.taken_away.match(text, last)
        return lived is not None and not (behind is not None and behind[0] < lived.end())

    def _is_failed_act(self, text: str, first: int, last: int, findings: list[Limits]) -> bool:
        """True for "Lyrica | failed to | help": the drug failed, and what it did not do is denied."""
        return (
            (first, first + len(FAILED)) in findings
            and text.startswith(FAILED, first)
            and last > first + len(FAILED)
            and not text.endswith(DENYING_FAILURE, 0, first)
        )

    def candidates(self, text: str, words: Words, sentence: Sentence, near: list[int]) -> Iterator[Candidate]:
        """What may be a cue of a sentence at its words near one of the gate, and its signs."""
        lower, starts, end = words.lower, words.starts, sentence.end
        if text.find("(", sentence.start, end) >= 0 or text.find("[", sentence.start, end) >= 0:
            for match in self.box.finditer(text, sentence.start, end):
                opens = text[: match.start()].rstrip()[-1:] in OPENING and match.end() < end
                yield match.start(), match.end(), BEFORE if opens else AFTER, False
        if text.find("+", sentence.start, end) >= 0:
            for match in MINUS.finditer(text, sentence.start, end):
                yield match.start(), match.end(), BEFORE, False
            for match in MINUS_BEHIND.finditer(text, sentence.start, end):
                yield match.start(), match.end(), AFTER, False
        for match in self.state.find(words, near, end):
            if match.group().rpartition(" ")[2] in self.scarce:
                front = max(sentence.start, match.start() - FARTHEST_EVIDENCE)
                if not self.of_evidence.fullmatch(text, front, match.start()):
                    continue  # "relief is limited", but "documentation of relief is limited"
            yield match.start(), match.end(), AFTER, False
            if too := self.likewise.match(text, match.end(), end):
                yield too.start(), too.end(), BEFORE, False
        for at in near:
            if lower[at] == "not" and (cause := self.not_from.match(text, starts[at], end)):
                yield cause.start(), cause.end(), BEFORE, False
        signs = {at: sign for at in near if (sign := _sign(words, at)) is not None}
        for at, sign in signs.items():
            if lower[at] in self.gate and (answer := self.answer.match(text, sign, end)):
                yield answer.start(), answer.end(), AFTER, False
        for phrases, leads, side in (
            (self.behind, self.behind_leads, AFTER),
            (self.simple, self.simple_leads, BEFORE),
        ):
            behind = -1
            for at in near:
                if lower[at] not in leads:
                    continue
                for offset in (signs[at], starts[at]) if at in signs else (starts[at],):
                    if offset >= behind and (phrase := phrases.match(text, offset, end)):
                        yield phrase.start(), phrase.end(), side, True
                        behind = phrase.end()
                        break

    def signed(self, text: str, start: int, end: int, findings: list[Limits], kinds: list[str | None]) -> Iterator[Cue]:
        """The minus signs that tests bear: "a -Phalen's", "FABER-, SLR-".

        At a line's start, behind a heading and in front of a test that is positive, one is a bullet or a dash.
        """
        for (first, last), kind in zip(findings, kinds, strict=True):
            if kind != "test":
                continue
            if (
                text.startswith("-", first - 1)
                and first - 3 >= start
                and text[first - 3].isalpha()
                and text[first - 2] == " "
                and not self.heading.search(text, start, first - 2)
                and not self.positive_behind.match(text, last, end)
            ):
                yield Cue(first - 1, first, BEFORE, False)
            if text.startswith("-", last) and (last + 1 >= end or text[last + 1] in ",;."):
                yield Cue(last, last + 1, AFTER, False)

    def _answers(self, text: str, last: int, end: int, first: int, findings: list[Limits]) -> bool:
        """True for a cue behind a finding, and not in front of the next: "SLR negative", not "negative SLR"."""
        if not any(b <= first for _, b in findings):
            return False
        following = next((a for a, _ in findings if a >= last), None)
        if following is not None and self.verbal.fullmatch(text, first, last) and not text[last:following].strip():
            return False
        if following is not None and not text[first].isalpha() and not self.pause.search(text, last, following + 1):
            return False
        return (
            text[last:end].lstrip(" \n\r\t)")[:1] in {"", ".", ",", ";", ":"}
            or not text[first].isalpha()
            or " " in text[first:last]
            or any(b <= first and not text[b:first].strip() for _, b in findings)
        )


def _sign(words: Words, at: int) -> int | None:
    """Where the sign in front of a word stands with which a cue can begin as well as with the word, or null."""
    if not at:
        return None
    end = words.ends[at - 1]
    gap = words.text[end : words.starts[at]]
    return end + len(gap) - 1 if gap != " " and (gap := gap.rstrip())[-1:] in SIGNS else None


def _overlap(spans: Iterable[tuple[Any, ...]], first: int, last: int) -> bool:
    """True where a span, its limits first, has a character of the stretch between two offsets."""
    return any(first < span[1] and span[0] < last for span in spans)


def _free(phrases: list[str]) -> str:
    """Like `any_phrase`, for phrases that may begin with a sign: ": no", "-ve for"."""
    words = any_phrase(phrase for phrase in phrases if phrase[0].isalpha())
    signed = [phrase for phrase in phrases if not phrase[0].isalpha()]
    either = rf"(?<![\w-])(?:{words})" + (rf"|(?<![+\w](?=-))(?:{signs(signed)})" if signed else "")
    return f"(?:{either})" + r"(?!-)"
