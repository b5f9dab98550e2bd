import pytest
import spacy
from spacy.tokens import Span

from imrx.components.citations import CitationFinder, Stretch, find_citations, make_readers
from imrx.grammar.citations.names import Names
from imrx.labels import CLAIMS_ADMINISTRATOR, RATIONALE, REQUEST, REVIEWER, SECTIONS_KEY, SPANS_KEY, WARNINGS
from imrx.resources import default_tables
from tables import read_cases

TABLES = default_tables("imr_citations")
READERS = make_readers(TABLES)


def read(text, cited_by=RATIONALE):
    return [source for _, source in find_citations(text, [Stretch(0, len(text), cited_by, 1)], READERS)]


def folded(citation):
    """The citation, with its document as it compares: in any case, with any blanks."""
    document = citation.get("document")
    return citation | {"document": " ".join(document.split()).casefold()} if document else citation


CASES = ("citations", "citations_fresh", "citations_own", "citations_hands")


@pytest.mark.parametrize("row", [row for name in CASES for row in read_cases(name)])
def test_case(row):
    """What a row says of a citation is right; it says where the citation is, or all its values."""
    found = [
        {
            "text": row["text"][source.start : source.end],
            "guideline": source.guideline,
            "document": source.named_document,
            "year": source.year,
            "sections": source.sections,
            "pages": source.ranges,
        }
        for source in read(row["text"], row["context"])
    ]
    expected = row["citations"]
    assert len(found) == len(expected)
    for made, citation in zip(found, expected, strict=True):
        assert "text" in citation or len(citation) == len(made) - 1
        assert folded({name: made[name] for name in citation}) == folded(citation)


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ("76-80 and 124", [[76, 80], [124, 124]]),
        (
            "76,78,79-80,81,86,89, 94, 124",
            [[76, 76], [78, 78], [79, 80], [81, 81], [86, 86], [89, 89], [94, 94], [124, 124]],
        ),
        ("302-3", [[302, 303]]),
        ("80-76", [[80, 76]]),
    ],
)
def test_page_ranges(written, ranges):
    assert Names(TABLES).pages.ranges(written) == ranges


def finder():
    component = CitationFinder("imr_citations")
    component.initialize(tables=TABLES)
    return component


def letter(*sections, drugs=()):
    """A doc of sections (name, issue, text), and drugs (word, classes)."""
    nlp = spacy.blank("en")
    text = "\n".join(section[2] for section in sections)
    doc = nlp(text)
    group, start = [], 0
    for name, issue, content in sections:
        span = doc.char_span(start, start + len(content), label=name, alignment_mode="expand")
        span._.section = {"issue": issue}
        group.append(span)
        start += len(content) + 1
    doc.spans[SECTIONS_KEY] = group
    found = []
    for word, classes in drugs:
        at = text.index(word)
        span = doc.char_span(at, at + len(word), label="DRUG", alignment_mode="expand")
        span._.drug = {"classes": classes}
        found.append(span)
    doc.spans[SPANS_KEY] = found
    return doc


def of(doc, label) -> list[Span]:
    return [span for span in doc.spans[SPANS_KEY] if span.label_ == label]


def codes(doc):
    return [warning["code"] for warning in doc._.warnings]


@pytest.mark.parametrize(
    ("chapter", "rule"),
    [
        ("Knee (Acute & Chronic) Chapter", "citation:odg/knee and leg"),
        ("Hips and Pelvis Chapter", "citation:odg/hip and pelvis"),
        ("Widget and Gizmo Chapter", "citation:odg"),
    ],
)
def test_a_rule_names_a_document_that_the_tables_know_by_its_usual_title(chapter, rule):
    [found] = of(
        finder()(letter((REVIEWER, 1, f"Decision based on Non-MTUS Citation ODG, {chapter}, MRI."))), "CITATION"
    )
    assert found.id_ == rule


