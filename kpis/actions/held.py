"""Rows held to the end of a transaction, so that people who act at once act one after the other."""

from __future__ import annotations

from kpis.models import Return, Upload


def held_return(pk: int) -> Return:
    """The return as it stands now, with its school and its term."""
    return Return.objects.select_for_update(of=("self",)).select_related("school", "term").get(pk=pk)


def held_upload(pk: int) -> Upload:
    """The upload as it stands now, with its file."""
    return Upload.objects.select_for_update(of=("self",)).select_related("blob").get(pk=pk)
