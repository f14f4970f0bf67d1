"""The counting house of the demonstration: its KPI book, and nine terms of returns lived by the real
actions."""

from kpis.demo.book import write_the_book
from kpis.demo.lives import live_returns

__all__ = ["live_returns", "write_the_book"]
