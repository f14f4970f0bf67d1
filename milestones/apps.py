"""The workshop: tells Django about the milestones app."""

from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    """The workshop."""

    name = "milestones"
    verbose_name = "Milestones"
