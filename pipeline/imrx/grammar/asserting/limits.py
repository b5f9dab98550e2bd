r"""Where the clauses of a sentence begin, beyond which no cue of negation reaches.

    no evidence of drug testing results | although there is plan for labs
    There is intact strength, | and pathologic reflexes are absent
    improvement following six visits is lacking                              one clause

A sentence falls into clauses at the words of the table, at stops and at new subjects. Left alone: how far a cue reaches
in its clause (`imrx.grammar.asserting.scope`).
"""

import re
from collections.abc import Iterator
from itertools import compress
from typing import Any

from imrx.grammar.asserting.absence import would_show
from imrx.grammar.asserting.cues import AFTER, ASKED, BEFORE, VOID, Cue
from imrx.grammar.asserting.rows import Rows
from imrx.grammar.expressions import expression
from imrx.grammar.sentences.branches import FORMS_OF_BE, Branch, Branches, pairs
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.phrasebook import any_phrase, beginnings, first_words
from imrx.grammar.sentences.reading import Sentence
from imrx.grammar.sentences.words import Words
from imrx.grammar.words import folded, places_of
from imrx.stretches import Limits

ITEM = 40
"""So many characters the complement of an item of a list has at most."""

ITEMS = frozenset({"", ",", ", and", "any"})
"""What stands between the items of a list behind "no"."""

IN_FRONT = 60
"""So many characters in front of "which showed" the report is looked for that it belongs to."""

YEAR = 4
"""A year has so many digits."""

FINITE = frozenset({"would", "could", "was", "were", "is", "are", "has", "have", "had", "can", "may", "will", "might"})
"""What stands behind a "that" that begins a clause of its own."""

NOTHING = "nothing"

BEFORE_CAPITALS = frozenset(".!?-")
"""The signs that part clauses only in front of a capital."""


