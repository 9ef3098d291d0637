"""Addresses of the schedule."""

from django.urls import path

from pomni.schedule.views import carrying, days, free, groups, series, terms, things, visits, waiting, working

app_name = "schedule"
urlpatterns = [
    path("", days.day, name="day"),
    path("things/", things.things, name="things"),
    path("things/add/", things.add_thing, name="add_thing"),
    path("things/<uuid:uid>/", things.edit_thing, name="edit_thing"),
    path("needs/<uuid:uid>/", things.set_needs, name="set_needs"),
    path("working/", working.month, name="month"),
    path("working/<uuid:uid>/pattern/", working.set_pattern, name="set_pattern"),
    path("working/<uuid:uid>/days/", working.set_days, name="set_days"),
    path("free/", free.free, name="free"),
    path("free/first/", free.first_free, name="first_free"),
    path("needs/<uuid:uid>/seats/", groups.set_seats, name="set_seats"),
    path("visits/<uuid:uid>/seats/", groups.seats, name="seats"),
    path("seats/<uuid:uid>/", groups.mark_seat, name="mark_seat"),
    path("series/book/", series.book_series, name="book_series"),
    path("visits/<uuid:uid>/series/", series.series, name="series"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/add/", waiting.add_waiting, name="add_waiting"),
    path("waiting/<uuid:uid>/drop/", waiting.drop_waiting, name="drop_waiting"),
    path("offers/<uuid:uid>/", waiting.answer_offer, name="answer_offer"),
    path("terms/", terms.set_terms, name="set_terms"),
    path("closures/<uuid:uid>/drop/", terms.drop_closure, name="drop_closure"),
    path("book/", visits.book, name="book"),
    path("clients/", visits.clients, name="clients"),
    path("visits/<uuid:uid>/", visits.visit, name="visit"),
    path("visits/<uuid:uid>/status/", visits.set_status, name="status"),
    path("visits/<uuid:uid>/move/", visits.move, name="move"),
    path("visits/<uuid:uid>/carry/", carrying.carry, name="carry"),
    path("visits/<uuid:uid>/stretch/", carrying.stretch, name="stretch"),
    path("visits/<uuid:uid>/cancel/", visits.cancel, name="cancel"),
    path("visits/<uuid:uid>/miss/", visits.miss, name="miss"),
    path("visits/<uuid:uid>/edit/", visits.edit, name="edit"),
]
