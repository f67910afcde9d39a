"""The addresses of the app."""

from django.urls import path

from mandat.declarations.views import anomalies, files

app_name = "declarations"
urlpatterns = [
    path("declarations/", files.drop, name="drop"),
    path("declarations/files/", files.files, name="files"),
    path("declarations/files/<int:pk>/", files.file, name="file"),
    path("declarations/files/<int:pk>/original/", files.original, name="file_original"),
    path("declarations/files/<int:pk>/reading/", files.reading, name="file_reading"),
    path("declarations/<int:pk>/", anomalies.declaration, name="declaration"),
    path("anomalies/", anomalies.anomalies, name="anomalies"),
    path("anomalies/<int:pk>/", anomalies.anomaly, name="anomaly"),
    path("anomalies/<int:pk>/set-aside/", anomalies.set_aside, name="set_aside"),
    path("anomalies/<int:pk>/reopening/", anomalies.reopening, name="reopening"),
]
