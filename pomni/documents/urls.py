from django.urls import path

from pomni.documents import views

app_name = "documents"
urlpatterns = [
    path("of/<uuid:uid>/", views.files, name="files"),
    path("of/<uuid:uid>/add/", views.add_files, name="add_files"),
    path("of/<uuid:uid>/newest/", views.newest_files, name="newest_files"),
    path("<uuid:uid>/", views.file, name="file"),
    path("<uuid:uid>/download/", views.download, name="download"),
    path("<uuid:uid>/small/", views.small_picture, name="small_picture"),
    path("<uuid:uid>/pages/<int:number>/", views.picture, name="picture"),
    path("<uuid:uid>/rename/", views.rename_file, name="rename_file"),
    path("<uuid:uid>/remove/", views.remove_file, name="remove_file"),
    path("<uuid:uid>/restore/", views.restore_file, name="restore_file"),
    path("<uuid:uid>/take-back/", views.take_back_file, name="take_back_file"),
    path("<uuid:uid>/put-back/", views.put_back_file, name="put_back_file"),
]
