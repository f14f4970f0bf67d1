import pytest
from django.template import Context, Engine, RequestContext
from django.test import RequestFactory

from trust import slots

PARTS = {
    "remit.html": "<p>{{ words }} for {{ user }}{{ hidden }}</p>",
    "question.html": "<p>{{ request.path }}</p>",
    "page.html": '{% load slots %}<main>{% slot "test.main" school="Oak" %}</main>',
}


@pytest.fixture
def engine():
    return Engine(
        loaders=[("django.template.loaders.locmem.Loader", PARTS)],
        libraries={"slots": "trust.templatetags.slots"},
    )


@pytest.fixture(autouse=True)
def emptied():
    yield
    slots._fillers.pop("test.main", None)


def page(engine, context):
    return engine.get_template("page.html").render(context)


def test_an_empty_slot_prints_nothing(engine):
    assert page(engine, Context()) == "<main></main>"


def test_a_slot_prints_its_parts_in_order_each_with_its_own_context(engine):
    def question(context):
        return slots.Contribution("question.html", {})

    def remit(context):
        return slots.Contribution("remit.html", {"words": f"Remit of {context['school']}"})

    slots.register("test.main", question, order=2)
    slots.register("test.main", remit, order=1)
    context = RequestContext(RequestFactory().get("/oak/"), {"user": "Ana", "hidden": "the page's own"})
    assert page(engine, context) == "<main><p>Remit of Oak for Ana</p><p>/oak/</p></main>"


def test_a_part_is_escaped(engine):
    slots.register("test.main", lambda context: slots.Contribution("remit.html", {"words": "<b>"}))
    assert page(engine, Context({"user": "Ana"})) == "<main><p>&lt;b&gt; for Ana</p></main>"


def test_a_filler_with_nothing_to_say_prints_nothing(engine):
    slots.register("test.main", lambda context: None)
    assert page(engine, Context()) == "<main></main>"


def test_registering_twice_fills_once(engine):
    def remit(context):
        return slots.Contribution("remit.html", {"words": "Once"})

    slots.register("test.main", remit)
    slots.register("test.main", remit)
    assert slots.registered()["test.main"] == 1
