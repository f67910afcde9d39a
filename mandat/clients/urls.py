"""The addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from mandat.clients import disclosing, views

app_name = "clients"
urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/", views.client_list, name="list"),
    path("clients/<int:pk>/national-number/", disclosing.national_number, name="national_number"),
    path("clients/<int:pk>/contacts/new/", views.contact_new, name="contact_new"),
    path("clients/<int:pk>/contacts/<int:contact_pk>/", views.contact, name="contact"),
    path(
        "clients/<int:pk>/contacts/<int:contact_pk>/deletion/",
        views.contact_deletion,
        name="contact_deletion",
    ),
]
