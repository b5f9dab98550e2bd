"""Readers: bytes to letters, for each format and encoding, and the names and ids that letters get."""

import hashlib
import io
import json
import os
import pickle
import sys
import types
import zipfile
from pathlib import Path

import pytest

from imrx.readers import Failure, Letter, Options, Source, check_ocr, find_sources, pdf, read_source, read_sources
from imrx.readers.walk import FileNames, doc_ids
from pdfs import make_pdf, show
from tables import read_cases


def read(data: bytes, name: str = "letter.txt", **options) -> list:
    return list(read_source(Source(name, name.rpartition(".")[0] or name, "", None, data), Options(**options)))


def read_all(*inputs, **options) -> dict:
    """Letters' texts by id, and failures' codes by name, of everything that the inputs hold."""
    options = Options(**options)
    found = {}
    for source in find_sources([str(given) for given in inputs], options):
        for item in [source] if isinstance(source, Failure) else read_source(source, options):
            found[item[0]] = item[1]
    return found


def as_bytes(case) -> bytes:
    """Cases write bytes as the characters of the same number."""
    return case["bytes"].encode("latin-1")


@pytest.mark.parametrize("case", read_cases("encodings"))
def test_encodings(case):
    [item] = read(as_bytes(case))
    if "error" in case:
        assert (item.source, item.error) == ("letter.txt", case["error"])
    else:
        assert (item.text, item.source["encoding"]) == (case["text"], case["encoding"])


def test_what_a_letter_says_of_its_source():
    data = "Norco".encode("utf-16")
    source = {"name": "a/b.txt", "sha256": hashlib.sha256(data).hexdigest(), "media_type": "text/plain"}
    assert read(data, "a/b.txt") == [Letter("a/b", "Norco", source | {"encoding": "utf-16", "pages": None})]


@pytest.mark.parametrize("case", read_cases("tables"))
def test_tables(case):
    columns = {key: case[key] for key in ("text_column", "id_column") if key in case}
    items = read(as_bytes(case), case["name"], **columns)
    assert [[*item[:2]] for item in items if isinstance(item, Letter)] == case.get("letters", [])
    assert [[*item[:2]] for item in items if isinstance(item, Failure)] == case.get("failures", [])


def test_a_table_names_its_columns_but_no_letter_text():
    [failure] = read(b"id,note\n1,2\n", "t.csv")
    assert failure.message == "t.csv: needs --text-column to name its column of letters; it has 'id', 'note'"
    [failure] = read(b'Jane,05/24/2001,"The patient is a 52-year-old."\n1,2,3\n', "t.csv")
    assert failure.message == (
        "t.csv: needs --text-column to name its column of letters; "
        "it has 3 columns, not all with a name of one word: is the header missing?"
    )


