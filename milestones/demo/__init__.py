"""The workshop of the demonstration: its plan, read and approved, and what was said of each line term by term."""

from milestones.demo.editions import write_edition
from milestones.demo.evaluation import begin_evaluation
from milestones.demo.plan import adopt_plan, pause_lines, rest_line, take_up_line
from milestones.demo.ratings import rate_lines
from milestones.demo.sheets import fill_sheets, split_lines

__all__ = [
    "adopt_plan",
    "begin_evaluation",
    "fill_sheets",
    "pause_lines",
    "rate_lines",
    "rest_line",
    "split_lines",
    "take_up_line",
    "write_edition",
]
