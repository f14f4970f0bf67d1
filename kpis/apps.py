"""The counting house: tells Django about the kpis app."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """The counting house."""

    name = "kpis"
    verbose_name = "KPIs"

    def ready(self) -> None:
        from kpis.feed import enter_dates
        from kpis.kept import enter_rows
        from kpis.navigation import enter_navigation
        from kpis.recorded import enter_kinds
        from kpis.search import enter_search
        from kpis.slots import fill_slots
        from kpis.yours import enter_duties

        enter_dates()
        enter_duties()
        enter_kinds()
        enter_rows()
        enter_navigation()
        enter_search()
        fill_slots()
