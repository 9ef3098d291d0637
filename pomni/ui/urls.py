"""Doors of the shell."""

from django.urls import path

from pomni.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("today/steps/", views.set_steps, name="set_steps"),
    path("ui/", gallery.gallery, name="gallery"),
    path("look/session", views.session, name="session"),
    path("look/keys", views.set_keys, name="set_keys"),
    path("look/theme", views.set_theme, name="set_theme"),
    path("look/language", views.set_language, name="set_language"),
]
