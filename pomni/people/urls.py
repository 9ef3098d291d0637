from django.urls import path

from pomni.people import views

app_name = "people"
urlpatterns = [
    path("", views.clients, name="clients"),
    path("filters/", views.client_filters, name="client_filters"),
    path("chosen/hand-over/", views.hand_over_chosen, name="hand_over_chosen"),
    path("chosen/give-back/", views.give_back_chosen, name="give_back_chosen"),
    path("chosen/tag/", views.tag_chosen, name="tag_chosen"),
    path("chosen/untag/", views.untag_chosen, name="untag_chosen"),
    path("chosen/archive/", views.archive_chosen, name="archive_chosen"),
    path("chosen/restore/", views.restore_chosen, name="restore_chosen"),
    path("add/", views.add_client, name="add_client"),
    path("organisations/", views.organisations, name="organisations"),
    path("<uuid:uid>/", views.client, name="client"),
    path("<uuid:uid>/timeline/", views.timeline, name="timeline"),
    path("<uuid:uid>/place/", views.place, name="place"),
    path("<uuid:uid>/write/<slug:key>/", views.compose, name="compose"),
    path("<uuid:uid>/notes/", views.add_note, name="add_note"),
    path("<uuid:uid>/notes/<uuid:written>/", views.edit_note, name="edit_note"),
    path("<uuid:uid>/notes/<uuid:written>/withdraw/", views.withdraw_note, name="withdraw_note"),
    path("<uuid:uid>/notes/<uuid:written>/restore/", views.restore_note, name="restore_note"),
    path("<uuid:uid>/contacts/", views.add_interaction, name="add_interaction"),
    path("<uuid:uid>/contacts/<uuid:written>/", views.edit_interaction, name="edit_interaction"),
    path(
        "<uuid:uid>/contacts/<uuid:written>/withdraw/",
        views.withdraw_interaction,
        name="withdraw_interaction",
    ),
    path(
        "<uuid:uid>/contacts/<uuid:written>/restore/", views.restore_interaction, name="restore_interaction"
    ),
    path("<uuid:uid>/edit/", views.edit_client, name="edit_client"),
    path("<uuid:uid>/edit/<slug:group>/", views.edit_fact, name="edit_fact"),
    path("<uuid:uid>/archive/", views.archive_client, name="archive_client"),
    path("<uuid:uid>/restore/", views.restore_client, name="restore_client"),
    path("<uuid:uid>/forget/", views.forget_client, name="forget_client"),
]
