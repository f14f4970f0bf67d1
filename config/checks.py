"""Warnings about settings that let the portal start but would disappoint somebody later."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from config.env import env


@register()
def warn_of_missing_services(**_: Any) -> list[CheckMessage]:
    """In production: no mail server means no post; no Redis means web and worker must share one disk."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if not env.str("EMAIL_URL", default=""):
        found.append(
            Warning(
                "EMAIL_URL is not set: messages are written to var/mail and reach nobody.", id="portal.W001"
            )
        )
    if not env.str("CELERY_BROKER_URL", default=""):
        hint = "Set CELERY_BROKER_URL to a Redis address when they run on different machines."
        found.append(
            Warning(
                "CELERY_BROKER_URL is not set: web and worker must share var/.", hint=hint, id="portal.W002"
            )
        )
    return found
