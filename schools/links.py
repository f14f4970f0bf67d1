"""Where a school stands in the public registers, by its URN: the DfE's and Ofsted's own pages."""

from __future__ import annotations

from typing import Final, NamedTuple

from schools.models import School


class PublicPage(NamedTuple):
    """A page about the school outside the portal: whose it is, what it tells, and its address."""

    name: str
    tells: str
    url: str


# The addresses by which these services lead to a school from outside.
PAGES: Final = (
    (
        "Get information about schools",
        "its entry in the DfE register",
        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/{urn}",
    ),
    ("Ofsted", "its inspection reports", "https://reports.ofsted.gov.uk/search?q={urn}"),
    (
        "Compare school performance",
        "its results and absence as published",
        "https://www.compare-school-performance.service.gov.uk/school/{urn}",
    ),
    (
        "Financial benchmarking",
        "its income and spending beside other schools",
        "https://financial-benchmarking-and-insights-tool.education.gov.uk/school/{urn}",
    ),
)


def public_pages(school: School, *, is_demonstration: bool = False) -> list[PublicPage]:
    """The school's public pages; none in a demonstration, whose schools are in no register."""
    if is_demonstration:
        return []
    return [PublicPage(name, tells, address.format(urn=school.urn)) for name, tells, address in PAGES]
