"""The addresses of people and rights."""

from django.urls import path

from mandat.firms import views

app_name = "firms"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
]
