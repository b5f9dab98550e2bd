r"""How far a cue of negation reaches in its clause.

    without acute flare, new injury, or progressive deterioration           a list under one cue
    no effusion, full range of motion                                      up to what is there
    unable to climb stairs without | pain                                  not to what somebody cannot do without

Left alone: where clauses begin (`imrx.grammar.negation.limits`), what the cues are (`imrx.grammar.negation.cues`),
cues behind a finding (`imrx.grammar.negation.scope_behind`), and who is negated in the end.
"""

from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of
from imrx.grammar.expressions import expression
from imrx.grammar.negation.between import masked
from imrx.grammar.negation.cue import AFTER, VOID, WITHOUT, Cue
from imrx.grammar.negation.patients import patients_of
from imrx.grammar.negation.proofs import aside_behind_subject, brought
from imrx.grammar.negation.scope_behind import ScopeBehind
from imrx.grammar.negation.turns import Stretch, Turns, stands_in_list
from imrx.grammar.sentences.clauses import Clauses
from imrx.grammar.sentences.item_marks import begins_list, unmarked
from imrx.stretches import Limits

OF_VERBS = ("not", "never", "to", "cannot", "nothing", "neither", "nor", "no longer")
"""How the cues end that a verb follows."""

FARTHEST_FINDING = 260
"""A cue reaches no farther than this many characters, about two lines and a half."""

BRACKETED = expression(r"\([^()]*\)")
"""What is told of an item of a list: "failure of conservative care (medication and therapy), weakness"."""

FARTHEST_LIST = 260
"""So many characters in front of a cue the list of treatments is looked for in which it stands."""

FARTHEST_INABILITY = 80
"""So many characters in front of "without" stands what the patient cannot do."""

FARTHEST_THAT = 40
"""So many characters in front of a subject "that" stands: "that the injured worker's | pain is neuropathic"."""

LAST_OF_LIST = (" or", " nor")
"""What stands in front of the last item of a list: "no mention of BUN, LFTs, or | blood pressure | being monitored"."""

UNABLE_TO = "unable to "
"""What the patient cannot do, or the examiner: "unable to visualize the drum, cerumen in the canal"."""

DOES = (" does ", " do ", " did ")
"""What stands in front of "not exclude", "not mean", which say something else than what is denied in front of them."""

OF_NO_SITE = ("of", "to")
"""What joins other things than a site as well: "loss of appetite"."""

FARTHEST_VERB = 20
"""So many characters in front of "no" what it showed is looked for: "revealed | no tear"."""

TWO_VERBS = ("relieve", "or")
"""What stands between a cue and the second of two verbs with one object."""


