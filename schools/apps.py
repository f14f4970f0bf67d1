"""The gatehouse: tells Django about the schools app."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """The gatehouse."""

    name = "schools"
    verbose_name = "Schools"

    def ready(self) -> None:
        from schools.audits.slots import fill_slots
        from schools.erasure.ground import enter_parts
        from schools.feed.terms import enter_dates
        from schools.navigation import enter_navigation
        from schools.people.ties import enter_ties
        from schools.records.kinds import enter_kinds
        from schools.search import enter_search

        enter_dates()
        enter_kinds()
        enter_parts()
        enter_navigation()
        enter_search()
        enter_ties()
        fill_slots()
