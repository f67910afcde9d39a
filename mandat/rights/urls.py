"""The addresses of rights."""

from django.urls import path

from mandat.rights.views import changes, looking

app_name = "rights"
urlpatterns = [
    path("rights/changes/", changes.changes, name="changes"),
    path("rights/changes/<int:pk>/", changes.change, name="change"),
    path("rights/changes/<int:pk>/undo/", changes.undo_change, name="undo"),
    path("see-as/stop/", looking.stop, name="see_as_stop"),
    path("users/<int:pk>/see-as/", looking.see_as, name="see_as"),
]
