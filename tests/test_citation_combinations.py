"""Citations made of parts whose values are known, however a letter puts the parts together.

A document, its sections, its pages and what joins them are drawn by chance, of each the value is written beside it, and
the block is read as the fixed lines of either side, as the sentence of letters of 2013 and 2014, or as running text.
"""

import random
import textwrap

import pytest

from imrx.components.citations import Stretch, find_citations, make_readers
from imrx.labels import CLAIMS_ADMINISTRATOR, RATIONALE, REVIEWER
from imrx.resources import default_tables

READERS = make_readers(default_tables("imr_citations"))

DOCUMENTS = [
    ("MTUS Chronic Pain Treatment Guidelines", "Chronic Pain Treatment", None),
    ("MTUS Chronic Pain Medical Treatment Guidelines", "Chronic Pain Medical Treatment", None),
    ("MTUS Chronic Pain Treatment 2009", "Chronic Pain Treatment", 2009),
    ("Chronic Pain Medical Treatment Guidelines (May 2009)", "Chronic Pain Medical Treatment", 2009),
    ("MTUS (2009) Chronic Pain Medical Treatment Guidelines", "Chronic Pain Medical Treatment", 2009),
    ("California MTUS Chronic Pain Medical Treatment Guidelines", "Chronic Pain Medical Treatment", None),
]
SECTIONS = """Opioids
Opioids, criteria for use
Opioids for chronic pain
Weaning of Medications
Benzodiazepines
Muscle relaxants (for pain)
Antiepilepsy drugs (AEDs)
NSAIDs, GI symptoms & cardiovascular risk
Topical Analgesics
Physical Medicine
Acupuncture
Manual therapy & manipulation
Urine drug testing
Epidural steroid injections (ESIs)
TENS, chronic pain (transcutaneous electrical nerve stimulation)
Functional restoration programs (FRPs)
Lidoderm (lidocaine patch)
Carisoprodol (Soma)
Capsaicin, topical
Home health services
Hydrocodone/Acetaminophen
H-wave stimulation (HWT)
Behavioral interventions
Opioids, long-term assessment""".splitlines()
COMPLAINTS = [
    ("MTUS Low Back Complaints", "Low Back Complaints", None),
    ("MTUS Knee Complaints", "Knee Complaints", None),
    ("MTUS Neck and Upper Back Complaints 2004", "Neck and Upper Back Complaints", 2004),
    ("MTUS Forearm, Wrist, and Hand Complaints", "Forearm, Wrist, and Hand Complaints", None),
    (
        "MTUS Shoulder Complaints (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 9)",
        "Shoulder Complaints",
        2004,
    ),
]
CHAPTERS = [
    ("Pain Chapter", "Pain"),
    ("Pain (Chronic)", "Pain (Chronic)"),
    ("Low Back Chapter", "Low Back"),
    ("Low Back - Lumbar & Thoracic (Acute & Chronic)", "Low Back - Lumbar & Thoracic (Acute & Chronic)"),
    ("Knee & Leg (Acute & Chronic)", "Knee & Leg (Acute & Chronic)"),
    ("Mental Illness & Stress", "Mental Illness & Stress"),
    ("Shoulder Chapter", "Shoulder"),
    ("Neck and Upper Back Chapter (updated 5/15/15)", "Neck and Upper Back"),
    ("Shoulder (updated 12/12/16)", "Shoulder"),
]
TOPICS = """Insomnia treatment
Zolpidem (Ambien)
MRI (magnetic resonance imaging)
Proton pump inhibitors (PPIs)
Opioids
Compound drugs
Gym memberships
Hot/cold packs
Fusion (spinal)
Urine drug testing (UDT)
Low level laser therapy (LLLT)""".splitlines()
DISABILITY = [
    "Official Disability Guidelines (ODG)",
    "ODG",
    "Official Disability Guidelines",
    "Official Disability Guidelines Treatment in Workers Compensation (ODG-TWC)",
    "ODG-TWC",
]
OTHERS = [
    ("CDC Guideline for Prescribing Opioids for Chronic Pain, 2016", "other", 2016, [], []),
    ("American Academy of Orthopaedic Surgeons (AAOS) Guidelines", "other", None, [], []),
    ("Aetna Clinical Policy Bulletin", "other", None, [], []),
    ("Physician's Desk Reference", "other", None, [], []),
    ("www.drugs.com", "other", None, [], []),
    ("UpToDate: Overview of rotator cuff tears", "literature", None, ["Overview of rotator cuff tears"], []),
    ("Cochrane Database Syst Rev. 2012 Jul 11;7:CD001929", "literature", 2012, [], []),
    ("http://www.ncbi.nlm.nih.gov/pubmed/21078702", "literature", None, [], []),
    ("Smith J, Jones K. Steroids in sciatica. Spine 2009;34(10):1066-77", "literature", 2009, [], [[1066, 1077]]),
    ("California Code of Regulations, title 8, section 9792.6", "regulation", None, ["9792.6"], []),
    ("8 CCR 9792.6", "regulation", None, ["9792.6"], []),
    ("California Labor Code section 4600", "regulation", None, ["4600"], []),
]
EDITIONS = [
    ("ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12", "Chapter 12", 2004),
    ("ACOEM Guidelines, 3rd Edition, Low Back Disorders", "Low Back Disorders", None),
    (
        "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004) Chapter 7",
        "Chapter 7",
        2004,
    ),
    ("ACOEM Guidelines Chapter 9 Shoulder Complaints", "Shoulder Complaints", None),
]
PAGES = """Page(s): {}
Page(s) {}
page {}
pages {}
Page {}
pg {}
pg. {}
Pages: {}
page(s): {}
p. {}
pp. {}
Page(s):{}""".splitlines()
BRACKETED = ["(page {})", "(pages {})", "(p. {})", "(Page(s): {})"]