@pytest.mark.parametrize(
    ("chapter", "document"),
    [
        ("Chapter 7", "independent medical examinations and consultations"),
        (
            "Chapter 7, Independent Medical Evaluations and Consultations",
            "independent medical examinations and consultations",
        ),
        ("Chapter 12", "low back complaints"),
    ],
)
def test_a_chapter_of_acoem_is_known_by_its_number(chapter, document):
    block = f"Decision based on Non-MTUS Citation ACOEM Guidelines, {chapter}, page 127."
    [found] = of(finder()(letter((CLAIMS_ADMINISTRATOR, 1, block))), "CITATION")
    assert found.id_ == f"citation:acoem/{document}"


def test_component_sets_spans_values_and_relations():
    doc = finder()(
        letter(
            (CLAIMS_ADMINISTRATOR, 2, "Decision based on MTUS Knee Complaints 2004, Section(s): Initial Care."),
            (REVIEWER, 2, "Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78, 92."),
            (RATIONALE, 2, "Page 79 says when to stop."),
        )
    )
    knee, opioids, bare = of(doc, "CITATION")
    assert knee._.citation["cited_by"] == CLAIMS_ADMINISTRATOR
    assert knee.id_ == "citation:mtus/knee complaints"
    assert opioids.id_ == bare.id_ == "citation:mtus/chronic pain medical treatment"
    assert opioids._.citation["issue"] == 2
    assert "Opioids, on-going management" in opioids._.citation["page_topic"]
    assert bare._.citation["document"] == "Chronic Pain Treatment"
    assert [span.text for span in of(doc, "GUIDELINE")] == [
        "MTUS Knee Complaints",
        "MTUS Chronic Pain Treatment Guidelines",
    ]
    assert [span._.page_ranges for span in of(doc, "PAGE")] == [[[78, 78], [92, 92]], [[79, 79]]]
    pages = [relation for relation in doc._.rel if relation["label"] == "HAS_PAGES"]
    assert [doc.text[slice(*relation["tail"])] for relation in pages] == ["78, 92", "79"]
    assert pages[0]["head"] == [opioids.start_char, opioids.end_char]
    assert codes(doc) == []


def test_title_is_not_read():
    doc = finder()(letter((REQUEST, 1, "Office visit per MTUS page 78"), (RATIONALE, 1, "No source.")))
    assert of(doc, "CITATION") == []


def test_text_without_sections():
    nlp = spacy.blank("en")
    block = finder()(
        nlp("The Claims Administrator based its decision on this. Decision based on MTUS Knee Complaints 2004.")
    )
    prose = finder()(nlp("The MTUS is silent."))
    assert of(block, "CITATION")[0]._.citation["cited_by"] == CLAIMS_ADMINISTRATOR
    assert of(prose, "CITATION")[0]._.citation["cited_by"] == RATIONALE
    assert finder()(nlp("")).text == ""


@pytest.mark.parametrize(
    ("text", "cited_by"),
    [
        ("The Claims Administrator based its decision on the MTUS.", CLAIMS_ADMINISTRATOR),
        ("The Expert Reviewer based his/her decision on the MTUS.", REVIEWER),
        ("The Physician Reviewer based his/her decision on the MTUS.", REVIEWER),
        ("The treating physician based his decision on the MTUS.", RATIONALE),
        ("Norco was denied. The Claims Administrator based its decision on the MTUS.", RATIONALE),
    ],
)
def test_sentence_of_a_side(text, cited_by):
    doc = finder()(spacy.blank("en")(text))
    assert of(doc, "CITATION")[0]._.citation["cited_by"] == cited_by


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            "Claims Administrator guideline: Decision based on MTUS Knee Complaints 2004.\n\n"
            "MAXIMUS guideline: Decision based on Non-MTUS Citation ODG, Knee.\n"
            "Decision rationale: The MTUS (page 80) agrees (Benzon, 2005).",
            [(CLAIMS_ADMINISTRATOR, "MTUS"), (REVIEWER, "ODG"), (RATIONALE, "MTUS"), (RATIONALE, "literature")],
        ),
        ("MAXIMUS guideline: Decision based on MTUS Knee Complaints 2004.", [(REVIEWER, "MTUS")]),
        ("Claims Administrator guideline: None cited.\nMAXIMUS guideline: MTUS, page 80.", [(REVIEWER, "MTUS")]),
        ("Per the MTUS. The MAXIMUS guideline: Decision based on ODG.", [(REVIEWER, "MTUS"), (REVIEWER, "ODG")]),
    ],
)
def test_labels_of_an_excerpt_tell_who_cites(text, cited):
    doc = finder()(spacy.blank("en")(text))
    found = [span._.citation for span in of(doc, "CITATION")]
    assert [(each["cited_by"], each["guideline"]) for each in found] == cited
    assert not any(each["sections"] for each in found)


