"""Output folders for tests: what `imrx annotate --output` leaves, of letters that stand in the test."""

import json

from spacy.tokens import DocBin

from imrx.letter import text_source
from imrx.record import make_record

_SENTENCE = "Norco 10/325mg #60 was requested. There is no evidence of functional improvement."
HOSTILE = {
    "empty": "",
    "emoji": f"\U0001f48a\U0001f48a {_SENTENCE} \U0001f48a {_SENTENCE}",
    "form feed": _SENTENCE.replace(" ", "\f"),
    "line breaks": "There is no evidence of functional \n\nimprovement. Norco \n\n10/325mg \n#60 daily.",
    "separators": _SENTENCE.replace(" of functional ", " of functional\u2028\x1d\t\x85").replace("Norco ", "Norco\t"),
    "markup": f"<b>{_SENTENCE}</b> &amp; \"quoted\", 'and' {{braces}}; -DOCSTART- -X- O O",
    "a/b": _SENTENCE,
    "a_b": f"{_SENTENCE} ",
    "../up": _SENTENCE,
    ".hidden": _SENTENCE,
    "carriage\rreturn": _SENTENCE,
    "sp ace; \u00fc\U0001f48a": _SENTENCE,
    "x" * 250: _SENTENCE,
}
"""Letters that a careless writer gets wrong: characters beyond the basic plane, breaks inside of spans, odd ids."""


def write_output(folder, nlp, letters):
    """Annotate letters (text by id) and write records, texts and docs, without a manifest."""
    docs = DocBin(store_user_data=True)
    lines = {"records.jsonl": [], "letters.jsonl": []}
    for doc_id, text in letters.items():
        doc = nlp(text)
        doc._.doc_id, doc._.source = doc_id, {**text_source(text), "name": f"{doc_id}.txt"}
        lines["records.jsonl"].append(make_record(doc, nlp.meta))
        lines["letters.jsonl"].append({"doc_id": doc_id, "text": text})
        docs.add(doc)
    (folder / "docs").mkdir(parents=True)
    docs.to_disk(folder / "docs" / "part-00000.spacy")
    for name, items in lines.items():
        content = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return folder
