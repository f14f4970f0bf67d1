"""Tags and filters that every page uses for its look: icons, dates, numbers and initials."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from trust import dates
from trust.numbers import show_number

register = template.Library()

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Bootstrap icon drawn into the page, hidden from readers: words always stand beside it."""
    return _icon(name)


@cache
def _icon(name: str) -> SafeString:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of an icon.")
    path = Path(settings.NODE_MODULES) / "bootstrap-icons" / "icons" / f"{name}.svg"
    drawing = _INNER.search(path.read_text(encoding="utf-8"))
    inner = re.sub(r">\s+<", "><", drawing[1].strip()) if drawing else ""
    return SafeString(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" '
        f'aria-hidden="true" focusable="false">{inner}</svg>'
    )


@register.filter
def full_date(day: date | None) -> str:
    """'Wednesday 18 November 2026'; nothing for no date."""
    return dates.full_date(_london(day)) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    """'18 Nov 2026'; nothing for no date."""
    return dates.short_date(_london(day)) if day else ""


@register.filter
def day_and_month(day: date | None) -> str:
    """'18 November'; nothing for no date."""
    return dates.day_and_month(_london(day)) if day else ""


@register.filter
def printed_day(text: str | None) -> str:
    """'9 July 2026' of '2026-07-09', 'July 2026' of '2026-07'; nothing for nothing."""
    return dates.printed_day(text) if text else ""


@register.filter
def clock_time(moment: datetime | None) -> str:
    """'14:32' in London; nothing for no moment."""
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


@register.filter
def number(value: Decimal | int | None, places: int = 0) -> str:
    """The number with its true minus and thousands commas; an en dash where there is none."""
    return "–" if value is None else show_number(Decimal(value), places)


@register.filter
def initials(name: str | None) -> str:
    """'HV' for 'The Hill Valley Trust': the first letters of the first two words that tell."""
    words = [word for word in (name or "").split() if word.lower() not in ("the", "a", "of", "and")]
    return "".join(word[0] for word in words[:2]).upper()


def _london(day: date) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day
