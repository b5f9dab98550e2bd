"""Sets a letter of the layout of 2014 around one title, as the letters are set: Times at 12 points, 6.5 inches wide."""

from imrx.resources import read_table

GLYPHS = read_table("glyph_widths.json")
LINE_WIDTH = 39000
"""6.5 inches of 12-point type, in thousandths of an em."""

BEFORE = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "CLINICAL CASE SUMMARY",
    "The injured worker is a 40 year old male.",
    "IMR ISSUES, DECISIONS AND RATIONALES",
    "The Final Determination was based on decisions for the disputed items/services set forth below:",
    "Aspirin 81mg: Upheld",
    "Claims Administrator guideline: Decision based on MTUS.",
    "MAXIMUS guideline: Decision based on MTUS.",
)
BEHIND = (
    "Claims Administrator guideline: Decision based on MTUS.",
    "MAXIMUS guideline: Decision based on MTUS.",
    "Decision rationale: The request is not medically necessary.",
)


def wrap(paragraph: str, line_end: str) -> str:
    """Wrap greedily; line breaks of the paragraph's own stay."""
    lines = []
    for piece in paragraph.split("\n"):
        line = ""
        for word in piece.split(" "):
            longer = f"{line} {word}" if line else word
            if line.strip() and _width(longer.strip()) > LINE_WIDTH:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return line_end.join(lines)


def _width(line: str) -> int:
    return sum(GLYPHS["widths"].get(char, GLYPHS["default"]) for char in line)


def set_letter(case: dict) -> str:
    """A letter whose second disputed item has the case's heading, behind the case's rationale.

    Styles: `pdf`; `seed` (a blank line after each line); `glued`, `glued_behind` (no break before or behind
    the title); `glued_blank` (a blank for the break before it); `page_...` (a page ends).
    """
    style = case["style"]
    line_end = " \n\n" if style == "seed" else "\n"
    heading = wrap(case["heading"], line_end)
    if style == "page_in_title":
        heading = heading.replace("\n", "\n\f", 1)
    if style == "page_before_decision":
        title, _, decision = heading.rpartition(" ")
        heading = f"{title}\n\f{decision}"
    before_title = {"glued": "", "glued_blank": " ", "page_before_title": "\n\f"}.get(style, line_end)
    behind_title = {"glued_behind": "", "page_before_fields": "\n\f"}.get(style, line_end)
    rationale = wrap(f"Decision rationale: {case['before']}", line_end)
    return line_end.join((*BEFORE, rationale)) + before_title + heading + behind_title + line_end.join(BEHIND)
