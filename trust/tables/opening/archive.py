"""The zip archive that a workbook is: what it admits to is checked before, and counted while it unpacks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import IO, Final
from xml.sax.handler import ContentHandler

from defusedxml import sax as safe_sax

KINDS_INSIDE: Final = (
    ("vbaproject", "This workbook holds a program (macros). Save it as .xlsx, which holds none."),
    ("xl/embeddings/", "This workbook holds another file inside. Take it out and save it again."),
    ("word/embeddings/", "This workbook holds another file inside. Take it out and save it again."),
    ("encryptedpackage", "This workbook has a password. Save it without one."),
)
FILES: Final = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".jar", ".exe", ".js", ".html", ".hta")
MACROS: Final = KINDS_INSIDE[0][1]
ANOTHER_INSIDE: Final = KINDS_INSIDE[1][1]
PASSWORD: Final = KINDS_INSIDE[-1][1]
PACKED_AS_USUAL: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
HIDDEN_ORDERS: Final = "The workbook holds instructions that no spreadsheet writes. It was not opened."
DAMAGED: Final = "The workbook is damaged. Open it in a spreadsheet, save it as .xlsx and send it again."
NO_WORKBOOK: Final = "This is not an Excel workbook. Save it as .xlsx and send it again."
TOO_BIG_INSIDE: Final = "The workbook is larger than {} MB when it is unpacked. Send one with less in it."
TOO_MUCH_TEXT: Final = "The workbook holds too much text. Send it in parts."
CHUNK: Final = 65_536  # bytes


class Refused(Exception):
    """The workbook is not read; the message is for the person who sent it."""


class Part:
    """One file of the archive as it unpacks, counted against what all of them may come to."""

    def __init__(self, archive: Archive, stream: IO[bytes]) -> None:
        self.archive, self.stream = archive, stream

    def read(self, size: int = CHUNK) -> bytes:
        chunk = self.stream.read(CHUNK if size < 0 else min(size, CHUNK))
        self.archive.unpacked += len(chunk)
        if self.archive.unpacked > self.archive.limits["LARGEST_UNPACKED"]:
            raise Refused(self.archive.too_big)
        return chunk

    def close(self) -> None:
        self.stream.close()


class Archive:
    """The zip archive that a workbook is; what its directory admits to is checked before anything unpacks."""

    def __init__(self, content: bytes, limits: Mapping[str, int]) -> None:
        self.limits, self.unpacked = limits, 0
        self.too_big = TOO_BIG_INSIDE.format(limits["LARGEST_UNPACKED"] // limits["MEGABYTE"])
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        members = self.zip.infolist()
        if len(members) > limits["MOST_MEMBERS"]:
            raise Refused(f"The workbook holds more than {limits['MOST_MEMBERS']} files inside.")
        if sum(member.file_size for member in members) > limits["LARGEST_UNPACKED"]:
            raise Refused(self.too_big)
        if any(member.flag_bits & 1 for member in members):
            raise Refused(PASSWORD)
        if not {member.compress_type for member in members} <= PACKED_AS_USUAL:
            raise Refused(DAMAGED)
        self.names = {member.filename for member in members}
        for name in self.names:
            self._look_at(name.lower())

    def _look_at(self, name: str) -> None:
        for inside, words in KINDS_INSIDE:
            if inside in name:
                raise Refused(words)
        if name.endswith(FILES):
            raise Refused(ANOTHER_INSIDE)

    def parse(self, name: str, handler: ContentHandler) -> None:
        """Read one XML file of the archive; a document type or an entity in it is refused (XXE, bombs)."""
        if name not in self.names:
            raise Refused(NO_WORKBOOK)
        part = Part(self, self.zip.open(name))
        safe_sax.parse(part, handler, forbid_dtd=True, forbid_entities=True, forbid_external=True)
