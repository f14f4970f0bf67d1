"""Pages of the room."""

from governance.training.views.activities import activity, add, change, move
from governance.training.views.plan import add_need, budget, meet_need, plan

__all__ = ["activity", "add", "add_need", "budget", "change", "meet_need", "move", "plan"]
