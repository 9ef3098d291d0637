"""Addresses of money."""

from django.urls import path

from pomni.billing import views

app_name = "billing"
urlpatterns = [
    path("", views.day, name="day"),
    path("sell/", views.sell, name="sell"),
    path("things/", views.things, name="things"),
    path("sales/<uuid:uid>/", views.sale, name="sale"),
    path("sales/<uuid:uid>/pay/", views.take_payment, name="take_payment"),
    path("sales/<uuid:uid>/reverse/", views.reverse_sale, name="reverse_sale"),
    path("payments/<uuid:uid>/give-back/", views.give_back, name="give_back"),
    path("clients/<uuid:uid>/", views.of_client, name="of_client"),
    path("clients/<uuid:uid>/prepayment/", views.take_prepayment, name="take_prepayment"),
    path("discounts/", views.limits, name="limits"),
]
