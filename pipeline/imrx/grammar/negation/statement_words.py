"""The words by which what guidelines say is told from what is said of the patient, compiled."""

import re
from typing import Any

from imrx.grammar.alternatives import any_phrase, openings_of, written
from imrx.grammar.expressions import expression
from imrx.grammar.negation.phrases import Phrases
from imrx.grammar.sentences.clauses import Clauses

IN_THIS = "in this "
"""How the turns begin that no guideline has: ", and in this case"."""


class StatementWords:
    """The `guidelines` table of `patterns/negation.json`, compiled.

    Where a guideline is named its capitals count; all other expressions are for text in lower case.
    """

    def __init__(self, table: dict[str, Any], clauses: Clauses) -> None:
        self.phrases = Phrases(table, clauses)
        words = table["guidelines"]
        short = written(word for word in words["anonymous"] if word.isupper())
        name = (
            rf"(?:(?:(?!(?:The|As|In|If|While|Since|Although|Both)\b)[A-Z][\w&/'-]*|\d{{4}}|of|\({short}\)|and)\s+"
            rf"){{0,8}}{written(words['names'])}(?:\s+(?:Guidelines?|guidelines?))?"
        )
        lead = "|".join(f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}".replace("\\ ", r"\s+") for w in words["leads"])
        verbs = openings_of(words["verbs"])
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
        self.connectives = tuple(f"{word} " for word in words["connectives"])
        self.listing = expression(r"[^.;]{0,80}?(?:\(|\b(?:includes?|should|may)\b)")
        self.unmet = expression(
            rf"\b(?:have|has|are|is|were|was|does|do)\s+(?:clearly\s+)?not\s+(?:yet\s+)?(?:been\s+)?{any_phrase(words['met'])}"
        )
        told = any_phrase([*words["met"], *words["on_file"], *words["short"]])
        short = rf"(?:{any_phrase(clauses.falling_short)}|not\s+(?:been\s+)?{told})"
        self.fallen_short = expression(rf"\s+(?:is|are|was|were|has|have)\s+(?:been\s+)?(?:[a-z]+ly\s+)?{short}")
        self.defined = expression(r"\bas\s+[a-z]+ed\s+(?:in|by|under|within)\s+(?:the\s+)?(?:current\s+|cited\s+)?$")
        supposing = any_phrase([*words["conditions"], *words["in_cases"]])
        present = r"(?:is|are|has|have|do|does)\b"
        self.supposing = expression(rf"\s*{supposing}\s+(?:[\w'-]+\s+){{1,10}}?{present}[^.;,]*(?=,)")
        self.ruled = expression(rf"\s+{supposing}\s")
        self.lacking = expression(
            rf",\s+(?:is|are|was|were|has|have)\s+(?:[a-z]+ly\s+|also\s+)?{any_phrase(words['lacking'])}"
        )
        self.criteria, self.bare_openers = tuple(words["criteria"]), tuple(words["bare_openers"])
        self.criteria_for = expression(
            rf"\s*the\s+{any_phrase(words['criteria'])}\s+for\s+[^.;,:]{{1,80}}?\s{any_phrase(words['asking'])}\b"
        )
        of_author = (
            rf"by\s+(?!Dr\b|PT\b)[A-Z][a-z]|(?:published\s+)?(?:in|from)\s+(?:the\s+)?{written(words['journals'])}"
        )
        self.trial = expression(
            rf"\s*(?:In\s+)?(?:[Aa]n?|[Tt]he|[Oo]ne)\s+(?:[\w-]+\s+){{0,3}}?(?:trial|meta-analysis)\s+(?:{of_author})"
            rf"[^.;]{{0,80}}?\b{any_phrase([*words['shows'], 'found', 'concluded'])}"
        )
        not_met = rf"(?!{any_phrase(words['met'])})[\w'/-]+"
        self.list_heading = expression(
            rf"\s*(?:{not_met}\s+){{0,4}}?(?:criteria(?:\s+{not_met}){{0,6}}:"
            rf"|{any_phrase(words['criteria'])}(?:\s+{not_met}){{0,6}}:\s*\(?[1a][).])"
        )
        self.recorded = expression(
            rf"\b(?:(?:was|were)\s+{any_phrase(words['on_file'])}|no\s[^.;]*?\s(?:is|are)\s+{any_phrase(words['on_file'])})"
        )
        self.compared = expression(rf"\b{any_phrase(words['compared'])}\s+(?:the\s+)?$")
        self.exceeded = expression(rf"\b{any_phrase(clauses.beyond)}\s+(?:the\s+)?$")
        self.noted = expression(r":\s*(?:the\s+)?$")
        self.in_general = expression(rf"\b{any_phrase(words['in_general'])}[^.;]*,\s+(?:and|but)\s+$")
        self.contrast = expression(
            rf",\s+(?:and(?:\s+{any_phrase(words['denying'])}\s+(?:[\w-]+\s+){{1,4}})?"
            rf"|{any_phrase(words['contrasting'])}\s+(?:[\w-]+\s+){{0,6}})\s*$"
        )
        contrasting = any_phrase(words["contrasting"])
        self.contrasted = expression(rf"[,;]\s+{contrasting}")
        self.advising = tuple(words["advising"])
        self.when = expression(rf"\b{any_phrase(words['conditions'])}")
        conjunctions = any_phrase([*words["contrasting"], *words["joining"]])
        self.conjoined = expression(rf"[,;]\s+{conjunctions}\s+(?:the\s+)?$")
        self.joined = expression(rf"[,;]\s+(?:{conjunctions}\s+)?(?:the\s+)?$")
        no_rule = rf"(?![^.;,]*\b{any_phrase(words['binding'])})"
        paper = rf"(?:the|this)\s+(?:[\w'-]+\s+){{0,3}}?{any_phrase(words['dated'])}"
        self.turn = expression(
            rf"(?:[,;]\s*|\b(?:and|but|as|because|since|given\s+that)\s+)"
            rf"(?:{any_phrase(words['turns'])}|this\s+\d+[\s-]+years?[\s-]+old\b)|"
            rf"[,;]\s+(?:and\s+|but\s+)(?:{paper}|{any_phrase(words['pronouns'])}){no_rule}|[,;]\s+so\s+(?!that\b)"
        )
        self.left_out = expression(r",\s+but\s+not\s+(?:[\w-]+\s+){0,3}?[\w-]+,(?=\s+(?:and|but)\s)")
        self.in_this_case = expression(
            rf"[,;]\s+(?:and\s+|but\s+)?{any_phrase([turn for turn in words['turns'] if turn.startswith(IN_THIS)])}"
        )
        examiners = any_phrase([*table["not_documented"]["authors"], *words["looking"]])
        found = any_phrase([*table["not_documented"]["revealing"], *words["saw"]])
        missed = rf"(?:do|does|did)\s+not(?!\s+{any_phrase(words['not_needing'])})"
        exams = any_phrase([*words["looking"], *words["examined"]])
        self.shown_first = expression(
            rf"\s*(?:(?:the|an?)\s+)?(?:[\w-]+\s+){{0,2}}?{exams}\s+(?:[\w/-]+\s+){{0,6}}?{any_phrase(words['shows'])}\s"
            rf"[^;:]*(?P<joint>,)\s+(?:and|so)\s+[^,]*$"
        )
        looked = rf"(?:the|his|her)\s+(?:[\w-]+\s+){{0,2}}?{examiners}\s+(?:{missed}|{found})\s"
        self.denied_here = expression(
            rf"(?:[,;]|\band)\s+(?:and\s+|but\s+)?(?:[\w-]+\s+){{1,5}}(?:was|were)\s+not\s+(?:[a-z]+ly\s+)?{any_phrase(words['on_file'])}"
        )
        reasons, denied = any_phrase(words["of_reason"]), any_phrase(words["denying"])
        not_researched = rf"(?!\s+(?:[\w-]+\s+){{0,4}}?{any_phrase(words['researched'])})"
        denied_here = rf"{denied}{not_researched}"
        on_file, put_down = any_phrase(words["on_file"]), any_phrase(words["written_down"])
        none_is = rf"no{not_researched}\s+(?:[\w-]+\s+){{1,6}}?(?:is|are|was|were|has\s+been|have\s+been)\s+"
        unrecorded = rf"{none_is}(?:[a-z]+ly\s+)?{on_file}"
        researched = rf"[^.;]*?\s{any_phrase(words['researched'])}"
        told_in_general = any_phrase([*words["lacked"], *words["researched"]])
        subject = rf"(?:(?!{told_in_general})[\w'-]+\s+){{1,8}}?"
        not_on_file = rf"{subject}(?:has|have|was|were)\s+not\s+(?:been\s+)?(?:[a-z]+ly\s+)?{on_file}"
        not_here = (
            rf"{subject}(?:(?:is|are|was|were)\s+(?:[a-z]+ly\s+)?(?:not|nowhere)\s+"
            rf"(?:[a-z]+ly\s+)?{on_file}|(?:is|are|was|were|remains?)\s+{any_phrase(words['missing'])}"
            rf"|(?:has|have)\s+yet\s+to\s+be\s+{on_file}|(?:could|can)\s?not\s+be\s+{on_file})"
        )
        no_record = any_phrase(words["no_record"])
        denied_or_missing = rf"(?:{denied_here}|{unrecorded}|{not_on_file}(?!\s+to\b)|{not_here}|{no_record})"
        here = (
            rf"{denied_or_missing}(?!{researched}|\s+(?:to\b|(?:in|with|for|from)\s+(?!(?:the|this|these|his|her)\b)))"
        )
        papers = any_phrase(words["papers"])
        unfiled = (
            rf"(?:{no_record}|{none_is}{put_down}"
            rf"|there\s+(?:is|are|was|were)\s+(?:no|insufficient|a\s+lack\s+of)\s+(?:[a-z]+\s+)?{papers}"
            rf"|{subject}(?:is|are|was|were|has|have)\s+not\s+(?:been\s+)?"
            rf"(?:[a-z]+ly\s+)?{put_down})(?!{researched})"
        )
        self.unfiled_first = expression(rf"\s*{unfiled}")
        self.denial = expression(
            rf";\s*no\s+(?:{papers}\s+of\b|(?:[\w-]+\s+){{1,4}}(?:is\s+|are\s+|was\s+|were\s+)?{on_file})"
            rf"|[;,]\s*(?:but|however),?\s+this\s+has\s+not\s+been\s+{on_file}"
            rf"|(?:;|,\s+{contrasting})\s+{looked}|[;,]\s*(?:but|yet|however),?\s+{here}|,\s+and\s+{unfiled}"
            rf"|[;,]\s+(?:(?:and|but)\s+)?it(?:'s|\s+is|\s+was)\s+not\s+{any_phrase(words['told'])}\s+(?:why|how)\b"
        )
        self.conceded = expression(rf",\s+(?:however,\s+)?{here}")
        because = rf"\b{reasons}\s+(?:{denied_here}|{unrecorded})"
        be = r"(?:(?:is|are|was|were)\s+not|(?:has|have)\s+not\s+been)"
        self.unwritten = expression(
            rf"\b(?:{be}\s+(?:[a-z]+ly\s+)?{any_phrase(clauses.passive_verbs)}|{denied_here}|{unrecorded})"
        )
        self.unrecorded = expression(rf"\b{denied}\s+(?:[a-z]+\s+){{0,2}}?{any_phrase(words['unrecorded'])}")
        self.told_why = expression(
            rf"(?:[,;]\s*(?:(?:and|{contrasting}),?\s+)?|\b(?:and|but)\s+){denied_here}|{because}"
        )
        self.because = expression(because)
        opening = rf"\s*(?:{any_phrase(table['limits']['openers'])},?\s+)?"
        self.argued = expression(
            rf"{opening}(?:{reasons}\s+(?:(?:{denied}|{any_phrase(words['lacked'])}){not_researched})"
            rf"|{any_phrase(words['missed'])})"
        )
        self.argued_here = expression(rf"{opening}{reasons}\s+{not_on_file}")
        self.of_condition = expression(r"\s+for\s+(?!(?:the|this|that|these|his|her)\b)")
        self.without = expression(
            rf"{opening}{any_phrase(words['absent'])}\s+[^.;:]*,\s+(?:the|this|these)\s+(?!use\b)"
        )
        decided = any_phrase(table["decisions"]["participles"])
        self.decided_aside = expression(
            rf"{opening}{any_phrase([*words['absent'], *words['missed'], 'lacking'])}\s[^.;:]{{1,160}}?"
            rf"(?P<aside>,\s+which\s)[^.;:,]{{1,120}},\s+(?:(?:is|are)\s+(?:[a-z]+,?\s+)?not|cannot\s+be)\s+{decided}"
        )
        self.denied_first = expression(rf"{opening}(?:{denied_or_missing}|{unfiled})")
        self.concluded = expression(rf";\s|(?:,\s*|\s)(?:{any_phrase(words['concluding'])}\s|as\s+$)")
        self.not_on_file = expression(rf"\b(?:is|are)\s+(?:[a-z]+ly\s+)?{any_phrase(words['on_file'])}\W*$")
