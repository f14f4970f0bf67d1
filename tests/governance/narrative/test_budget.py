"""The length that is told while writing is the length on paper, and too much names the longest section."""

import pytest

from governance.narrative.budget import Passage, budget_of, minutes_for, tenths_of
from governance.packs import compile as packs
from governance.packs import sections
from tests.packs import sample_contents
from trust.document.single import render_pdf

SENTENCE = (
    "Attendance at Oakmerrow has fallen in each of the last three terms, most of it in Years 9 and 10. "
)
PARAGRAPH = SENTENCE * 4


def laid_out(passages):
    """On how many tenths of a side the commentary ends, by the real layout: a marker page by page."""
    import io

    import pypdf

    notes = {slug: {"text": text, "by": "Ann"} for slug, text in passages.items()}
    contents = sample_contents(1, 3, overview="", notes=notes, reading={"words": 1, "minutes": "1 minute"})
    section = next(each for each in sections.sections_of(contents) if each.part == sections.COMMENTARY)
    html = f'<body class="pack">{sections.html_of(section, contents)}</body>'
    pdf = render_pdf(html, title="Words", stylesheet=packs.stylesheet_for(contents))
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    lowest = []
    pages[-1].extract_text(
        visitor_text=lambda text, cm, tm, *_: text.strip() and lowest.append(_height(cm, tm))
    )
    return round((len(pages) - 1) * 10 + (794 - min(lowest)) / 729 * 10, 1)


def _height(cm, tm):
    return cm[1] * tm[4] + cm[3] * tm[5] + cm[5]


SHAPES = {
    "one long paragraph": {"kpi-heat-map": PARAGRAPH * 3},
    "paragraphs": {"kpi-heat-map": "\n\n".join([PARAGRAPH] * 9)},
    "lists": {"kpi-heat-map": "\n".join([f"- {SENTENCE}"] * 24)},
    "many notes": dict.fromkeys(list(sections.SECTIONS)[2:10], f"{PARAGRAPH}\n\n## Next\n- {SENTENCE}"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_estimate_is_within_a_seventh_of_the_layout(shape):
    passages = SHAPES[shape]
    told = budget_of(Passage(slug, text) for slug, text in passages.items()).tenths
    real = laid_out(passages)

    assert told == pytest.approx(real, rel=1 / 7, abs=1)


def test_over_budget_names_the_longest():
    budget = budget_of(
        [
            Passage("Overview", PARAGRAPH),
            Passage("Compliance", "\n\n".join([PARAGRAPH] * 40)),
            Passage("Empty", ""),
        ]
    )

    assert budget.is_over
    assert budget.longest == "Compliance"
    assert budget.words.endswith("too long. The longest is Compliance.")


def test_nothing_takes_nothing():
    assert (budget_of([Passage("Overview", " ")]).words, tenths_of("")) == ("Nothing is written yet.", 0)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (1840, 8)])
def test_reading_time_is_whole_minutes_at_230_words(words, minutes):
    assert minutes_for(words) == minutes
