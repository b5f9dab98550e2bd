"""Writes small PDFs, sound and broken, so that tests need no files."""

import hashlib
import zlib

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
ID = b"0123456789abcdef"


def make_pdf(pages, *, password=None, more=(), resources=b"", repeat=1) -> bytes:
    """A PDF with the lines of each page in Helvetica; a page may also be its content stream, as bytes.

    Args:
        pages: a list of lines, or a content stream, for each page.
        password: encrypts the file; "" is a file that anybody can open and nobody may change.
        more: bodies of further objects, numbered after the pages'.
        resources: what pages may draw beside the font.
        repeat: how often the page tree names its pages.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))
    bodies = [
        (b"<</Type/Catalog/Pages 2 0 R>>", None),
        (b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages) * repeat, b" ".join([kids] * repeat)), None),
        (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", None),
    ]
    for index, page in enumerate(pages):
        content = b"%d 0 R" % (5 + 2 * index)
        parts = b"/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>%s>>" % resources
        bodies.append((b"<</Type/Page/Parent 2 0 R%s/Contents %s>>" % (parts, content), None))
        bodies.append((b"/Filter/FlateDecode", zlib.compress(page if isinstance(page, bytes) else show(page), 9)))
    bodies += more
    encryption = b""
    key = b""
    if password is not None:
        owner = rc4(hashlib.md5(PADDING).digest()[:5], pad(password))
        key = hashlib.md5(pad(password) + owner + (-4).to_bytes(4, "little", signed=True) + ID).digest()[:5]
        fields = (owner.hex().encode(), rc4(key, PADDING).hex().encode(), ID.hex().encode())
        encryption = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<%s><00>]" % fields
    data, offsets = b"%PDF-1.4\n", []
    for number, (body, stream) in enumerate(bodies, start=1):
        if stream is not None:
            if key:
                salt = number.to_bytes(3, "little") + b"\0\0"
                stream = rc4(hashlib.md5(key + salt).digest()[:10], stream)
            body = b"<<%s/Length %d>>stream\n%s\nendstream" % (body, len(stream), stream)
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<</Size %d/Root 1 0 R%s>>" % (len(bodies) + 1, encryption)
    end = (len(bodies) + 1, table, trailer, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % end


def show(lines) -> bytes:
    """The content stream that shows lines of text, one below the other."""
    shown = [
        line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
    ]
    return b"BT /F1 10 Tf 14 TL 50 740 Td " + b" ".join(b"(%s) Tj T*" % line for line in shown) + b" ET"


def nested_drawings(depth: int, fan: int) -> bytes:
    """A few hundred bytes that draw `fan ** depth` words."""
    more = []
    for index in range(depth):
        last = index == depth - 1
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (7 + index)
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>%s>>" % inner
        more.append((head, show(["Norco"]) if last else b"/X Do " * fan))
    return make_pdf([b"/X Do"], more=more, resources=b"/XObject<</X 6 0 R>>")


def pad(password: str) -> bytes:
    return (password.encode() + PADDING)[:32]


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
