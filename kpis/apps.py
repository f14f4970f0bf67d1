"""The counting house: tells Django about the kpis app."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """The counting house."""

    name = "kpis"
    verbose_name = "KPIs"
