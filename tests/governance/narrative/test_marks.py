"""Marks become a few tags, in balance, whatever is typed; no character of the text is lost or obeyed."""

import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.narrative.marks import to_html, to_plain

ALLOWED = {"p", "br", "h3", "ul", "li", "strong", "em"}
HOSTILE = st.lists(
    st.sampled_from(
        ["**", "*", "***", "## ", "- ", "\n", "\n\n", " ", "a", "word", "<b>", "</p>",
         "<script>alert(1)</script>", "<img src=http://127.0.0.1/x>", "&amp;", "&", '"', "'", "\x00", "\x07",
         "\N{RIGHT-TO-LEFT OVERRIDE}", "שלום", "😀", "[x](javascript:alert(1))", "`", "\\*", "\r\n", "\u2028"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open, self.seen, self.is_balanced = [], set(), True

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.is_balanced &= bool(self.open) and self.open.pop() == tag


def words_only(text):
    return re.sub(r"[\s*#\-\x00-\x1f\x7f]", "", text)


@given(HOSTILE | st.text(max_size=300))
def test_only_a_few_tags_in_balance_and_all_the_text(text):
    html = str(to_html(text))
    tags = Tags()
    tags.feed(html)
    tags.close()

    assert tags.seen <= ALLOWED
    assert (tags.is_balanced, tags.open) == (True, [])
    assert words_only(unescape(re.sub(r"</?[a-z0-9]+>", "", html))) == words_only(text)
    assert words_only(to_plain(text)) == words_only(text)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("**Attendance** is *the* question.", "<p><strong>Attendance</strong> is <em>the</em> question.</p>"),
        ("**All *of* it**", "<p><strong>All <em>of</em> it</strong></p>"),
        (
            "## What moved\n- one\n- two\nThen.",
            "<h3>What moved</h3><ul><li>one</li><li>two</li></ul><p>Then.</p>",
        ),
        ("**not closed", "<p>**not closed</p>"),
        ("2 * 3 * 4 and ** this **", "<p>2 * 3 * 4 and ** this **</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("# not ours\n1. nor this", "<p># not ours<br>1. nor this</p>"),
        ("  \n \n", ""),
    ],
)
def test_what_each_mark_becomes(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize("piece", ["*", "**", "**a ", "*a", "**a*", "a**", "- ", "## ", "* *", "**a *b"])
def test_ten_thousand_characters_take_no_time(piece):
    began = time.perf_counter()
    to_html(piece * (10_000 // len(piece)))
    assert time.perf_counter() - began < 1
