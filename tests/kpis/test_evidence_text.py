"""Text of evidence: files made to be slow to read are read no further than ordinary ones."""

import io
import zipfile

from kpis import evidence_text
from kpis.evidence import PDF_KIND, WORD_KIND
from kpis.evidence_text import MOST_PDF, MOST_STREAM, text_of
from kpis.pupil_data import LONGEST_LOOKED_AT, warning


def _word(xml: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()


def test_a_word_file_of_brackets_that_never_close_is_read_once():
    assert text_of(_word("<" * 1_000_000), WORD_KIND) == "<" * LONGEST_LOOKED_AT


def test_tags_are_left_out_of_a_word_file_and_cells_told_apart():
    xml = '<w:tr><w:tc><w:p w:x="a > b"><w:t>Ada &amp; Bo</w:t></w:p></w:tc></w:tr>'
    assert text_of(_word(xml), WORD_KIND) == ' b">Ada & Bo\t\n'


def test_no_more_of_a_pdf_is_read_than_its_share_however_many_streams_it_says_it_has():
    content = b"%PDF-" + b"stream\n" * 60 + b"T*" * MOST_STREAM
    read = list(evidence_text._streams(content))
    assert max(map(len, read)) == MOST_STREAM
    assert sum(map(len, read)) == MOST_PDF


def test_what_a_pdf_shows_is_read():
    content = b"%PDF- 1 0 obj stream\n(Ada \\(Y7\\)) Tj T* (Bo) Tj\nendstream (not shown)"
    assert text_of(content, PDF_KIND) == "Ada (Y7)\nBo"


def test_a_line_of_tabs_is_not_searched_to_its_end():
    assert warning("Ab" + "\t" * (LONGEST_LOOKED_AT - 2) + "1") == ""
