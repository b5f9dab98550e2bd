"""The lines of `gold/*.jsonl`: what does not fit is one clear line, without words of the letter."""

import json
import shutil
from pathlib import Path

import pytest

from commands import shell
from imrx.gold import read_gold

CORPUS = Path(__file__).parents[1] / "corpus"
LIMITS = r"are no limits inside of the letter, which has \d+ characters"
OUTSIDE = [0, 10**8]


@pytest.fixture
def corpus(tmp_path):
    shutil.copytree(CORPUS, tmp_path / "corpus")
    return tmp_path / "corpus"


@pytest.fixture
def write(corpus):
    """Write lines of gold, of objects or as bytes; the answer is the file."""

    def write_lines(*lines, name="seeds.jsonl"):
        file = corpus / "gold" / name
        file.write_bytes(b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
        return file

    return write_lines


def seeds():
    lines = (CORPUS / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def change_issue(**changes):
    return lambda gold: gold["issues"][0].update(changes)


def change_span(**changes):
    return lambda gold: gold["spans"][0].update(changes)


def cite(gold):
    gold["issues"][0]["reviewer"]["citations"][0] = OUTSIDE


PROBLEMS = {
    "offsets as strings": (change_span(start="6"), r"spans\.0\.start: Input should be a valid integer"),
    "offsets as numbers": (change_span(end=9.5), r"spans\.0\.end: Input should be a valid integer"),
    "label": (change_span(label="DRUGG"), r"spans\.0\.label: Input should be 'DRUG', 'STRENGTH'"),
    "span reversed": (change_span(start=9, end=6), rf"spans\.0: 9-6 {LIMITS}"),
    "span empty": (change_span(start=9, end=9), rf"spans\.0: 9-9 {LIMITS}"),
    "span before": (change_span(start=-1, end=9), rf"spans\.0: -1-9 {LIMITS}"),
    "span behind": (change_span(start=5, end=10**8), rf"spans\.0: 5-100000000 {LIMITS}"),
    "span twice": (
        lambda gold: gold["spans"].append(gold["spans"][0]),
        r"spans\.\d+: [A-Z]+ \d+-\d+ was there before",
    ),
    "negated": (change_span(negated="no"), r"spans\.0\.negated: Input should be a valid boolean"),
    "assertion": (change_span(assertion="denied"), r"spans\.0\.assertion: Input should be 'present'"),
    "no relations": (lambda gold: gold.pop("relations"), "relations: Field required"),
    "relation": (
        lambda gold: gold["relations"][0].update(label="OF"),
        r"relations\.0\.label: Input should be 'HAS_STRENGTH'",
    ),
    "head": (lambda gold: gold["relations"][0].update(head=[0, 1]), r"relations\.0\.head: no span DRUG 0-1"),
    "tail": (
        lambda gold: gold["relations"][0].update(tail=gold["relations"][0]["head"]),
        r"relations\.0\.tail: no span [A-Z]+ \d+-\d+",
    ),
    "decision": (
        lambda gold: gold["issues"][0]["decision"].update(label="denied"),
        r"issues\.0\.decision\.label: Input should be 'upheld', 'overturned' or 'partially_overturned'",
    ),
    "conclusion": (
        lambda gold: gold["issues"][0]["conclusion"].update(label="upheld"),
        r"issues\.0\.conclusion\.label: Input should be 'medically_necessary' or 'not_medically_necessary'",
    ),
    **{
        name: (change_issue(**{name: [9, 5]}), rf"issues\.0\.{name}: 9-5 {LIMITS}")
        for name in ("request", "requested", "authorized", "disputed", "rationale")
    },
    **{
        f"{name} outside": (
            lambda gold, name=name: gold["issues"][0][name].update(span=OUTSIDE),
            rf"issues\.0\.{name}\.span: 0-100000000 {LIMITS}",
        )
        for name in ("decision", "conclusion")
    },
    "one limit": (change_issue(request=[5]), r"issues\.0\.request\.1: Field required"),
    "medications": (change_issue(medications=[OUTSIDE]), rf"issues\.0\.medications\.0: 0-100000000 {LIMITS}"),
    "citations": (cite, rf"issues\.0\.reviewer\.citations\.0: 0-100000000 {LIMITS}"),
    "age": (lambda gold: gold["claimant"].update(age="61"), r"claimant\.age: Input should be a valid integer"),
    "sex": (lambda gold: gold["claimant"].update(sex="f"), r"claimant\.sex: Input should be 'female' or 'male'"),
    "date": (
        lambda gold: gold["case"].update(date_of_injury="5/24/2001"),
        r"case\.date_of_injury: Input should be a valid date in the format YYYY-MM-DD",
    ),
    "no such day": (
        lambda gold: gold["case"].update(date_of_injury="2001-02-30"),
        r"case\.date_of_injury: Input should be a valid date",
    ),
    "field": (lambda gold: gold["case"].update(judge="x"), r"case\.judge: Extra inputs are not permitted"),
    "sha256": (lambda gold: gold.update(sha256="0"), "sha256: the letter is not the one that was annotated"),
}


@pytest.mark.parametrize(("change", "says"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_does_not_fit_is_named(corpus, write, change, says):
    gold = seeds()[0]
    change(gold)
    file = write(gold)
    with pytest.raises(ValueError, match=rf"^.*seeds\.jsonl, line 1: {says}[^\n]*$") as error:
        list(read_gold(corpus))
    assert str(error.value).startswith(f"{file}, line 1: ")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"[1, 2]", "Input should be an object"),
        (b"null", "Input should be an object"),
        (b'{"doc_id": 5}', "doc_id: Input should be a valid string"),
        (b'{"doc_id": ', "Invalid JSON: EOF while parsing a value at column 11"),
        (b"\xff\xfe", "Invalid JSON: expected value at column 1"),
    ],
)
def test_a_line_of_something_else(corpus, write, line, says):
    write(seeds()[0], b"\n", line)
    with pytest.raises(ValueError, match=rf"seeds\.jsonl, line 2: {says}, see corpus/README\.md$"):
        list(read_gold(corpus))


def test_a_letter_has_one_line_in_all_files(corpus, write):
    file = write(seeds()[0], b"\n", seeds()[1])
    other = write(seeds()[1], name="z.jsonl")
    with pytest.raises(ValueError) as error:
        list(read_gold(corpus))
    name = seeds()[1]["doc_id"]
    assert str(error.value) == f"{other}, line 1: doc_id: the letter {name!r} was there before, in {file}, line 2"


def test_a_letter_that_is_not_there(corpus, write):
    write({**seeds()[0], "doc_id": "none"})
    with pytest.raises(FileNotFoundError, match=r"line 1: doc_id: no letter 'none' in .*letters"):
        list(read_gold(corpus))


def test_a_byte_order_mark_and_blank_lines_are_no_matter(corpus, write):
    write(b"\xef\xbb\xbf", seeds()[0], b"\r\n\n", seeds()[1], b"\n\n", b"  \n")
    assert [gold for gold, _ in read_gold(corpus)] == seeds()[:2]


def test_a_rationale_may_conclude_nothing(corpus, write):
    gold = seeds()[0]
    gold["issues"][0].update(conclusion=None, rationale=None, decision=None)
    write(gold)
    [(read, _)] = read_gold(corpus)
    assert read["issues"][0]["conclusion"] is None


def test_spans_and_relations_alone_are_gold(corpus, write):
    kept = {name: seeds()[0][name] for name in ("doc_id", "sha256", "spans", "relations")}
    write(kept)
    assert [gold for gold, _ in read_gold(corpus)] == [kept]


def test_a_corpus_without_gold_or_letters(tmp_path, corpus):
    with pytest.raises(FileNotFoundError, match="no gold in"):
        list(read_gold(tmp_path))
    shutil.rmtree(corpus / "letters")
    with pytest.raises(FileNotFoundError) as error:
        list(read_gold(corpus))
    assert str(error.value).startswith(f"no folder {corpus / 'letters'}: ")


def test_a_letter_that_cannot_be_read(corpus):
    (corpus / "letters" / "scan.txt").write_bytes(b"\x89PNG")
    with pytest.raises(ValueError, match=r"letters: scan\.txt: is a PNG picture"):
        list(read_gold(corpus))


def test_the_command_says_it_in_one_line(corpus, write, monkeypatch, capsys):
    write({**seeds()[0], "spans": [{"start": "a", "end": 4, "label": "DRUG"}]})
    code, _, err = shell(monkeypatch, capsys, "evaluate", corpus)
    assert (code, len(err.splitlines())) == (2, 1)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_gold_without_a_line_is_no_gold(corpus, write, content):
    write(content)
    with pytest.raises(FileNotFoundError, match=r"^no gold in .*: seeds.jsonl has no line$"):
        [*read_gold(corpus)]
