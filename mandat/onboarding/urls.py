"""The addresses of the app; none ever holds a national number."""

from django.urls import path

from mandat.onboarding.views import adding, leaving, office, opening, requests

app_name = "onboarding"
urlpatterns = [
    path("clients/new/", adding.add, name="add"),
    path("clients/new/reading/", adding.reading, name="reading"),
    path("clients/new/office/", adding.office, name="office"),
    path("clients/new/proof/", adding.proof, name="proof"),
    path("clients/new/services/", adding.services, name="services"),
    path("clients/new/request/", requests.ask, name="ask"),
    path("clients/removed/", leaving.removed, name="removed"),
    path("clients/resilier/", leaving.resiliate, name="resiliate"),
    path("clients/<int:pk>/removal/", leaving.remove, name="remove"),
    path("clients/<int:pk>/return/", leaving.restore, name="restore"),
    path(
        "clients/<int:pk>/services/<str:service>/request/", opening.ask_service, name="ask_service"
    ),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:pk>/", requests.detail, name="request"),
    path("requests/<int:pk>/draft/", requests.draft, name="draft"),
    path("requests/<int:pk>/sending/", requests.sending, name="sending"),
    path("requests/<int:pk>/cancellation/", requests.cancellation, name="cancellation"),
    path("office/requests/", office.requests, name="office_requests"),
    path("office/requests/<int:pk>/", office.detail, name="office_request"),
    path("office/requests/<int:pk>/decision/", office.decision, name="decision"),
]
