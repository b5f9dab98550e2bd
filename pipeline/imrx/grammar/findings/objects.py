"""What a list of noun phrases says is missing, behind the phrase that opens it.

    no documentation of | the response to conservative therapy, or a recent screen     two
    no | relief from therapy, acupuncture, or TENS                                     relief: they brought none
    no | rationale for the CBC, CMP and hepatic panel                                  the rationale: they are asked for
    no evidence of | any complications, such as infection                              the whole, and its members
    He has had no | physical therapy                                                   none: a treatment not had

A list ends where a clause of its own begins, or another phrase of absence. Left alone: phrases that name no finding.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase
from imrx.grammar.expressions import expression
from imrx.grammar.findings.place import Place
from imrx.grammar.findings.unlisted_nouns import AT_LEAST, LISTED, LONGEST_PHRASE, NounPhrases, head
from imrx.grammar.sentences.branches import ALTERNATIVE, FORMS_OF_BE
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import is_marked
from imrx.grammar.sentences.series import THAT
from imrx.grammar.sentences.words import PREPOSITIONS, Words

LONGEST_COMPLEMENT = 10
"""So many words may stand between a noun and what goes on with it: "in terms of VAS with use of the medication"."""

LONGEST_ASIDE = 20
"""So many words may stand between a subject and its verb: ", which is a second-line drug,"."""

DETERMINED = (["the"], ["his"], ["her"], ["this"], ["a"])
"""What stands behind a "that" that begins a clause."""

MADE = ["made"]

FAILED_TO = (["failed", "to"], ["fails", "to"], ["fail", "to"])
"""What makes a subject of a phrase, and no member of a list."""

INCLUDING = (["that", "includes"], ["which", "includes"], ["that", "included"], ["which", "included"])
"""What leads from what is missing to its members: "an assessment of efficacy that includes | pain and function"."""

OTHERWISE = ["or", "otherwise"]


class Objects:
    """The words of `patterns/findings_heads.json` that such a list begins, goes on and ends with."""

    def __init__(self, heads: dict[str, Any], nouns: NounPhrases, clauses: Clauses) -> None:
        self.clauses = clauses
        self.nouns = nouns
        self.suggesting = frozenset(word for word in heads["showing"] if word.endswith("s"))
        report_verbs = [*clauses.report_verbs, *heads["report_verbs"]]
        self.reporting = frozenset(report_verbs)
        self.of_reporting = [[word] for word in (*heads["np_determiners"], *clauses.prior, *clauses.series.questions)]
        self.programs = frozenset(heads["programs"])
        self.indications = frozenset(heads["indications"]["nouns"])
        self.behind_indications = frozenset(heads["indications"]["behind"])
        self.indicated = frozenset(heads["indications"]["indicated"])
        self.beside_indications = frozenset(heads["indications"]["beside"])
        self.conservative = frozenset(heads["conservative"])
        self.adequate = frozenset(heads["adequate"])
        self.behind_introductory = frozenset(heads["behind_introductory"])
        self.including = frozenset(heads["including"])
        self.introductory = frozenset(heads["introductory"])
        self.finite = frozenset(heads["finite"])
        self.skipped = frozenset(heads["skipped_prepositions"])
        self.tried = expression(
            rf"(?:\s+[a-z]+){{0,3}}?\s+"
            rf"(?:(?:is|was|were|are|has\s+been|have\s+been|had\s+been)\s+)?{any_phrase(heads['tried'])}"
        )
        self.list_in_bracket = expression(  # "red flags (| prior clot, malignancy)"
            rf"(?![^()]{{0,180}}\b{any_phrase(heads['not_in_brackets'])})[^().;]{{1,60}},[^().;]{{1,120}}\)"
        )
        self.exemplifying = frozenset(tuple(phrase.split()) for phrase in heads["exemplifying"])
        self.to_report = expression(
            rf"(?:\s+(?:is|are|was|were|has\s+been|have\s+been)\s+made)?\s+to\s+"
            rf"(?:[a-z]+ly\s+)?{any_phrase(report_verbs)}"
        )
        self.accompanied = frozenset(tuple(phrase.split()) for phrase in heads["accompanied"])
        self.exemplified, self.in_brackets = frozenset(heads["exemplified"]), frozenset(heads["in_brackets"])
        self.resuming = frozenset(heads["resuming"])
        self.closing = expression(
            rf"[^.;:]{{0,200}}?(?:\b(?:or|nor)\b"
            rf"|\band\s[^.,;:]{{1,40}}\s(?:is|are|was|were)\s{any_phrase(heads['observed'])})"
        )
        self.responses, self.bringing = frozenset(heads["responses"]), frozenset(heads["bringing"])
        self.explaining, self.ordered = frozenset(heads["explaining"]), frozenset(heads["ordered"])
        self.eyes, self.eye_signs = frozenset(heads["eyes"]), frozenset(heads["eye_signs"])
        self.resulting, self.efforts = frozenset(heads["resulting"]), frozenset(heads["efforts"])
        self.rather = frozenset(tuple(phrase.split()) for phrase in heads["rather"])
        self.as_well, self.repeated = heads["as_well"].split(), [heads["repeated"]]

    def find(self, words: Words, at: int, until: int, place: Place) -> list[tuple[int, int]]:
        """The noun phrase that begins at a word, and those that a list adds to it."""
        found: list[tuple[int, int]] = []
        comma = False
        listed = place.listed
        behind_response = behind_reason = False
        leading = words.lower[at - 1 : at]
        while at < len(words.lower) and words.starts[at] < until:
            span = self.nouns.find(words, self._beginning(words, at, bool(found)), until)
            if span is None or (comma and self._has_verb(words, span[1], until)) or self._shows(words, span[1], until):
                break
            if THAT in words.lower[max(0, at - 2) : span[0]] and words.lower[span[1] - 1] in self.resulting:
                break  # "that the medication results | in better function"
            if comma and words.lower[span[1] : span[1] + 2] == OTHERWISE:
                break  # "no benefit, | functional or otherwise"
            if found and words.lower[span[1] - 1 : span[1] + 1] in FAILED_TO:
                break  # "no documentation of relief, and the | records failed | to show function"
            if comma and words.lower[span[1] : span[1] + 1] == ["without"]:
                break  # "no ulcer, anterior chamber | without cell"
            behind_response = behind_response and self.nouns.is_care(words, *span)
            behind_response = behind_response and (place.plain or words.lower[span[1] - 1] not in self.programs)
            had = place.plain and self._is_not_had(words, *span)
            had = had and not (found and words.lower[span[1] - 1] in self.conservative)
            behind_reason = behind_reason and words.lower[span[1] - 1] in self.ordered
            told_of = self.nouns.is_proved(words, *span) or self._is_of_what_follows(words, *span)
            tried = words.lower[span[1] - 1] in self.efforts and self.to_report.match(
                words.lowered, words.ends[span[1] - 1]
            )
            if self.nouns.names(words, *span) and not (had or tried or behind_response or behind_reason or told_of):
                found.append(span)
            if self.nouns.is_formed(words, *span):
                break
            if tuple(words.lower[span[1] : span[1] + 2]) in self.accompanied:
                at, listed = span[1] + 2, True
                continue  # "pain relief with associated | reduction of medication use"
            at = self._behind_complement(words, self._behind_relative(words, span[1], until), until)
            behind_response = behind_response or self._is_response(words, span, at)
            behind_reason = behind_reason or self._is_reason(words, span, at)
            members = self._members(words, span, at, found != [] and not place.plain)
            if members is not None:
                at, listed = members, True
                continue
            if at >= len(words.lower):
                break
            gap = words.gap(at - 1).strip()
            if is_marked(words, at + (words.lower[at] in LISTED)):
                gap = ","  # "pain relief; or (2) function"
            rather = tuple(words.lower[at : at + 2]) in self.rather
            alternative = rather or words.lower[at] in ALTERNATIVE
            comma = gap == "," and not alternative
            if rather:
                at += 2  # "no relief, let alone | gains in function"
            elif listed and words.lower[at : at + len(self.as_well)] == self.as_well:
                at += len(self.as_well)
            elif words.lower[at] in (LISTED if listed else ALTERNATIVE) and gap in {"", ","}:
                at += 1
            elif gap not in {",", "/"} or not (listed or self.closing.match(words.text, words.ends[at - 1], until)):
                break
            if words.lower[at - 1] in LISTED:
                at += leading == words.lower[at : at + 1] == self.repeated
            while at < len(words.lower) and words.lower[at] in self.resuming:
                at += 1
            if comma and words.lower[at : at + 1] == ["either"]:
                break  # "no dyspepsia, | either NSAID-induced or stand-alone"
            at += 2 * (words.lower[at : at + 2] == ["as", "to"])
            verb = None if alternative else self.clauses.verb(words, at, words.index(until))
            if verb == at and words.lower[at - 1] != "nor":
                verb = None  # "improved function"
            elif verb is not None and words.lower[verb - 1] in self.nouns.determiners:
                verb = None  # "the efficacy of the | requested medication"
            if words.lower[at : at + 1] == ["that"] and words.lower[at + 1 : at + 2] in DETERMINED:
                break  # "evidence of benefit and that | the risks rise"
            if (alternative or comma) and at < len(words.lower) and self._is_verb(words, at):
                break  # "does not describe his relief or | quantify the gain": a place of its own
            if self._opens(words, at) or words.lower[at : at + 1] == ["unable"]:
                break  # "lack of relief, and a lack of documentation", "and unable to": a place of its own
            if not found and words.lower[at + 1 : at + 2] == ["to"] and words.lower[at] in self.nouns.failing:
                break  # "lack of documentation and | failure to adhere to the guideline"
            if verb is not None and not self.clauses.tells_findings(words, verb, words.index(until)):
                break
        return found

    def _members(self, words: Words, span: tuple[int, int], at: int, included: bool) -> int | None:
        """Where the members of a noun phrase begin, at a word behind it: "any complications, such as | infection"."""
        phrase = words.lower[slice(*span)]
        if (
            0 < at < len(words.lower)
            and words.gap(at - 1).strip() == "("
            and phrase[-1] in self.in_brackets
            and PREPOSITIONS.isdisjoint(phrase)  # "no relief of symptoms (pain)"
            and self.list_in_bracket.match(words.text, words.starts[at])
        ):
            return at  # "no red flags (| prior clot, malignancy)"
        if not self.exemplified.isdisjoint(phrase) and tuple(words.lower[at : at + 2]) in self.exemplifying:
            return at + 2 if self.nouns.failing.isdisjoint(phrase) else None
        behind = at + (words.lower[at : at + 1] == ["to"])
        if words.lower[at : at + 2] in INCLUDING:
            return at + 2
        if included and behind < len(words.lower) and words.lower[behind] in self.including:
            return behind + 1 if self.nouns.failing.isdisjoint(phrase) else None
        return None

    def _is_response(self, words: Words, span: tuple[int, int], at: int) -> bool:
        """True where treatments follow that brought no response: "no relief from therapy, | acupuncture, or TENS"."""
        return (
            at > span[1] + 1
            and words.lower[span[1] - 1] in self.responses
            and words.lower[span[1]] in self.bringing
            and self.nouns.is_care(words, self.nouns.leading(words, span[1] + 1, at), at)
        )

    def _is_reason(self, words: Words, span: tuple[int, int], at: int) -> bool:
        """True where tests follow that have no reason: "no rationale for the CBC, | CMP and hepatic panel"."""
        return (
            at > span[1] + 1
            and words.lower[span[1] - 1] in self.explaining
            and words.lower[span[1]] == "for"
            and words.lower[at - 1] in self.ordered
        )

    def _is_of_what_follows(self, words: Words, first: int, last: int) -> bool:
        """True for the "indication" of "any indication the patient is better", which is a word of record."""
        if head(words.lower[first:last]) not in self.indications or last >= len(words.lower):
            return False
        behind = words.lower[last + 1 : last + 2]
        named = words.lower[last] in self.behind_indications and (
            last - first > 1
            or words.lower[last] not in ALTERNATIVE
            or not self.beside_indications.isdisjoint(behind)  # "the indication or medical need for this"
        )
        named |= words.lower[last] == "to" and not self.indicated.isdisjoint(behind)
        return not words.gap(last - 1).strip() and not named

    def _beginning(self, words: Words, at: int, listed: bool) -> int:
        """The index of an item's first word, without determiners and what only introduces it: "any evidence of"."""
        at = self.nouns.leading(words, at + is_marked(words, at), len(words.lower))
        at += words.lower[at : at + 2] == ["all", "of"]
        if words.lower[at : at + 1] == ["of"]:  # "any of these diagnoses", "all of the components"
            at = self.nouns.leading(words, at + 1, len(words.lower))
        if listed and words.lower[at : at + 1] and words.lower[at] in self.adequate:
            at += 1
        if (
            at + 2 < len(words.lower)
            and words.lower[at] in self.introductory
            and words.lower[at + 1] in self.behind_introductory
        ):
            at = self.nouns.leading(words, at + 2, len(words.lower))
        return at

    def _shows(self, words: Words, at: int, until: int) -> bool:
        """True for the "suggests" of "no clinical finding suggests a tear": what it does not show is missing."""
        return (
            at + 1 < len(words.lower)
            and words.ends[at] <= until
            and words.lower[at] in self.suggesting
            and not words.gap(at - 1).strip()
            and words.lower[at + 1] in self.nouns.determiners
        )

    def _has_verb(self, words: Words, at: int, until: int) -> bool:
        """True for the verb of a clause of its own, which no list of findings has: "shocks, and rubs are noted".

        An aside may stand in between: "without spasm, the | muscle relaxant, which is sedating, is not certified".
        """
        if words.lower[at : at + 1] == ["which"] and words.gap(at - 1).strip() == ",":
            ends = range(at + 1, min(at + LONGEST_ASIDE, len(words.lower)))
            behind = next((n for n in ends if words.gap(n - 1).strip() == ","), at)
            return words.lower[behind] in self.finite
        return (
            at < len(words.lower)
            and words.lower[at] in self.finite
            and not self.clauses.tells_findings(words, at, words.index(until))
        )

    def _opens(self, words: Words, at: int) -> bool:
        """True for the "a lack of documentation", "no mention that" that follows another in a list."""
        if "no" in words.lower[at - 1 : at + 1]:
            return not self.introductory.isdisjoint(words.lower[at : at + 3])
        at += words.lower[at : at + 1] == ["a"]
        return words.lower[at : at + 2] == ["lack", "of"] and not self.introductory.isdisjoint(
            words.lower[at + 2 : at + 4]
        )

    def _is_verb(self, words: Words, at: int) -> bool:
        """True for a verb of reporting and its object: "list any | gain", unlike the nouns "list", "detail".

        One in -ed is a verb behind "nor" only: "neither identified deficits nor | stated what they are".
        """
        word = words.lower[at]
        verbal = not word.endswith("ed") or words.lower[at - 1] == "nor"
        return verbal and word in self.reporting and words.lower[at + 1 : at + 2] in self.of_reporting

    def _is_not_had(self, words: Words, first: int, last: int) -> bool:
        """True for a treatment that the patient has not had, but for one that nobody tried or wrote down.

        So it is for "no | changes were made" to one.
        """
        if words.lower[last - 1] in self.nouns.unchanged and words.lower[last + 1 : last + 2] == MADE:
            return True
        return (
            self.nouns.is_treatment(words, first, last)
            and not self._is_of_eye(words, first, last)
            and self.nouns.failing.isdisjoint(words.lower[first:last])
            and (words.lower[first] == "further" or not self.tried.match(words.lowered, words.ends[last - 1]))
        )

    def _is_of_eye(self, words: Words, first: int, last: int) -> bool:
        """True for a sign of the eye that is spelled as a treatment: "sclerae clear without | injection"."""
        front = words.lower[max(0, first - LONGEST_PHRASE) : first]
        return words.lower[last - 1] in self.eye_signs and not self.eyes.isdisjoint(front)

    def _behind_relative(self, words: Words, at: int, until: int) -> int:
        """The index behind "that is severe", "that is at two levels", where a list goes on behind it."""
        if words.lower[at : at + 1] != [THAT] or FORMS_OF_BE.isdisjoint(words.lower[at + 1 : at + 2]):
            return at
        if words.gap(at - 1).strip():
            return at  # "drugs of the first line, | that is NSAIDs"
        for behind in range(at + 3, min(at + LONGEST_COMPLEMENT, len(words.lower))):
            gap = words.gap(behind - 1).strip()
            if words.ends[behind] > until or words.lower[behind] in self.finite or gap not in {"", "-", ","}:
                return at
            if gap == "," or (behind == at + 3 and words.lower[behind] in LISTED):
                return behind
        return at

    def _behind_complement(self, words: Words, at: int, until: int) -> int:
        """The index behind a phrase with a preposition, where a list goes on behind it.

        As in "gains in strength or ...", "gains in strength to include ...".
        """
        if at >= len(words.lower) or words.lower[at] not in self.skipped or words.gap(at - 1).strip():
            return at
        behind = at + 1
        while behind < len(words.lower) and behind - at < LONGEST_COMPLEMENT and words.ends[behind] <= until:
            word, gap = words.lower[behind], words.gap(behind - 1).strip()
            included = word == "to" and not self.including.isdisjoint(words.lower[behind + 1 : behind + 2])
            if gap in {",", "("} or word in LISTED or included:
                return behind
            possessor = self.nouns.leading(words, behind, behind + 1) > behind  # "in the patient's pain or function"
            amount = words.lower[behind : behind + 2] == AT_LEAST  # "for at least two months"
            if gap not in {"", "-", "/"} or (
                word in self.nouns.stops and not possessor and not amount and word not in self.skipped
            ):
                return at
            behind += 1
        return at
