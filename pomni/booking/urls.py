from django.urls import path

from pomni.booking.views import public, settings, visit

app_name = "booking"
urlpatterns = [
    path("book/", public.places, name="places"),
    path("book/embed.js", public.embed, name="embed"),
    path("book/visit/<str:link>/", visit.visit, name="visit"),
    path("book/visit/<str:link>/calendar.ics", visit.calendar, name="calendar"),
    path("book/visit/<str:link>/move/", visit.move, name="move"),
    path("book/visit/<str:link>/cancel/", visit.cancel, name="cancel"),
    path("book/code/<str:secret>/", public.code, name="code"),
    path("book/<slug:place>/", public.services, name="services"),
    path("book/<slug:place>/with/<slug:who>/", public.with_somebody, name="with"),
    path("book/<slug:place>/for/<slug:what>/", public.for_service, name="for"),
    path("book/<slug:place>/time/", public.time, name="time"),
    path("book/<slug:place>/contacts/", public.contacts, name="contacts"),
    path("book/<slug:place>/wait/", public.wait, name="wait"),
    path("settings/booking/", settings.settings, name="settings"),
]