@pytest.mark.parametrize(
    ("rows", "letters", "failures"),
    [
        (b'a,Norco\nb,"Valium\nand', ["a"], {"t.csv:2": "and what follows"}),
        (b'a,Norco\nb,"Valium\nc,Ultram\n', ["a"], {"t.csv:2": "and what follows"}),
        (b'a,"Norco\nb,"Valium"\nc,Ultram\n', [], {"t.csv:1": "and what follows"}),
        (b'a,Norco\nb,"Valium', ["a"], {"t.csv:2": "has a quotation mark"}),
        (b'a,"Norco" was denied\nb,Valium\n', ["b"], {"t.csv:1": "has a quotation mark"}),
        (b'a,"He said "no".\n\nb,"Valium"\n', ["b"], {"t.csv:1": "has a quotation mark"}),
        (b'a,Norco "as needed"\nb,5" scar\n', ["a", "b"], {}),
        (b'a,"Norco, ""as needed"""\nb,"line\n\nline"', ["a", "b"], {}),
        (b'a,"Norco"\nb,""', ["a"], {"t.csv:2": "b: holds no text"}),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_letter(rows, letters, failures):
    items = read(b"doc_id,text\n" + rows, "t.csv")
    assert [item.doc_id for item in items if isinstance(item, Letter)] == letters
    found = {item.source: item.message for item in items if isinstance(item, Failure)}
    assert {name: found[name].removeprefix(f"{name}: ").startswith(says) for name, says in failures.items()} == (
        dict.fromkeys(failures, True)
    )
    assert [*found] == [*failures]


@pytest.mark.parametrize(("options", "named"), [({}, ""), ({"id_column": "id"}, "a7: "), ({"id_column": "claim"}, "")])
def test_a_row_without_a_letter_is_named_by_its_id(options, named):
    """Where the table gives it one; else by its number alone."""
    failure, _ = read(b"id,claim,text\na7,,\na8,1,Norco\n", "t.csv", **options)
    assert failure.source == "t.csv:1"
    assert failure.message.startswith(f"t.csv:1: {named}holds no text")


def test_columns_that_share_a_name_are_numbered():
    [failure] = read(b"text,text\na,b\n", "t.csv", text_column="text")
    assert failure.message == "t.csv: has more than one column 'text'; it has 'text (1)', 'text (2)'"
    [failure] = read(b"text,text\na,b\n", "t.csv")
    assert failure.message.endswith("to name its column of letters; it has 'text (1)', 'text (2)'")
    assert read(b"text,text\na,b\n", "t.csv", text_column="text (2)")[0].text == "b"


def test_parquet():
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table({"case": ["a", None, "c"], "note": ["Norco\r\n#60", "Valium", None]}), buffer)
    first, second, third = read(buffer.getvalue(), "t.bin", text_column="note", id_column="case")
    assert (first.doc_id, first.text, first.source["media_type"]) == (
        "a", "Norco\n#60", "application/vnd.apache.parquet",
    )  # fmt: skip
    assert (second.doc_id, second.text) == ("t:2", "Valium")
    assert (third.source, third.error) == ("t.bin:3", "empty")
    [failure] = read(buffer.getvalue(), "t.parquet")
    assert (failure.error, "'case', 'note'" in failure.message) == ("no_text_column", True)
    [damaged] = read(buffer.getvalue()[:-30], "t.parquet")
    assert damaged.error == "damaged_table"


def read_parquet(**columns):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), buffer)
    return read(buffer.getvalue(), "t.parquet")


def test_text_that_parquet_has_as_bytes():
    first, second, third = read_parquet(text=["Müller".encode(), b"M\xfcller", None], doc_id=[b"a", b"b", b"c"])
    assert (first.doc_id, first.text) == ("a", "Müller")
    assert second.message == (
        "t.parquet:2: b: has bytes and no text in the column of letters; make it text, or name another column"
    )
    assert third.message == "t.parquet:3: c: has no text in the column of letters; fill it, or remove the row"


def test_ids_that_a_missing_one_made_floats():
    ids = [101.0, None, 103.0, 1.5, float("nan")]
    assert [letter.doc_id for letter in read_parquet(text=["Norco"] * 5, doc_id=ids)] == [
        "101", "t:2", "103", "1.5", "t:5"
    ]  # fmt: skip


def test_an_extra_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [failure] = read(b"PAR1", "t.parquet")
    assert failure == (
        "t.parquet",
        "missing_extra",
        't.parquet: is Parquet, which needs pyarrow: pip install "imrx[parquet]"',
    )


def test_pdf_keeps_pages_and_hyphens():
    data = make_pdf([["Dated 10-28-", "2016. Non-", "MTUS"], [], ["caf\u00e9 \u2013 (a\\b)"]])
    [letter] = read(data, "a.pdf")
    assert letter.text == "Dated 10-28-\n2016. Non-MTUS\f\fcaf\u00e9 \u2013 (a\\b)"
    source = {"name": "a.pdf", "sha256": hashlib.sha256(data).hexdigest(), "media_type": "application/pdf"}
    assert letter.source == source | {"encoding": None, "pages": 3}


