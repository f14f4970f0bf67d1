"""What the list of skills is narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters

from governance.filters import KeptFilter
from governance.models import Skill


def groups(_request: Any = None) -> list[tuple[str, str]]:
    return [
        (group, group) for group in Skill.objects.order_by("group").values_list("group", flat=True).distinct()
    ]


class SkillFilter(KeptFilter):
    """Which skills are listed: those on the list today unless the address asks for the others."""

    group = django_filters.ChoiceFilter(choices=groups, label="Area", empty_label="Every area")
    state = django_filters.ChoiceFilter(
        choices=[("off", "Taken off the list")], label="State", empty_label="On the list", method="any_state"
    )

    class Meta:
        model = Skill
        fields = ("group", "state")
