"""Tells a rating from the colour behind a text: red, amber, green, or blue for what is complete."""

import colorsys

# Hues in degrees. A pale blue is a table's own dress far more often than a rating.
AMBER_FROM, GREEN_FROM, BLUE_FROM, BLUE_TO, RED_FROM = 18, 70, 190, 260, 335
LEAST_COLOUR, LEAST_BLUE, LEAST_LIGHT = 0.12, 0.4, 0.25


def rag_of(fill: str) -> str | None:
    """What six hexadecimal digits say: red, amber, green, complete, or None for white, grey and the rest."""
    try:
        red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    hue, colour, light = colorsys.rgb_to_hsv(red, green, blue)
    degrees = hue * 360
    if colour < LEAST_COLOUR or light < LEAST_LIGHT:
        return None
    if degrees >= RED_FROM or degrees < AMBER_FROM:
        return "red"
    if degrees < GREEN_FROM:
        return "amber"
    if degrees < BLUE_FROM:
        return "green"
    return "complete" if degrees < BLUE_TO and colour >= LEAST_BLUE else None
