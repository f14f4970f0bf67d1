"""Addresses of the matrix on the screen and as files."""

from django.urls import URLPattern, path

from milestones.views import files, matrix

patterns: list[URLPattern] = [
    path("milestones/", matrix.matrix, name="matrix"),
    path("milestones/matrix.csv", files.matrix_file, name="matrix_file"),
    path("milestones/matrix.docx", files.matrix_docx, name="matrix_docx"),
    path("milestones/matrix.xlsx", files.matrix_xlsx, name="matrix_xlsx"),
    path("milestones/matrix.pdf", files.matrix_pdf, name="matrix_pdf"),
]
