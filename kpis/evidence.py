"""What a file that is given as evidence is, told by its content: five kinds are taken, others are refused.

Pure: bytes in, a kind or words out. Nothing is unpacked further than a few megabytes, whatever the file says
of itself.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
LARGEST_UNPACKED: Final = 200 * MEGABYTE
MOST_MEMBERS: Final = 2_000
MOST_TYPES: Final = 2 * MEGABYTE  # of an Office file's list of its own parts
LONGEST_SIDE: Final = 20_000  # pixels
MOST_PIXELS: Final = 120_000_000

TAKES: Final = "PDF, Word (.docx), Excel (.xlsx), PNG or JPEG"
PNG: Final = b"\x89PNG\r\n\x1a\n"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP: Final = re.compile(rb"<\s*(?:!doctype\s+html|html|svg|script|\?xml|!--)", re.IGNORECASE)
# JPEG's frame headers, which hold the size; C4, C8 and CC are other things.
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotTaken(ValueError):
    """A file that is not taken as evidence; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken."""

    name: str
    extension: str
    media_type: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
PDF_KIND: Final = Kind("PDF", "pdf", "application/pdf")
WORD_KIND: Final = Kind("Word", "docx", f"{_OFFICE}.wordprocessingml.document")
EXCEL_KIND: Final = Kind("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet")
PNG_KIND: Final = Kind("PNG", "png", "image/png")
JPEG_KIND: Final = Kind("JPEG", "jpg", "image/jpeg")
KINDS: Final = (PDF_KIND, WORD_KIND, EXCEL_KIND, PNG_KIND, JPEG_KIND)


def kind_of(content: bytes) -> Kind:
    """What the bytes are; raises `NotTaken`, in words for whoever chose the file."""
    if not content:
        raise NotTaken("This file is empty.")
    if len(content) > LARGEST:
        raise NotTaken(
            f"This file is larger than {LARGEST // MEGABYTE} MB. Send a smaller one, or give a link."
        )
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(PNG):
        return _picture(PNG_KIND, _png_size(content))
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(JPEG_KIND, _jpeg_size(content))
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise NotTaken(_why_not(content))


def named_kind(name: str) -> Kind | None:
    """The kind that a kept file's name ends in; `name_as` has made it so."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind in KINDS if kind.extension == ending), None)


def name_as(name: str, kind: Kind, longest: int) -> str:
    """The file's name with the ending of what it is, so that no program is misled by it."""
    stem, dot, ending = name.rpartition(".")
    endings = {kind.extension, "jpeg"} if kind is JPEG_KIND else {kind.extension}
    stem = stem if dot and ending.lower() in endings else name
    return f"{stem[: longest - 5].strip(' .') or 'evidence'}.{kind.extension}"


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-2048:]:
        raise NotTaken("This PDF is not whole: its end is missing. Save it again, and choose it once more.")
    return PDF_KIND


def _picture(kind: Kind, size: tuple[int, int] | None) -> Kind:
    if size is None or not all(size):
        raise NotTaken(
            f"This {kind.name} file cannot be read as a picture. Save it again, and choose it once more."
        )
    if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS:
        raise NotTaken("This picture has too many pixels to be opened safely. Save a smaller copy of it.")
    return kind


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < 33 or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment to the frame header that holds the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + max(2, int(struct.unpack(">H", content[at + 2 : at + 4])[0]))
    return None


def _office(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _office_kind(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, NotTaken):
            raise
        raise NotTaken("This file cannot be opened. Save it again, and choose it once more.") from error


def _office_kind(archive: zipfile.ZipFile) -> Kind:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise NotTaken("This file unpacks to far more than a document holds, so it is not taken.")
    names = {one.filename.lower() for one in members}
    if "[content_types].xml" not in names:
        raise NotTaken(f"A zip archive is not taken. Send the file that is in it: {TAKES}.")
    types = read_member(archive, "[Content_Types].xml", MOST_TYPES).lower()
    if b"macroenabled" in types or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise NotTaken("This file holds macros, which can do harm. Save it without them, as .docx or .xlsx.")
    for kind, part in ((WORD_KIND, "word/document.xml"), (EXCEL_KIND, "xl/workbook.xml")):
        if part in names:
            return kind
    raise NotTaken(f"This kind of file is not taken. Save it as {TAKES}.")


def read_member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The first bytes of one part of an archive, at most so many; nothing where there is no such part."""
    try:
        with archive.open(name) as part:
            return part.read(most)
    except KeyError:
        return b""


def _why_not(content: bytes) -> str:
    if content.startswith(OLD_OFFICE):
        return "This file is of an older Office, or has a password. Save it as .docx or .xlsx, without one."
    if MARKUP.search(content[:1024]):
        return f"A web page or a drawing in SVG can run programs, so it is not taken. Save it as {TAKES}."
    return f"This kind of file is not taken. Save it as {TAKES}."
