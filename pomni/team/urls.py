from django.urls import path

from pomni.team import views

app_name = "team"
urlpatterns = [
    path("team/", views.colleagues, name="colleagues"),
    path("team/invite/", views.invite, name="invite"),
    path("team/invitations/<uuid:uid>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("team/form/", views.form_team, name="form_team"),
    path("team/log/", views.log, name="log"),
    path("team/locations/", views.locations, name="locations"),
    path("team/locations/add/", views.add_location, name="add_location"),
    path("team/<uuid:uid>/", views.colleague, name="colleague"),
    path("team/<uuid:uid>/edit/", views.edit_colleague, name="edit_colleague"),
    path("team/<uuid:uid>/disable/", views.disable_colleague, name="disable_colleague"),
    path("team/<uuid:uid>/enable/", views.enable_colleague, name="enable_colleague"),
    path("team/<uuid:uid>/roles/give/", views.give_role, name="give_role"),
    path("team/<uuid:uid>/roles/<int:held_id>/take/", views.take_role, name="take_role"),
    path("invited/<str:secret>/", views.take_invitation, name="take_invitation"),
    path("me/", views.me, name="me"),
    path("me/second-step/", views.second_step, name="second_step"),
    path("me/pin/", views.set_pin, name="set_pin"),
    path("me/language/", views.choose_language, name="choose_language"),
    path("me/tokens/make/", views.make_token, name="make_token"),
    path("me/tokens/<uuid:uid>/withdraw/", views.withdraw_token, name="withdraw_token"),
    path("lock/", views.lock, name="lock"),
    path("locked/", views.locked, name="locked"),
    path("unlock/", views.unlock, name="unlock"),
]
