"""Warnings about settings that let the portal start but would disappoint somebody later."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from config.env import env
from config.identity import KINDS, missing_parts


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


@register()
def refuse_half_given_providers(**_: Any) -> list[CheckMessage]:
    """An identity provider of which something is missing opens nothing, and is said."""
    hint = "Give tenant or domain, client ID and secret, separated by commas. See docs/operations.md."
    wrong = [text for text in map(missing_parts, KINDS) if text]
    return [Error(text, hint=hint, id="portal.E001") for text in wrong]
