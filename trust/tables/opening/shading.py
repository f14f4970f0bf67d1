"""The colour behind a cell of a Word document, by its digits or by the theme (ECMA-376, 17.3.5)."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Any, Final

from .parts import value_of

NO_FILL: Final = frozenset({"", "auto", "none", "nil"})
PLAIN: Final = frozenset({"", "clear", "nil"})
# A theme lists its colours by other names than a document calls them by.
IN_THEME: Final = {
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2",
    "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
}  # fmt: skip
DOTTED: Final = "pct"  # a share of dots in one colour upon another
GREYS: Final = frozenset({"", "000000", "FFFFFF"})
WHOLE: Final = 255


def fill_of(attrs: Any, theme: Mapping[str, str]) -> str | None:
    """Six hexadecimal digits, '' for none or for stripes; None for coloured dots, which are not one colour.

    Word writes the digits beside the theme's colour; other programs may write the theme's alone.
    """
    pattern = value_of(attrs)
    if pattern == "solid":
        return _colour(attrs, "color", "theme", theme)
    fill = _colour(attrs, "fill", "themeFill", theme)
    if pattern in PLAIN:
        return fill
    dots = _colour(attrs, "color", "theme", theme)
    return None if pattern.startswith(DOTTED) and {fill, dots} - GREYS else ""


def _colour(attrs: Any, plain: str, by_theme: str, theme: Mapping[str, str]) -> str:
    digits = value_of(attrs, plain)
    if digits.lower() not in NO_FILL:
        return digits[-6:].upper()
    name = value_of(attrs, "themeColor" if by_theme == "theme" else by_theme)
    colour = theme.get(IN_THEME.get(name, name), "")
    return _changed(colour, value_of(attrs, f"{by_theme}Tint"), value_of(attrs, f"{by_theme}Shade"))


def _changed(colour: str, tint: str, shade: str) -> str:
    """The colour made lighter by a tint, or darker by a shade, of which FF is none (ECMA-376, 17.3.2.6)."""
    try:
        red, green, blue = (int(colour[at : at + 2], 16) / WHOLE for at in (0, 2, 4))
        lighter, darker = (int(part or "FF", 16) / WHOLE for part in (tint, shade))
    except ValueError:
        return ""
    hue, light, deep = colorsys.rgb_to_hls(red, green, blue)
    light = light * lighter + 1 - lighter if tint else light * darker
    return "".join(f"{round(part * WHOLE):02X}" for part in colorsys.hls_to_rgb(hue, min(1, light), deep))
