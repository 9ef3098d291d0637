from django.urls import path

from pomni.config.status import views

app_name = "status"
urlpatterns = [
    path("", views.status, name="status"),
    path("backup/", views.backup_now, name="backup"),
    path("ask/<str:what>/", views.ask, name="ask"),
    path("jobs/retry/", views.retry_all_jobs, name="retry_all_jobs"),
    path("jobs/<uuid:uid>/retry/", views.retry_job, name="retry_job"),
    path("jobs/<uuid:uid>/give-up/", views.give_up_job, name="give_up_job"),
    path("deliveries/retry/", views.retry_all_deliveries, name="retry_all_deliveries"),
    path("deliveries/<uuid:uid>/retry/", views.retry_delivery, name="retry_delivery"),
    path("deliveries/<uuid:uid>/drop/", views.drop_delivery, name="drop_delivery"),
    path("viewing/", views.viewed, name="viewing"),
    path("viewing/file/", views.take_viewed, name="take_viewing"),
]
