"""Broken, hostile and unlucky inputs: each gives one clear line, and its neighbours are read."""

import io
import os
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imrx.readers import ERRORS, Failure, Letter, Options, Source, find_sources, pdf, read_source
from pdfs import make_pdf, nested_drawings
from tables import read_cases

SOUND = make_pdf([[f"Page {page} line {line}" for line in range(30)] for page in range(4)])
fuzz = settings(derandomize=True, deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))


def put(data: bytes):
    """A fault that is a file's content."""
    return lambda path: path.write_bytes(data)


def pack(*files, change=lambda data: data, **options):
    """A fault that is an archive of files, or what somebody made of it."""

    def make(path: Path) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", **({"compression": zipfile.ZIP_DEFLATED} | options)) as archive:
            for name, data in files:
                archive.writestr(name, data)
        path.write_bytes(change(buffer.getvalue()))

    return make


def link(mode: int = 0o120777) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = mode << 16
    return info


def locked(data: bytes) -> bytes:
    """The first bit of the flags, in the file's own header and in the listing, says that it has a password."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data = data[:at] + b"\x01" + data[at + 1 :]
    return data


def smaller_than_it_is(data: bytes) -> bytes:
    return data.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))


NORCO = b"Norco 10/325mg #60"
FAULTS = {
    # id: (name, what makes it, the failure's source, the failure's code)
    "empty file": ("m.txt", put(b""), "m.txt", "empty"),
    "blanks": ("m.txt", put(b" \r\n"), "m.txt", "empty"),
    "NUL bytes": ("m.txt", put(b"Nor\0co"), "m.txt", "not_text"),
    "binary": ("m.txt", put(bytes(range(1, 256))), "m.txt", "not_text"),
    "100 MB of text": ("m.txt", put(NORCO * 5_600_000), "m.txt", "too_large"),
    "2 MB of text": ("m.txt", put(NORCO * 112_000), "m.txt", "too_large"),
    "Rich Text": ("m.txt", put(b"{\\rtf1 Norco}"), "m.txt", "unsupported"),
    "a picture": ("m.pdf", put(b"\xff\xd8\xff\xe0\0\x10JFIF"), "m.pdf", "unsupported"),
    "a Word file": ("m.docx", pack(("[Content_Types].xml", "<x/>")), "m.docx", "unsupported"),
    "a damaged Word file": ("m.docx", put(b"PK\x03\x04"), "m.docx", "unsupported"),
    "no PDF": ("m.pdf", put(bytes(range(1, 256))), "m.pdf", "not_text"),
    "cut PDF": ("m.pdf", put(SOUND[: len(SOUND) // 2]), "m.pdf", "truncated_pdf"),
    "PDF without its last line": ("m.pdf", put(SOUND[:-7]), "m.pdf", "truncated_pdf"),
    "start of a PDF": ("m.pdf", put(b"%PDF-1.4"), "m.pdf", "truncated_pdf"),
    "start and end of a PDF": ("m.pdf", put(b"%PDF-1.4\n%%EOF"), "m.pdf", "truncated_pdf"),
    "PDF without pages": ("m.pdf", put(make_pdf([])), "m.pdf", "truncated_pdf"),
    "PDF without a page that it lists": (
        "m.pdf",
        put(make_pdf([["a"]], repeat=1).replace(b"[4 0 R]", b"[9 0 R]")),
        "m.pdf",
        "truncated_pdf",
    ),
    "locked PDF": ("m.pdf", put(make_pdf([["Norco"]], password="secret")), "m.pdf", "encrypted_pdf"),
    "scan": ("m.pdf", put(make_pdf([b"0 0 100 100 re f"])), "m.pdf", "pdf_without_text"),
    "PDF of 2,000 pages": ("m.pdf", put(make_pdf([["Norco"]], repeat=2_000)), "m.pdf", "too_large"),
    "PDF of more text than a letter": ("m.pdf", put(make_pdf([["word " * 20] * 60], repeat=300)), "m.pdf", "too_large"),
    "PDF that draws a thousand million words": ("m.pdf", put(nested_drawings(10, 10)), "m.pdf", "too_large"),
    "PDF that unfolds to 10 GB": ("m.pdf", put(make_pdf([b" " * 10_000_000], repeat=1_000)), "m.pdf", "too_large"),
    "cut archive": ("m.zip", pack(("a.txt", NORCO * 9), change=lambda data: data[:-30]), "m.zip", "damaged_zip"),
    "start of an archive": ("m.zip", put(b"PK\x03\x04"), "m.zip", "damaged_zip"),
    "damaged file in an archive": (
        "m.zip",
        pack(("a.txt", NORCO), compression=0, change=lambda data: data.replace(b"Norco", b"Norcq")),
        "m.zip/a.txt",
        "damaged_zip",
    ),
    "locked archive": ("m.zip", pack(("a.txt", NORCO), change=locked), "m.zip/a.txt", "damaged_zip"),
    "archive that unfolds to 200 MB": ("m.zip", pack(("a.txt", b"\n" * 200_000_000)), "m.zip/a.txt", "too_large"),
    "archive that lies about it": (
        "m.zip",
        pack(("a.txt", b"\n" * 5_000_000), change=smaller_than_it_is),
        "m.zip/a.txt",
        "damaged_zip",
    ),
    "archive in an archive": ("m.zip", pack(("a.zip", b"PK\x03\x04")), "m.zip/a.zip", "unsupported"),
    "link in an archive": ("m.zip", pack((link(), "/etc/passwd")), "m.zip/a.txt", "unsupported"),
    "step up in an archive": ("m.zip", pack(("../a.txt", NORCO)), "m.zip/../a.txt", "unsafe_name"),
    "Windows step up in an archive": (
        "m.zip",
        pack(("x\\..\\..\\a.txt", NORCO)),
        "m.zip/x\\..\\..\\a.txt",
        "unsafe_name",
    ),
    "root in an archive": ("m.zip", pack(("/a.txt", NORCO)), "m.zip//a.txt", "unsafe_name"),
    "drive in an archive": ("m.zip", pack(("C:\\a.txt", NORCO)), "m.zip/C:\\a.txt", "unsafe_name"),
    "line end in an archive's name": ("m.zip", pack(("a\nb.txt", NORCO)), "m.zip/a\\nb.txt", "unsafe_name"),
    "name with a line end": ("m\nn.txt", put(NORCO), "m\\nn.txt", "unsafe_name"),
    "name with an escape sequence": ("m\x1b[31m.txt", put(NORCO), "m\\x1b[31m.txt", "unsafe_name"),
    "name that is not UTF-8": (os.fsdecode(b"m\xff.txt"), put(NORCO), "m\\udcff.txt", "unsafe_name"),
    "link to itself": ("m.txt", lambda path: path.symlink_to(path), "m.txt", "symlink_loop"),
    "link to its folder": ("m", lambda path: path.symlink_to(path.parent), "m", "symlink_loop"),
    "link to nothing": ("m.txt", lambda path: path.symlink_to("nothing"), "m.txt", "not_found"),
    "pipe": ("m.txt", os.mkfifo, "m.txt", "unreadable"),
    "UTF-8 with another byte": ("m.txt", put("25 µg/hr".encode() + b"\xa0"), "m.txt", "not_text"),
    "table without rows": ("m.csv", put(b"doc_id,text\n"), "m.csv", "empty"),
    "table that needs a column": ("m.csv", put(b"a,b\n1,2\n"), "m.csv", "no_text_column"),
    "row of 9 MB": ("m.jsonl", put(b'{"text": "' + b"a" * 9_000_000 + b'"}\n'), "m.jsonl", "damaged_table"),
    "row of JSON in a million brackets": ("m.jsonl", put(b"[" * 1_000_000), "m.jsonl", "damaged_table"),
    "field of 9 MB": ("m.csv", put(b'text\n"' + b"a\n" * 4_500_000), "m.csv:1", "damaged_table"),
    "header of quotation marks": ("m.csv", put(b',"' * 500_000), "m.csv", "no_text_column"),
}


@pytest.fixture
def short_limit(monkeypatch):
    monkeypatch.setattr(pdf, "_SECONDS", 2)


@pytest.mark.parametrize("fault", FAULTS)
def test_one_clear_line_and_no_lost_neighbour(fault, tmp_path, short_limit):
    name, make, source, error = FAULTS[fault]
    (tmp_path / "a.pdf").write_bytes(make_pdf([["Valium"]]))
    make(tmp_path / name)
    (tmp_path / "z.pdf").write_bytes(make_pdf([["Ativan"]]))
    items = read_all(tmp_path)
    assert [item.text for item in items if isinstance(item, Letter)] == ["Valium", "Ativan"]
    [failure] = [item for item in items if isinstance(item, Failure)]
    assert (failure.source, failure.error) == (source, error)
    assert_clear(failure)
    assert "Norco" not in failure.message


def read_all(*inputs, **options) -> list:
    options = Options(**options)
    return [
        item
        for source in find_sources([str(name) for name in inputs], options)
        for item in ([source] if isinstance(source, Failure) else read_source(source, options))
    ]


def assert_clear(failure: Failure) -> None:
    assert failure.error in ERRORS
    assert failure.message.isprintable()
    assert failure.message.startswith(f"{failure.source}: ")
    assert len(failure.message) < len(failure.source) + 1_500


def test_an_input_that_is_not_there(tmp_path):
    (tmp_path / "a.txt").write_bytes(NORCO)
    missing, letter = read_all(tmp_path / "b.txt", tmp_path / "a.txt")
    assert missing == ("b.txt", "not_found", "b.txt: does not exist")
    assert letter.text == NORCO.decode()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"PK\x03\x04", "a.docx: is a damaged Word document; save it as PDF or as plain text"),
        ("a.pdf", bytes(range(1, 256)), "a.pdf: is no PDF, and no text; fetch the letter again"),
    ],
)
def test_what_the_name_promised_is_said(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    [failure] = read_all(tmp_path)
    assert failure.message == message


def test_a_file_that_went_away(tmp_path):
    (tmp_path / "a.txt").write_bytes(NORCO)
    [source] = find_sources([str(tmp_path)], Options())
    (tmp_path / "a.txt").unlink()
    [failure] = read_source(source, Options())
    assert failure.error == "not_found"


@pytest.mark.parametrize("method", ["open", "iterdir"])
def test_no_permission(tmp_path, monkeypatch, method):
    (tmp_path / "m").mkdir()
    for name in ["a.txt", "m/m.txt", "z.txt"]:
        (tmp_path / name).write_bytes(NORCO)
    original = getattr(Path, method)

    def refuse(path, *args):
        if path.name.startswith("m"):
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, *args)

    monkeypatch.setattr(Path, method, refuse)
    a, m, z = read_all(tmp_path)
    source = {"open": "m/m.txt", "iterdir": "m"}[method]
    assert m == (source, "unreadable", f"{source}: cannot be read (Permission denied); check its permissions")
    assert a.text == z.text == NORCO.decode()


def test_links_to_a_folder_that_was_walked_cost_nothing(tmp_path):
    (tmp_path / "0").mkdir()
    (tmp_path / "0" / "a.txt").write_bytes(NORCO)
    for depth in range(1, 40):  # 2 to the 40th paths lead to the letter
        (tmp_path / str(depth)).mkdir()
        for name in "xy":
            (tmp_path / str(depth) / name).symlink_to(tmp_path / str(depth - 1))
    assert [item.text for item in read_all(tmp_path)] == [NORCO.decode()]


def test_two_files_with_one_stem_and_two_with_one_name(tmp_path):
    pack(("a.txt", "one"), ("a.txt (2)", "two"), ("b/a.txt", "three"))(tmp_path / "m.zip")
    with zipfile.ZipFile(tmp_path / "m.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a.txt", "four")
    items = read_all(tmp_path)
    assert sorted(item.text for item in items) == ["four", "one", "three", "two"]
    assert len({item.doc_id for item in items}) == 4


def test_the_limit_is_an_option(tmp_path):
    (tmp_path / "a.txt").write_bytes(NORCO)
    [failure] = read_all(tmp_path, max_bytes=10)
    assert failure == ("a.txt", "too_large", "a.txt: has more than 10 bytes; split it, or raise --max-bytes")


def test_a_pdf_process_that_died_is_started_again():
    assert read(SOUND, "a.pdf")[0].source["pages"] == 4
    pdf._HELPERS[os.getpid()].kill()
    assert [item[1] for item in read(SOUND, "a.pdf")] == ["too_large"]
    assert read(SOUND, "a.pdf")[0].source["pages"] == 4


@pytest.mark.parametrize("size", range(0, len(SOUND), 97))
def test_no_cut_of_a_pdf_passes_for_the_letter(size):
    assert [type(item) for item in read(SOUND[:size], "a.pdf")] == [Failure]


@pytest.mark.parametrize("case", read_cases("reader_fuzz"))
def test_what_fuzzing_found(case, tmp_path):
    (tmp_path / case["name"]).write_bytes(bytes.fromhex(case["hex"]))
    items = read_all(tmp_path, text_column=case.get("text_column"))
    check(items)
    assert len(items) == 1
    assert not any(isinstance(item, Failure) and item.error == "unreadable" for item in items)


NAMES = st.sampled_from(["a.txt", "a.pdf", "a.csv", "a.jsonl", "a.json", "a.parquet", "stdin"])
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = [b'{"text": "', b'"}', b"\\ud800", b"\\u0000", b"1e999", b"[", b"null"]
CSV = [b"\n", b"\r", b'"', b",", b"text", b"id", b"a", b" ", b"\x0c"]
ENCODINGS = [b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc3", b"\x81", b"\xef\xbf\xbe", b"\xc2\xad"]
BROKEN = re.compile(r"\u00ad([^\S\n\f]*)(?=[\n\f]|\Z)")
"""A soft hyphen at a line's end, and the blanks behind it."""

