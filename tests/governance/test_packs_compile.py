"""Frozen contents become the same tagged PDF anywhere, and hostile words in them stay words."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from governance.packs.compile import compile_pack, foot_for, preview
from tests.packs import sample_contents

ROOT = Path(__file__).parents[2]
IN_A_PROCESS = """
import django, hashlib; django.setup()
from governance.packs.compile import compile_pack
from tests.packs import sample_contents
print(hashlib.sha256(compile_pack(sample_contents(2, 6), draft="Draft 1").pdf).hexdigest())
"""
HOSTILE = (
    '<img src="http://127.0.0.1:9/x"><script>alert(1)</script> @import url(file:///etc/passwd); '
    "}} {{ trust }} {% now %} \\ \" ' ‮abc " + "x" * 3000
)


@pytest.fixture(scope="module")
def draft():
    return compile_pack(sample_contents(3, 8), draft="Draft 3")


@pytest.fixture(scope="module")
def final():
    return compile_pack(sample_contents(3, 8), draft="")


@pytest.fixture(scope="module")
def pages(draft):
    return [page.extract_text() for page in PdfReader(io.BytesIO(draft.pdf)).pages]


def test_the_same_contents_give_the_same_bytes_in_any_process():
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    made = {
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            cwd=ROOT,
            env=env | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()[-1]
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_it_is_a_tagged_document_with_title_language_and_bookmarks(draft):
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == "Test Trust: Trust Update, Autumn 2026/27"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:4] == ["Trust Update", "Two schools and two milestones need the board’s attention",
                          "Schools at a glance", "Larkfen School"]  # fmt: skip


def test_no_two_header_cells_have_the_same_name(draft):
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        names = [
            str(part.ID) for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/ID" in part
        ]
    assert len(names) == len(set(names)) > 50


def test_every_figure_of_the_tag_tree_has_words(draft):
    with pikepdf.open(io.BytesIO(draft.pdf)) as pdf:
        drawn = [
            part
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
        ]
        assert drawn
        assert all(str(part.get("/Alt", "")) for part in drawn)


def test_only_the_shipped_fonts_are_used(draft):
    names = set()
    for page in PdfReader(io.BytesIO(draft.pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            names.add(re.sub(r"^/[A-Z]{6}\+", "", str(font.get_object()["/BaseFont"])))
    assert names
    assert all(name.startswith(("Source-Sans-3", "Source-Serif-4")) for name in names), names


def test_the_contents_page_tells_where_each_section_begins(pages):
    first = dict(re.findall(r"^(.+?) (\d+)$", pages[0], flags=re.MULTILINE))
    assert first["Summary for the board"] == "2"
    for title, words in (("School pages", "Larkfen School"), ("Milestone matrix", "Milestones: 1 Teaching")):
        assert pages[int(first[title]) - 1].startswith(words), title
    assert pages[int(first["Where the figures come from"]) - 1].startswith("Where the figures come from")


def test_every_page_but_the_cover_is_numbered_and_footed(pages):
    for number, text in enumerate(pages[1:], start=2):
        foot = f"Test Trust · Trust Update, autumn 2026/27 · Draft 3 {number} of {len(pages)}"
        assert " ".join(text.splitlines()[-2:]).endswith(foot), number


def test_inner_links_lead_somewhere(draft):
    reader = PdfReader(io.BytesIO(draft.pdf))
    known = set(reader.named_destinations)
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    assert {"summary", "heat-map", "thread", "sources"} <= known
    assert links
    assert all("/A" not in link or link["/A"]["/S"] == "/GoTo" for link in links)


def test_only_the_draft_mark_differs(draft, final):
    words = ["\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
             for pdf in (draft.pdf, final.pdf)]  # fmt: skip
    unmarked = words[0].replace(" · Draft 3", "").replace("Draft 3\n", "")
    assert "Draft" not in words[1]
    assert unmarked == words[1]
    assert draft.pages == final.pages


def test_pages_are_counted(draft):
    assert draft.pages == len(PdfReader(io.BytesIO(draft.pdf)).pages)


def test_the_cover_prints_the_hash_of_the_contents(pages):
    from governance.packs.frozen import hash_of

    assert hash_of(sample_contents(3, 8)) in pages[0]


def test_hostile_words_are_printed_as_words():
    contents = sample_contents(1, 3, overview=HOSTILE)
    contents["trust"]["short_name"] = 'A"};}\\9 </style><b>\n@import "http://127.0.0.1:9"'
    contents["schools"][0]["comments"][0]["text"] = HOSTILE
    pack = compile_pack(contents, draft="Draft 1")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.pdf)).pages)
    assert '<img src="http://127.0.0.1:9/x"><script>alert(1)</script>' in text.replace("\n", " ")
    assert b"/JavaScript" not in pack.pdf


def test_words_at_the_foot_cannot_leave_their_string():
    contents = sample_contents(1, 1)
    contents["trust"]["short_name"] = 'A" } * { color: red } \\'
    ours = foot_for(contents, "").splitlines()[-1]
    assert re.fullmatch(r'@page \{ @bottom-left \{ content: "[^"]*" \} \}', ours)


def test_progress_is_told_section_by_section_and_can_stop_the_work():
    told = []
    compile_pack(sample_contents(2, 2), draft="", progress=lambda *step: told.append(step))
    assert told[0] == (0, 11, "Summary for the board")
    assert (2, 11, "School pages, 1 of 2") in told
    assert told[-1] == (10, 11, "Cover and page numbers")

    class StopError(Exception):
        pass

    def stop(done, *_):
        if done == 2:
            raise StopError

    with pytest.raises(StopError):
        compile_pack(sample_contents(2, 2), draft="", progress=stop)


def test_the_preview_is_the_same_html_without_script_or_style():
    body = preview(sample_contents(2, 4), draft="Draft 1")
    assert body.count("<section") == 11
    assert not re.search(r"<script|<style|\sstyle=|javascript:|\son[a-z]+=", body)
