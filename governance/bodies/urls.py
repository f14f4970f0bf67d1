"""Addresses of this room."""

from django.urls import URLPattern, path

from governance.bodies.views import bodies, bringing, links, lists, seats

_BODY = "governance/bodies/<slug:slug>"
_SEAT = "governance/seats/<int:pk>"
_LINK = "governance/links/<int:pk>"

patterns: list[URLPattern] = [
    path("governance/bodies/", lists.overview, name="bodies"),
    path("governance/bodies/add/", bodies.add, name="add_body"),
    path("governance/bodies/people/", lists.people, name="seats"),
    path("governance/bodies/import/", bringing.bring_in, name="import_seats"),
    path("governance/bodies/import/headings.csv", bringing.headings, name="import_headings"),
    path("governance/bodies/checklist/", lists.to_do, name="seat_tasks"),
    path(f"{_BODY}/", bodies.body, name="body"),
    path(f"{_BODY}/change/", bodies.change, name="change_body"),
    path(f"{_BODY}/places/", bodies.constitution, name="constitution"),
    path(f"{_BODY}/close/", bodies.close, name="close_body"),
    path(f"{_BODY}/fill/", seats.fill, name="fill_seat"),
    path(f"{_BODY}/links/add/", links.add, name="add_link"),
    path(f"{_SEAT}/", seats.seat, name="seat"),
    path(f"{_SEAT}/change/", seats.change, name="change_seat"),
    path(f"{_SEAT}/office/", seats.office, name="change_office"),
    path(f"{_SEAT}/renew/", seats.renew, name="renew_seat"),
    path(f"{_SEAT}/leave/", seats.leave, name="leave_seat"),
    path("governance/seat-tasks/<int:pk>/", seats.tick, name="tick_task"),
    path("governance/seat-tasks/<int:pk>/back/", seats.take_back, name="take_back_task"),
    path(f"{_LINK}/", links.link, name="link"),
    path(f"{_LINK}/end/", links.end, name="end_link"),
]
