"""The pack as a reader of tags finds it, and as it looked when a person last looked."""

import io
import re
import socket
import threading
from contextlib import closing

import pytest
from pypdf import PdfReader

from governance.packs.binding import document_of
from governance.packs.compile import compile_pack, stylesheet_for
from governance.packs.kept import CannotBind
from tests.golden_files import assert_golden
from tests.packs import sample_contents
from tests.tagged import faults, outline
from trust.document.single import render_pdf


class Dictionary(dict):
    """Parts kept in memory, and how many were asked for and had to be made."""

    made = 0

    def found(self, keys):
        return {key: self[key] for key in keys if key in self}

    def keep(self, key, laid):
        self.made += 1
        self[key] = laid


@pytest.fixture(scope="module")
def pack():
    return compile_pack(sample_contents(3, 6), draft="Draft 1")


def texts(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_nothing_is_wrong_with_its_tags(pack):
    assert faults(pack.pdf) == []


def test_faults_are_found(pack):
    """The test of the test: an untitled document without the words of its figure is told from a good one."""
    poor = render_pdf('<h1>One</h1><h3>Three</h3><svg width="9" height="9"><circle r="4"/></svg>', title="")
    found = faults(poor)
    assert "A heading of level 3 follows one of level 1." in found
    assert "A figure has no words." in found
    assert "It does not show its title." in found


def test_it_looks_as_it_did(pack):
    pages = "\n".join(f"--- {number}\n{text}" for number, text in enumerate(texts(pack.pdf), start=1))
    assert_golden("pack.txt", f"{pack.pages} pages\n{pages}\n")
    assert_golden("pack_tags.txt", outline(pack.pdf))


def test_a_second_draft_lays_out_what_changed_and_is_the_same_as_a_first():
    kept, contents = Dictionary(), sample_contents(3, 6)
    compile_pack(contents, draft="Draft 1", kept=kept)
    first = kept.made
    school = contents["schools"][1]
    contents["schools"][1] = school | {"line": "Said anew."}
    again = compile_pack(contents, draft="Draft 2", kept=kept)
    # The school, the two pages that print the hash of the contents, and the feet that say Draft 2.
    assert kept.made - first == 4
    assert again == compile_pack(contents, draft="Draft 2")


def test_a_page_that_cannot_be_written_is_named_with_its_figure():
    contents = sample_contents(3, 6)
    contents["schools"][1]["areas"][1]["figures"][0]["mark"] = "a colour that nobody knows"
    wrong = (
        "School pages, 2 of 3 (Oakridge School), at Persistent absence in year 1, %: its page could not be"
    )
    with pytest.raises(CannotBind, match=re.escape(wrong)):
        compile_pack(contents, draft="Draft 1")


def test_a_school_that_cannot_be_written_at_all_is_named():
    contents = sample_contents(3, 6)
    contents["schools"][1] = contents["schools"][1] | {"areas": 7}
    with pytest.raises(CannotBind, match=re.escape("School pages, 2 of 3 (Oakridge School): its page could")):
        compile_pack(contents, draft="Draft 1")


def listed(rows, above=0):
    """Texts of the pages of a list of so many rows, below so many lines."""
    body = "".join(f'<tr><th scope="row">Row {number} ends</th><td>Yes</td></tr>' for number in range(rows))
    head = '<thead><tr><th scope="col">The first column</th><th scope="col">Said</th></tr></thead>'
    html = f'{"<p>A line</p>" * above}<table class="list">{head}<tbody>{body}</tbody></table>'
    pdf = render_pdf(document_of(html), title="A list", stylesheet=stylesheet_for(sample_contents(1, 1)))
    return pdf, texts(pdf)


def test_a_list_that_fits_on_a_page_stands_on_one():
    _, pages = listed(20, above=40)
    assert len(pages) == 2
    assert ["Row 0 ends" in page for page in pages] == ["Row 19 ends" in page for page in pages]


def test_a_longer_list_says_on_every_page_what_its_columns_are():
    pdf, pages = listed(150)
    assert len(pages) > 2
    assert all("The first column" in page for page in pages)
    assert faults(pdf) == []


HOSTILE = [
    '<img src="http://127.0.0.1:{port}/img.png">',
    '<img src="file:///etc/hostname">',
    "</p></section><style>@import url(http://127.0.0.1:{port}/a.css);</style>",
    "<style>* {{ background: url(http://127.0.0.1:{port}/b.png) }}</style>",
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/c.css"><script>fetch("http://127.0.0.1:{port}")</script>',
    '<svg><image href="http://127.0.0.1:{port}/d.png"/><use href="http://127.0.0.1:{port}/e.svg#x"/></svg>',
    '<object data="http://127.0.0.1:{port}/f"></object><iframe src="http://127.0.0.1:{port}/g"></iframe>',
    "‮right to left‬ and back, 🙂👩🏽‍🏫, ﷽, ⚠️",
    "word " * 2000,
    "w" * 5000,
]
PLAIN, ODD = (0, 1, 2, 3, 4, 5, 6), (7, 8, 9)


@pytest.fixture
def listener():
    """A server on this machine that nobody has any business with, and who knocked."""
    knocks: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def listen() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                knocks.append(caller.recv(200))
                caller.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], knocks


def test_nothing_leaves_the_machine_and_hostile_words_are_printed(listener):
    port, knocks = listener
    words = [each.format(port=port) for each in HOSTILE]
    contents = sample_contents(2, 3, overview="\n".join(words[:6]))
    # Words from right to left stand on a page of their own: our reader turns whole lines around there.
    for school, some in zip(contents["schools"], (PLAIN, ODD), strict=True):
        school["comments"] = [school["comments"][0] | {"text": words[number]} for number in some]
    pack = compile_pack(contents, draft="Draft 1")
    printed = "".join("".join(texts(pack.pdf)).split()).replace("\N{ZERO WIDTH SPACE}", "")
    for piece in (piece for number in PLAIN for piece in words[number].split()):
        assert piece in printed
    assert printed.count("w") > 5000
    assert knocks == []
    assert faults(pack.pdf) == []
