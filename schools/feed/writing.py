"""Dates as the text of a calendar (RFC 5545): whole days, so that no clock change moves them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from schools.feed.dates import Dated

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Trust portal//Dates//EN"
ONE_DAY: Final = timedelta(days=1)
OFTEN: Final = timedelta(hours=12)
# What has no place in a text of a calendar; a tab and the ends of lines become spaces.
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def calendar_text(dates: Iterable[Dated], *, name: str, stamp: datetime) -> bytes:
    """The calendar, the same bytes for the same dates; `stamp` (UTC) says since when it is there."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("refresh-interval", OFTEN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for dated in dates:
        calendar.add_component(_event(dated, stamp))
    return bytes(calendar.to_ical())


def _event(dated: Dated, stamp: datetime) -> Entry:
    event = Entry()
    event.add("uid", f"{dated.uid}@{urlsplit(settings.PORTAL_URL).hostname}")
    event.add("dtstamp", stamp)
    event.add("dtstart", dated.on)
    # The day after the last one, which is how a calendar says where whole days end.
    event.add("dtend", dated.last_day + ONE_DAY)
    event.add("summary", _plain(dated.title))
    # Few programs show an address of its own, so it stands in the words as well.
    if words := " ".join(filter(None, (_plain(dated.words), dated.url))):
        event.add("description", words)
    if dated.url:
        event.add("url", dated.url)
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if dated.is_provisional else "CONFIRMED")
    return event


def _plain(text: str) -> str:
    return " ".join(CONTROL.sub("", text).split())