class Scope:
    """What keeps a cue from a finding, of `patterns/negation.json`, compiled, for text in lower case."""

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.list_turns = Turns(table, clauses)
        self.behind = ScopeBehind(table, clauses)
        self.relieving, self.borne_out = clauses.relieving, clauses.borne_out
        self.adjacent = frozenset(table["limits"]["adjacent"])
        self.absent = frozenset(table["limits"]["absent"])
        families, limits, decisions = table["families"], table["limits"], table["decisions"]
        articles, finite = any_phrase(limits["articles"]), any_phrase(limits["finite"])
        unable = r"(?:cannot|can\s+not|could\s+not)"
        behind_for = rf"for\s+(?:{articles}\s+)?(?:[a-z]+-[a-z]+\s+)?$"
        self.verb = expression(openings_of(families["auxiliaries"]) + r"(?:not)?\s")
        self.unmet = expression(clauses.unmet)
        self.deciding = expression(any_phrase(decisions["deciding"]))
        self.closing = expression(
            rf"\s+(?:any\s+)?{any_phrase(limits['closing'])}|\s+{any_phrase(limits['coded'])}"
            r"(?:\s+or\s+[a-z]+)?,?\s+and\b"
        )
        self.listing = expression(rf"\b{any_phrase(limits['listing_diagnoses'])}[\s:](?P<listed>[^.;]*)$")
        self.listing_verbs = clauses.verbs
        patient = any_phrase(patients_of(table, clauses))
        self.list_ends_behind = expression(
            rf"\s+{any_phrase([*limits['coded'], *limits['coded_too']])},\s+(?:[a-z]+\s+){{0,3}}?"
            rf"{any_phrase(limits['coded_pairs'])}(?:\s+[a-z]+)?(?:,|\s+and)\s+"
            rf"(?!(?:and\s+)?(?:{articles}|{patient}|{any_phrase(clauses.verbs)}|[a-z]+ed\b))"
        )
        supplied = any_phrase(table["not_documented"]["supplied"])
        self.explained = expression(
            rf"\b{any_phrase(limits['explaining'])}\s+(?:(?:(?:is|was|were|has\s+been)\s+)?{supplied}\s+)?"
            rf"(?:of|for|behind|(?:as\s+to\s+)?why|another|an?|further)\s+(?:(?!and\b|or\b|nor\b)[a-z'-]+\s+){{0,4}}$|"
            rf"\b{any_phrase(limits['explaining'])}\s+"
            rf"(?:(?:as\s+to\s+)?why|that|additional|further|another|more|such)\s+(?:[a-z'-]+\s+){{0,12}}$|"
            rf"\b{any_phrase(limits['components'])}\s+(?:to|of|in)\s+(?:{articles}\s+)?$"
        )
        self.why = expression(r"\bas\s+to\s+why\s+(?:[a-z'-]+\s+){0,12}$")
        reasons = any_phrase([*limits["explaining"], *limits["explaining_how"]])
        self.would_be = expression(rf"\b{reasons}\s[^.;,]*?\b{any_phrase(limits['would_be'])}\s+(?:[a-z]+\s+)?$")
        self.graded = expression(
            rf"\b{any_phrase(limits['graded_on'])}\s+(?:of|showing|documenting|demonstrating)\s+(?:the\s+)?"
            r"(?:degree|severity|extent)\s+of\s+(?:the\s+)?$"
        )
        self.copula = expression(r"\s+(?:is|are|was|were)\b")
        self.calling_for = expression(
            rf"(?<!\bthat)(?<!\bwhich)\s{any_phrase(limits['calling_for'])}\s+(?:an?|the|further)\s"
        )
        self.list_goes_on = expression(r"[^.;]{0,200}?\s(?:or|nor)\s")
        self.being = expression(rf"\s+{any_phrase(limits['being'])}(?!\s+{any_phrase(limits['told_on'])})")
        owner = rf"(?:{articles}\s+)?(?:[a-z]+\s+)?[a-z]+'s\s+"
        self.subject = expression(
            rf"\b{any_phrase([*limits['asked'], *limits['evidence']])}\s+(?:{owner}|(?:{articles}\s+)?)$"
            rf"|\b(?P<shown>{any_phrase(limits['showing'])})\s+{owner}$"
        )
        self.gained = expression(openings_of([*limits["gains"], *limits["improved"]]))
        self.by_what = expression(r"\b(?:is|was)\s+(?:[a-z]+ly\s+)?(?:[a-z]+ed|shown)\s+by\s")
        gaining = openings_of(limits["gains"])
        self.gaining = expression(gaining)
        self.helped = expression(
            rf"\b{any_phrase(clauses.worked)}\s+(?:in|at|for)\s+{any_phrase(limits['easing'])}\s+"
            rf"(?:(?!\b{any_phrase([*limits['asked'], 'with'])}|\bor\s+of\b|\b{gaining})[^.;])*$"
        )
        self.object = expression(rf"\s+{articles}\s+(?:[a-z]+'s\s+)?")
        self.told = expression(
            rf"(?:{aside_behind_subject()})?\s+{brought(table)}|\s+{unable}\s+be\s"
            rf"|\s+{finite}\s+(?:[a-z]+ly\s+|been\s+|ever\s+|already\s+)*(?!been\b|ever\b|already\b|not\b|[a-z]+ly\b|"
            rf"{any_phrase([*clauses.passive_verbs, *families['participles'], *limits['there']])})",
        )
        self.predicate = expression(rf"[^.;,]{{0,20}}?\s+(?:{finite}|{unable}\s+be)(?:\s+(?:been|being|[a-z]+ly))?\s+")
        self.told_of_records = expression(rf"\b{any_phrase(limits['told_of_records'])}")
        self.item_with = expression(
            r",\s+(?:and\s+)?(?!(?:no|without|or|nor)\b)[a-z]+(?: [a-z]+){0,2}(?<!associated) with\s+"
            r"(?:an?\s+)?(?:[a-z-]+\s+){0,2}$"
        )
        self.sited_with = expression(
            rf"[^.;,]{{1,60}}?\s{any_phrase(limits['sites'])}\s[^.;,]{{1,60}}\swith\s+(?:an?\s+)?"
        )
        self.second_of_two = expression(rf", and\s+(?:{articles}\s+)?")
        self.shown = expression(rf"\b{any_phrase(table['not_documented']['revealing'])}\s+$")
        sites = any_phrase(set(limits["sites"]).difference(OF_NO_SITE))
        self.sited_itself = expression(rf"[^.;,]{{1,60}}?\s(?:{sites}\s|{any_phrase(OF_NO_SITE)}\s+{articles}\s)")
        self.moved = expression(rf"[^.;,]{{1,60}}?\swith\s+(?:motion\b|{any_phrase(limits['motions'])})")
        self.effect = expression(
            rf"(?:[a-z]+\s+){{0,3}}(?:have|has|had|no)\s+"
            rf"(?:any\s+|an?\s+|much\s+)?{any_phrase(limits['effects'])}\s+(?:up)?on\b"
        )
        self.caused = expression(rf"\s+{any_phrase(limits['caused'])}\s+(?:{articles}\s+)?(?:[a-z]+'s\s+)?")
        self.had_for = expression(
            rf"\b(?:of|{clauses.topics})\s+(?:[a-z-]+\s+){{1,8}}?{any_phrase(limits['patients'])}\s+"
            rf"(?:(?:has|have|had)\s+)?{any_phrase(limits['had'])}\s+(?:[a-z]+\s+){{0,2}}?for\b[^.;,]*$"
        )
        self.treated = expression(
            rf"\b{any_phrase(limits['listing_treatments'])}\s+(?:to\s+date\s+)?(?:(?:has|have|had)\s+)?includ"
            rf"(?:es?|ed|ing)\s[^.;]*$"
        )
        self.suggested = expression(
            rf"\s+{any_phrase(limits['suggesting'])}\s+(?:{articles}\s+)?(?:diagnosis\s+of\s+)?"
        )
        self.vague_ends = frozenset([*limits["evidence"], *limits["vague"]])
        self.with_more = expression(r"\bwith\b")
        self.members = expression(
            r"\s*(?:(?!(?:of|in|for|to|from|with|on)\b)[a-z-]+\s+){0,5}?"
            rf"{any_phrase([*limits['vague'], *limits['factors'], *limits['in_brackets']])}"
            r"(?:\s+(?:for|of|to)\s[a-z\s-]{1,40})?\s*\($"
        )
        self.list_in_bracket = expression(
            rf"(?![^()]{{0,180}}\b{any_phrase(limits['not_in_brackets'])})"
            r"[^().;]{0,60}(?:,|\bor\b)[^().;]{1,120}\)"
        )
        used = rf"(?:(?:(?:is|was)\s+)?{any_phrase(limits['drugs_used'])}\s+)?"
        drug = rf"{any_phrase(limits['kinds_of_drugs'])}\s+{used}"  # but no "opioid risk assessment for"
        self.meant_for = expression(
            rf"\b(?:{any_phrase(limits['treatments'])}\s+(?:[a-z]+\s+){{0,3}}?|{drug})"
            rf"(?:{behind_for}|(?<!such )as\s+$)"
        )
        self.remedying = frozenset(limits["remedied"])
        self.remedied = expression(rf"\b{any_phrase(self.remedying)}\s+(?:with|by)\s+(?:(?:{articles}|and|or|,)\s*)*$")
        self.eased = expression(
            rf"\b(?:that\s+[^.;,]{{1,60}}?(?:{aside_behind_subject()}\s+)?"
            rf"|{any_phrase(clauses.pronouns)}\s+(?:[a-z]+\s+)?)\b{any_phrase(clauses.relieving)}"
            rf"\s+(?:with\s+)?(?:{articles}\s+)?{articles}\s+(?:[a-z]+'s\s+)?$"
        )
        self.proved = expression(rf"\b{any_phrase(limits['proving'])}\s+that\b")
        self.plainly_not = expression(r"\bnot$")
        self.thing_for = expression(rf"\b(?!{any_phrase(limits['positive_for'])})[a-z-]+\s+{behind_for}")
        self.incapable = expression(
            rf"\b{any_phrase(table['not_documented']['incapable'])}\s+(?!be\b)(?:(?!\b(?:and|but)\b)[^.;,])*$"
        )
        self.affecting = clauses.relieving | frozenset(limits["affecting"])
        self.failed = expression(r"\bfail(?:ed|ing|ures?)\b[^.;]{0,200}?\binclud(?:e|ing)\b")
        self.kept_from_cue = (
            self._is_too_far,
            self._is_remedy,
            self._is_item_of_its_own,
            self._is_affected,
            self._is_not_relieved,
            self._is_eased,
            self._is_bracketed,
            self._is_behind_without,
            self._is_behind_unable,
            self._is_what_for,
            self._is_what_care_was_for,
            self._is_what_would_be,
            self._is_what_bears_out,
            self._is_graded_on_paper,
            self._is_subject,
            self.list_turns.says_present,
            self._is_behind_other,
            self._is_what_failed,
        )

    def decides(self, text: str, cue: Cue) -> bool:
        """True for a denied decision, "cannot be supported", "denied the study": it begins a statement of its own."""
        if cue.side != VOID or self.unmet.match(text, cue.start):
            return False
        verb = self.verb.match(text, cue.start, cue.end) or self.deciding.fullmatch(text, cue.start, cue.end)
        return verb is not None or text.endswith(DOES, 0, cue.start)

    def reaches(self, text: str, clause: int, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True where nothing between a cue and a finding of the same clause keeps them apart."""
        if cue.side == AFTER:
            return self.behind.reaches(text, clause, cue, span, findings)
        if self._is_too_long(text, cue, span):
            return False
        stretch = Stretch(text, cue, span, findings, self._between(text, cue, span, findings))
        for is_kept in self.kept_from_cue:
            if is_kept(stretch):
                return False
        if cue.report:
            return not self.list_turns.tells_otherwise(stretch)
        return not self.list_turns.turns(stretch)

    def _is_too_long(self, text: str, cue: Cue, span: Limits) -> bool:
        """True for a finding too far behind a cue; what is bracketed in a list of what records lack is not counted."""
        length = span[0] - cue.end
        if length > FARTHEST_FINDING and cue.report:
            length -= sum(len(bracket) for bracket in BRACKETED.findall(text, cue.end, span[0]))
        return length > FARTHEST_FINDING

    def _between(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> str:
        """What stands between a cue and a finding behind it, without the marks of a list that begins behind the cue."""
        first = next((a for a, _ in findings if a >= cue.end), span[0])
        marked = begins_list(text, (cue.start, cue.end), first)
        between = text[cue.end : span[0]]
        return unmarked(between) if marked else between

    def _is_too_far(self, stretch: Stretch) -> bool:
        """True behind a cue that only tells of what is beside it."""
        word = stretch.text[stretch.cue.start : stretch.cue.end]
        return (word in self.adjacent and bool(stretch.between.strip())) or (
            word in self.absent and "," in stretch.between and ":" not in stretch.between
        )

    def _is_remedy(self, stretch: Stretch) -> bool:
        """True for the walker of "deficits that cannot be resolved with a cane or | walker"."""
        text, cue, span, findings, _ = stretch
        others = [(a, b) for a, b in findings if text[a:b] not in self.remedying]
        return self.remedied.search(masked(text, cue.start, span[0], others)) is not None

    def _is_item_of_its_own(self, stretch: Stretch) -> bool:
        """True for the wheezes of "no distress, lungs with scattered wheezes", the pain of "no warmth, and pain"."""
        text, cue, span, findings, between = stretch
        if "," in between and self._is_listed_treatment(text, cue):
            return True
        if "," in between and "with" in between and self.item_with.search(masked(text, cue.end, span[0], findings)):
            return True
        if not cue.report and ", and " in between and self._is_described(text, cue, span, findings):
            return True
        if text[cue.start : cue.end] != "no":
            return False  # "neck pain, no evidence of radiculopathy, and | myelopathy"
        return between.endswith(", and ") and "," not in between[:-6] and stands_in_list(text, cue, findings)

    def _is_described(self, text: str, cue: Cue, span: Limits, findings: list[Limits]) -> bool:
        """True for the tenderness of "no effusion, and tenderness at the joint line with clicking", and the clicking.

        What is denied has seldom a site of its own and another finding with it. Nor does a list of two need a comma
        where a study tells of both: "showed no tear, and | tendinosis of the supraspinatus".
        """
        comma = text.find(",", cue.end)
        joint = self.second_of_two.match(text, comma) if comma >= 0 else None
        if joint is None:
            return False
        first, *others = [*((a, b) for a, b in findings if a >= joint.end()), span]
        if first[0] != joint.end() or "," in text[first[0] : span[0]]:
            return False
        if self.sited_with.fullmatch(text, first[0], others[0][0]) is not None:
            return True
        if text[cue.start : cue.end] != "no" or self.list_goes_on.match(text, first[0]) is not None:
            return False
        return self.moved.match(text, first[0]) is not None or (
            self.shown.search(text, max(0, cue.start - FARTHEST_VERB), cue.start) is not None
            and self.sited_itself.match(text, first[0]) is not None
        )

    def _is_listed_treatment(self, text: str, cue: Cue) -> bool:
        """True in "treatment has included injections with no relief, | cane, and NSAIDs": what was tried goes on."""
        return (
            text.endswith("with ", 0, cue.start)
            and self.treated.search(text, max(0, cue.start - FARTHEST_LIST), cue.start) is not None
            and self.list_goes_on.match(text, cue.end) is None
        )

    def _is_affected(self, stretch: Stretch) -> bool:
        """True for the pain of "failed to have any effect on the pain"."""
        return self.effect.match(stretch.text, stretch.cue.start, stretch.span[0]) is not None

    def _is_not_relieved(self, stretch: Stretch) -> bool:
        """True for the dependence of "failed to curtail his dependence", "no report that it eases his": it is there."""
        cue, words = stretch.cue, stretch.between.split(maxsplit=1)
        if self._acts_too(stretch):
            return False
        if cue.report and self.eased.search(stretch.between) is not None:
            return True
        return (
            bool(words)
            and words[0] in self.affecting
            and not cue.report
            and stretch.text.endswith(OF_VERBS, cue.start, cue.end)
        )

    def _acts_too(self, stretch: Stretch) -> bool:
        """True for what is denied like a verb and its object in front: "did not reduce pain or | improve function".

        Two verbs share their object: "does not relieve or help the pain".
        """
        acts = stretch.text[slice(*stretch.span)].split()[0] in self.affecting
        return acts and stretch.between.endswith((" or ", " nor ")) and len(stretch.between.split()) > len(TWO_VERBS)

    def _is_bracketed(self, stretch: Stretch) -> bool:
        """True where a bracket begins or ends between the cue and the finding."""
        between = stretch.between
        if not stretch.cue.report and between.endswith("(") and between.strip() != "(":
            return not self._begins_members(stretch)
        bracket = between.find(")")
        return bracket >= 0 and not 0 <= between.find("(") < bracket

    def _begins_members(self, stretch: Stretch) -> bool:
        """True for the fever of "no red flags (fever, weight loss)", which are those; not for "no pain (sprain)"."""
        listed = self.members.match(stretch.text, stretch.cue.end, stretch.span[0])
        return listed is not None and self.list_in_bracket.match(stretch.text, stretch.span[1]) is not None

    def _is_behind_without(self, stretch: Stretch) -> bool:
        """True for what "without" no longer tells of: "and gait is", "cramps being"; a list needs its "or".

        What somebody cannot do without is there: "unable to climb stairs without | pain".
        """
        text, cue, span, _, between = stretch
        without = text.rfind("without ", cue.start, span[0])
        if without >= 0 and self.incapable.search(text, max(0, without - FARTHEST_INABILITY), without):
            return True
        listed = cue.report and between.rstrip().endswith(LAST_OF_LIST)
        if "," in between and not listed and self.being.match(text, span[1]):
            return True
        return text[cue.start : cue.end] in WITHOUT and (
            self.closing.match(text, cue.end, span[0]) is not None  # "without difficulty and ambulating"
            or (between.rstrip().endswith(" and") and self.copula.match(text, span[1]) is not None)
            or self.being.match(text, span[1]) is not None
            or self.calling_for.search(between) is not None  # "without intent warrants a | psychiatric evaluation"
            or ("," in between and self._ends_with_item(text, cue))
        )

    def _ends_with_item(self, text: str, cue: Cue) -> bool:
        """True where what "without" tells of ends with a comma: behind it no "or" makes a list of what is denied.

        In a list of diagnoses an "or" may be part of an item: "stenosis without myelopathy, | neuritis or radiculitis,
        and gout". Notes that write "w/o" leave the "or" out elsewhere: "w/o rash, | lesions".
        """
        goes_on = self.list_goes_on.match(text, cue.end)
        if goes_on is None and text.startswith("without", cue.start):
            return True
        if goes_on is not None and self.list_ends_behind.match(text, cue.end) is None:
            return False
        listing = self.listing.search(text, max(0, cue.start - FARTHEST_LIST), cue.start)
        return listing is not None and self.listing_verbs.isdisjoint(listing["listed"].split()[1:])

    def _is_behind_unable(self, stretch: Stretch) -> bool:
        """True for the next item behind "unable to sing in the choir, | hoarseness"; a list needs its "or".

        Of what is not on record "and" makes one: "unable to find documentation of rest, heat, and exercise".
        """
        text, cue, _, _, between = stretch
        if "," not in between or not text.startswith(UNABLE_TO, cue.start):
            return False
        told = self.behind.introducing.search(text, cue.start, cue.end) is not None
        return not told and self.list_goes_on.match(text, cue.end) is None

    def _is_what_for(self, stretch: Stretch) -> bool:
        """True for the pain of "not taking medication for the pain", the sedation of "no opioid given as sedation"."""
        text, cue, _, _, between = stretch
        if "for" not in between and not between.endswith(" as "):
            return False
        if self.meant_for.search(between):
            return True
        return (
            not cue.report
            and self.plainly_not.search(text, cue.start, cue.end) is not None
            and self.thing_for.search(f"is{between}") is not None
        )

    def _is_what_care_was_for(self, stretch: Stretch) -> bool:
        """True for the bunion of "no documentation of the care the patient has had for the bunion"."""
        text, cue, span, _, between = stretch
        return "for" in between and self.had_for.search(text, cue.start, span[0]) is not None

    def _is_what_would_be(self, stretch: Stretch) -> bool:
        """True for the use of "no discussion of the reason a brace would be useful": the reason is missing."""
        return stretch.cue.report and self.would_be.search(stretch.between) is not None

    def _is_what_bears_out(self, stretch: Stretch) -> bool:
        """True for the EMG of "the pain is not corroborated by the MRI or the | EMG": it is there."""
        return bool(stretch.between.strip()) and self.borne_out.match(stretch.text, stretch.cue.start) is not None

    def _is_graded_on_paper(self, stretch: Stretch) -> bool:
        """True for the arthritis of "no radiographic report of the degree of | arthritis": it is there."""
        return self.graded.search(stretch.between) is not None

    def _is_subject(self, stretch: Stretch) -> bool:
        """True for the subject of a question or of a statement that has a predicate of its own."""
        text, cue, span, findings, _ = stretch
        subject = self.subject.search(text, max(cue.start, span[0] - FARTHEST_THAT), span[0])
        if subject is None or (subject["shown"] and self.gained.match(text, *span)):
            return False  # "no documentation showing the patient's | pain relief is sustained"
        return (cue.report and self.told.match(text, span[1]) is not None) or any(
            self.predicate.fullmatch(text, span[1], a) for a, _ in findings if a > span[1]
        )

    def _is_behind_other(self, stretch: Stretch) -> bool:
        """True where a finding in between takes what is denied: "no depression associated with chronic pain".

        Nor does a cue reach what its absence shows, "a lack of swelling shows that the fracture has healed", or what
        shows it, "the lack of relief is shown by ongoing | pain".
        """
        text, cue, span, findings, between = stretch
        inside = [b for a, b in findings if cue.end <= a and b <= span[0]]
        if not inside:
            return False
        told = self.told_of_records.search(text, cue.end, span[0])
        if told and any(b <= told.start() for b in inside) and "such as" not in between:
            return True
        return (
            self.caused.fullmatch(text, inside[-1], span[0]) is not None
            or (not cue.report and self.proved.search(text, inside[0], span[0]) is not None)
            or self._is_only_suggested(text, inside[-1], span)
            or self.explained.search(text, cue.end, span[0]) is not None
            or self.why.search(text, inside[0], span[0]) is not None
            or (self._denies_relief(text, cue, findings) and not self._acts_too(stretch))
            or (cue.report and self._is_object(text, inside[-1], span))
            or (not cue.report and " by " in between and self.by_what.search(text, inside[0], span[0]) is not None)
            or (
                self.with_more.search(text, cue.end, span[0]) is not None
                and self._denies_predicate(text, cue, findings)
            )
        )

    def _is_eased(self, stretch: Stretch) -> bool:
        """True for the reflux of "was not effective in reducing reflux", which a gain is not."""
        text, cue, span, _, between = stretch
        if "ing " not in between:
            return False
        return self.gaining.match(text, span[0]) is None and self.helped.search(text, cue.end, span[0]) is not None

    def _is_only_suggested(self, text: str, behind: int, span: Limits) -> bool:
        """True for the lesion of "no nystagmus indicative of a lesion", but not that of "no signs indicative of"."""
        if self.suggested.fullmatch(text, behind, span[0]) is None:
            return False
        return text[text.rfind(" ", 0, behind) + 1 : behind] not in self.vague_ends

    def _is_what_failed(self, stretch: Stretch) -> bool:
        """True for the weight loss of "has tried and failed lifestyle change to include weight loss"."""
        return "includ" in stretch.between and self.failed.search(stretch.between) is not None

    def _denies_relief(self, text: str, cue: Cue, findings: list[Limits]) -> bool:
        """True for "did not reduce the headaches": the headaches are there; but not for "no reduced pain"."""
        a, b = next((a, b) for a, b in findings if a >= cue.end)
        verbal = not cue.report and text.endswith(OF_VERBS, cue.start, cue.end)
        return verbal and text[a:b].split()[0] in self.relieving and not text[cue.end : a].strip()

    def _is_object(self, text: str, behind: int, span: Limits) -> bool:
        """True for the pain of "no documentation that the medications have improved his pain"."""
        verb = text[text.rfind(" ", 0, behind) + 1 : behind]
        return verb in self.relieving and self.object.fullmatch(text, behind, span[0]) is not None

    def _denies_predicate(self, text: str, cue: Cue, findings: list[Limits]) -> bool:
        """True for "not working", where a cue's verb or adjective stands right behind it."""
        behind = next((a for a, _ in findings if a >= cue.end), None)
        return behind is not None and not text[cue.end : behind].strip() and text[cue.start : cue.end].endswith("not")
