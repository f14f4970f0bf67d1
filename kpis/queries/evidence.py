"""The documents behind answers and figures, and who may open them."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.http import Http404

from kpis.models import Document, Figure, Kpi, Return, Validation
from kpis.queries.returns import subject_of
from kpis.queries.visible import figures_seen, reader_for
from schools import access
from schools.access import Permission, Person


def documents_of(returned: Return, kpi: Kpi | None = None) -> QuerySet[Document]:
    """The documents that stand for a return, or for one KPI of it, without their bytes."""
    standing = Document.objects.filter(returned=returned, removed_at__isnull=True)
    if kpi is not None:
        standing = standing.filter(kpi=kpi)
    return standing.select_related("added_by", "blob").defer("blob__content").order_by("added_at", "pk")


def documents_by_kpi(returned: Return) -> dict[int, list[Document]]:
    """KPI → its documents; one query."""
    found: dict[int, list[Document]] = defaultdict(list)
    for document in documents_of(returned):
        found[document.kpi_id].append(document)
    return dict(found)


def document_or_404(user: Person, pk: int) -> Document:
    """A document with its bytes: for who fills in its section and, once it is in, who sees its figure.

    What was taken away is handed out to nobody.
    """
    standing = Document.objects.filter(removed_at__isnull=True)
    named = standing.select_related("returned__school", "returned__term", "kpi__area", "blob")
    document = named.filter(pk=pk).first()
    if document is None or not _may_open(user, document):
        raise Http404
    return document


def validations_of(figure: int) -> list[Validation]:
    return list(Validation.objects.filter(figure=figure).select_related("by"))


def documents_for(user: Person, figure: Figure) -> list[Document]:
    """The documents behind a figure that this person sees, where they may be opened; one query."""
    return list(documents_of(figure.returned, figure.kpi)) if _reads(user, figure) else []


def _may_open(user: Person, document: Document) -> bool:
    if document.returned.is_open:
        subject = subject_of(document.returned, document.kpi.area)
        return access.allows(user, Permission.FILL_RETURN, subject)
    seen = figures_seen(user).filter(returned=document.returned, kpi=document.kpi_id)
    figure = seen.select_related("definition", "kpi__area", "returned").order_by("-version").first()
    return figure is not None and _reads(user, figure)


def _reads(user: Person, figure: Figure) -> bool:
    """Whether the evidence for a figure is given to who sees the figure.

    It is kept back where small groups of the KPI are hidden from the reader: a document would give them away.
    """
    subject = subject_of(figure.returned, figure.kpi.area)
    if access.allows(user, Permission.FILL_RETURN, subject):
        return True
    if figure.returned.is_open or not access.allows(user, Permission.SEE_RETURN, subject):
        return False
    policy = reader_for(user).groups
    treatment = policy.treatment_of(figure.school_id)
    return policy.guard(figure.definition, figure.kpi.kind, treatment).hide_below is None
