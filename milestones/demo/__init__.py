"""The workshop of the demonstration: its plan, read and approved, and what was said of each line term by term."""

from milestones.demo.plan import adopt_plan, pause_lines
from milestones.demo.ratings import rate_lines

__all__ = ["adopt_plan", "pause_lines", "rate_lines"]
