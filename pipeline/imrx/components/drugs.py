"""Drugs: every mention of a medication by brand, generic name, salt or standard combination.

    Venlafaxine HCL ER 37.5mg #90                     -> Venlafaxine HCL
    Diclofenac/misoprostol 75-0.2mg #60               -> Diclofenac/misoprostol, one drug of two ingredients
    Diazepam (Valium) 5mg take 1 tab orally           -> Diazepam, Valium

A span holds the name with its salt, its partners and what belongs to the name ("Tylenol #3"). It deliberately leaves
alone class words (opioids, NSAIDs, muscle relaxant), release suffixes and forms (another component reads them), words
that are also English where nothing says that a drug is meant (`patterns/drug_ambiguous.csv` has the rule that decides),
and the morphine of "morphine equivalent dose", which is a unit.
"""

from typing import ClassVar

from spacy.language import Language
from spacy.tokens import Doc

from imrx.component import TableComponent, add_spans, warn
from imrx.grammar.drugs.doubts import Doubts, Mention
from imrx.grammar.drugs.index import DrugIndex
from imrx.labels import DRUG
from imrx.letter import lowered_letter, text_to_read
from imrx.lower import Lowered
from imrx.match import Match


def find_drugs(text: str, index: DrugIndex, doubts: Doubts, words: Lowered) -> list[Mention]:
    """All drug mentions of a text, in order, without overlap.

    Ambiguous names are decided last, because a neighbour in a list may be what decides them.

    Args:
        text: the letter.
        index: the names.
        doubts: what decides ambiguous ones.
        words: the letter in lower case, and its words.
    """
    lower = words.text
    mentions: list[Mention] = []
    doubtful: list[Mention] = []
    end = 0
    for start, stop, word in index.hits(words):
        if start < end:
            continue
        mention = index.read(lower, start, stop, word)
        if mention is None or doubts.vetoed(lower, mention):
            continue
        end = mention.end
        if doubts.is_certain(text, lower, mention):
            mentions.append(mention)
        else:
            doubtful.append(mention)
    if doubtful and mentions:
        listed = [mention for mention in doubtful if doubts.is_listed(lower, mention, mentions)]
        if listed:
            mentions = sorted(mentions + listed)
    return index.in_one_form(lower, mentions)


@Language.factory(
    "imr_drugs",
    assigns=["doc.spans", "span._.drug", "doc._.warnings"],
    default_config={},
)
def make_drugs(nlp: Language, name: str) -> "DrugFinder":
    """Create the component."""
    return DrugFinder(name)


class DrugFinder(TableComponent):
    """Adds DRUG spans to `doc.spans["sc"]`; warns of names that were read in spite of a misspelling."""

    required: ClassVar = ("drugs", "names", "ambiguous", "lookalikes", "words")

    def compile(self) -> None:
        """Build the index of names."""
        self.doubts = Doubts(self.tables["ambiguous"], self.tables["words"])
        self.index = DrugIndex(
            self.tables["drugs"],
            self.tables["names"],
            self.tables["lookalikes"],
            self.tables["words"]["salts"],
            self.tables["words"]["numbered"],
            self.tables["words"]["spread"],
            self.tables["words"]["before_forms"],
        )

    def __call__(self, doc: Doc) -> Doc:
        """Find the drugs."""
        mentions = find_drugs(text_to_read(doc), self.index, self.doubts, lowered_letter(doc))
        add_spans(doc, (Match(m.start, m.end, DRUG, m.rule, self.index.value(m)) for m in mentions), "drug")
        for mention in mentions:
            if mention.misspelled:
                warn(doc, "drug_misspelled", f"a misspelling, read as {mention.name}", (mention.start, mention.end))
        return doc