def test_drug_with_a_year_is_no_author():
    doc = finder()(
        letter((RATIONALE, 1, "Earlier (Soma, 2004) and (Benzon, 2005)."), drugs=[("Soma", ["muscle_relaxant"])])
    )
    assert [span.text for span in of(doc, "CITATION")] == ["Benzon, 2005"]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("MTUS Chronic Pain Treatment Guidelines Benzodiazepines Page(s): 76", "citation_section_elsewhere"),
        ("MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 214", "citation_page_outside"),
        ("MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 80-76", "citation_range_backwards"),
        ("MTUS Chronic Pain Treatment Guidelines Muscle relaxants (for pain) Page(s): 63-66", "citation_other_drug"),
        ("MTUS Chronic Pain Treatment Guidelines Opoids, page(s) 24", "citation_section_elsewhere"),
        ("MTUS Chronic Pain Treatment Guidelines Benzodiazepine Page(s): 78", "citation_section_elsewhere"),
        (
            "MTUS Chronic Pain Treatment Guidelines Opioids, criteria for use: On-Going Management Page(s): 24",
            "citation_section_elsewhere",
        ),
    ],
)
def test_warns(block, code):
    doc = finder()(
        letter((REQUEST, 1, "Norco #60"), (REVIEWER, 1, f"Decision based on {block}."), drugs=[("Norco", ["opioid"])])
    )
    assert code in codes(doc)
    assert code in WARNINGS


def test_a_warning_says_which_pages_the_document_does_not_have():
    block = "Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78, 214, 300-303."
    [warning] = finder()(letter((REVIEWER, 1, block)))._.warnings
    assert warning["message"] == "a page is not in the cited document: 214, 300-303"


@pytest.mark.parametrize(
    "block",
    [
        "MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 76-80 and 124",
        "MTUS Chronic Pain Treatment Guidelines Weaning of Medications Page(s): 124",
        "MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids Page(s): 140",
        "MTUS Chronic Pain Treatment Guidelines Opioids; Muscle relaxants (for pain)",
        "Non-MTUS Citation Official Disability Guidelines (ODG)",
        "MTUS Chronic Pain Treatment Guidelines Opoids, page(s) 74-96",
        "MTUS Chronic Pain Treatment Guidelines Opioids: Weaning of Medications Page(s): 124",
        "MTUS Chronic Pain Treatment Guidelines Opioids/Ongoing Management Page(s): 78",
        "MTUS Chronic Pain Treatment Guidelines Tramadol Page(s): 113",
    ],
)
def test_does_not_warn(block):
    doc = finder()(
        letter((REQUEST, 1, "Norco #60"), (REVIEWER, 1, f"Decision based on {block}."), drugs=[("Norco", ["opioid"])])
    )
    assert codes(doc) == []


