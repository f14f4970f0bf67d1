import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from tests import builders
from trust.middleware import CurrentTrustMiddleware
from trust.models import Trust
from trust.queries import current_trust

pytestmark = pytest.mark.django_db


def answer(view, *, signed_in=False, **options):
    request = RequestFactory().get("/")
    if signed_in:
        request.COOKIES["sessionid"] = "x"
    return CurrentTrustMiddleware(view)(request)


def test_the_trust_is_asked_for_once_a_request(django_assert_num_queries):
    builders.make_trust()
    with django_assert_num_queries(1):
        seen = answer(lambda request: HttpResponse(f"{request.trust} {current_trust()}"))
    assert seen.content == b"Test Learning Trust Test Learning Trust"


def test_the_next_request_asks_again():
    trust = builders.make_trust()
    answer(lambda request: HttpResponse())
    Trust.objects.filter(pk=trust.pk).update(name="Renamed Trust")
    assert answer(lambda request: HttpResponse(str(request.trust))).content == b"Renamed Trust"


def test_a_request_before_set_up_has_no_trust():
    assert answer(lambda request: HttpResponse(str(request.trust))).content == b"None"


def test_pages_of_a_session_are_kept_out_of_caches():
    assert answer(lambda request: HttpResponse(), signed_in=True)["Cache-Control"] == "no-store"


def test_what_everyone_may_keep_is_left_alone():
    page = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
    assert answer(lambda request: page, signed_in=True)["Cache-Control"] == "public, max-age=60"


def test_a_file_of_a_session_is_kept_out_of_caches_whatever_it_says():
    page = HttpResponse(headers={"Cache-Control": "private, no-cache"})
    assert answer(lambda request: page, signed_in=True)["Cache-Control"] == "no-store"


def test_pages_of_nobody_may_be_kept():
    assert not answer(lambda request: HttpResponse()).has_header("Cache-Control")


def test_a_lost_database_is_one_clear_page():
    middleware = CurrentTrustMiddleware(lambda request: HttpResponse())
    page = middleware.process_exception(RequestFactory().get("/"), OperationalError("gone"))
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "30", "no-store")


def test_another_error_is_left_to_django():
    middleware = CurrentTrustMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_a_database_lost_before_the_page_is_the_same_page(django_db_blocker):
    class Gone:
        def __call__(self, execute, *rest):
            raise OperationalError("gone")

    from django.db import connection

    with connection.execute_wrapper(Gone()):
        assert answer(lambda request: HttpResponse()).status_code == 503
