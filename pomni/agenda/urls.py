from django.urls import path

from pomni.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("set/", views.set_tasks, name="set_tasks"),
    path("all/", views.all_tasks, name="all_tasks"),
    path("done/", views.done_tasks, name="done_tasks"),
    path("add/", views.add_task, name="add_task"),
    path("owners/", views.owners, name="owners"),
    path("clients/", views.clients, name="clients"),
    path("<uuid:uid>/", views.task, name="task"),
    path("<uuid:uid>/finish/", views.finish_task, name="finish_task"),
    path("<uuid:uid>/reopen/", views.reopen_task, name="reopen_task"),
    path("<uuid:uid>/drop/", views.drop_task, name="drop_task"),
    path("<uuid:uid>/restore/", views.restore_task, name="restore_task"),
]
