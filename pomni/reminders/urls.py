"""Addresses of messages to clients."""

from django.urls import path

from pomni.reminders.views import public, settings, wishes

app_name = "reminders"
urlpatterns = [
    path("", settings.rules, name="rules"),
    path("manner/", settings.set_manner, name="set_manner"),
    path("rules/add/<str:occasion>/", settings.add_rule, name="add_rule"),
    path("rules/<uuid:uid>/", settings.edit_rule, name="edit_rule"),
    path("rules/<uuid:uid>/remove/", settings.remove_rule, name="remove_rule"),
    path("gateways/<str:channel>/", settings.gateway, name="gateway"),
    path("gateways/<str:channel>/off/", settings.switch_off_gateway, name="switch_off_gateway"),
    path("gateways/<str:channel>/try/", settings.try_gateway, name="try_gateway"),
    path("gateways/<str:channel>/replies/", settings.open_replies, name="open_replies"),
    path("clients/<uuid:uid>/", wishes.set_wish, name="set_wish"),
    path("v/<str:token>/", public.visit, name="visit"),
    path("replies/<str:channel>/<str:secret>/", public.hear, name="hear"),
]
