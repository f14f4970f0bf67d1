"""What a browser says of itself, in words a person knows their own devices by."""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "An unknown browser"
# The first that fits: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES: Final = (
    ("iPad", "an iPad"),
    ("iPhone", "an iPhone"),
    ("Android", "an Android device"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """ "Safari on an iPad" from a User-Agent header; a plain phrase where it says nothing known."""
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "")
    device = next((words for mark, words in DEVICES if mark in user_agent), "")
    if browser and device:
        return f"{browser} on {device}"
    return browser or (f"A browser on {device}" if device else UNKNOWN)
