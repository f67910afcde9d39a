"""Every address of the space."""

from django.conf import settings
from django.urls import include, path

from mandat.firms import views as house

urlpatterns = [
    path("healthz", house.healthz, name="healthz"),
    path("language/", house.set_language, name="set_language"),
    path("accounts/", include("mandat.firms.account_urls")),
    path("", include("mandat.desk.urls")),
    path("", include("mandat.clients.urls")),
    path("", include("mandat.declarations.urls")),
    path("", include("mandat.documents.urls")),
    path("", include("mandat.incidents.urls")),
    path("", include("mandat.messages.urls")),
    path("", include("mandat.onboarding.urls")),
    path("", include("mandat.rights.urls")),
    path("", include("mandat.firms.urls")),
    path("", include("mandat.affiliates.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("mandat.ui.urls")))