def pages(rng):
    """Pages as written, and as ranges."""
    first = rng.randint(8, 100)
    return rng.choice(
        [
            (f"{first}", [[first, first]]),
            (f"{first}-{first + 3}", [[first, first + 3]]),
            (f"{first} - {first + 2}", [[first, first + 2]]),
            (f"{first}, {first + 2}", [[first, first], [first + 2, first + 2]]),
            (f"{first}-{first + 4} and {first + 9}", [[first, first + 4], [first + 9, first + 9]]),
            (
                f"{first}, {first + 2}-{first + 5}, {first + 11}",
                [[first, first], [first + 2, first + 5], [first + 11, first + 11]],
            ),
            (f"{first} of 127", [[first, first]]),
            (f"{first}-{first + 1} of 127", [[first, first + 1]]),
            (f"{first} of 127 and {first + 9} of 127", [[first, first], [first + 9, first + 9]]),
        ]
    )


def paged(rng, names):
    """Sections and their pages as written, and both values; "Opioids, weaning of medications" is one section."""
    sections = rng.sample(names, rng.choice([1, 1, 2, 3])) if names else []
    written, ranges = "", []
    joints = [" and ", "; ", ", and "] if "Opioids" in sections else [" and ", "; ", ", and ", ", "]
    for section in sections:
        written += (rng.choice(joints) if written else "") + section
    if rng.random() < 0.85:
        numbers, ranges = pages(rng)
        form = rng.choice(PAGES + BRACKETED)
        written += rng.choice([" ", ", "] if written else [" "]) + form.format(numbers)
    return written, sections, ranges


def wrapped(rng, text):
    """The text with its lines broken as a page breaks them, or in one line."""
    width = rng.choice([70, 90, 1000])
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def mtus(rng):
    name, document, year = rng.choice(DOCUMENTS)
    written, sections, ranges = paged(rng, SECTIONS)
    return name + rng.choice([" ", ", "]) + written, ("MTUS", document, year, sections, ranges)


def complaints(rng):
    name, document, year = rng.choice(COMPLAINTS)
    written, _, ranges = paged(rng, [])
    if "of 127" in written:
        written, ranges = " page 12", [[12, 12]]
    return name + written, ("MTUS", document, year, [], ranges)


def odg(rng):
    chapter, document = rng.choice(CHAPTERS)
    topics = rng.sample(TOPICS, rng.choice([1, 1, 2, 3]))
    written = rng.choice(DISABILITY) + rng.choice([" ", ", ", ": "]) + chapter + rng.choice([", ", ": ", "/"])
    return written + "; ".join(topics), ("ODG", document, None, topics, [])


def acoem(rng):
    name, document, year = rng.choice(EDITIONS)
    numbers, ranges = rng.choice([("", []), (", page 308", [[308, 308]]), (" Page(s): 301-303", [[301, 303]])])
    return name + numbers, ("ACOEM", document, year, [], ranges)


def other(rng):
    written, guideline, year, sections, ranges = rng.choice(OTHERS)
    return written, (guideline, None, year, sections, ranges)


def fixed_lines(rng):
    """The form's lines: "Decision based on X. Decision based on Non-MTUS Citation Y; Z."."""
    own = rng.choice([[], [mtus], [mtus], [complaints], [mtus, complaints], [mtus, mtus]])
    further = rng.choice([[odg], [other], [odg, other], [other, odg], [odg, odg], [acoem], [acoem, odg], [odg, acoem]])
    further = [] if own and rng.random() < 0.4 else further
    text, values = "", []
    for source in own:
        written, value = source(rng)
        text += f"Decision based on {written}. "
        values.append(value)
    if further:
        sources = [source(rng) for source in further]
        text += f"Decision based on Non-MTUS Citation {'; '.join(written for written, _ in sources)}."
        values += [value for _, value in sources]
    return wrapped(rng, text.strip()), values


