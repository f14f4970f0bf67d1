"""Highlights: dated achievements that anybody notes, of which the Trust Update prints those chosen."""
