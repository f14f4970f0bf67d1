"""The counting house of the demonstration: its KPI book, and nine terms of returns lived by the real
actions."""

from kpis.demo.book import write_the_book
from kpis.demo.evidence import give_evidence
from kpis.demo.lives import live_returns
from kpis.demo.people import share_the_work
from kpis.demo.proposals import propose_next_year
from kpis.demo.week import fill_the_calendar

__all__ = [
    "fill_the_calendar",
    "give_evidence",
    "live_returns",
    "propose_next_year",
    "share_the_work",
    "write_the_book",
]
