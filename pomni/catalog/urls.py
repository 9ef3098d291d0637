from django.urls import path

from pomni.catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.services, name="services"),
    path("archived/", views.archived_services, name="archived_services"),
    path("add/", views.add_service, name="add_service"),
    path("categories/<uuid:uid>/", views.rename_category, name="rename_category"),
    path("<uuid:uid>/", views.service, name="service"),
    path("<uuid:uid>/edit/", views.edit_service, name="edit_service"),
    path("<uuid:uid>/performers/", views.set_performers, name="set_performers"),
    path("<uuid:uid>/archive/", views.archive_service, name="archive_service"),
    path("<uuid:uid>/restore/", views.restore_service, name="restore_service"),
]
