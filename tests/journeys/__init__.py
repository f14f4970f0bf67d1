"""Journeys: what people do with a whole portal, lived in a browser."""
