"""Registers the checks that `manage.py check` makes of the settings."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring, as an app, so that its checks are found."""

    name = "config"
    verbose_name = "Settings"

    def ready(self) -> None:
        """Register the checks."""
        from config import checks  # noqa: F401
