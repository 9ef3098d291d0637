from django.urls import path

from pomni.automation import views

app_name = "automation"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("add/", views.add_webhook, name="add_webhook"),
    path("<uuid:uid>/", views.webhook, name="webhook"),
    path("<uuid:uid>/change/", views.change_webhook, name="change_webhook"),
    path("<uuid:uid>/on/", views.switch_on_webhook, name="switch_on_webhook"),
    path("<uuid:uid>/off/", views.switch_off_webhook, name="switch_off_webhook"),
    path("<uuid:uid>/secret/", views.rotate_secret, name="rotate_secret"),
    path("<uuid:uid>/remove/", views.remove_webhook, name="remove_webhook"),
    path("<uuid:uid>/try/", views.try_webhook, name="try_webhook"),
    path("<uuid:uid>/replay/", views.replay_since, name="replay_since"),
    path("<uuid:uid>/calls/<uuid:call>/", views.delivery, name="delivery"),
    path("<uuid:uid>/calls/<uuid:call>/replay/", views.replay_delivery, name="replay_delivery"),
]
