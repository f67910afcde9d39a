"""The addresses of the desk."""

from django.urls import path

from mandat.desk import views
from mandat.desk.client import views as client

app_name = "desk"
urlpatterns = [
    path("", views.home, name="dashboard"),
    path("search/", views.search, name="search"),
    path("select/", views.accounts, name="accounts"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("clients/<int:pk>/", client.client, name="client_home"),
    path("clients/<int:pk>/applications/", client.applications, name="client"),
    path(
        "clients/<int:pk>/applications/social-status/",
        client.social_status,
        name="client_social_status",
    ),
    path(
        "clients/<int:pk>/applications/organisation/",
        client.organisation,
        name="client_organisation",
    ),
    path("clients/<int:pk>/applications/employees/", client.employees, name="client_employees"),
    path("clients/<int:pk>/documents/", client.documents, name="client_documents"),
    path("clients/<int:pk>/figures/", client.figures, name="client_figures"),
    path("clients/<int:pk>/contact/", client.contact, name="client_contact"),
]
