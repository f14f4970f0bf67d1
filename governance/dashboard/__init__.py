"""The board's first page: what needs attention, the schools at a glance, what changed, what comes."""

from governance.dashboard.page import Dashboard, read_dashboard

__all__ = ["Dashboard", "read_dashboard"]
