"""The addresses of incidents."""

from django.urls import path

from mandat.incidents.views import firm, office

app_name = "incidents"
urlpatterns = [
    path("incidents/", firm.index, name="list"),
    path("incidents/<int:pk>/", firm.detail, name="detail"),
    path("incidents/<int:pk>/assignment/", firm.assignment, name="assignment"),
    path("incidents/<int:pk>/settlement/", firm.settlement, name="settlement"),
    path("incidents/<int:pk>/reopening/", firm.reopening, name="reopening"),
    path("office/incidents/", office.index, name="office_list"),
    path("office/incidents/new/", office.new, name="office_new"),
    path("office/incidents/<int:pk>/", office.detail, name="office_detail"),
    path("office/incidents/<int:pk>/settlement/", office.settlement, name="office_settlement"),
    path("office/incidents/<int:pk>/withdrawal/", office.withdrawal, name="office_withdrawal"),
    path("office/incidents/<int:pk>/reopening/", office.reopening, name="office_reopening"),
]
