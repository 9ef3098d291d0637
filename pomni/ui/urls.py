"""Doors of the shell."""

from django.urls import path

from pomni.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.home, name="home"),
    path("look/theme", views.set_theme, name="set_theme"),
    path("look/language", views.set_language, name="set_language"),
]
