"""Ratings without colour: contrast, colour vision and greyscale, worked out from the stylesheet's own tokens.

Colour vision: Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB; distances are CIE76 in CIELAB.
"""

import re
from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from django.conf import settings

from kpis.rag import Mark
from kpis.templatetags.rag import chip_html, letter_html, shape

VISIONS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}  # fmt: skip
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
THEMES = ("light", "dark")
GROUNDS = {"red": "r-bg", "amber": "a-bg", "green": "g-bg", "complete": "c-bg"}
# Below this two grounds are told apart by their shapes and letters alone.
NEAR = 20


def tokens(theme):
    text = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", light))
    return found if theme == "light" else found | dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", dark))


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def through(matrix, parts):
    return [sum(weight * part for weight, part in zip(row, parts, strict=True)) for row in matrix]


def contrast(one, other):
    least, most = sorted(through(XYZ, linear(colour))[1] for colour in (one, other))
    return (most + 0.05) / (least + 0.05)


def lab(parts):
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(through(XYZ, parts), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, vision):
    seen = [
        [min(max(part, 0), 1) for part in through(VISIONS[vision], linear(each))] for each in (one, other)
    ]
    return dist(*map(lab, seen))


def test_known_contrast_and_distance_come_out():
    assert round(contrast("#FFFFFF", "#000000"), 1) == 21
    assert round(contrast("#FFFFFF", "#B3261E"), 1) == 6.5
    assert distance("#FFFFFF", "#000000", "greyscale") == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("r-on", "r-bg"), ("a-on", "a-bg"), ("g-on", "g-bg"), ("c-on", "c-bg"), ("none-on", "surface"),
        ("due-on", "surface"), ("due-on", "paper"), ("late-on", "surface"), ("late-on", "paper"),
        ("r-text", "r-tint"), ("a-text", "a-tint"), ("g-text", "g-tint"), ("c-text", "c-tint"),
        ("ink", "paper"), ("ink-2", "paper"), ("ink-3", "surface"),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_ground(theme, text, ground):
    known = tokens(theme)

    assert contrast(known[text], known[ground]) >= 4.5


@pytest.mark.parametrize("vision", ["protanopia", "deuteranopia"])
def test_light_ratings_are_told_apart_where_red_and_green_are_not(vision):
    known = tokens("light")
    for one, other in combinations(("red", "amber", "green"), 2):
        assert distance(known[GROUNDS[one]], known[GROUNDS[other]], vision) >= 2 * NEAR


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_grounds_that_look_alike_have_another_shape_and_letter(theme, vision):
    known = tokens(theme)
    alike = [
        (Mark(one), Mark(other))
        for one, other in combinations(GROUNDS, 2)
        if distance(known[GROUNDS[one]], known[GROUNDS[other]], vision) < NEAR
    ]
    for one, other in alike:
        assert one.shape != other.shape
        assert one.letter != other.letter


def test_letters_and_words_are_never_shared():
    assert len({mark.letter for mark in Mark}) == len({mark.word for mark in Mark}) == len(Mark)


def test_every_shape_is_a_drawing_of_its_own():
    assert len({shape(mark) for mark in Mark}) == len({mark.shape for mark in Mark})


@pytest.mark.parametrize("mark", Mark)
def test_mark_is_printed_with_its_shape_and_its_words(mark):
    assert str(shape(mark)) in letter_html(mark)
    assert mark.letter in letter_html(mark)
    assert mark.word in letter_html(mark)
    assert str(shape(mark)) in chip_html(mark)
    assert mark.word in chip_html(mark)