@pytest.mark.parametrize(
    ("title", "drug_class", "section", "warns"),
    [
        ("Xanax", "benzodiazepine", "Opoids Page(s): 78", True),
        ("Xanax", "benzodiazepine", "Opioids, pain treatment agreement Page(s): 89", True),
        ("Xanax", "benzodiazepine", "Opioids, criteria for use: On-Going Management Page(s): 78", True),
        ("Naproxen", "nsaid", "Tramadol Page(s): 113", True),
        ("Naproxen", "nsaid", "Tramadol (Ultram) Page(s): 113", True),
        ("Xanax", "benzodiazepine", "Benzodiazepine Page(s): 24", False),
        ("Omeprazole", "ppi", "NSAIDs, GI symptoms & cardiovascular risk Page(s): 68", False),
        ("Colace", "laxative", "Opioids, initiating therapy Page(s): 77", False),
    ],
)
def test_warns_of_another_drug_by_any_spelling_of_a_section(title, drug_class, section, warns):
    block = f"Decision based on MTUS Chronic Pain Treatment Guidelines {section}."
    doc = finder()(letter((REQUEST, 1, f"{title} #60"), (REVIEWER, 1, block), drugs=[(title, [drug_class])]))
    assert ("citation_other_drug" in codes(doc)) is warns


@pytest.mark.parametrize(
    ("rationale", "topics"),
    [
        ("Per the ACOEM Guidelines, page 303, it is so.", ["Low Back Complaints"]),
        ("Per the ACOEM Guidelines, pages 324-330, it is so.", ["Low Back Complaints", "Knee Complaints"]),
        ("Per the ACOEM Guidelines 2007, page 303, it is so.", []),
        ("Per the ODG, page 303, it is so.", []),
        (
            "Per the MTUS Chronic Pain Medical Treatment Guidelines, page 78, it is so.",
            ["Opioids", "Opioids, criteria for use", "Opioids, on-going management"],
        ),
        ("CPMTG page 124 says so.", ["Weaning of medications"]),
    ],
)
def test_what_stands_on_a_page(rationale, topics):
    (citation,) = of(finder()(letter((RATIONALE, 1, rationale))), "CITATION")
    assert citation._.citation["page_topic"] == topics


@pytest.mark.parametrize(
    "rationale",
    ["MTUS Opioid Treatment 2016 page S1-4.", "ACOEM Practice Guidelines, 3rd edition, Low Back Complaints, page 607."],
)
def test_pages_on_no_map(rationale):
    doc = finder()(letter((RATIONALE, 1, rationale)))
    (citation,) = of(doc, "CITATION")
    assert citation._.citation["pages"]
    assert citation._.citation["page_topic"] == []
    assert codes(doc) == []


def test_component_is_saved(tmp_path):
    finder().to_disk(tmp_path / "citations")
    loaded = CitationFinder("imr_citations").from_disk(tmp_path / "citations")
    doc = loaded(letter((RATIONALE, 1, "Per MTUS page 78 it is so.")))
    assert [span.text for span in of(doc, "CITATION")] == ["MTUS page 78"]


def test_missing_table_is_named():
    with pytest.raises(ValueError, match="wording"):
        CitationFinder("imr_citations").initialize(tables={})


HOSTILE = [
    "MTUS ",
    "ACOEM (American College of ",
    "9792.24.1 ",
    "Cohen RE, Committee of ",
    "MTUS Chronic Pain ",
    "MTUS, ",
    "Page(s): ",
    "page 1, ",
    "1, ",
    "(",
    "(A, ",
    "Decision based on MTUS ",
    "Decision based on MTUS Aaa, and ",
    "MTUS 2016, Section(s): A, and ",
    "ODG - ",
    "Official Disability Guidelines (",
    "Chapter 1 ",
    "Smith J, ",
    "et al. ",
    "a",
    " ",
    "\n",
    "; and ",
    "http://www.",
    "Opioids, ",
    "the Opioids section of ",
    "page 1 ",
    "; http://a.b ",
    "Low Back Chapter, ",
    "Low Back Complaints (ACOEM ",
    "; FDA ",
    "; Knee, ",
    "(ODG, ",
    "CDC, ",
    "N Engl J Med 2009;1:2-3; ",
    "1) Smith J. ",
    "AAOS guideline on the ",
    "2nd edition of ",
    "S1-4, ",
    "; J Pain 2010;",
    "chapter on pain and ",
    "guidelines ",
    "; Textbook of ",
    ". Smith J. ",
    "Ibid., p. 1 ",
    "12 PT ",
    ", May ",
    "and on the ",
    "Smith J, et al. ",
    "Smith J, Jones K. A. 2010;1",
    ". A. 2010. ",
    "MTUS and ",
    "part of the MTUS ",
    "(A, B), pages 1; ",
    "; Other: ",
    "MTUS section on ",
    "section on knee ",
    "Mayo Clinic; http://www.mayoclinic.org ",
    "; http://www.pubmed.gov/1 ",
    "MTUS ACOEM ",
    "MTUS, ACOEM, 2nd Edition, (2004) ",
    "Chapter 1, ",
    "Chapter 1 and Chapter 2, ",
    "Aaa Guidelines, which is part of the MTUS; ",
    "on the Non-MTUS Aaa ",
    "May 2015 update, ",
    "9792.24.1 (c) ",
    '. "Aa aaa aaa", ',
    "Aaa: A ",
    "page 1 of that ",
    "(A), (B) ",
    "www.a.com, Mayo Clinic. ",
    "Opioids, May 2009, ",
    "(Chou 2004; Gill 2010, ",
    "An MRI (Aaa, 2014) ",
    "Journal of Aaa and Aaa, ",
    "2012 study in JAMA (",
]


