"""Bytes kept by their hash."""

import hashlib

import pytest

from trust.blobs import Altered, keep, read
from trust.models import Blob

pytestmark = pytest.mark.django_db


def test_bytes_are_kept_by_their_hash_and_come_back():
    blob = keep(b"\x00\xff", "application/pdf")
    assert (blob.pk, blob.size, blob.media_type) == (
        hashlib.sha256(b"\x00\xff").hexdigest(),
        2,
        "application/pdf",
    )
    assert read(Blob.objects.get()) == b"\x00\xff"


def test_the_same_bytes_are_kept_once_without_reading_them(django_assert_num_queries):
    first = keep(b"a", "text/plain")
    with django_assert_num_queries(1) as asked:
        assert keep(b"a") == first
    assert "content" not in asked.captured_queries[0]["sql"]
    assert Blob.objects.get().media_type == "text/plain"


def test_bytes_that_were_altered_are_not_given_out():
    keep(b"a")
    altered = Blob.objects.get()
    altered.content = b"b"
    with pytest.raises(Altered, match="no longer has the hash it was kept under"):
        read(altered)
