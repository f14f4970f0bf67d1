"""The words of the field: every one in a sentence, and where it stands without a script."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from trust.glossary import MEANINGS, WORDS


def rendered(text):
    return Template("{% load words %}" + text).render(Context())


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.slug)
def test_word_is_told_in_plain_sentences(word):
    assert word.meaning.endswith(".")
    assert word.meaning[0].isupper() or word.meaning[0].isdigit()
    assert len(word.meaning) <= 170
    assert re.fullmatch(r"[a-z0-9-]+", word.slug)


def test_word_where_it_stands_is_a_button_with_its_meaning():
    made = rendered('{% term "small group" "few pupils" %}')

    (key,) = set(re.findall(r'(?:popovertarget|aria-describedby|id)="([^"]+)"', made))
    assert key == "word-small-group-1"
    assert ">few pupils</button>" in made
    assert MEANINGS["small group"] in made


def test_word_that_stands_twice_has_two_keys():
    made = rendered('{% term "red" %}{% term "red" %}')

    assert len(set(re.findall(r' id="([^"]+)"', made))) == 2


def test_word_that_the_glossary_lacks_is_refused():
    with pytest.raises(KeyError):
        rendered('{% term "synergy" %}')


def test_page_has_every_word_once_with_its_place(world, as_person, trustee):
    page = as_person(trustee).get(reverse("trust:glossary")).content.decode()

    assert all(page.count(f'<div id="{word.slug}">') == 1 for word in WORDS)
