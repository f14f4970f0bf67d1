"""Policies and obligations: what the trust keeps and files."""
