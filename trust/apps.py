"""The ground: tells Django about the trust app."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """The ground."""

    name = "trust"
    verbose_name = "Trust"

    def ready(self) -> None:
        from trust.retention.ground import enter_rows

        enter_rows()
