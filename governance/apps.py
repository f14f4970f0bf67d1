"""The boardroom: tells Django about the governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The boardroom."""

    name = "governance"
    verbose_name = "Governance"