@pytest.mark.parametrize(
    ("cited_by", "lead"),
    [
        (REVIEWER, "Decision based on MTUS Chronic Pain Treatment Guidelines "),
        (REVIEWER, "Decision based on Non-MTUS Citation ODG, Low Back, MRI. "),
        (REVIEWER, "The Expert Reviewer based his/her decision on the ODG, Low Back, MRI. "),
        (RATIONALE, ""),
    ],
    ids=["block", "other_block", "sentence", "prose"],
)
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_lines(piece, cited_by, lead):
    """Returns at all: an expression that backtracks would not."""
    text = lead + piece * (50_000 // len(piece))
    for match in read(text, cited_by):
        assert 0 <= match.start < match.end <= len(text)


GAPS = [
    (REVIEWER, "Decision based on MTUS . Decision based on MTUS ACOEM ."),
    (REVIEWER, "Decision based on MTUS Chronic Pain Treatment Guidelines Opioids, criteria Page(s): 76-80 and 124."),
    (REVIEWER, "Decision based on MTUS Postsurgical Treatment Guidelines, Knee (8 CCR 9792.24.3) Page(s): 24, (2009)."),
    (REVIEWER, "Decision based on MTUS 2016, Section(s): Chronic Pain Medical Treatment, Opioids, and Knee 2004."),
    (REVIEWER, "Decision based on Non-MTUS Citation ACOEM Guidelines, 2nd Edition (2004), Chapter 12, p. 303."),
    (REVIEWER, "Decision based on Non-MTUS Citation ODG, Pain Chapter, Opioids (updated 5/1/15); www.drugs.com."),
    (REVIEWER, "Decision based on Non-MTUS Citation UpToDate, Treatment of vertigo, last updated May 14, 2015."),
    (REVIEWER, "Decision based on Non-MTUS Citation Smith J, Jones K. A title. N Engl J Med. 2007;356(22): 2257-70."),
    (CLAIMS_ADMINISTRATOR, "The Claims Administrator based its decision on the MTUS, ACOEM, Low Back, page 303."),
    (RATIONALE, "Page 303 of the ACOEM, Chapter 12, and the Low Back Complaints (ACOEM, Chapter 12) say so."),
    (RATIONALE, "Per the MTUS, Opioids (page 78), the dose is kept low (Benzon, 2005). See section 3.1 of the MTUS."),
]
BLANKS = " " * 5_000


@pytest.mark.parametrize(("cited_by", "text"), GAPS)
def test_many_blanks_in_a_citation(cited_by, text):
    """Returns at all, wherever the blanks are: expressions that share them out among their parts would not."""
    for at in range(len(text)):
        if text[at] == " ":
            wide = text[:at] + BLANKS + text[at:]
            assert all(0 <= match.start < match.end <= len(wide) for match in read(wide, cited_by))
