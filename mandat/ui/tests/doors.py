"""The addresses of sign-in alone, for tests that stand below the upper floors."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.account.urls"))]
