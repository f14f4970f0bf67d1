"""What the trust shows to everyone, and since when: nothing until somebody has published it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PublicPage(models.TextChoices):
    REGISTER = "register", "Register of governance"
    SCHEME = "scheme", "Scheme of delegation"
    ABOUT = "about", "About the trust"
    PLAN = "plan", "Priorities of the plan"


class Publication(models.Model):
    """One page that needs no signing in, as long as `is_on`."""

    page = models.CharField(max_length=10, choices=PublicPage.choices, unique=True)
    is_on = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_page_display()
