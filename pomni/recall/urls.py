"""Addresses of inviting again."""

from django.urls import path

from pomni.recall import views

app_name = "recall"
urlpatterns = [
    path("", views.due, name="due"),
    path("invite/", views.invite, name="invite"),
    path("put-off/", views.put_off, name="put_off"),
    path("results/", views.results, name="results"),
]
