"""A school's public pages: by its URN, and none for the schools of a demonstration."""

from schools.links import public_pages
from trust.models import Trust


def test_every_page_is_found_by_the_urn_over_https(oak):
    pages = public_pages(oak)

    assert all(page.url.startswith("https://") and oak.urn in page.url for page in pages)
    assert len({page.url for page in pages}) == len(pages) == 4


def test_page_of_a_school_leads_to_them(world, oak, as_person, trustee):
    Trust.objects.update(is_demonstration=False, pinned_today=None)

    page = as_person(trustee).get("/schools/oak/").content.decode()

    assert f"Details/{oak.urn}" in page
    assert 'rel="noopener noreferrer"' in page


def test_demonstration_says_that_there_are_none(world, oak, as_person, trustee):
    Trust.objects.update(is_demonstration=True)

    page = as_person(trustee).get("/schools/oak/").content.decode()

    assert "in no public register" in page
    assert "gov.uk" not in page
