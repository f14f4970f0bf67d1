"""The board's pages at each width by day and by night, held to axe at every one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import inspection
from tests.journeys.visitor import WINDOW, Visitor

PAGES = (
    "/",
    "/?view=list",
    "/schools/oak/",
    "/schools/elm/",
    "/schools/trust/",
    "/kpis/ATT/",
    "/kpis/warnings/",
    "/kpis/forecasts/",
    "/milestones/",
    "/milestones/?view=list",
    "/updates/",
    "/questions/",
    "/search/?q=oak",
    "/glossary/",
    "/governance/about/",
    "/welcome/",
)


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 834, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_the_page(path: str, scheme: str, width: int, visit: Callable[..., Visitor]):
    trustee = visit("trustee", color_scheme=scheme, viewport=WINDOW | {"width": width})
    trustee.goes_to(path)
    trustee.complaints += inspection.violations(trustee.page)
    trustee.complaints += inspection.overflows(trustee.page) + inspection.cuts(trustee.page)
