r"""Cues of negation, and what only looks like one.

    no evidence presented of random drug testing results        cue "no evidence", in front
    Babinski, Hoffmann and clonus were all negative             cue "were all negative", behind
    Norco was denied because documentation was not provided     void, and a cue behind its subject

Families of cues ("failed to provide", "has not been documented") are recognised with the words between them, the rest
are the phrases of the termset. A sentence is only looked at where one of the words of the gate stands. Left alone: how
far a cue reaches (`imrx.grammar.asserting.scope`).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from imrx.grammar.asserting.cue_families import cue_families, states
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase, first_words, signs
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.stretches import Limits

ONCE = re.compile(r"(?:no|den(?:y|ie[sd]))\s*")
"""What is left of two denials, "no lack of", where the second belongs to the finding."""
BEFORE, AFTER, VOID = "before", "after", "void"

FARTHEST_REVIEWER = 260
"""So many characters in front of "denied" a reviewer is looked for."""

FARTHEST_EVIDENCE = 260
"""So many characters in front of "is limited" the documentation is looked for that it is said of."""

FARTHEST_TOPIC = 120
"""So many characters a sentence's topic has at most that is taken up behind it: "As for red flags, none"."""

REACH = 4
"""A cue begins at most so many words in front of its word of the gate: "was found to be absent"."""

SIGNS = frozenset(":-")
"""What may stand in front of an answer: "Blood transfusion: No"."""

COPULAS = expression(r"\s*(?:(?:is|are|was|were|been|also|all|both)\s+)*")

OPENING = frozenset(",;:")
"""What stands in front of a sign that a finding follows: "Spurling, (-) spasm"."""

MINUS = expression(r"(?<=[,;]\s)-(?=\s?[a-z])")
"""What stands in front of a finding that is not there, where a plus stands in front of others: "+ TTP, - spasm"."""

MINUS_BEHIND = expression(r"(?<=\s)-(?=[;,.]|\s*$)")
"""What stands behind one: "SLR R +; SLR L -;"."""

EITHER = re.compile(r"\b(is|are|was|were|has|have|had|does|did) or \1 $")
"""What "not" denies nothing behind: "whether the applicant was or was not working"."""

STATED = "indicated"
"""What behind "not" is said of treatments, and of what the records do not state."""

FARTHEST_SUBJECT = 160
"""So many characters in front of "is not indicated" its subject begins."""

FAILED = "failed"

DENIALS = ("neither ", "nor ", "not ", "never ")
"""In front of these nothing failed: "neither failed to regain strength"."""

COPULAS_OF_IT = ("is ", "was ")

ASKED = ("if", "whether")
"""What begins a question: "not stated if it is better"."""


class Cue(NamedTuple):
    """A cue by offsets.

    `side` says which side of it the finding stands on, `report` that the records are what lacks something, `spelled`
    that the termset holds it as it is written, `subject` where the subject of a cue behind it ends, if not in front of
    the cue.
    """

    start: int
    end: int
    side: str
    report: bool
    spelled: bool = False
    subject: int | None = None


