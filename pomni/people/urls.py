from django.urls import path

from pomni.people import views

app_name = "people"
urlpatterns = [
    path("", views.clients, name="clients"),
    path("add/", views.add_client, name="add_client"),
    path("<uuid:uid>/", views.client, name="client"),
    path("<uuid:uid>/edit/", views.edit_client, name="edit_client"),
    path("<uuid:uid>/forget/", views.forget_client, name="forget_client"),
]
