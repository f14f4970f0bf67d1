"""Wiring: settings, addresses and Celery; it may import anyone, and nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