class Cues:
    """The termset and the families of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        termset, families, decisions = table["termset"], table["families"], table["decisions"]
        self.gate = frozenset(table["gate"]).union(families["scarce"], clauses.scanty_leads)
        self.families = cue_families(table, clauses)
        self.taken_away = expression(
            rf"\s+(?!(?:[\w/-]+\s+){{0,3}}?{any_phrase(families['evidence'])})(?:[\w/.'-]+\s+){{0,4}}?[\w/.'-]+,?\s+"
            rf"{any_phrase(table['not_documented']['patients'])}\s+(?:[a-z]+ly\s+)?{any_phrase(families['lived'])}"
        )
        self.state = states(families, clauses)
        self.clumsy = expression(rf"(?:is|are|was|were)\s+not\s+{any_phrase(families['clumsy'])}")
        self.no_object = expression(clauses.no_object)
        self.not_from = expression(rf"not\s+{any_phrase(families['causes'])}")
        self.second = expression(any_phrase([denial for denial in families["twice"] if denial.endswith(" of")]))
        self.was_denied = expression(r"(?:(?:was|were|is|are)\s+)?denied\b")
        self.kinds_of_complaints = frozenset(table["not_documented"]["absent_kinds"])
        self.complaints = tuple(table["not_documented"]["complaints"])
        self.denied, self.endorsing = frozenset(decisions["denied"]), tuple(decisions["endorsing"])
        self.petition = expression(rf"\b{any_phrase(decisions['petitions'])}[^.;,]*$")
        self.patient = expression(rf"\b{any_phrase(table['not_documented']['patients'])}\s+$")
        done = any_phrase([*families["participles"], *families["states"], *families["of_results"], *families["events"]])
        self.complement = expression(
            rf"\s+(?:to\s+(?:be|have)|as\s+being)\s+(?!(?:been\s+)?(?:[a-z]+ly\s+)?{done}|an?\s)"
            rf"|\s+as\s+[a-z]+(?:{'|'.join(families['adjective_endings'])})\b|\s+to\s+{any_phrase(clauses.relieving)}"
            r"|(?<=\bdiagnosed)\s+with\b"
        )
        self.asking = expression(rf"\s+{any_phrase([*table['limits']['questions'], 'that'])}")
        self.explained = expression(rf"\b{any_phrase(families['explained'])}$")
        self.explicable = expression(rf"\b{any_phrase(families['explicable'])}[^.;]*$")
        self.not_stated = expression(clauses.not_stated)
        self.author = expression(rf"\s+by\s+(?:[a-z'-]+\s+){{0,3}}?{any_phrase(table['not_documented']['authors'])}")
        self.reviewers = expression(rf"\b{any_phrase(decisions['reviewers'])}[^.;]*$")
        before, after = termset["preceding_negations"], termset["following_negations"]
        self.simple = expression(_free(before) + r"(?!\.\s*\d)")
        self.simple_leads = first_words(before)
        self.behind = expression(_free(after) + rf"(?!\s+(?:for|to)\b|{clauses.has_object})")
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
            rf"(?:.*(?:[;,]|\b{any_phrase(families['joints'])}),?)?\s*(?:{any_phrase(families['before_evidence'])}\s+){{0,3}}"
            rf"{any_phrase(families['evidence'])}{clauses.between}\s+{any_phrase(families['of_what'])}\b(?:(?!\b{verb})[^.;])*",
            re.DOTALL,
        )
        self.specifying = expression(
            rf",?\s+\(?{any_phrase(families['specifying'])},?(?:\s+(?:any\s+|the\s+)?{any_phrase(families['evidence'])}"
            rf"\s+{any_phrase(families['of_what'])})?"
        )
        self.asked = expression(rf"\s+{any_phrase(families['clausal'])}")
        self.anaphors = tuple(families["anaphors"])
        self.topic = expression(
            rf"(?P<topic>(?:[a-z]+,\s+)?{any_phrase(families['topics'])}\s+[^.;:]{{1,{FARTHEST_TOPIC}}}),\s+"
            rf"(?:(?P<taken_up>{any_phrase(families['taking_up'])})\s+)?$"
        )
        self.leads_of_cues = (
            self.gate | set(self.families.by_word) | set(self.state.by_word) | self.behind_leads | self.simple_leads
        )

    def find(
        self,
        text: str,
        words: Words,
        sentence: Sentence,
        marks: list[int],
        findings: list[Limits],
        kinds: list[str | None],
    ) -> list[Cue]:
        """Cues and voids of a sentence, in order; none of them inside a finding.

        Args:
            text: the letter in lower case.
            words: its words.
            sentence: where to look.
            marks: the indices of its words that are in the gate, in order.
            findings: the sentence's findings, in order; at least one.
            kinds: the kind of each.
        """
        start, end = sentence.start, sentence.end
        lower = words.lower
        near = self._near(lower, sentence.first, marks)
        found = list(self._signed(text, start, end, findings, kinds))
        if not near and not found and text.find("(", start, end) < 0 and text.find("+", start, end) < 0:
            return []
        for match in self.families.find(words, near, end):
            first, last = match.span()
            if text.endswith(f"{text[first:last].split()[0]} or ", start, first):
                continue  # "whether he had or | had not responded"
            cut = _cut(first, last, findings)
            if cut == first or (cut < last and self.gate.isdisjoint(text[first:cut].split())):
                continue  # what denies is in the finding: "has | not responded to treatment"
            acted = cut < last and any(
                first < at <= cut + 1 and kind is not None for (at, _), kind in zip(findings, kinds, strict=True)
            )
            last = cut
            kind = self._kind(text, start, match, last)
            if kind == "void" and ONCE.fullmatch(text, first, last) and self.second.match(text, last):
                kind = "active"  # "denies | lack of sleep"
            if kind == "void" and self.was_denied.match(text, first, last):
                complaint = self._complaint(text, start, first, findings, kinds)
                if complaint is not None:
                    kind, first = "passive", complaint
            borne_out = self.clauses.not_borne_out(text, start, first) if kind == "passive" else None
            acts = self.clauses.acts(text, start, first) if kind == "passive" else None
            if borne_out is not None:
                kind, last = "active", min(last, borne_out)
            elif acts is not None:
                kind, last = "active", _cut(first, acts, findings)
            if kind == "passive" and self._is_only_unexplained(text, start, first, last, bool(found)):
                continue
            side = VOID if kind == "void" else AFTER if kind == "passive" else BEFORE
            if side == AFTER and (acted or findings[0][1] > first or self._is_said_behind(text, first, last)):
                side = BEFORE  # "the dose has not been | tapered"
            found.append(Cue(first, _stripped(text, first, last), side, kind != "void" and borne_out is None))
            if side == AFTER and (specified := self.specifying.match(text, last, end)):
                found.append(Cue(first, specified.end(), BEFORE, True))  # "was not discussed, including"
        for first, last, side, spelled in self._phrases(text, words, sentence, near):
            cut = _cut(first, last, findings) if side == BEFORE else last
            if cut < last and (shorter := self.simple.match(text, first, cut)):
                last = shorter.end()  # "not | a single red flag"; "free from" is no "free"
            if _overlap(found, first, last):
                continue
            if _overlap(findings, first, last) and not self._is_failed_act(text, first, last, findings):
                continue
            if side == AFTER and not self._answers(words.text, last, end, first, findings):
                continue
            phrase = text[first:last]
            if phrase == "no" and text.startswith(",", last) and not text[start:first].strip():
                continue  # "No, the request was not medically necessary": an answer
            if phrase == "not" and EITHER.search(text, start, first):
                continue
            if phrase == "without" and self._is_taken_away(text, last, findings):
                continue
            if phrase in self.denied and self.reviewers.search(text, max(start, first - FARTHEST_REVIEWER), first):
                side = VOID
            asked = side == BEFORE and phrase.split()[-1] in ASKED
            found.append(Cue(first, last, side, asked, spelled))
        return [self._with_subject(words, sentence, cue) if cue.side == AFTER else cue for cue in sorted(found)]

    def _is_taken_away(self, text: str, last: int, findings: list[Limits]) -> bool:
        """True for "without Norco | he has", "without it | he gets": what he has without it is there."""
        lived = self.taken_away.match(text, last)
        return lived is not None and not any(last <= start < lived.end() for start, _ in findings)

    def _kind(self, text: str, start: int, match: re.Match[str], last: int) -> str | None:
        """The family of a cue that ends at an offset, told by its words."""
        kind = match.lastgroup
        if kind == "void" and text.endswith(STATED, 0, last) and self._is_record(text, start, match.start()):
            return "passive"
        if kind == "passive" and _perfect(match.group()):
            return "active"
        if kind == "passive" and text.startswith("never ", match.start()) and not self.no_object.match(text, last):
            return "active"  # "the notes never documented | relief"
        if kind == "active" and self.clumsy.fullmatch(match.group()):
            return "passive"  # "was not describe" for "described"
        endorsed = kind == "void" and text.endswith(self.endorsing, match.start(), last)
        if endorsed and self.patient.search(text, start, match.start()):
            return "active"  # a patient endorses symptoms, a guideline treatments
        return kind

    def _is_record(self, text: str, start: int, at: int) -> bool:
        """True for a subject that nobody does: "relief | is not indicated" says that it is not stated."""
        return self.not_stated.search(text, max(start, at - FARTHEST_SUBJECT), at) is not None

    def _is_only_unexplained(self, text: str, start: int, first: int, last: int, denied: bool) -> bool:
        """True for "obstruction not explained by his age", which is there; a reason is explained or not on file."""
        if not text.startswith(" by ", last):
            return False
        if denied and text.startswith("not ", first):
            return True  # "no evidence of deficits not explained by the scan"
        if self.explained.search(text, first, last) is None or self.explicable.search(text, start, first):
            return False
        return self.author.match(text, last) is None

    def _is_failed_act(self, text: str, first: int, last: int, findings: list[Limits]) -> bool:
        """True for "Lyrica | failed to | help": the drug failed, and what it did not do is denied."""
        return (
            (first, first + len(FAILED)) in findings
            and text.startswith(FAILED, first)
            and last > first + len(FAILED)
            and not text.endswith(DENIALS, 0, first)
        )

    def _is_said_behind(self, text: str, first: int, last: int) -> bool:
        """True where what is denied follows: "pain was not noted to be | improved", "it is not known | if she is".

        What is not noted to be there or to have been done stands in front: "spasm was not noted to be present".
        """
        if self.complement.match(text, last) is not None:
            return True
        plainly = text.endswith(" it ", 0, first) and text.startswith(COPULAS_OF_IT, first)
        return plainly and self.asking.match(text, last) is not None

    def _with_subject(self, words: Words, sentence: Sentence, cue: Cue) -> Cue:
        topic = self._topic_end(words.lowered, sentence.start, cue)
        if topic is not None:
            return cue._replace(subject=topic)
        at = words.index(cue.start)
        end = self.clauses.subject_end(words, at, sentence.first)
        return cue._replace(subject=words.ends[end - 1]) if end < at else cue

    def _topic_end(self, text: str, start: int, cue: Cue) -> int | None:
        """Where the topic of a sentence ends that a cue takes up: "As for red flags, | none were noted".

        Not "Regarding his headaches, it was not stated whether".
        """
        topic = self.topic.match(text, start, cue.start)
        if topic is None or self.asked.match(text, cue.end) is not None:
            return None
        return topic.end("topic") if topic["taken_up"] or text.startswith(self.anaphors, cue.start) else None

    def _complaint(
        self, text: str, start: int, offset: int, findings: list[Limits], kinds: list[str | None]
    ) -> int | None:
        """Where the predicate begins of a symptom that is denied, and not of a request.

        "Suicidal ideation was denied in May": requests are denied by reviewers, symptoms by patients. What "The request
        for an MRI to rule out a tear was denied" names is what the request was about.
        """
        for (at, behind), kind in zip(findings, kinds, strict=True):
            complains = kind in self.kinds_of_complaints or text.endswith(self.complaints, 0, behind)
            if complains and behind <= offset and COPULAS.fullmatch(text, behind, offset):
                return None if self.petition.search(text, start, at) else behind + 1
        return None

    def _near(self, lower: list[str], first: int, marks: list[int]) -> list[int]:
        """The words near one of the gate that a cue can begin with, in order."""
        near: list[int] = []
        for mark in marks:
            near += [at for at in range(max(first, mark - REACH), mark + 1) if lower[at] in self.leads_of_cues]
            first = mark + 1
        return near

    def _phrases(
        self, text: str, words: Words, sentence: Sentence, near: list[int]
    ) -> Iterator[tuple[int, int, str, bool]]:
        """Other cues by offset, the side of the finding that they stand on, and whether the termset spells them."""
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

    def _signed(
        self, text: str, start: int, end: int, findings: list[Limits], kinds: list[str | None]
    ) -> Iterator[Cue]:
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


def _cut(first: int, last: int, findings: list[Limits]) -> int:
    """Where a cue ends that may run into a finding: at its own beginning if that is inside one."""
    for start, end in findings:
        if start <= first < end:
            return first
        if first < start < last:
            return start
    return last


def _overlap(spans: Iterable[tuple[Any, ...]], first: int, last: int) -> bool:
    """True where a span, its limits first, has a character of the stretch between two offsets."""
    return any(first < span[1] and span[0] < last for span in spans)


def _free(phrases: list[str]) -> str:
    """Like `any_phrase`, for phrases that may begin with a sign: ": no", "-ve for"."""
    words = any_phrase(phrase for phrase in phrases if phrase[0].isalpha())
    signed = [phrase for phrase in phrases if not phrase[0].isalpha()]
    either = rf"(?<![\w-])(?:{words})" + (rf"|(?<![+\w](?=-))(?:{signs(signed)})" if signed else "")
    return f"(?:{either})" + r"(?!-)"


def _perfect(words: str) -> bool:
    """True for "has not documented" and "did not set out", which take an object, unlike "has not been documented"."""
    first, *others = words.split()
    return first.startswith(("ha", "do", "did")) and {"been", "be"}.isdisjoint(others)


def _stripped(text: str, first: int, last: int) -> int:
    while last > first and text[last - 1].isspace():
        last -= 1
    return last
