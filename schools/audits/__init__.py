"""Audits of schools against the trust's checklists, their findings, and reviews from outside."""
