"""How long things are kept: one table of rows, which pages print and a daily run applies."""

from trust.retention.applying import Run, apply, apply_when_due
from trust.retention.schedule import Row, days_of, register, schedule

__all__ = ["Row", "Run", "apply", "apply_when_due", "days_of", "register", "schedule"]
