"""The workshop: tells Django about the milestones app."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """The workshop."""

    name = "milestones"
    verbose_name = "Milestones"

    def ready(self) -> None:
        from milestones.feed import enter_dates
        from milestones.navigation import enter_navigation
        from milestones.recorded import enter_kinds
        from milestones.search import enter_search
        from milestones.slots import fill_slots
        from milestones.tied import enter_ties
        from milestones.yours import enter_duties

        enter_dates()
        enter_duties()
        enter_kinds()
        enter_navigation()
        enter_search()
        enter_ties()
        fill_slots()