class ClauseLimits:
    """The limits of `patterns/negation.json`, compiled, for text in lower case; `clauses` tells new clauses."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.clauses = clauses
        termset, limits = table["termset"], table["limits"]
        subjects = any_phrase(limits["subjects"])
        self.conjunct = expression(r"\s*(?:and|or)\b")
        self.rows = Rows(table, clauses)
        listing = "".join(rf"(?<!\b{words}:)" for words in limits["listing"])
        self.titled = expression(rf"\b{any_phrase(limits['titles'])}$")
        self.no_names = expression(any_phrase(limits["no_names"]))
        example = "".join(rf"(?<!\b{re.escape(words)})" for words in limits["examples"])
        self.signs = expression(
            rf"[;:.!?,-](?:(?<=;)|(?<=:){listing}(?=\s)|(?<=[.!?]){example}\s+(?=[a-z])|"
            rf"(?<=,)\s+(?:that\s+)?{subjects}\s+(?=\w)|(?<=,)\s+as\s+(?!{any_phrase(limits['behind_as'])})|"
            rf"(?<=,)\s+{any_phrase(limits['concluding'])}|(?<=\s-)\s(?=[a-z]))",
        )
        in_front = "|".join(rf"(?<={word}\s)" for word in limits["with_behind"])
        persons = any_phrase([*table["not_documented"]["patients"], "male", "female"])
        brought = rf"which\s+{any_phrase(limits['brought'])}"
        self.hard = Branches(
            [
                Branch(
                    beginnings(termset["termination"]),
                    rf"(?<!before and )(?:(?<!neither of )(?<!none of )|(?!{brought}))"
                    rf"(?!(?<=the )following\b|still\s+(?:not|no|unable)\b){any_phrase(termset['termination'])}",
                ),
                Branch(
                    {"and"},
                    rf"(?<!before and )and\s+(?:(?:that\s+)?{subjects}\s+(?=\w)"
                    r"|(?=[^.;,\d]{0,20}\d[\d.-]*\s?/\s?10\s+with\b))",
                ),
                Branch({"with"}, rf"(?<!before and )(?:{in_front})with\b"),
                Branch(
                    pairs({"in"}, {"this"}), rf"(?<!before and )in\s+this\s+(?:[\w-]+\s+){{0,4}}?{persons}\s+with\b"
                ),
                Branch(
                    pairs({"that"}, FINITE),
                    rf"(?<!before and )that\s+(?!{would_show(table)})(?=(?:{'|'.join(sorted(FINITE))})\b)",
                ),
            ]
        )
        self.predicated = expression(rf"(?:\s+(?:of|from|dated)\s+[\w/-]+)?\s+{any_phrase(limits['finite'])}")
        self.openings = frozenset(limits["after_comma"])
        self.indefinite = frozenset(limits["indefinite"])
        self.subordinate = expression(rf"\s*{any_phrase(limits['subordinators'])}")
        verbs, nouns = limits["purpose_verbs"], limits["purpose_nouns"]
        self.purpose = Branches(
            [
                Branch(
                    pairs({"to"}, first_words(verbs) | {"adequately"}),
                    rf"(?<!able )to\s+(?:adequately\s+)?{any_phrase(verbs)}",
                ),
                Branch(pairs({"for"}, first_words(nouns) | {"the"}), rf"for\s+(?:the\s+)?{any_phrase(nouns)}"),
            ]
        )
        self.leads_of_limits = self.hard.by_word.keys() | self.purpose.by_word.keys()
        had_already = any_phrase(limits["had_already"])
        self.members = expression(rf"(?:(?!\b{had_already})[^.;,:]){{0,60}}?{clauses.members}(?:(?:an?|the|any)\s+)?")
        self.of_request = expression(rf"to\s+{any_phrase(limits['purposes_of_request'])}")
        self.of_findings = tuple(limits["purposes_of_findings"])
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
        self.interposed = expression(clauses.interposed)
        self.to_tell = expression(rf"\s+(?:[a-z]+\s+)?to\s+{clauses.finding_out}\s+")
        self.question = expression(any_phrase(limits["questions"]))
        self.aside = expression(any_phrase(limits["asides"]))
        self.telling = frozenset(limits["telling"])
        self.persons = frozenset(phrase.split()[-1] for phrase in table["not_documented"]["patients"])
        self.phrasal = expression(any_phrase(limits["phrasal"]))
        self.participle = expression(rf"{any_phrase(limits['participles'])}\s+{any_phrase(clauses.behind_participles)}")
        self.last_item = expression(r",\s*(?:and|or)\b")
        self.list_goes_on = expression(r"[^.;]{0,160}?\s(?:or|nor|and)\s")
        self.lately = expression(clauses.lately)
        self.timed_item = expression(rf"{clauses.lately}\s+[a-z]+;")
        self.leading = expression(rf"\s*{any_phrase(limits['leading'])}")
        self.between = expression(
            rf"(?:\s+(?:any\s+)?{any_phrase(limits['evidence'])})?"
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been))?{clauses.between}"
            rf"(?=,?\s+(?:{any_phrase(table['families']['of_what'])}|that\b|to\b|[a-z]+ing\b))"
        )

    def find(self, text: str, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue]) -> list[int]:
        """Offsets at which the clauses of a sentence begin, its own start among them."""
        lower, start, end = words.lower, sentence.start, sentence.end
        limits = {start}
        here = range(sentence.first, sentence.last)
        leads = list(compress(here, map(self.leads_of_limits.__contains__, lower[here.start : here.stop])))
        stops = self.rows.stops(words, sentence, findings, cues) if cues else []
        for match in self.signs.finditer(text, start, end):
            offset = match.start()
            if text[offset] in BEFORE_CAPITALS and words.text[match.end()] == text[match.end()]:
                continue
            if text[offset] == "." and self._is_title(words, start, match):
                continue
            beside = any(
                offset <= cue.start < match.end()
                or cue.end == offset
                or (cue.side == AFTER and offset < cue.start and not text[offset + 1 : cue.start].strip())
                for cue in cues
            )
            beside = beside or self._is_interposed(text, start, offset)
            bracketed = match.group()[0] == ";" and text.count("(", start, offset) > text.count(")", start, offset)
            listed = offset in stops or (
                match.group()[0] == ":" and self.rows.is_heading(text, start, findings, cues, offset)
            )
            if offset > start and not (beside or bracketed or listed or _inside(offset, findings, cues)):
                limits.add(offset)
        for match in self.hard.find(words, leads, end):
            first = match.start()
            inside = first <= start or _inside(first, findings, cues)
            over = _runs_over(match, findings) if inside else None
            if over is not None and not any(cue.side == AFTER and cue.start >= over for cue in cues):
                limits.add(over)  # "any reason | for the walker"
            if not inside and not self._goes_on(text, words, match, findings, cues, stops):
                limits.add(first)
        asides = self._asides(text, end, findings, cues)
        limits.update(self._purposes(words, sentence, leads, findings, cues, {last + 1 for _, last in asides}))
        limits.update(self._new_clauses(words, sentence, findings, cues))
        for first, last in asides:
            limits -= set(range(first, last))
        behind = [cue for cue in cues if cue.side == AFTER]
        if behind:
            both_ways = {cue.start for cue in cues if cue.side == BEFORE}
            limits.update(cue.end for cue in behind if cue.start not in both_ways)
            limits.update(self._main_clause(text, start, end, behind[0].start))
            limits.update(self._own_subjects(words, sentence, findings, cues, limits))
        else:
            limits.update(a for a, b in findings if self._is_clause(words, a, b, findings, cues))
        for cue in behind:
            if cue.subject is not None:
                limits -= {limit for limit in limits if cue.subject < limit <= cue.start}
                limits.discard(cue.subject)
        return sorted(limits)

    def _is_title(self, words: Words, start: int, match: re.Match[str]) -> bool:
        """True for the stop of "per Dr. | Smith", unlike "no evidence of MS. | Weakness", "per Dr. | He has pain"."""
        title = self.titled.search(words.lowered, start, match.start())
        if title is None or words.text[slice(*title.span())].isupper():
            return False
        return self.no_names.match(words.lowered, match.end()) is None

    def _asides(self, text: str, end: int, findings: list[Limits], cues: list[Cue]) -> list[Limits]:
        """What stands between a cue and what joins it to its object: "no evidence | since the last visit, | of".

        It holds no finding: in "no indication for this shoulder pain patient to have surgery" the pain is there.
        """
        matches = (self.between.match(text, cue.end, end) for cue in cues if cue.side == BEFORE)
        spans = [match.span() for match in matches if match is not None and match.start() < match.end()]
        return [(a, b) for a, b in spans if not any(a <= start < b for start, _ in findings)]

    def _is_interposed(self, text: str, start: int, offset: int) -> bool:
        """True for the comma of "was not, it was acknowledged, working"."""
        return text.endswith(" not", start, offset) and self.interposed.match(text, offset) is not None

    def _purposes(
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
            if _inside(first, findings, cues) or self._is_part_of_subject(words, match, findings, cues):
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
        told = any(cue.side == BEFORE and cue.report and cue.end <= first for cue in cues)
        return told and self.members.fullmatch(text, last, after) is not None

    def _is_clause(self, words: Words, start: int, end: int, findings: list[Limits], cues: list[Cue]) -> bool:
        """True for a finding behind a comma with a verb of its own: "no spasm, and | tenderness is present"."""
        return (
            _after_comma(words.text, start, self.openings)
            and self.predicated.match(words.lowered, end) is not None
            and not self._is_last_item(words, start, end, findings, cues)
            and not words.lowered.endswith("if any, ", 0, start)
        )

    def _is_last_item(self, words: Words, start: int, end: int, findings: list[Limits], cues: list[Cue]) -> bool:
        """True for the last of three items that one verb tells of: "no shocks, thrills, and | rubs are noted"."""
        behind = max((cue.end for cue in cues if cue.side == BEFORE and cue.end <= start), default=None)
        if behind is None or not self.clauses.tells_findings(words, words.index(end), len(words.lower)):
            return False
        items = [(a, b) for a, b in findings if behind <= a and b <= start]
        gaps = zip([behind, *(b for _, b in items)], [*(a for a, _ in items), start], strict=True)
        return len(items) > 1 and all(words.lowered[a:b].strip() in ITEMS for a, b in gaps)

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
        of the subject of a cue behind it ("improvement following six visits is lacking"); the time of an item of a
        list.
        """
        if self._is_set_phrase(text, match, cues):
            return True
        if self.question.fullmatch(match.group()):
            return self._is_asked(text, match, cues)
        after = _next_answer(cues, match.end())
        phrasal = self.phrasal.fullmatch(match.group()) is not None
        if after is None:
            return (phrasal or match.group().startswith("that")) and (
                self._lists_on(words, match, findings, cues, stops) or self._is_timed_item(words, match, cues)
            )
        if self.aside.fullmatch(match.group()):
            return text[: match.start()].rstrip().endswith(",") and text[match.end() : after.start].strip() == ","
        return phrasal and self._is_part_of_subject(words, match, findings, cues)

    def _is_set_phrase(self, text: str, match: re.Match[str], cues: list[Cue]) -> bool:
        """True for a participle ("injections given in 2014"), and for words that belong to a cue: "not yet"."""
        first = match.start()
        return (
            self.participle.match(text, first) is not None
            or (match.group() == "yet" and any(cue.end + 1 == first for cue in cues))
            or text.startswith("if any,", first)  # "did not identify what, if any, gains were made"
            or self.told_of_records.match(text, first) is not None  # "no notes provided for this review"
            or (  # "was not, however, working"
                text.endswith("not, ", 0, first)
                and text.startswith(",", match.end())
                and self.aside.fullmatch(match.group()) is not None
            )
            or (  # "no documentation submitted | which showed failure of NSAIDs"
                self.reported.match(text, first) is not None
                and self.reporting.search(text, max(0, first - IN_FRONT), first) is not None
            )
        )

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
            if cue.report and (not text[cue.end : first].strip() or (joined and text.startswith(ASKED, cue.end + 1))):
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
            return False
        if after.subject is not None and after.subject <= match.start():
            return True
        inside = words.lower[words.index(last) : words.index(after.start)]
        return self.clauses.verbs.isdisjoint(inside)

    def _lists_on(
        self, words: Words, match: re.Match[str], findings: list[Limits], cues: list[Cue], stops: list[int]
    ) -> bool:
        """True for the time of one item of a list that goes on: "intensity of pain after the dose, or duration"."""
        if not any(cue.side == BEFORE and cue.report and cue.end <= match.start() for cue in cues):
            return False
        if any(match.end() <= offset < match.end() + ITEM for offset in stops):
            return True
        comma = words.text.find(",", match.end(), match.end() + ITEM)
        if comma < 0 or not any(a > comma for a, _ in findings):
            return False
        inside = words.lower[words.index(match.end()) : words.index(comma)]
        if match.group().startswith("that"):
            inside = inside[1:]  # "measures that | were tried, sleep onset or sleep quality"
        more = self.list_goes_on.match(words.lowered, comma)
        if more is None or any(comma < cue.start <= more.end() for cue in cues):
            return False
        return self.clauses.verbs.isdisjoint(inside)

    def _is_timed_item(self, words: Words, match: re.Match[str], cues: list[Cue]) -> bool:
        """True for an item that a semicolon ends: "no record of the least pain | since the last visit; relief"."""
        told = any(cue.side == BEFORE and cue.report and cue.end <= match.start() for cue in cues)
        return told and self.timed_item.match(words.lowered, match.start()) is not None

    def _new_clauses(self, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue]) -> Iterator[int]:
        """Where "and" or a comma behind a cue joins another clause, one with a verb of its own, to the cue's."""
        first = next((cue.end for cue in cues if cue.side == BEFORE), None)
        if first is None:
            return
        text, lower, starts, clauses, last = words.text, words.lower, words.starts, self.clauses, sentence.last
        behind = words.index(first)
        anew = [words.index(cue.start) for cue in cues if cue.side == BEFORE and cue.start in starts[behind:last]]
        joints = {at for at in range(behind, last) if lower[at] == "and"}
        if behind:
            joints.update(map(words.index, places_of(text, ",", words.ends[behind - 1], sentence.end)))
        for index in sorted(joints):
            joined = lower[index : index + 1] == ["and"]
            begins = index + joined
            if not joined and lower[begins : begins + 1] and lower[begins].isdigit() and len(lower[begins]) == YEAR:
                continue  # "the MRI of July 2, 2014"
            if begins >= last or _inside(starts[index], findings, cues):
                continue
            if self._is_interposed(words.lowered, sentence.start, words.ends[index - 1]):
                continue
            own = lower[begins] in clauses.subjects
            verb = (
                clauses.verb(words, begins, last)
                if own or clauses.subordinate.isdisjoint(lower[behind : index + 1])
                else None
            )
            if verb is None or any(cue.side == AFTER and cue.start <= starts[verb] < cue.end for cue in cues):
                continue
            part = verb == begins or lower[verb] in clauses.past
            if part and verb == begins + 1 and lower[begins] in self.indefinite:
                continue  # "no documentation of relief and an improved mood"
            near = starts[begins : begins + 2]
            if part and any(a in near and a <= starts[verb] and b > words.ends[verb] for a, b in findings):
                continue  # "no documentation of pain relief and increased function", ", the least reported pain"
            told = max((at + 1 for at in anew if at <= index), default=sentence.first)
            finite = not clauses.verbs.isdisjoint(lower[told : index + 1])
            if not (joined and finite) and clauses.tells_findings(words, verb, last):
                continue
            yield starts[index]

    def _own_subjects(
        self, words: Words, sentence: Sentence, findings: list[Limits], cues: list[Cue], limits: set[int]
    ) -> list[int]:
        """Where the clause of a cue behind its subjects begins: what stands before it has a verb of its own.

        "Hawkins was positive, | Speed's and O'Brien's were negative"; "the MRI showed a tear | and fluid was not seen".
        """
        found: list[int] = []
        if "and" not in words.lower[sentence.first : sentence.last]:
            return found
        starts = [cue.start for cue in cues if cue.side == AFTER]
        finite = False
        listing = False
        comma: int | None = None
        for index in range(sentence.first, sentence.last):
            word, offset = words.lower[index], words.starts[index]
            before = words.ends[index - 1] if index > sentence.first else offset
            finite = finite and limits.isdisjoint(range(before, offset + 1))
            inside = any(cue.start <= offset < cue.end for cue in cues)
            if comma is None and "," in words.text[before:offset]:
                comma = offset
            if word == "and" and finite and not _inside(offset, findings, cues):
                cue = next((start for start in starts if start > offset), None)
                subject = words.lower[index + 1 : words.index(cue)] if cue is not None else []
                if subject and self.clauses.verbs.isdisjoint(subject):
                    found.append(offset if listing or comma is None else comma)
                    finite = False
            reports = word in self.telling and index > sentence.first and words.lower[index - 1] in self.persons
            if not inside and (reports or word in self.clauses.verbs):
                finite = True
                told = word in FORMS_OF_BE and (index == sentence.first or words.lower[index - 1] != "there")
                comma = None
                listing = not told  # what a verb has for an object may be a list
        return found

    def _main_clause(self, text: str, start: int, end: int, first: int) -> list[int]:
        """Where the main clause begins behind another, for cues behind a finding: "although ..., X is not"."""
        if self.leading.match(text, start, end) is not None:
            comma = text.find(",", start, first)
            return [comma + 1] if comma > start and not self.last_item.search(text, comma + 1, first) else []
        if self.subordinate.match(text, start, end) is None:
            return []
        comma = text.rfind(",", start, first)
        if comma > start and self.conjunct.match(text, comma + 1, first):
            comma = text.find(",", start, first)
        return [comma + 1] if comma > start else []


def _next_answer(cues: list[Cue], offset: int) -> Cue | None:
    """The next cue that stands behind its subject: "is lacking"."""
    return next((cue for cue in cues if cue.side == AFTER and cue.start >= offset), None)


def _after_comma(text: str, offset: int, openings: frozenset[str]) -> bool:
    """True for a finding behind ", and" or a comma."""
    comma = text.rfind(",", max(0, offset - 24), offset)
    return comma >= 0 and folded(text[comma + 1 : offset]) in openings


def _runs_over(match: re.Match[str], findings: list[Limits]) -> int | None:
    """The end of a finding in which the words of a limit begin and behind which they end, or null."""
    return next((b for a, b in findings if a <= match.start() < b < match.end()), None)


def _inside(offset: int, findings: list[Limits], cues: list[Cue]) -> bool:
    for start, end in findings:
        if start <= offset < end:
            return True
    return any(cue.start <= offset < cue.end for cue in cues)
