"""Where the schools stand, as a list to sort and to take away."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from schools.categories.queries import Row
from trust.listing import Listing


class StandingTable(Listing):
    """One row a school: what it said, what was moderated, what the board agreed."""

    name = tables.Column(verbose_name="School")
    own = tables.Column(verbose_name="The school says", accessor="now__own", empty_values=("",))
    moderated = tables.Column(verbose_name="Moderated", accessor="now__moderated", empty_values=("",))
    agreed = tables.Column(verbose_name="Agreed by the board", accessor="now__agreed", empty_values=("",))
    minute = tables.Column(verbose_name="Minute", accessor="now__minute", empty_values=("",))

    class Meta(Listing.Meta):
        pass

    def render_name(self, record: Row) -> SafeString:
        address = reverse("schools:evaluation", args=[record.slug, record.now.term.slug])
        return format_html('<a href="{}">{}</a>', address, record.name)

    def value_name(self, record: Row) -> str:
        return record.name
