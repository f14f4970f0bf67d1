"""The boardroom: tells Django about the governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The boardroom."""

    name = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        from governance.bodies.slots import fill_slots as fill_slots_of_bodies
        from governance.duties.feed import enter_dates as enter_dates_of_duties
        from governance.duties.slots import fill_slots as fill_slots_of_duties
        from governance.editions.slots import fill_slots as fill_slots_of_editions
        from governance.evidence.slots import fill_slots as fill_slots_of_evidence
        from governance.forgetting import enter_parts
        from governance.founding.slots import fill_slots as fill_slots_of_founding
        from governance.kept import enter_rows
        from governance.meetings.dates import enter_dates as enter_dates_of_meetings
        from governance.meetings.slots import fill_slots as fill_slots_of_meetings
        from governance.navigation import enter_navigation
        from governance.recorded import enter_kinds
        from governance.rules.feed import enter_dates as enter_dates_of_rules
        from governance.rules.slots import fill_slots as fill_slots_of_rules
        from governance.search import enter_search
        from governance.slots import fill_slots
        from governance.tied import enter_ties
        from governance.yours import enter_duties

        enter_kinds()
        enter_parts()
        enter_rows()
        enter_navigation()
        enter_search()
        enter_ties()
        enter_duties()
        enter_dates_of_duties()
        enter_dates_of_meetings()
        enter_dates_of_rules()
        fill_slots()
        fill_slots_of_bodies()
        fill_slots_of_rules()
        fill_slots_of_meetings()
        fill_slots_of_duties()
        fill_slots_of_evidence()
        fill_slots_of_editions()
        fill_slots_of_founding()