def sentence(rng):
    """The sentence of letters of 2013 and 2014, which joins its sources."""
    who = rng.choice(["The Claims Administrator based its", "The Expert Reviewer based his/her"])
    kinds = [[mtus], [odg], [acoem], [mtus, odg], [mtus, complaints], [complaints, odg], [mtus, acoem]]
    kinds += [[mtus, complaints, odg], [mtus, mtus], [mtus, other], [odg, other], [complaints, other]]
    sources = [source(rng) for source in rng.choice(kinds)]
    joint = rng.choice([" and the ", ", and the ", " and on the ", "; and the "])
    text = f"{who} decision on the {joint.join(written for written, _ in sources)}."
    return wrapped(rng, text), [value for _, value in sources]


def prose(rng):
    """A sentence of a rationale: pages beside the name of the guideline, with a section in front of them or none."""
    name, document, year = rng.choice(DOCUMENTS)
    numbers, ranges = pages(rng)
    form = rng.choice(["page {}", "pages {}", "p. {}", "pp. {}", "Page(s): {}"]).format(numbers)
    section = rng.choice(SECTIONS)
    if rng.random() < 0.4:
        written = rng.choice(
            [
                f"Per {name}, {section}, {form}, this is advised.",
                f"This is advised ({name}, {section}, {form}).",
                f"The {name}, {section} ({form}), state that this is advised.",
            ]
        )
        return wrapped(rng, written), [("MTUS", document, year, [section], ranges)]
    written = rng.choice(
        [
            f"Per {name}, {form}, opioids are weaned.",
            f"Per {name} {form}, opioids are weaned.",
            f"Weaning is advised ({name}, {form}).",
            f"The {name} ({form}) state that opioids are weaned.",
            f"The {name}, {form}, state that opioids are weaned.",
            f"As noted on {form} of the {name}, opioids are weaned.",
            f"{form[0].upper()}{form[1:]} of the {name} states that opioids are weaned.",
        ]
    )
    return wrapped(rng, written), [("MTUS", document, year, [], ranges)]


def mentioned(rng):
    """A source as running text names it, and its value."""
    kind = rng.choice(["mtus", "whole", "complaints", "acoem", "odg"])
    if kind == "complaints":
        return complaints(rng)
    if kind == "acoem":
        return acoem(rng)
    if kind == "odg":
        chapter, document = rng.choice(CHAPTERS)
        return rng.choice(DISABILITY) + rng.choice([" ", ", "]) + chapter, ("ODG", document, None, [], [])
    numbers, ranges = pages(rng)
    form = rng.choice([" page {}", ", pages {}", " p. {}", ", pg. {}", " (page {})"])
    names = [(name, None, None) for name in ("MTUS", "MTUS Guidelines", "California MTUS", "CA MTUS guidelines")]
    name, document, year = rng.choice(names if kind == "whole" else DOCUMENTS)
    return name + form.format(numbers), ("MTUS", document, year, [], ranges)


FRAMES = """Per {}, this is advised.
Per the {}, this is advised.
This is advised ({}).
The {} state that this is advised.
According to {}, it is not advised.
As noted in the {}, this is advised.
The request does not meet {}.
Both {} and {} recommend this.
Per {} and {}, it is advised.
This is advised ({}; {}).""".splitlines()


def mentions(rng):
    """A sentence of a rationale with one or two sources."""
    frame = rng.choice(FRAMES)
    sources = [mentioned(rng) for _ in range(frame.count("{}"))]
    return wrapped(rng, frame.format(*(written for written, _ in sources))), [value for _, value in sources]


def read(text, cited_by):
    return [
        (
            source.guideline,
            source.named_document if source.guideline in ("MTUS", "ODG", "ACOEM") else None,
            source.year,
            source.sections,
            source.ranges,
        )
        for _, source in find_citations(text, [Stretch(0, len(text), cited_by, 1)], READERS)
    ]


@pytest.mark.parametrize(
    ("made", "cited_by"),
    [
        (fixed_lines, REVIEWER),
        (fixed_lines, CLAIMS_ADMINISTRATOR),
        (sentence, REVIEWER),
        (sentence, CLAIMS_ADMINISTRATOR),
        (prose, RATIONALE),
        (mentions, RATIONALE),
    ],
)
@pytest.mark.parametrize("seed", range(8))
def test_parts_in_any_combination(made, cited_by, seed):
    rng = random.Random(seed)
    blocks = [made(rng) for _ in range(40)]
    wrong = [(text, values, found) for text, values in blocks if (found := read(text, cited_by)) != values]
    assert not wrong