def test_a_form_feed_inside_a_page_is_no_page():
    [letter] = read(make_pdf([b"BT /F1 10 Tf 50 740 Td (a\\014b\\255c) Tj ET", ["d"]]))
    assert letter.text == "a\nb-c\fd"


@pytest.mark.parametrize("junk", [b"\0" * 5_000, b"<!-- served in 0.2 s -->" * 200, b"\r\n"])
def test_bytes_behind_the_end_of_a_pdf_do_no_harm(junk):
    assert read(make_pdf([["Norco"]]) + junk, "a.pdf")[0].text == "Norco"


@pytest.mark.parametrize("length", [20, 3_000])
def test_a_pdf_that_is_cut_off_behind_an_earlier_end_is_not_read(length):
    changed = make_pdf([["Norco"]]) + b"9 0 obj\n<< /Length 9000 >>\nstream\n" + b"x" * length
    assert read(changed, "a.pdf")[0].error == "truncated_pdf"


def test_content_decides_and_not_the_suffix():
    data = make_pdf([["Norco"]])
    assert [item[:2] for item in read(data, "a.txt") + read(b"Norco", "b.pdf") + read(b"\n" + data, "c")] == [
        ("a", "Norco"), ("b", "Norco"), ("c", "Norco"),
    ]  # fmt: skip
    assert read(data, "d.csv")[0].text == "Norco"
    assert read(b"junk\n" + data, "a.pdf")[0].text == "Norco"
    assert read(b"A letter about %PDF-1.4 files.")[0].text == "A letter about %PDF-1.4 files."


def test_a_pdf_that_anybody_can_open_but_not_change_is_read():
    assert read(make_pdf([["Norco"]], password=""), "a.pdf")[0].text == "Norco"


@pytest.fixture
def fresh_pdf_process():
    """PDFs are read by a process that starts in this test and ends with it, so that it sees what the test prepared."""
    pdf._stop(os.getpid())
    yield
    pdf._stop(os.getpid())


DRAWN = b"0 0 100 100 re f"
UNREAD = "page_without_text"


@pytest.mark.parametrize(
    ("pages", "unread"),
    [
        ([["Norco"], DRAWN], [2]),
        ([DRAWN, ["Norco"], b"/X Do"], [1, 3]),
        ([["Norco"], b""], []),
        ([["Norco"], []], []),
        ([["Norco"], [" ", ""]], []),
        ([["Norco"], DRAWN + b" " + show(["Valium"])], []),
    ],
)
def test_a_page_that_is_a_picture_is_named(pages, unread):
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    number = 4 + 2 * len(pages)
    data = make_pdf(pages, more=[(picture, b"\0")], resources=b"/XObject<</X %d 0 R>>" % number)
    [letter] = read(data, "a.pdf")
    assert letter.source["pages"] == len(pages)
    assert letter.warnings == tuple(
        (UNREAD, f"page {page} shows a picture and has no text; --ocr can read a scan") for page in unread
    )


@pytest.mark.parametrize("pages", [[b""], [[" ", ""], []]])
def test_blank_pages_are_no_scan(pages):
    [failure] = read(make_pdf(pages), "a.pdf")
    said = "a.pdf: has pages that hold no text, and no picture of any; fetch the PDF again"
    assert failure == Failure("a.pdf", "empty", said)


