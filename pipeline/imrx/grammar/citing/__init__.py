"""Reading guideline citations: pure functions, one stage a module (names, pages, headings, blocks, prose, checks)."""
