"""The addresses of what an office knows."""

from django.urls import path

from mandat.affiliates import views

app_name = "affiliates"
urlpatterns = [
    path("office/", views.index, name="list"),
    path("office/affiliates/person/", views.person, name="person"),
    path("office/affiliates/<int:pk>/", views.detail, name="detail"),
    path("office/load/", views.load, name="load"),
    path("office/load/<int:pk>/", views.loading, name="loading"),
    path("office/load/<int:pk>/confirmation/", views.confirmation, name="confirmation"),
    path("office/load/<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
]
