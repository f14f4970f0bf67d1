"""The rooms of the Governance entry: one list for the tabs on its pages and for where the top bar leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from schools.access import Permission, Person, allows


@dataclass(frozen=True)
class Tab:
    """One room: the name of its address, what the tab says, and who goes there."""

    address: str
    label: str
    permission: Permission

    @property
    def url(self) -> str:
        return reverse(self.address)


TABS: tuple[Tab, ...] = (Tab("governance:bodies", "Board and committees", Permission.SEE_BODIES),)


def tabs_for(user: Person) -> list[Tab]:
    """The rooms that the person may enter, in their order."""
    return [tab for tab in TABS if allows(user, tab.permission)]
