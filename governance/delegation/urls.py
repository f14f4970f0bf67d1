"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.delegation import keeping, views

_SCHEME = "governance/delegation"
_VERSION = f"{_SCHEME}/<int:number>"

patterns: list[URLPattern] = [
    path(f"{_SCHEME}/", views.scheme, name="scheme"),
    path(f"{_SCHEME}/begin/", keeping.begin, name="begin_scheme"),
    path(f"{_SCHEME}/publish/", keeping.show, name="show_scheme"),
    path(f"{_SCHEME}/take-back/", keeping.hide, name="hide_scheme"),
    path(f"{_VERSION}/", views.version, name="scheme_version"),
    path(f"{_VERSION}/publish/", keeping.publish, name="publish_scheme"),
    path(f"{_VERSION}/drop/", keeping.drop, name="drop_scheme"),
    path(f"{_VERSION}/add/", keeping.add, name="add_matter"),
    path(f"{_VERSION}/columns/", keeping.columns, name="scheme_columns"),
    path(f"{_SCHEME}/rows/<int:pk>/", keeping.change, name="change_matter"),
    path(f"{_SCHEME}/rows/<int:pk>/remove/", keeping.remove, name="remove_matter"),
    path(f"{_SCHEME}/columns/<int:pk>/remove/", keeping.remove_column, name="remove_column"),
    path("scheme-of-delegation/", views.public, name="public_scheme"),
]
