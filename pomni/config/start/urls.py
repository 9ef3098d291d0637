from django.urls import path

from pomni.config.start import demo_views, sheet_views, views

app_name = "start"
urlpatterns = [
    path("start/", views.where, name="where"),
    path("start/sheet/", sheet_views.sheet, {"is_first_day": True}, name="sheet"),
    path("start/demo/", demo_views.cast, name="cast"),
    path("start/demo/enter/", demo_views.enter, name="enter"),
    path("start/demo/leave/", demo_views.leave, name="leave"),
    path("start/waiting/", demo_views.waiting, name="waiting"),
    path("start/<str:secret>/", views.begin, name="begin"),
    path("start/<str:secret>/demo/", demo_views.try_demo, name="try_demo"),
    path("start/<str:secret>/company/", views.company, name="company"),
    path("start/<str:secret>/country/", views.country, name="country"),
    path("start/<str:secret>/you/", views.you, name="you"),
    path("settings/recovery-sheet/", sheet_views.sheet, name="recovery_sheet"),
]
