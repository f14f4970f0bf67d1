import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from trust.document.single import count_pages, render, render_pdf

ROOT = Path(__file__).parents[2]
STYLE = """@page { size: A4; margin: 20mm }
body { font-family: 'Source Sans 3' } h1 { font-family: 'Source Serif 4' }"""
TABLE = """<h1>Attendance</h1><table>
<thead><tr><th scope="col">School</th><th scope="col">Value</th></tr></thead>
<tbody><tr><th scope="row">Oak</th><td>93.1%</td></tr>
<tr><th scope="row">Elm</th><td>95.0%</td></tr></tbody></table>
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" role="img" aria-label="Green">
<circle r="5"/></svg>"""

IN_A_PROCESS = """
import sys, django
django.setup()
from trust.document.single import render_pdf
from tests.trust.test_document import STYLE, TABLE
sys.stdout.buffer.write(render_pdf(TABLE, title="Autumn", stylesheet=STYLE))
"""


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(TABLE, title="The Trust Update", stylesheet=STYLE)


def cells(opened, kind):
    return [
        part for part in opened.objects if isinstance(part, pikepdf.Dictionary) and part.get("/S") == kind
    ]


def test_the_document_is_tagged_titled_and_in_british_english(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en-GB"
        assert str(opened.docinfo["/Title"]) == "The Trust Update"
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_it_carries_no_date(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not {"/CreationDate", "/ModDate"} & set(opened.docinfo.keys())


def test_it_is_set_in_the_shipped_fonts(pdf):
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[1].rstrip(",") for font in fonts.values()}
    assert names == {"Source-Sans-3", "Source-Sans-3-Bold", "Source-Serif-4-Bold"}


def test_its_text_can_be_read_back(pdf):
    assert "93.1%" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_header_cells_are_named_in_order_and_data_cells_point_at_them(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = [str(cell.ID) for cell in cells(opened, "/TH")]
        pointed = [[str(name) for name in cell.A.Headers] for cell in cells(opened, "/TD")]
    assert len({name.split("-")[0] for name in names}) == 1
    assert [name.split("-")[1] for name in names] == ["0", "1", "2", "3"]
    assert pointed == [[names[2], names[1]], [names[3], names[1]]]


def test_two_documents_name_their_cells_apart(pdf):
    other = render_pdf(TABLE, title="Another", stylesheet=STYLE)
    with pikepdf.open(io.BytesIO(pdf)) as one, pikepdf.open(io.BytesIO(other)) as two:
        assert not {str(cell.ID) for cell in cells(one, "/TH")} & {str(cell.ID) for cell in cells(two, "/TH")}


def test_the_same_input_is_the_same_bytes_in_another_process():
    other = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": "1"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert other.stdout == render_pdf(TABLE, title="Autumn", stylesheet=STYLE)


@pytest.mark.parametrize(
    "html",
    [
        '<p>Seen</p><img alt="" src="file://{secret}">',
        '<p>Seen</p><img alt="" src="{secret}">',
        '<p>Seen</p><object data="file://{secret}"></object>',
        '<html><head><link rel="attachment" href="file://{secret}"></head><body><p>Seen</p></body></html>',
        '<html><head><link rel="stylesheet" href="file://{secret}"></head><body><p>Seen</p></body></html>',
        "<style>@font-face {{ font-family: x; src: url(file://{secret}) }}</style><p>Seen</p>",
        '<svg width="9" height="9"><image href="file://{secret}"/></svg><p>Seen</p>',
    ],
)
def test_no_file_of_the_machine_gets_in(html, tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'the secret' } ")
    pdf = render_pdf(html.format(secret=secret), title="Probe")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Names" not in opened.Root
        held = b"".join(part.read_bytes() for part in opened.objects if isinstance(part, pikepdf.Stream))
    assert b"the secret" not in held
    assert PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip() == "Seen"


def test_looks_in_attributes_are_ignored():
    plain = render_pdf("<table><tr><td>x</td></tr></table>", title="Same")
    dressed = render_pdf('<table bgcolor="red" width="10"><tr><td>x</td></tr></table>', title="Same")
    assert page_content(dressed) == page_content(plain)


def page_content(pdf):
    return PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()


def test_pages_are_counted():
    html = '<p>One</p><p style="break-before: page">Two</p><p style="break-before: page">Three</p>'
    assert count_pages(render_pdf(html, title="Three")) == 3


def test_an_anchor_stands_where_its_element_begins():
    """An element that runs over several pages is linked to, and listed, by the first of them."""
    laid = render('<p>Before</p><section id="long">' + "<p>One line.</p>" * 200 + "</section>", title="Long")
    assert laid.pages > 2
    assert laid.anchors["long"].page == 0
