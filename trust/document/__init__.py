"""HTML in, tagged PDF out: the only door to WeasyPrint, which opens nothing but the HTML it is given.

`single` makes one document here and now. `apart` lays parts out in child processes that are killed at their
limits, and `joining` binds them. The same input gives the same bytes, in any process.
"""
