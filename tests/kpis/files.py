"""Small files of every kind, made in memory, for tests of what is taken as evidence."""

import io
import struct
import zipfile
import zlib

OFFICE_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
MACROS = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def pdf(text: str = "") -> bytes:
    packed = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"


def png(width: int = 4, height: int = 3) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
        + struct.pack(">II", width, height)
        + b"\x08\x02"
        + b"\x00" * 20
    )


def jpeg(width: int = 4, height: int = 3) -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + app + frame + b"\xff\xd9"


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(*lines: str, types: bytes = OFFICE_TYPES, **more: bytes) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts = {"[Content_Types].xml": types, "word/document.xml": f"<w:document>{body}</w:document>".encode()}
    return archive(**(parts | more))


def xlsx(*rows: list[str]) -> bytes:
    from trust.tables import xlsx_bytes

    return xlsx_bytes("Evidence", rows[0] if rows else ["Note"], rows[1:])