MARKS = [b"%PDF-1.4\n", b"%%EOF", b"PK\x03\x04", b"PAR1"]
PIECES = st.sampled_from(JSON + CSV + ENCODINGS + MARKS)


def read(data: bytes, name: str, **options) -> list:
    return list(read_source(Source(name, "a", "", None, data), Options(**options)))


def check(items: list) -> None:
    for item in items:
        if isinstance(item, Failure):
            assert_clear(item)
        else:
            assert item.text.strip()
            assert not set(item.text) & {"\r", "\0", "\ufffe"}
            assert not BROKEN.search(item.text)
            (item.text + item.doc_id).encode("utf-8")


@fuzz
@given(st.one_of(st.binary(), st.lists(PIECES, max_size=30).map(b"".join)), NAMES, st.sampled_from([None, "text"]))
def test_any_bytes_are_letters_or_failures(data, name, text_column):
    check(read(data, name, text_column=text_column))


@fuzz
@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_decoding_gives_back_what_was_written(text, encoding):
    expected = BROKEN.sub(r"-\1", text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-"))
    text = text.lstrip("\ufeff")
    for item in read(text.encode(encoding), "a.txt"):
        if isinstance(item, Letter) and item.source["media_type"] == "text/plain":
            assert item.text == expected.lstrip("\ufeff")
            assert item.source["encoding"] in {encoding, "utf-8"}


@st.composite
def damaged(draw, data: bytes) -> bytes:
    """Bytes with a few of them changed, cut out or put in."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data = data[:start] + draw(st.binary(max_size=20)) + data[end:]
    return data


@fuzz
@given(damaged(SOUND))
def test_damaged_pdfs(data):
    check(read(data, "a.pdf"))


def sound_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", NORCO * 9)
        archive.writestr("sub/b.txt", NORCO, zipfile.ZIP_STORED)
        archive.writestr("c.txt", NORCO, zipfile.ZIP_LZMA)
        archive.writestr("d.txt", NORCO, zipfile.ZIP_BZIP2)
    return buffer.getvalue()


@fuzz
@given(data=damaged(sound_zip()))
def test_damaged_archives(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"{zlib.crc32(data)}.zip"
    path.write_bytes(data)
    check(read_all(path))
    path.unlink()


def test_threads_get_the_text_of_their_own_letter():
    from concurrent.futures import ThreadPoolExecutor

    texts = [f"Letter number {number}" for number in range(8)]
    files = [make_pdf([[text]]) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda data: pdf.read_pages(data, ocr=False), files * 5))
    assert [page.texts[0].strip() for page in pages] == texts * 5
