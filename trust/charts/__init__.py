"""Charts as inline SVG, the same on screen and in the PDF: ink lines, a sentence for readers, no style.

One function a chart, at most 4 kB and a tenth of a millisecond. Values are Decimal; None is a gap in the
line, never a zero. Ratings stand in words and letters beside a chart, never in its colours. The heat map and
strips of ratings are HTML, since each of their cells is a link with its letter.
"""

from trust.charts.bullet import Zone, bullet
from trust.charts.cone import cone
from trust.charts.drawing import NOTHING, Value
from trust.charts.forecast import dot_plot
from trust.charts.over_time import Point, trend
from trust.charts.small import sparkline
from trust.charts.spread import distribution

__all__ = [
    "NOTHING",
    "Point",
    "Value",
    "Zone",
    "bullet",
    "cone",
    "distribution",
    "dot_plot",
    "sparkline",
    "trend",
]
