"""A figure's terms as rows of a table, prepared and escaped here: a school's page prints hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from kpis.queries.facts import Point
from kpis.templatetags.rag import letter_html, small_group

register = template.Library()


@register.simple_tag
def trend_rows(points: Iterable[Point]) -> SafeString:
    """Term, figure, rating, target and national figure, a term a row."""
    return SafeString("".join([_row(point) for point in points]))  # every text in it is escaped


def _row(point: Point) -> str:
    return (
        f'<tr><th scope="row">{escape(point.term.name)}</th><td class="num">{escape(point.shown)}</td>'
        f"<td>{letter_html(point.mark)}{small_group(point.small)}</td>"
        f'<td class="num">{escape(point.target_shown)}</td>'
        f'<td class="num">{escape(point.national_shown)}</td></tr>'
    )
