"""What a file is by its content, and the text in it."""

import contextlib
import struct

import pytest

from kpis.evidence import (
    EXCEL_KIND,
    KINDS,
    LARGEST,
    PDF_KIND,
    WORD_KIND,
    NotTaken,
    kind_of,
    name_as,
    named_kind,
)
from kpis.evidence_text import text_of
from tests.kpis import files

TAKEN = {
    "pdf": files.pdf(),
    "docx": files.docx("Words"),
    "xlsx": files.xlsx(),
    "png": files.png(),
    "jpg": files.jpeg(),
}


@pytest.mark.parametrize(("extension", "content"), TAKEN.items())
def test_five_kinds_are_told_by_their_content(extension, content):
    assert kind_of(content).extension == extension


REFUSED = {
    "This file is empty.": b"",
    "larger than 10 MB": b"%PDF-" + b"0" * LARGEST,
    "its end is missing": b"%PDF-1.4 and no more",
    "cannot be read as a picture": b"\x89PNG\r\n\x1a\nshort",
    "too many pixels": files.png(60_000, 60_000),
    "holds macros": files.docx(types=files.MACROS),
    "without them, as .docx": files.docx(**{"word/vbaProject.bin": b"x"}),
    "A zip archive is not taken": files.archive(**{"a.txt": b"x"}),
    "This kind of file is not taken": files.archive(
        **{"[Content_Types].xml": b"", "ppt/presentation.xml": b""}
    ),
    "cannot be opened": b"PK\x03\x04 and then nonsense",
    "of an older Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
    "drawing in SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "A web page": b"  <!DOCTYPE html><p>x",
    "Save it as PDF, Word": b"plain words",
}


@pytest.mark.parametrize(("words", "content"), REFUSED.items())
def test_other_files_are_refused_in_words(words, content):
    with pytest.raises(NotTaken) as refused:
        kind_of(content)
    assert words in str(refused.value)


def test_a_file_that_unpacks_to_far_more_is_refused_at_once():
    bomb = files.archive(**{"[Content_Types].xml": b"", "word/document.xml": b"0" * 210_000_000})
    with pytest.raises(NotTaken, match="unpacks to far more"):
        kind_of(bomb)


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_torn_picture_raises_nothing_else(cut):
    for content in (files.png()[:cut], files.jpeg()[:cut], b"\xff\xd8\xff" + struct.pack(">H", cut) * 9):
        with contextlib.suppress(NotTaken):
            kind_of(content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.PDF", "a.pdf"),
        ("a.exe", "a.exe.pdf"),
        ("a", "a.pdf"),
        (".pdf", "evidence.pdf"),
        ("x" * 300, "x" * 155 + ".pdf"),
    ],
)
def test_a_name_ends_in_what_the_file_is(name, kept):
    assert name_as(name, PDF_KIND, 160) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_the_kept_name_tells_the_kind_again(kind):
    assert named_kind(name_as("scan.JPEG", kind, 160)) == kind


def test_the_text_of_a_document_a_workbook_and_a_plain_pdf_is_read():
    assert text_of(files.docx("One &amp; two", "Three"), WORD_KIND) == "One & two\nThree\n"
    assert text_of(files.xlsx(["Surname", "Forename"], ["x", "y"]), EXCEL_KIND) == "Surname\tForename\nx\ty"
    assert "DOB 14/11/2014" in text_of(files.pdf("DOB 14/11/2014"), PDF_KIND)


def test_the_cells_of_a_word_table_stay_apart():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{cell.format('Surname')}{cell.format('Forename')}</w:tr>"
    content = files.docx(**{"word/document.xml": f"<w:tbl>{row}</w:tbl>".encode()})
    assert text_of(content, WORD_KIND) == "Surname\tForename\t\n"
