"""Marks on a page: letter, shape and words always stand together."""

import pytest
from django.template import Context, Template

from kpis.rag import Mark, Rag
from kpis.templatetags.rag import chip_html, letter_html, shape


def printed(source, **context):
    return Template("{% load rag %}" + source).render(Context(context))


@pytest.mark.parametrize("mark", list(Mark))
def test_every_mark_has_a_drawing_beside_its_word(mark):
    assert chip_html(mark) == f'<span class="rag m-{mark.value}">{shape(mark)}{mark.word}</span>'


@pytest.mark.parametrize("mark", list(Mark))
def test_a_letter_tells_readers_its_word(mark):
    assert f'<span class="visually-hidden">{mark.word}</span>' in letter_html(mark)


def test_a_chip_has_the_reason_as_its_title_and_escapes_it():
    rag = Rag.of(Mark.RED, "below <the> target")
    assert 'title="Red: below &lt;the&gt; target"' in printed("{% rag_chip rag %}", rag=rag)


def test_a_stored_name_is_as_good_as_a_mark():
    assert printed('{% rag_chip "amber" %}') == printed("{% rag_chip mark %}", mark=Mark.AMBER)


def test_nothing_is_printed_where_there_is_no_rating():
    assert printed("{% rag_chip rag %}{% rag_letter rag %}", rag=None).strip() == ""


def test_a_tile_is_a_link_only_where_there_is_an_address():
    assert '<a class="rag rag-tile m-green" href="/milestones/7/"' in printed(
        '{% rag_tile "green" "1g" "/milestones/7/" %}'
    )
    assert "<a " not in printed('{% rag_tile "green" "1g" %}')


def test_an_unknown_mark_is_refused():
    with pytest.raises(ValueError, match="purple"):
        printed('{% rag_chip "purple" %}')