@pytest.mark.parametrize("is_installed", [True, False])
def test_a_scan_says_what_reads_it(is_installed, tmp_path, monkeypatch, fresh_pdf_process):
    if is_installed:
        (tmp_path / "pytesseract.py").write_text("")
        monkeypatch.syspath_prepend(tmp_path)
    else:
        (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pytesseract'] = None\n")
        monkeypatch.syspath_prepend(tmp_path)
    [failure] = read(make_pdf([DRAWN]), "a.pdf")
    install = "" if is_installed else 'pip install "imrx[ocr]" and '
    said = f"a.pdf: has pages but no text, as a scan has; OCR can read it: {install}use --ocr"
    assert failure == Failure("a.pdf", "pdf_without_text", said)


@pytest.mark.parametrize(
    ("data", "limit", "advice"),
    [
        (b"word " * 900_000, 4_000_000, "a letter at most 1,000,000 characters; split it"),
        (b"word " * 900, 1_000, "split it, or raise --max-bytes"),
        (make_pdf([["word"]]) + b" " * 4_000_000, 4_000_000, "split it, or raise --max-bytes"),
    ],
)
def test_more_bytes_help_a_text_only_up_to_the_longest_letter(data, limit, advice):
    [failure] = read(data, "a", max_bytes=limit)
    assert failure.message.endswith(advice)


@pytest.fixture
def tesseract(tmp_path, monkeypatch, fresh_pdf_process):
    """Stands in for tesseract: says how large the picture was, and fails on one of another size than usual."""
    (tmp_path / "pytesseract.py").write_text(
        "class TesseractError(RuntimeError): ...\n"
        "class TesseractNotFoundError(OSError): ...\n"
        "def image_to_string(image, lang):\n"
        "    if image.size[0] > 3000: raise TesseractNotFoundError\n"
        "    return f'{image.mode} {image.size[0]} {lang}' if min(image.getdata()) < 255 else ''\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    pytest.importorskip("PIL")


def test_ocr_reads_only_pages_without_text(tesseract):
    [letter] = read(make_pdf([DRAWN, ["Norco"], []]), "scan.pdf", ocr=True)
    assert (letter.text, letter.warnings) == ("L 2550 eng\fNorco\f", ())
    [letter] = read(make_pdf([b"1 g " + DRAWN, ["Norco"]]), "scan.pdf", ocr=True)
    assert letter.warnings == ((UNREAD, "page 1 shows a picture and has no text; OCR read none"),)


def test_a_page_that_ocr_fails_on_costs_no_other_its_text(tesseract):
    [letter] = read(make_pdf([DRAWN, ["Norco"]]).replace(b"612", b"999"), "scan.pdf", ocr=True)
    assert (letter.text, [code for code, _ in letter.warnings]) == ("\fNorco", [UNREAD])
    [failure] = read(make_pdf([DRAWN]).replace(b"612", b"999"), "scan.pdf", ocr=True)
    assert (failure.error, "install tesseract" in failure.message) == ("no_ocr", True)


@pytest.mark.parametrize(
    ("languages", "message"),
    [("['eng']", None), ("['deu']", "tesseract's English"), ("1 / 0", "--ocr needs tesseract: install it")],
)
def test_whether_scans_can_be_read_is_known_before_the_first(languages, message, monkeypatch):
    fake = types.ModuleType("pytesseract")

    def get_languages():
        try:
            return eval(languages)
        except ArithmeticError:
            raise OSError from None

    fake.get_languages = get_languages
    monkeypatch.setitem(sys.modules, "pytesseract", fake)
    if message is None:
        check_ocr()
    else:
        with pytest.raises(RuntimeError, match=message):
            check_ocr()
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(ImportError, match=r"pip install \"imrx\[ocr\]\""):
        check_ocr()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ["b.txt", "a.txt", "sub/a.txt", "sub/c.pdf.txt", ".hidden"]:
        (tmp_path / "in" / name).write_text(f"text of {name}")
    return tmp_path / "in"


def test_folders_are_walked_in_order(folder):
    found = read_all(folder)
    assert list(found.items()) == [
        ("a", "text of a.txt"), ("b", "text of b.txt"),
        ("sub/a", "text of sub/a.txt"), ("c.pdf", "text of sub/c.pdf.txt"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("glob", "ids"), [("*.txt", ["a", "b", "sub/a", "c.pdf"]), ("a.*", ["a", "sub/a"]), ("sub/*", ["a", "c.pdf"])]
)
def test_glob_narrows_folders(folder, glob, ids):
    assert list(read_all(folder, glob=glob)) == ids


def test_inputs_that_are_named_need_no_glob(folder):
    assert list(read_all(folder / "b.txt", glob="*.pdf")) == ["b"]


def test_a_glob_that_matches_nothing_is_said(folder):
    assert read_all(folder, glob="*.doc") == {"in": "not_found"}


def test_order_of_inputs_is_kept_and_each_file_comes_once(folder):
    assert list(read_all(folder / "b.txt", folder, folder / "a.txt")) == ["b", "a", "sub/a", "c.pdf"]


@pytest.mark.parametrize(
    ("inputs", "path", "name"),
    [
        (["/work/letters"], "/work/letters/a.txt", "a.txt"),
        (["/work/letters", "/work/more"], "/work/more/b/a.txt", "more/b/a.txt"),
        (["/work/main/letters", "/tmp/x/more"], "/work/main/letters/a.txt", "letters/a.txt"),
        (["/work/main/letters", "/tmp/x/more"], "/tmp/x/more/b/a.txt", "more/b/a.txt"),
        (["/work/main/letters", "/tmp/x/letters"], "/tmp/x/letters/a.txt", "x/letters/a.txt"),
        (["/work/letters", "/work/letters/b", "/tmp/more"], "/work/letters/b/a.txt", "letters/b/a.txt"),
        (["/letters", "/tmp/x/letters"], "/tmp/x/letters/a.txt", "x/letters/a.txt"),
        (["/", "/tmp/x"], "/tmp/x/a.txt", "tmp/x/a.txt"),
    ],
)
def test_names_are_never_the_path_from_the_root(inputs, path, name):
    assert FileNames([Path(each) for each in inputs]).of(Path(path)) == name


def test_names_are_relative_to_what_the_inputs_share(folder):
    names = [source.name for source in find_sources([str(folder / "sub"), str(folder / "a.txt")], Options())]
    assert names == ["sub/a.txt", "sub/c.pdf.txt", "a.txt"]
    [source] = find_sources([str(folder / "sub" / ".." / "a.txt")], Options())
    assert source.name == "a.txt"


@pytest.mark.parametrize("case", read_cases("doc_ids"))
def test_doc_ids(case):
    assert list(doc_ids(case["names"]).values()) == case["ids"]


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"Norco")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert read_all("-") == {"stdin": "Norco"}


def make_zip(path, files, **options) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files:
            archive.writestr(name, data)


def test_archives_are_read_where_they_are(tmp_path):
    files = [
        ("b.txt", "Norco"),
        ("sub/a.pdf", make_pdf([["Valium"]])),
        ("sub/", ""),
        ("__MACOSX/b.txt", "no"),
        (".x", "no"),
    ]
    make_zip(tmp_path / "letters.zip", [*files, ("t.jsonl", json.dumps({"text": "Ativan"}))])
    (tmp_path / "letters.zip").rename(tmp_path / "letters.dat")
    assert read_all(tmp_path) == {"b": "Norco", "a": "Valium", "t:1": "Ativan"}
    assert read_all(tmp_path / "letters.dat", glob="*.pdf") == {"a": "Valium"}
    names = [source.name for source in find_sources([str(tmp_path)], Options())]
    assert names == ["letters.dat/b.txt", "letters.dat/sub/a.pdf", "letters.dat/t.jsonl"]
    assert [path.name for path in tmp_path.iterdir()] == ["letters.dat"]


def test_what_the_glob_leaves_out_fails_nobody(tmp_path):
    (tmp_path / "a.pdf").write_bytes(make_pdf([["Norco"]]))
    (tmp_path / "tab\tin.txt").write_text("Valium")
    (tmp_path / "b.txt").symlink_to("nothing")
    (tmp_path / "c.txt").symlink_to("c.txt")
    make_zip(tmp_path / "z.zip", [("../x.txt", "Ativan"), ("y.pdf", make_pdf([["Soma"]]))])
    assert read_all(tmp_path, glob="*.pdf") == {"a": "Norco", "y": "Soma"}
    failed = {"b.txt": "not_found", "c.txt": "symlink_loop", "tab\\tin.txt": "unsafe_name"}
    assert read_all(tmp_path, glob="*.txt") == failed | {"z.zip/../x.txt": "unsafe_name"}


def test_a_folder_that_cannot_be_read_fails_with_any_glob(tmp_path):
    (tmp_path / "a.pdf").write_bytes(make_pdf([["Norco"]]))
    (tmp_path / "tab\tin").mkdir()
    (tmp_path / "tab\tin" / "b.pdf").write_text("Valium")
    assert read_all(tmp_path, glob="*.pdf") == {"a": "Norco", "tab\\tin": "unsafe_name"}


def test_an_archive_without_letters_is_said(tmp_path, monkeypatch):
    make_zip(tmp_path / "empty.zip", [])
    make_zip(tmp_path / "hidden.zip", [(".x", "no"), ("__MACOSX/b.txt", "no"), ("sub/", "")])
    make_zip(tmp_path / "texts.zip", [("a.txt", "Norco")])
    for name in ("empty.zip", "hidden.zip"):
        assert read_all(tmp_path / name) == {name: "not_found"}
        assert read_all(tmp_path / name, tmp_path / "texts.zip") == {name: "not_found", "a": "Norco"}
    assert read_all(tmp_path) == {"empty.zip": "not_found", "hidden.zip": "not_found", "a": "Norco"}
    [failure] = find_sources([str(tmp_path / "texts.zip")], Options(glob="*.pdf"))
    assert failure.message == "texts.zip: holds no letters; check the path and --glob"
    assert read_all(tmp_path, glob="*.pdf") == {tmp_path.name: "not_found"}  # what it leaves out fails nobody
    (tmp_path / "a.pdf").write_bytes(make_pdf([["Valium"]]))
    assert read_all(tmp_path, glob="*.pdf") == {"a": "Valium"}

    class Stdin:
        buffer = io.BytesIO((tmp_path / "empty.zip").read_bytes())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert read_all("-") == {"stdin": "not_found"}


def test_an_archive_on_standard_input(tmp_path, monkeypatch):
    make_zip(tmp_path / "a.zip", [("a.txt", "Norco"), ("b.txt", "Valium")])

    class Stdin:
        buffer = io.BytesIO((tmp_path / "a.zip").read_bytes())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert read_all("-") == {"a": "Norco", "b": "Valium"}


def test_an_archive_that_changed_is_opened_again(tmp_path):
    for text in ["Norco", "Norco and Valium"]:
        make_zip(tmp_path / "a.zip", [("a.txt", text)])
        assert read_all(tmp_path) == {"a": text}


def test_sources_go_to_other_processes(folder):
    make_zip(folder / "z.zip", [("z.txt", "Norco")])
    for source in find_sources([str(folder)], Options()):
        copy = pickle.loads(pickle.dumps(source))
        assert list(read_source(copy, Options())) == list(read_source(source, Options()))
        assert len(pickle.dumps(source)) < 500


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>403 Forbidden", b"\n <HTML lang='en'><p>not found"])
def test_a_web_page_in_the_place_of_a_letter_is_refused(page, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(page)
    (source,) = find_sources([str(tmp_path)], Options())
    (failure,) = read_source(source, Options())
    assert failure.error == "unsupported"
    assert "letter.pdf is a web page" in failure.message.replace(": ", " ")


def test_standard_input_named_twice_is_read_once(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"Norco")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert read_all("-", "-") == {"stdin": "Norco"}


def test_a_file_with_the_name_of_standard_input(tmp_path, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"Norco")

    monkeypatch.setattr("sys.stdin", Stdin)
    (tmp_path / "stdin").write_text("Valium")
    assert read_all("-", tmp_path / "stdin") == {"stdin": "Norco", "stdin (2)": "Valium"}


def test_closed_standard_input_is_a_failure(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert read_all("-") == {"stdin": "not_found"}


@pytest.mark.parametrize(
    ("tables", "ids"),
    [
        ([("t.csv", "doc_id,text\nx,a\nx:3,b\nx,c\n")], ["x", "x:3", "x:3:3"]),
        ([("t.csv", "doc_id,text\nx,a\nx,b\nx:2,c\nx,d\n")], ["x", "x:2:2", "x:2", "x:4"]),
        ([("t.csv", "doc_id,text\n,a\nt:1,b\n")], ["t:1:1", "t:1"]),
        ([("t.csv", "doc_id,text\nx,\nx,b\n")], ["x"]),
        (
            [("t.jsonl", '{"doc_id": 1, "text": "a"}\n{"doc_id": "1", "text": "b"}\n{"text": "c"}\n')],
            ["1", "1:2", "t:3"],
        ),
        ([("t.csv", "doc_id,text\nx,a\n"), ("u.csv", "doc_id,text\nu:x,a\nx,b\n")], ["x", "u:x", "u:x:2"]),
    ],
)
def test_ids_are_told_apart_whatever_they_are(tables, ids):
    sources = [Source(name, name.partition(".")[0], "", None, data.encode()) for name, data in tables]
    letters = [item for item in read_sources(sources, Options()) if isinstance(item, Letter)]
    assert [letter.doc_id for letter in letters] == ids


def test_an_id_that_comes_again_is_named():
    *_, letter, other = read(b"doc_id,text\na1,Norco\na1,Valium\n,Ultram", "t.csv")
    assert (letter.doc_id, letter.warnings) == ("a1:2", (("id_repeated", "another letter has the id a1 too"),))
    assert (other.doc_id, other.warnings) == ("t:3", ())


def test_ids_of_parquet_are_told_apart():
    pyarrow = pytest.importorskip("pyarrow")
    data = io.BytesIO()
    table = pyarrow.table({"doc_id": ["a", "a", "a:2", None], "text": [*"wxyz"], "other": [1, 2, 3, 4]})
    pyarrow.parquet.write_table(table, data)
    assert [letter.doc_id for letter in read(data.getvalue(), "t.parquet")] == ["a", "a:2:2", "a:2", "t:4"]


def test_an_empty_name_is_no_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert read_all("") == {"''": "not_found"}
    assert [*find_sources(["", str(folder / "sub" / "a.txt")], Options())][1].name == "a.txt"


@pytest.mark.parametrize("glob", ["", "."])
def test_a_glob_that_is_no_pattern_is_refused(glob, folder):
    with pytest.raises(ValueError, match=r"^--glob matches no file name: give a pattern such as"):
        read_all(folder, glob=glob)


PACKED = {
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "rar": b"Rar!\x1a\x07\x01\0",
    "bz2": b"BZh91AY&SY\0",
    "xz": b"\xfd7zXZ\0\0\4",
    "zst": b"\x28\xb5\x2f\xfd\0",
    "gz": b"\x1f\x8b\x08",
    "tar": b"a.txt".ljust(257, b"\0") + b"ustar\0",
}


@pytest.mark.parametrize("suffix", PACKED)
def test_what_is_packed_is_to_be_unpacked(suffix):
    [failure] = read(PACKED[suffix], f"letters.{suffix}")
    assert failure.error == "unsupported"
    assert failure.message.endswith("; unpack it")


@pytest.mark.skipif(os.name == "nt", reason="no permissions, no loops")
def test_an_input_that_cannot_even_be_looked_at_is_one_failure(folder, monkeypatch):
    is_dir = Path.is_dir

    def refuse(path):
        if path.name == "locked.txt":  # what a folder without permission makes of a name in it
            raise PermissionError(13, "Permission denied", str(path))
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", refuse)
    (folder / "loop").symlink_to(folder / "loop")
    names = [
        folder / "a.txt",
        folder / "locked.txt",
        folder / ("n" * 300),
        folder / "loop",
        folder / ".." / "in" / "loop",
    ]
    found = read_all(*names)
    assert found.pop("a") == "text of a.txt"
    assert found == {"locked.txt": "not_found", "n" * 300: "unreadable", "loop": "symlink_loop"}
