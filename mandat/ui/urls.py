"""The page of components: config includes it in debug only."""

from __future__ import annotations

from django.urls import path

from mandat.ui import views

app_name = "ui"
urlpatterns = [path("", views.components, name="components")]
