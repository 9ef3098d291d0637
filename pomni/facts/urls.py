from django.urls import path

from pomni.facts import views

app_name = "facts"
urlpatterns = [
    path("", views.fields, name="fields"),
    path("add/", views.add_field, name="add_field"),
    path("<uuid:uid>/", views.change_field, name="change_field"),
    path("<uuid:uid>/archive/", views.archive_field, name="archive_field"),
    path("<uuid:uid>/restore/", views.restore_field, name="restore_field"),
]
