import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, Resolver404, path, resolve, reverse

from trust import converters  # noqa: F401 - registers "term"
from trust.models import Term
from trust.terms import TermRef


class Addresses:
    urlpatterns = [path("updates/<term:term>/", lambda request, term: HttpResponse(), name="update")]


def test_a_term_is_read_from_its_address():
    assert resolve("/updates/2026-27-1/", Addresses).kwargs == {"term": TermRef(2026, 1)}


@pytest.mark.parametrize("slug", ["2026-28-1", "2026-27-4", "2026-27", "0000-01-1"])
def test_what_is_no_term_is_a_page_that_is_not_there(slug):
    with pytest.raises(Resolver404):
        resolve(f"/updates/{slug}/", Addresses)


@pytest.mark.parametrize("term", [TermRef(2026, 1), Term(year=2026, number=1), "2026-27-1"])
def test_a_term_becomes_its_address(term):
    assert reverse("update", Addresses, kwargs={"term": term}) == "/updates/2026-27-1/"


def test_another_thing_does_not_become_an_address():
    with pytest.raises(NoReverseMatch):
        reverse("update", Addresses, kwargs={"term": "autumn"})
